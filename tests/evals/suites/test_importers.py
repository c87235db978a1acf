"""The suite importers: files with one line spoilt."""

from evals.datasets.sample_corpus import sample_papers
from evals.suites.importers import SPOILERS, damages, read_damaged


def test_every_spoilt_line_costs_its_own_paper_only_and_is_named():
    papers = list(sample_papers().values())[:6]
    for damage in damages(papers):
        scores, said = read_damaged(damage)
        assert {score.value for score in scores.values()} == {1}, (damage.name, said)


def test_there_is_a_damage_for_each_line_of_each_file():
    papers = list(sample_papers().values())[:6]
    names = [damage.name for damage in damages(papers)]
    assert len(names) == len(set(names)) == 1 + 12 + 1 + 6 * len(SPOILERS)
