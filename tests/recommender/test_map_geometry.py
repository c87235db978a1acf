"""New papers lie beside their neighbours, and regions are where points lie together."""

import numpy as np
import pytest

from service.recommender.map_geometry import placed_by_neighbours, regions
from tests.topics import corpus

PAPERS = corpus(160)
CIRCLE = np.array([[np.cos(turn), np.sin(turn)] for turn in np.linspace(0, 2 * np.pi, 8, endpoint=False)]) * 50
POSITIONS = CIRCLE[np.arange(160) % 8] + np.random.default_rng(0).normal(size=(160, 2))


def test_a_new_paper_lies_in_the_middle_of_those_most_like_it():
    new, placed = PAPERS.dense[:1], PAPERS.dense[1:]
    nearest = np.argsort(-(placed @ new[0]))[:10]
    found = placed_by_neighbours(new, placed, POSITIONS[1:])
    assert found[0] == pytest.approx(POSITIONS[1:][nearest].mean(axis=0))


def test_where_a_paper_goes_does_not_depend_on_what_else_is_placed():
    placed = PAPERS.dense[:100], POSITIONS[:100]
    together = placed_by_neighbours(PAPERS.dense[100:], *placed)
    alone = np.concatenate([placed_by_neighbours(PAPERS.dense[row : row + 1], *placed) for row in range(100, 160)])
    assert together == pytest.approx(alone)


def test_with_fewer_papers_than_neighbours_all_of_them_count():
    found = placed_by_neighbours(PAPERS.dense[3:5], PAPERS.dense[:2], POSITIONS[:2])
    assert found == pytest.approx(np.tile(POSITIONS[:2].mean(axis=0), (2, 1)))


def test_eight_groups_of_points_are_eight_regions_named_from_the_middle():
    many = np.tile(CIRCLE, (40, 1)) + np.random.default_rng(1).normal(size=(320, 2))
    found = regions(many, 8)
    assert {tuple(sorted({point % 8 for point in region.points.tolist()})) for region in found} == {
        (group,) for group in range(8)
    }
    for region in found:
        distances = np.linalg.norm(many[region.points] - (region.x, region.y), axis=1)
        assert distances.round(9).tolist() == sorted(distances.round(9).tolist())


@pytest.mark.parametrize("points", [0, 1, 3, 8])
def test_a_few_points_are_no_regions(points):
    assert regions(np.zeros((points, 2))) == []


def test_every_point_is_in_one_region_also_of_thousands():
    many = np.random.default_rng(2).normal(size=(5_000, 2))
    found = regions(many)
    assert sorted(point for region in found for point in region.points.tolist()) == list(range(5_000))
    assert [len(region.points) for region in found] == sorted((len(region.points) for region in found), reverse=True)


def test_points_that_lie_on_one_another_are_taken_as_they_are():
    assert sum(len(region.points) for region in regions(np.zeros((100, 2)))) == 100
