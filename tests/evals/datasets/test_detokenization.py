"""Texts that come in tokens, put together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.datasets.detokenization import detokenised


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        ("it has 3, 800 owls .", "it has 3,800 owls."),
        ("for $ 1, 250, 000 in 2010, 120 owls", "for $1,250,000 in 2010, 120 owls"),
        ("aged 122. 5. she died", "aged 122.5. she died"),
        ("a 20 - year - old owl ( blind ) did n't fly", "a 20-year-old owl (blind) didn't fly"),
        ("owls hunt . they eat , too .", "owls hunt. They eat, too."),
        ("won 28 - 24 , the owl 's best", "won 28-24, the owl's best"),
    ],
)
def test_tokens_are_put_together(tokens, text):
    assert detokenised(tokens) == text


def test_text_that_was_never_tokenised_stays_as_it_is():
    text = "In 2010, 120 owls (of 3,800) were heard. A 20-year-old study - ours - says 91.5%. See Fig. 3, page 4."
    assert detokenised(text) == text.replace("study - ours - says", "study-ours-says")


@given(st.text())
def test_putting_together_loses_no_letter_and_no_digit(text):
    def kept(words: str) -> str:
        return "".join(filter(str.isalnum, words.casefold()))

    assert kept(detokenised(text)) == kept(text)
