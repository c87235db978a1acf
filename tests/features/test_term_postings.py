"""Terms by text turned round: products with all texts are those of a plain product of matrices."""

import numpy as np
import pytest

from service.features import TermCounts, TermPostings, tfidf_rows

TEXTS = ["owls hunt mice", "mice fear owls", "tides follow the moon", "moon tides and owls", "", "glaciers melt"]


@pytest.mark.parametrize("first", [6, 4, 0])
def test_products_are_those_of_the_rows(first):
    rows = tfidf_rows(TermCounts.of(TEXTS))
    postings = TermPostings.of(rows[:first]).followed_by(rows)
    for text in range(len(TEXTS)):
        products = postings.products(rows[[text]])
        assert products.dtype == np.float32
        assert products == pytest.approx((rows @ rows[[text]].T.toarray())[:, 0], abs=1e-6)
