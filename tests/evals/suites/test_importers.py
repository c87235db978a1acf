"""The suite importers: files with one line spoilt."""

from evals.datasets.import_cases import import_cases
from evals.datasets.sample_corpus import sample_papers
from evals.suites.importers import SPOILERS, damages, read_damaged
from evals.suites.record_reading import read_record


def test_every_spoilt_line_costs_its_own_paper_only_and_is_named():
    papers = list(sample_papers().values())[:6]
    for damage in damages(papers):
        scores, said = read_damaged(damage)
        assert {score.value for score in scores.values()} == {1}, (damage.name, said)


def test_there_is_a_damage_for_each_line_of_each_file():
    papers = list(sample_papers().values())[:6]
    names = [damage.name for damage in damages(papers)]
    assert len(names) == len(set(names)) == 1 + 12 + 1 + 6 * len(SPOILERS)


def test_no_odd_record_loses_its_paper_or_a_field_in_silence():
    cases = import_cases()
    assert len({case.id for case in cases}) == len(cases) == 500
    wrong = {case.id: read_record(case) for case in cases}
    assert {name: said for name, said in wrong.items() if {score.value for score in said[0].values()} != {1}} == {}


def test_a_field_that_is_wrong_or_silent_is_told_apart():
    (case,) = [case for case in import_cases() if (case.kind, case.case) == ("bad_date", "forthcoming")]
    scores, _ = read_record(case.model_copy(update={"expect": {"published": "2021"}, "noted": ("shelf",)}))
    assert [scores[name].value for name in ("kept", "fields", "named")] == [1, 0, 0]
    assert read_record(case.model_copy(update={"kept": False}))[0]["kept"].value == 0
