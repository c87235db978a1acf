"""Outcomes for people: the page, and the tables in Markdown."""

from typer.testing import CliRunner

from evals.__main__ import app
from evals.metrics.bootstrap import Interval
from evals.reporting.outcome import Figure, Outcome, Table
from evals.reporting.report import faithfulness_note, page
from tests.evals.command import call
from tests.evals.reporting.graded import graded, write_run


def test_a_run_that_means_nothing_without_its_own_tables_is_not_reported(tmp_path):
    path = write_run(tmp_path / "a.jsonl", [graded("c", 0.2).model_copy(update={"suite": "faults"})])
    done = CliRunner().invoke(app, ["report", str(path), "--html", str(tmp_path / "page.html")])
    assert done.exit_code == 2
    assert "`run faults --html FILE` shows this run" in done.stderr


def test_the_report_escapes_the_text_and_marks_what_the_source_does_not_have(tmp_path):
    a = write_run(tmp_path / "a.jsonl", [graded("c", 0.2)])
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


def test_a_file_that_cannot_be_written_is_named_in_one_line(tmp_path):
    nowhere = tmp_path / "no" / "page.html"
    done = call(tmp_path, "run", "importers", "--limit", "3", "--html", str(nowhere))
    assert done.exit_code == 2
    assert done.stderr.strip().endswith(f"error: {nowhere} cannot be written: No such file or directory")


def test_the_tables_are_written_as_markdown(tmp_path):
    page = tmp_path / "tables.md"
    assert call(tmp_path, "run", "importers", "--limit", "3", "--markdown", str(page)).exit_code == 0
    assert "| score | mean | low | high | scored | unscored |" in page.read_text(encoding="utf-8")
