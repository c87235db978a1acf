"""The files that runs leave behind: resumed, read, compared and shown."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from evals.__main__ import app
from evals.metrics.bootstrap import Interval
from evals.metrics.score import Score
from evals.reporting import runs
from evals.reporting.comparison import compare
from evals.reporting.gates import Gate, missed, read_gates
from evals.reporting.outcome import Figure, Outcome, Table
from evals.reporting.report import faithfulness_note, page
from evals.reporting.runs import Graded, Job
from service.errors import BadInput


def graded(name: str, value: float | None, text: str = "Owls hunt <at> noon.") -> Graded:
    scores = {"merit": Score(value=value, why="because")}
    return Graded(case_id=name, suite="owls", title="On owls", source="Owls hunt at night.", text=text, scores=scores)


def write(path: Path, rows: list[Graded]) -> Path:
    path.write_text("".join(row.model_dump_json() + "\n" for row in rows), encoding="utf-8")
    return path


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


def test_wins_losses_and_the_paired_difference_are_told(tmp_path):
    a = write(tmp_path / "a.jsonl", [graded(f"c{i}", 0.2) for i in range(10)] + [graded("only-a", 1.0)])
    b = write(tmp_path / "b.jsonl", [graded(f"c{i}", 0.1 if i == 0 else 0.4) for i in range(10)])
    (row,) = compare(a, b, 0).results
    assert (row["wins"], row["losses"], row["ties"]) == (9, 1, 0)
    assert row["difference"] == pytest.approx(0.17)
    assert row["low"] <= row["difference"] <= row["high"]
    assert compare(a, b, 0).exhibits[0].case_id == "c0"


def test_a_run_against_itself_shows_no_difference(tmp_path):
    a = write(tmp_path / "a.jsonl", [graded(f"c{i}", i / 10) for i in range(10)])
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
        app, ["compare", str(write(tmp_path / "a.jsonl", a)), str(write(tmp_path / "b.jsonl", b))]
    )
    assert done.exit_code == 2
    assert message in done.stderr


def test_a_case_that_two_runs_at_once_wrote_alike_counts_once(tmp_path):
    assert runs.read(write(tmp_path / "a.jsonl", [graded("x", 1.0)] * 2)) == [graded("x", 1.0)]


def test_runs_are_compared_by_every_score_that_some_case_has_in_both(tmp_path):
    first = [graded("a", 0.5), graded("b", 0.5)]
    first[0] = first[0].model_copy(update={"scores": {"other": Score(value=1.0)}})
    a, b = write(tmp_path / "a.jsonl", first), write(tmp_path / "b.jsonl", first)
    done = CliRunner().invoke(app, ["compare", str(a), str(b), "--json"])
    assert {row["measure"] for row in json.loads(done.stdout)["results"]} == {"other", "merit"}


def test_a_run_that_means_nothing_without_its_own_tables_is_not_reported(tmp_path):
    path = write(tmp_path / "a.jsonl", [graded("c", 0.2).model_copy(update={"suite": "faults"})])
    done = CliRunner().invoke(app, ["report", str(path), "--html", str(tmp_path / "page.html")])
    assert done.exit_code == 2
    assert "`run faults --html FILE` shows this run" in done.stderr


def test_the_report_escapes_the_text_and_marks_what_the_source_does_not_have(tmp_path):
    a = write(tmp_path / "a.jsonl", [graded("c", 0.2)])
    page = tmp_path / "page.html"
    done = CliRunner().invoke(app, ["report", str(a), "--html", str(page), "--baseline", str(a)])
    assert done.exit_code == 0, done.output
    shown = page.read_text(encoding="utf-8")
    assert "Owls hunt &lt;at&gt; <mark>noon</mark>." in shown
    assert "Owls hunt at night." in shown
    assert "<at>" not in shown
    assert "http" not in shown.replace("http://www.w3.org/2000/svg", "")


def measured(suite: str, **means: float) -> Outcome:
    figures = tuple(Figure(name, Interval(mean, mean, mean), 9) for name, mean in means.items())
    table = Table("Scores", "Of owls.", ("score", "mean", "meaning"), (("faithfulness", 0.5, "an owl's"),))
    return Outcome(suite, (), (table,), (), figures)


def test_beside_the_word_faithfulness_stands_what_it_was_measured_to_be_worth():
    faults = measured("faults", honest=0.035, number_changed=1.0, entity_swapped=0.332)
    assert "blames 3.5% of honest" in faithfulness_note([faults])
    assert "95% or more of 1 of 2 kinds of injected fault. The others: entity_swapped 33.2%." in faithfulness_note(
        [faults]
    )
    assert "this run did not measure" in faithfulness_note([measured("summaries", faithfulness=1.0)])
    shown = page([measured("summaries", faithfulness=1.0), faults], "evals")
    assert shown.count("blames 3.5%") == 1
    assert shown.index("blames 3.5%") < shown.index('id="faults"')


def test_the_headings_of_a_table_say_what_they_head():
    shown = page([measured("summaries", faithfulness=1.0)], "evals")
    assert '<th scope="col">mean</th><th scope="col" class="words">meaning</th>' in shown
    assert '<th scope="row">faithfulness</th><td>0.5000</td>' in shown


def outcome(low: float, high: float) -> Outcome:
    return Outcome("owls", (), (), (), (Figure("merit", Interval((low + high) / 2, low, high), 9),))


def test_a_gate_is_missed_only_beyond_the_interval():
    gates = {"owls": {"merit": Gate(least=0.9)}}
    assert missed([outcome(0.8, 0.95)], gates) == []
    (sentence,) = missed([outcome(0.7, 0.89)], gates)
    assert sentence == "owls: merit is 0.7950 [0.7000, 0.8900], the least 0.9"
    assert missed([outcome(0.2, 0.3)], {"owls": {"merit": Gate(most=0.1)}})
    assert missed([outcome(0.2, 0.3)], {}) == []


def test_a_gate_with_an_unknown_word_is_named(tmp_path):
    path = tmp_path / "gates.toml"
    path.write_text("[owls]\nmerit = { lest = 1 }\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"gates\.toml: owls\.merit\.lest"):
        read_gates(path)


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
