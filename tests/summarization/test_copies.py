"""How much of a text is copied."""

import pytest

from service.summarization import copied_share

SOURCE = ["We grew 40 ferns in the dark, and watered them.", "They lost 12% of their leaves in a month."]


@pytest.mark.parametrize(
    ("told", "share"),
    [
        (["We grew 40 ferns in the dark, and watered them."], 1),
        (["The authors grew 40 ferns in the dark."], 1),
        (["40 ferns were grown in the dark."], 0),
        (["40 ferns grown in the dark lost 12% of their leaves."], 0),
        (["They lost 12% of their leaves in a month.", "In a month, 12% of the leaves fell, somehow."], 0.5),
        ([], 0),
    ],
)
def test_a_sentence_is_copied_when_its_words_stand_in_one_of_the_source_whoever_tells_it(told, share):
    assert copied_share(told, SOURCE) == share
