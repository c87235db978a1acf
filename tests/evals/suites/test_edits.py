"""The suite edits: made-up kinds of lies and rewordings, of which it is known what is shown."""

import json
from pathlib import Path

import pytest

from evals.datasets.sample_corpus import sample_papers
from evals.edits import Edit, is_unread
from evals.reporting import report
from evals.suites.edit_cases import Kind
from evals.suites.edits import measured
from evals.suites.request import Request
from tests.evals.command import call, write

PAPERS = [paper for paper in list(sample_papers().values())[:12] if paper.abstract]
READ = [name for name in map("kind{}".format, range(40)) if not is_unread(name)]
UNREAD = [name for name in map("kind{}".format, range(40)) if is_unread(name)]


def repeated(sentences, random):
    number = random.randrange(len(sentences))
    return Edit(sentences[number], (number,))


def invented(sentences, random):  # noqa: ARG001 - as kinds are called
    return Edit("Penguins cannot fly, and neither do 47 kiwis in New Zealand.", (0,))


def never(sentences, random):  # noqa: ARG001
    return None


def outcome(tmp_path: Path, *kinds: Kind, limit: int | None = None, seed: int = 0, half=None):
    return measured(kinds, PAPERS, Request(None, None, None, limit, seed, None, tmp_path / "runs", half=half))


def by_kind(found) -> dict:
    return {row["kind"]: row for row in found.results if row.get("kind") != "mean over kinds" and "kind" in row}


def test_a_kind_of_lies_that_is_always_shown_is_reported_as_the_worst(tmp_path):
    found = outcome(tmp_path, Kind(READ[0], "lie", invented), Kind(READ[1], "lie", repeated))
    kinds = by_kind(found)
    assert (kinds[READ[0]]["mean"], kinds[READ[1]]["mean"]) == (0.0, 1.0)
    (row,) = found.tables[0].rows
    assert row[0] == "read lies shown"
    assert row[-2:] == (READ[1], 1.0)
    assert found.exhibits[0].case_id.startswith(f"lie:{READ[1]}:")


def test_a_kind_of_rewordings_that_is_never_shown_is_reported_as_the_worst(tmp_path):
    found = outcome(tmp_path, Kind(READ[0], "rewording", repeated), Kind(READ[1], "rewording", invented))
    (row,) = found.tables[0].rows
    assert row[0] == "read rewordings shown"
    assert row[-2:] == (READ[1], 0.0)


def test_each_kind_counts_the_same_however_often_it_is_found(tmp_path):
    def rare(sentences, random):
        return repeated(sentences, random) if sentences[0] in PAPERS[0].abstract else None

    found = outcome(tmp_path, Kind(READ[0], "lie", rare), Kind(READ[1], "lie", invented))
    assert (by_kind(found)[READ[0]]["n"], by_kind(found)[READ[1]]["n"]) == (1, len(PAPERS))
    assert found.figures[0].interval.mean == 0.5


def test_no_kind_has_more_cases_than_the_cap(tmp_path):
    found = outcome(tmp_path, Kind(READ[0], "lie", repeated), Kind(READ[1], "rewording", repeated), limit=3)
    assert [row["n"] for row in by_kind(found).values()] == [3, 3]


def test_a_kind_without_a_case_is_no_kind_of_the_mean(tmp_path):
    found = outcome(tmp_path, Kind(READ[0], "lie", repeated), Kind(READ[1], "lie", never), limit=3)
    assert by_kind(found).keys() == {READ[0]}


def test_scores_that_tell_lies_from_rewordings_have_the_whole_area(tmp_path):
    found = outcome(tmp_path, Kind(READ[0], "lie", invented), Kind(READ[1], "rewording", repeated))
    (area,) = [figure for figure in found.figures if figure.name == "read auc"]
    assert area.interval.mean > 0.99


def test_the_same_seed_finds_the_same_and_another_seed_other_cases(tmp_path):
    def results(folder: str, seed: int):
        found = outcome(tmp_path / folder, Kind(READ[0], "lie", repeated), limit=4, seed=seed)
        cases = next((tmp_path / folder / "runs").iterdir()).read_text(encoding="utf-8").splitlines()
        rows = [row for row in found.results if "median" not in row]
        return rows, [json.loads(case)["text"] for case in cases]

    assert results("a", 0) == results("b", 0)
    assert results("c", 1)[1] != results("a", 0)[1]


def test_one_half_can_be_measured_alone(tmp_path):
    found = outcome(tmp_path, Kind(READ[0], "lie", repeated), Kind(UNREAD[0], "lie", repeated), half="read")
    assert by_kind(found).keys() == {READ[0]}


def test_no_text_of_an_unread_kind_is_kept_or_shown(tmp_path):
    found = outcome(tmp_path, Kind(UNREAD[0], "lie", repeated), Kind(UNREAD[1], "rewording", invented), limit=2)
    (run,) = (tmp_path / "runs").iterdir()
    kept = run.read_text(encoding="utf-8") + report.page([found], "")
    assert by_kind(found)[UNREAD[0]]["mean"] == 1.0
    assert "kiwis" not in kept
    assert not any(paper.title in kept or paper.abstract[:40] in kept for paper in PAPERS)


@pytest.mark.parametrize("abstract", ["Owls hunt at night. We count them.", ["Owls hunt at night.", "We count them."]])
def test_abstracts_of_a_file_are_texts_or_lists_of_sentences(tmp_path, abstract, monkeypatch):
    monkeypatch.setattr("evals.suites.edits.LIES", {READ[0]: repeated})
    monkeypatch.setattr("evals.suites.edits.REWORDINGS", {})
    data = write(tmp_path / "papers.jsonl", [{"title": "Owls", "abstract": abstract}])
    done = call(tmp_path, "run", "edits", "--data", str(data), "--json")
    assert next(row for row in json.loads(done.stdout)["results"] if row.get("kind") == READ[0])["n"] == 1


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({"title": "Owls"}, "papers.jsonl:2: abstract"),
        ({"title": " ", "abstract": "Owls hunt."}, "papers.jsonl:2: The title is empty"),
        ({"title": "Owls", "abstract": {"text": "Owls hunt."}}, "papers.jsonl:2: abstract"),
    ],
)
def test_a_bad_line_is_named(tmp_path, line, message):
    data = write(tmp_path / "papers.jsonl", [{"title": "Bats", "abstract": "Bats fly."}, line])
    done = call(tmp_path, "run", "edits", "--data", str(data))
    assert done.exit_code == 2
    assert message in done.stderr


def test_a_file_without_an_abstract_is_a_usage_error(tmp_path):
    data = write(tmp_path / "papers.jsonl", [{"title": "Bats", "abstract": ""}])
    done = call(tmp_path, "run", "edits", "--data", str(data))
    assert (done.exit_code, "has no abstract" in done.stderr) == (2, True)
