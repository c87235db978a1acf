"""Words cut at a line's end are joined where the text has them whole."""

import pytest

from service.text import joined_words


def test_a_cut_word_is_joined_when_it_stands_whole_elsewhere() -> None:
    assert joined_words("A recom- mendation; one recommendation.") == "A recommendation; one recommendation."
    assert joined_words("A recom- mendation.", "On Recommendation") == "A recommendation."


@pytest.mark.parametrize(
    "text", ["pre- and post-training", "state-of- the-art, ofthe", "a recom- mendation", "1914 - 1918"]
)
def test_other_hyphens_stay(text: str) -> None:
    assert joined_words(text) == text
