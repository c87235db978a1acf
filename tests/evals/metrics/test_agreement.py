"""Agreement with votes, against the books."""

import numpy as np
import pytest

from evals.metrics.agreement import auc, pearson


def test_auc_and_pearson_are_those_of_the_books():
    scores, votes = np.array([0.1, 0.4, 0.35, 0.8]), np.array([0.0, 0.0, 1.0, 1.0])
    assert auc(scores, votes) == 0.75  # the example of scikit-learn's roc_auc_score
    assert pearson(scores, votes) == pytest.approx(
        np.cov(scores, votes)[0, 1] / np.std(scores, ddof=1) / np.std(votes, ddof=1)
    )
    assert auc(scores, np.ones(4)) is None
    assert pearson(np.ones(4), votes) is None
