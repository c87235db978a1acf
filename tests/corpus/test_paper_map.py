"""The map: laid out once, kept, and left as it is by whatever comes later."""

import sys

import numpy as np
import pytest

from service.corpus import LayoutStopped, lay_out_map, paper_map, sample
from service.corpus.map_layout import layout
from service.errors import MapUnavailable
from tests.corpora import NOW, paper

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning:sklearn.*")


def where(services):
    """The position of every paper by its id."""
    snapshot = services.corpus.snapshot()
    rows = np.arange(len(snapshot))
    return dict(zip(snapshot.ids, map(tuple, paper_map(services.corpus, snapshot).at(rows).tolist()), strict=True))


def test_every_paper_of_the_sample_lies_where_the_shipped_map_says(sampled):
    shipped = sample.positions()
    assert len(shipped) == 784
    assert where(sampled) == {name: shipped[name] for name in sampled.corpus.snapshot().ids}


def test_a_new_paper_lies_among_its_neighbours_and_moves_nobody(small):
    before = where(small)
    new = [paper(number) for number in range(3)]
    small.corpus.add(new[:1], NOW)
    first = where(small)
    small.corpus.add(new[1:], NOW)
    after = where(small)
    assert {name: after[name] for name in before} == before
    assert after[new[0].id] == first[new[0].id]
    xs, ys = zip(*before.values(), strict=True)
    assert all(min(xs) <= after[each.id][0] <= max(xs) and min(ys) <= after[each.id][1] <= max(ys) for each in new)


def test_a_corpus_that_is_not_the_sample_has_no_map_until_it_is_laid_out(empty):
    empty.corpus.add([paper(number) for number in range(12)], NOW)
    assert len(paper_map(empty.corpus, empty.corpus.snapshot()).rows) == 0
    assert lay_out_map(empty.corpus) == 12
    kept = where(empty)
    assert len(set(kept.values())) == 12
    empty.corpus.delete(paper(3).id)
    assert where(empty) == {name: at for name, at in kept.items() if name != paper(3).id}


def test_the_same_papers_are_laid_out_alike_each_time_and_like_lies_by_like(many):
    vectors = many.corpus.snapshot().papers.dense
    first = layout(vectors)
    assert np.array_equal(first, layout(vectors))
    likeness, distance = vectors @ vectors.T, np.linalg.norm(first[:, None] - first, axis=2)
    nearest = np.argsort(-likeness, axis=1)[:, 1:6]
    near = np.take_along_axis(distance, nearest, axis=1).mean()
    assert near < distance.mean() / 2


@pytest.mark.parametrize("count", [0, 1, 3, 4, 5])
def test_a_few_papers_are_laid_out_too(empty, count):
    empty.corpus.add([paper(number) for number in range(count)], NOW)
    assert lay_out_map(empty.corpus) == count
    assert len(empty.corpus.catalog.positions.all()) == count


def test_without_the_extra_the_way_to_it_is_said(small, monkeypatch):
    monkeypatch.setattr("sys.path", [])
    monkeypatch.setattr("sys.path_importer_cache", {})
    for name in [name for name in sys.modules if name.startswith("openTSNE")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(MapUnavailable, match=r"paperlark\[map\]"):
        lay_out_map(small.corpus)


def test_a_layout_that_nobody_waits_for_any_more_ends_and_keeps_nothing(small):
    looks = iter([True, True, False])
    before = where(small)
    with pytest.raises(LayoutStopped):
        lay_out_map(small.corpus, lambda: next(looks, False))
    assert next(looks, None) is None  # it was looked after while it worked, not only at its end
    assert small.corpus.catalog.positions.all() == {}
    assert where(small) == before
