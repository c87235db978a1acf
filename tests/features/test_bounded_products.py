"""Bounds are never below a product, and leave few of vectors that lie along few directions."""

import numpy as np
import pytest

from service.features import BoundedProducts


def vectors(count, dim=384, alive=384, seed=0):
    """Random vectors of unit length, of which some directions weigh a hundred times as much as the others."""
    scale = np.where(np.arange(dim) < alive, 1.0, 0.01)
    drawn = np.random.default_rng(seed).standard_normal((count, dim)) * scale
    return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("alive", [384, 40])
@pytest.mark.parametrize(("count", "dim"), [(500, 384), (3, 384), (40, 20)])
def test_no_product_is_above_its_bound(count, dim, alive):
    corpus = vectors(count, dim, alive)
    bounded = BoundedProducts.of(corpus)
    for query in (*vectors(5, dim, alive, seed=1), *corpus[:3], -corpus[0], np.zeros(dim, np.float32)):
        assert (bounded.bounds(query) >= corpus @ query - 1e-6).all()


def test_along_few_directions_a_bound_says_nearly_what_the_product_is():
    corpus = vectors(500, alive=40)
    assert BoundedProducts.of(corpus).bounds(corpus[7]) == pytest.approx(corpus @ corpus[7], abs=0.01)


def test_vectors_that_were_appended_are_bounded_as_well():
    corpus = vectors(500)
    bounded = BoundedProducts.of(corpus[:400]).followed_by(corpus)
    assert bounded.bounds(corpus[7])[400:] == pytest.approx(corpus[400:] @ corpus[7], abs=1e-6)
    assert len(bounded.bounds(corpus[7])) == 500


def test_vectors_that_are_all_equal_or_zero_are_bounded():
    equal = np.tile(vectors(1), (30, 1))
    assert (BoundedProducts.of(equal).bounds(equal[0]) >= 1 - 1e-6).all()
    zeros = np.zeros((30, 384), np.float32)
    assert (BoundedProducts.of(zeros).bounds(equal[0]) >= 0).all()
