"""The files that runs leave behind: resumed and read."""

import json
from pathlib import Path

import numpy as np
import pytest

from evals.metrics.score import Score
from evals.reporting import runs
from evals.reporting.runs import Graded, Job
from tests.evals.reporting.graded import graded, write_run

ROOT = Path(__file__).resolve().parents[3]


class Counted:
    """Jobs that remember how often they were asked."""

    def __init__(self, stop_after: int | None = None) -> None:
        self.asked: list[str] = []
        self._stop = stop_after

    def jobs(self, content: str = "same") -> list[Job]:
        return [Job(f"case-{i}", content, lambda i=i: self._grade(f"case-{i}")) for i in range(5)]

    def _grade(self, name: str) -> Graded:
        if self._stop is not None and len(self.asked) == self._stop:
            raise KeyboardInterrupt
        self.asked.append(name)
        return graded(name, 0.5)


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path):
    first, second = Counted(stop_after=2), Counted()
    with pytest.raises(KeyboardInterrupt):
        runs.resumed(tmp_path, "owls", first.jobs())
    (file,) = tmp_path.iterdir()
    with file.open("a", encoding="utf-8") as torn:
        torn.write('{"case_id": "case-2", "sui')
    found = runs.resumed(tmp_path, "owls", second.jobs())
    assert [row.case_id for row in found] == [f"case-{i}" for i in range(5)]
    assert sorted(row.case_id for row in runs.read(file)) == [f"case-{i}" for i in range(5)]
    assert (first.asked, second.asked) == (["case-0", "case-1"], ["case-2", "case-3", "case-4"])


def test_a_finished_run_is_not_done_again_and_its_file_stays_the_same(tmp_path):
    runs.resumed(tmp_path, "owls", Counted().jobs())
    (file,) = tmp_path.iterdir()
    before, again = file.read_bytes(), Counted()
    runs.resumed(tmp_path, "owls", again.jobs())
    assert again.asked == []
    assert file.read_bytes() == before


def test_a_case_that_changed_is_graded_again(tmp_path):
    runs.resumed(tmp_path, "owls", Counted().jobs())
    again = Counted()
    runs.resumed(tmp_path, "owls", again.jobs("other"))
    assert len(again.asked) == 5
    assert len(list(tmp_path.iterdir())) == 2


def test_an_unscored_case_counts_as_such_and_not_as_zero():
    (figure,) = runs.figures([graded("a", 1.0), graded("b", None)], seed=0)
    assert (figure.interval.mean, figure.n, figure.unscored) == (1.0, 1, 1)
    (none,) = runs.figures([graded("a", None)], seed=0)
    assert none.interval is None
    assert none.row("owls")["mean"] is None


def test_a_case_that_two_runs_at_once_wrote_alike_counts_once(tmp_path):
    assert runs.read(write_run(tmp_path / "a.jsonl", [graded("x", 1.0)] * 2)) == [graded("x", 1.0)]


def test_figures_do_not_depend_on_anything_but_the_seed():
    rows = [graded(str(i), float(x)) for i, x in enumerate(np.linspace(0, 1, 20))]
    assert runs.figures(rows, 3) == runs.figures(rows, 3)
    assert runs.figures(rows, 3) != runs.figures(rows, 4)


def test_a_score_is_never_nan():
    with pytest.raises(ValueError, match="finite"):
        Score(value=float("nan"))


def test_a_run_file_is_one_json_object_a_line(tmp_path):
    runs.resumed(tmp_path, "owls", Counted().jobs())
    (file,) = tmp_path.iterdir()
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [line["case_id"] for line in lines] == [f"case-{i}" for i in range(5)]
    assert lines[0]["scores"]["merit"] == {"value": 0.5, "why": "because"}


def test_the_name_of_a_run_depends_on_all_code_and_weights():
    files = {path.relative_to(ROOT).as_posix() for path in runs.code_files()}
    assert files >= {
        "evals/reporting/runs.py",
        "evals/suites/faults.py",
        "service/faithfulness/checker.py",
        "service/faithfulness/classifier/votes.json",
        "service/faithfulness/lexical/word_vectors.npz",
    }
