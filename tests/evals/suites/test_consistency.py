"""The suite consistency: the checker's score against votes."""

import json

import pytest
from typer.testing import CliRunner

from evals.__main__ import app
from tests.evals.command import call, results, write
from tests.evals.frank import frank
from tests.evals.texts import UNWANTED, voted


def test_scores_that_agree_with_people_correlate(tmp_path):
    rows = [voted(f"r{i}", float(i % 2)) for i in range(10)]
    (found,) = results(tmp_path, "run", "consistency", "--data", str(write(tmp_path / "votes.jsonl", rows)))
    assert (found["dataset"], found["n"], found["auc"]) == ("owls", 10, 1.0)
    assert found["pearson"] > 0.9


def test_votes_that_never_differ_give_no_correlation_instead_of_nan(tmp_path):
    path = write(tmp_path / "votes.jsonl", [voted(f"r{i}", 1.0, summary=text) for i, text in enumerate(UNWANTED)])
    done = call(tmp_path, "run", "consistency", "--data", str(path), "--json")
    assert json.loads(done.stdout)["results"] == [{"dataset": "owls", "pearson": None, "auc": None, "n": 5}]
    assert "NaN" not in done.stdout


def test_frank_as_published_is_measured_by_one_command(tmp_path):
    words = ["run", "consistency", "--data", str(frank(tmp_path)), "--json", "--runs", str(tmp_path / "runs")]
    done = CliRunner().invoke(app, words)
    (row,) = json.loads(done.stdout)["results"]
    assert (row["dataset"], row["n"], row["auc"]) == ("frank_cnndm", 2, 1.0)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"id": "x"}', "data.jsonl:2: there is neither a source nor"),
        ('{"id": "a", "source": "x"}', "data.jsonl:2: dataset: Field required"),
    ],
)
def test_a_bad_line_is_named(tmp_path, line, message):
    path = write(tmp_path / "data.jsonl", [voted("a", 1.0)])
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    done = call(tmp_path, "run", "consistency", "--data", str(path))
    assert done.exit_code == 2
    assert message in done.stderr
