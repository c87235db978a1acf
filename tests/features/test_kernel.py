import numpy as np
import pytest
from scipy import sparse

from service.features.kernel import PaperVectors


def made(count: int, seed: int) -> PaperVectors:
    generator = np.random.default_rng(seed)
    lexical = sparse.random_array((count, 30), density=0.3, format="csr", dtype=np.float32, rng=generator)
    return PaperVectors(generator.normal(size=(count, 8)), lexical, 0.7)


@pytest.mark.parametrize(("these", "others"), [(1, 1), (3, 90), (90, 3), (70, 90), (0, 3)])
def test_the_kernel_is_the_product_of_embeddings_and_terms_however_many_papers_there_are(these, others):
    a, b = made(these, 1), made(others, 2)
    plain = 0.7 * a.vectors @ b.vectors.T + a.lexical.toarray().astype(np.float64) @ b.lexical.toarray().T
    assert a.kernel(b) == pytest.approx(plain, abs=1e-12)


@pytest.mark.parametrize("count", [2, 90])
def test_the_products_with_a_weighted_sum_are_the_weighted_sums_of_kernels(count):
    papers, others, weights = made(count, 1), made(5, 2), np.random.default_rng(3).normal(size=count)
    direction, term_weights = papers.weighted_sum(weights)
    products = others.vectors @ direction + others.lexical @ term_weights
    assert products == pytest.approx(weights @ papers.kernel(others), abs=1e-9)
