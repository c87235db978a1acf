"""Which papers are looked at: the best of those allowed are among them, also where an approximate index is asked."""

from types import SimpleNamespace

import numpy as np
import pytest

from service.discovery.rough_scores import RoughScores

PAPERS, DIM = 20_000, 8


@pytest.mark.parametrize(("share", "most"), [(0.01, 10), (0.1, 50), (0.2, 200), (0.5, 400), (1.0, 600)])
@pytest.mark.parametrize("far", [False, True])
def test_the_best_of_the_allowed_papers_are_found_however_few_and_far_they_are(share, most, far):
    rng = np.random.default_rng(7)
    dense = rng.normal(size=(PAPERS, DIM)).astype(np.float32)
    dense /= np.linalg.norm(dense, axis=1, keepdims=True)
    products = dense @ dense[0]
    allowed = np.zeros(PAPERS, dtype=bool)
    of = np.argsort(products)[: PAPERS // 2] if far and share < 0.15 else np.arange(PAPERS)
    allowed[rng.choice(of, int(share * PAPERS), replace=False)] = True

    def nearest(vectors, count):
        return np.sort(np.argsort(-(dense @ vectors[0]))[:count])

    corpus = SimpleNamespace(approximate_search=lambda _: nearest)
    snapshot = SimpleNamespace(papers=SimpleNamespace(dense=dense), epoch=None)
    scores, hits = RoughScores(snapshot, np.zeros(PAPERS, np.float32), dense[0], 1.0).best(corpus, allowed, most)
    expected = sorted(np.flatnonzero(allowed), key=lambda row: -products[row])[:most]
    assert sorted(np.flatnonzero(hits), key=lambda row: -scores[row])[:most] == expected
