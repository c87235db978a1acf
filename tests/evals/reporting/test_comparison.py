"""Two runs held against each other, case by case."""

import json

import pytest
from typer.testing import CliRunner

from evals.__main__ import app
from evals.metrics.score import Score
from evals.reporting.comparison import compare
from tests.evals.reporting.graded import graded, write_run


def test_wins_losses_and_the_paired_difference_are_counted(tmp_path):
    a = write_run(tmp_path / "a.jsonl", [graded(f"c{i}", 0.2) for i in range(10)] + [graded("only-a", 1.0)])
    b = write_run(tmp_path / "b.jsonl", [graded(f"c{i}", 0.1 if i == 0 else 0.4) for i in range(10)])
    (row,) = compare(a, b, 0).results
    assert (row["wins"], row["losses"], row["ties"]) == (9, 1, 0)
    assert row["difference"] == pytest.approx(0.17)
    assert row["low"] <= row["difference"] <= row["high"]
    assert compare(a, b, 0).exhibits[0].case_id == "c0"


def test_a_run_against_itself_shows_no_difference(tmp_path):
    a = write_run(tmp_path / "a.jsonl", [graded(f"c{i}", i / 10) for i in range(10)])
    (row,) = compare(a, a, 0).results
    assert (row["difference"], row["low"], row["high"], row["ties"]) == (0, 0, 0, 10)


@pytest.mark.parametrize(
    ("a", "b", "message"),
    [
        ([graded("x", 1.0)], [graded("y", 1.0)], "no case in common"),
        ([graded("x", None)], [graded("x", 1.0)], "no score in common"),
        ([], [graded("x", 1.0)], "has no graded case"),
        ([graded("x", 1.0), graded("x", 0.5)], [graded("x", 1.0)], "a.jsonl:2: the case x is there twice"),
    ],
)
def test_runs_that_cannot_be_compared_are_refused_in_words(tmp_path, a, b, message):
    done = CliRunner().invoke(
        app, ["compare", str(write_run(tmp_path / "a.jsonl", a)), str(write_run(tmp_path / "b.jsonl", b))]
    )
    assert done.exit_code == 2
    assert message in done.stderr


def test_runs_are_compared_by_every_score_that_some_case_has_in_both(tmp_path):
    first = [graded("a", 0.5), graded("b", 0.5)]
    first[0] = first[0].model_copy(update={"scores": {"other": Score(value=1.0)}})
    a, b = write_run(tmp_path / "a.jsonl", first), write_run(tmp_path / "b.jsonl", first)
    done = CliRunner().invoke(app, ["compare", str(a), str(b), "--json"])
    assert {row["measure"] for row in json.loads(done.stdout)["results"]} == {"other", "merit"}
