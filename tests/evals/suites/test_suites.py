"""Each suite by its command: what it prints, what it refuses, what it does with input that nobody wants."""

import codecs
import json
import math
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evals.__main__ import app
from evals.datasets.sample_corpus import sample_papers, summary_cases
from evals.datasets.votes import read_voted
from evals.fault_injection.faults import FAULTS
from evals.metrics.score import Score
from evals.reporting import gates
from evals.suites import importers
from evals.suites.faults import FALSE_ALARMS, alarmed, threshold_of
from evals.suites.importers import damages, read_damaged
from evals.suites.registry import SUITES
from service.errors import BadInput

SENTENCES = ["Owls hunt at night.", "We present OwlNet, which counts owls by sound.", "It reaches 91.5% in 12 forests."]


def write(path: Path, rows: list[dict]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def call(tmp_path: Path, *words: str):
    return CliRunner().invoke(app, [*words, "--runs", str(tmp_path / "runs")])


def results(tmp_path: Path, *words: str) -> list[dict]:
    done = call(tmp_path, *words, "--json")
    assert done.exit_code in (0, 1), done.output
    return json.loads(done.stdout)["results"]


def test_every_suite_that_the_documentation_names_is_there():
    assert set(SUITES) == {
        "summaries", "blurbs", "faults", "importers", "scitldr", "highlights", "consistency", "recommendations"
    }  # fmt: skip


@pytest.mark.parametrize("suite", [name for name, suite in SUITES.items() if suite.needs_data])
def test_a_suite_that_needs_data_says_so(tmp_path, suite):
    done = call(tmp_path, "run", suite)
    assert done.exit_code == 2
    assert f"{suite} needs --data" in done.stderr


@pytest.mark.parametrize(
    "row",
    [
        {"id": "a", "title": "On owls", "source": SENTENCES, "targets": ["Bees.", SENTENCES[1]]},
        {"paper_id": "a", "source": SENTENCES, "target": ["Bees.", SENTENCES[1]], "rouge_scores": [0.1]},
    ],
    ids=["prepared", "published"],
)
def test_scitldr_is_read_in_both_layouts_and_the_best_reference_counts(tmp_path, row):
    (found,) = results(tmp_path, "run", "scitldr", "--data", str(write(tmp_path / "data.jsonl", [row])))
    assert found == {"dataset": "scitldr", "rouge1": 100.0, "rouge2": 100.0, "rougeL": 100.0, "n": 1}


def test_a_limit_is_a_number_of_papers(tmp_path):
    row = {"title": "On owls", "source": SENTENCES, "targets": ["Owls are counted."]}
    (found,) = results(
        tmp_path, "run", "scitldr", "--data", str(write(tmp_path / "d.jsonl", [row] * 9)), "--limit", "4"
    )
    assert found["n"] == 4


def test_highlights_are_one_paragraph(tmp_path):
    row = {"title": "On owls", "abstract": " ".join(SENTENCES), "highlights": SENTENCES[1:]}
    (found,) = results(tmp_path, "run", "highlights", "--data", str(write(tmp_path / "data.jsonl", [row])))
    assert found["dataset"] == "highlights"
    assert found["rougeL"] > 70


UNWANTED = [
    "",
    "Owls hunt.",
    "Los búhos cazan de noche. Los contamos.",
    "Owls hunt at night. " * 2_500,
    "猫头鹰在夜间捕猎。",
]


def test_no_abstract_crashes_a_benchmark(tmp_path):
    rows = [{"title": "On owls", "source": [text], "targets": ["Owls are counted."]} for text in UNWANTED]
    (found,) = results(tmp_path, "run", "scitldr", "--data", str(write(tmp_path / "data.jsonl", rows)))
    assert found["n"] == len(UNWANTED)
    assert all(math.isfinite(found[name]) for name in ("rouge1", "rouge2", "rougeL"))


@pytest.mark.parametrize(
    ("suite", "line", "message"),
    [
        ("scitldr", "{", "data.jsonl:2: Invalid JSON"),
        ("scitldr", '{"source": []}', "data.jsonl:2: targets: Field required"),
        ("highlights", '{"title": "x"}', "data.jsonl:2: abstract: Field required"),
        ("consistency", '{"id": "x"}', "data.jsonl:2: there is neither a source nor"),
        ("consistency", '{"id": "a", "source": "x"}', "data.jsonl:2: dataset: Field required"),
    ],
)
def test_a_bad_line_is_named(tmp_path, suite, line, message):
    good = {
        "id": "a", "title": "t", "source": SENTENCES, "targets": ["Bees."], "abstract": "Owls.", "highlights": ["Bees."]
    } if suite != "consistency" else voted("a", 1.0)  # fmt: skip
    path = write(tmp_path / "data.jsonl", [good])
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    done = call(tmp_path, "run", suite, "--data", str(path))
    assert done.exit_code == 2
    assert message in done.stderr


def voted(name: str, human: float, **changes: object) -> dict:
    said = SENTENCES[1] if human > 0.5 else "Penguins cannot fly, and neither do kiwis in New Zealand."
    return {"id": name, "dataset": "owls", "source": " ".join(SENTENCES), "summary": said, "human": human} | changes


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


def test_articles_beside_the_file_are_joined_by_their_hash(tmp_path):
    row = voted("a", 1.0, hash="h1")
    del row["source"]
    path = write(tmp_path / "frank.jsonl", [row])
    write(tmp_path / "frank_articles.jsonl", [{"hash": "h1", "source": "Owls."}])
    assert read_voted(path)[0].source == "Owls."
    write(tmp_path / "frank_articles.jsonl", [])
    with pytest.raises(BadInput, match=r"frank\.jsonl:1: there is neither"):
        read_voted(path)


def test_an_id_that_is_there_twice_is_named(tmp_path):
    with pytest.raises(BadInput, match=r"votes\.jsonl:2: the id a is there twice"):
        read_voted(write(tmp_path / "votes.jsonl", [voted("a", 1.0), voted("a", 0.0)]))


def test_a_few_papers_give_a_row_for_each_fault(tmp_path):
    rows = results(tmp_path, "run", "faults", "--limit", "30")
    names = {row["fault"] for row in rows}
    assert names <= set(FAULTS)
    assert len(names) >= 15
    assert len(FAULTS) >= 12
    assert all(0 <= row["detected"] <= 1 and row["n"] > 0 for row in rows)


def test_the_threshold_leaves_five_percent_of_the_honest_below():
    honest = [Score(value=i / 1_000) for i in range(1_000)]
    threshold = threshold_of(honest)
    assert sum(alarmed(score, threshold) for score in honest) == FALSE_ALARMS * 1_000


def test_a_refused_text_is_an_alarm_whatever_the_threshold():
    assert alarmed(Score(value=0.99, why="negation_flipped"), threshold_of([Score(value=1.0)]))
    assert alarmed(Score(value=0.99, why="link"), threshold_of([Score(value=1.0, why="link")] * 9))
    assert not alarmed(Score(value=0.99), threshold_of([Score(value=1.0, why="link")] * 9))


def test_too_few_papers_for_faults_are_a_usage_error(tmp_path):
    done = call(tmp_path, "run", "faults", "--limit", "2")
    assert done.exit_code == 2
    assert "--limit of 10 papers at least" in done.stderr


def test_the_services_summaries_are_verbatim_whole_and_one_paragraph(tmp_path):
    rows = {row["measure"]: row for row in results(tmp_path, "run", "summaries", "--limit", "20")}
    assert [rows[name]["mean"] for name in ("verbatim", "complete", "one_paragraph")] == [1, 1, 1]
    assert rows["key_points"]["mean"] > 0.5
    assert rows["words"]["high"] <= 120


def test_the_services_blurbs_are_short(tmp_path):
    rows = {row["measure"]: row for row in results(tmp_path, "run", "blurbs", "--limit", "20")}
    assert rows["words"]["high"] <= 60
    assert "key_points" not in rows


def test_a_missed_gate_is_exit_code_1(tmp_path):
    strict = tmp_path / "gates.toml"
    strict.write_text("[importers]\nread = { most = 0.5 }\n", encoding="utf-8")
    done = call(tmp_path, "run", "importers", "--limit", "3", "--gates", str(strict))
    assert done.exit_code == 1
    assert "gate missed: importers: read is 1.0000" in done.stderr


def test_a_file_that_cannot_be_written_is_named_in_one_line(tmp_path):
    nowhere = tmp_path / "no" / "page.html"
    done = call(tmp_path, "run", "importers", "--limit", "3", "--html", str(nowhere))
    assert done.exit_code == 2
    assert done.stderr.strip().endswith(f"error: {nowhere} cannot be written: No such file or directory")


def test_gates_that_cannot_be_read_are_told_of_before_anything_runs(tmp_path):
    done = call(tmp_path, "run", "importers", "--gates", str(tmp_path / "none.toml"))
    assert done.exit_code == 2
    assert "none.toml cannot be read" in done.stderr
    assert not (tmp_path / "runs").exists()


def test_a_run_without_names_tells_which_suites_it_skips(tmp_path, monkeypatch):
    for name in ("summaries", "blurbs", "faults"):
        monkeypatch.delitem(SUITES, name)  # minutes
    done = call(tmp_path, "run", "--limit", "3")
    assert done.exit_code == 0
    for name in ("scitldr", "highlights", "consistency", "recommendations"):
        assert f"skipped: {name} needs --data" in done.stderr


def test_every_gate_is_of_a_suite():
    assert set(gates.read_gates()) <= set(SUITES)


def test_every_spoilt_line_costs_its_own_paper_only_and_is_named():
    papers = list(sample_papers().values())[:6]
    for damage in damages(papers):
        scores, said = read_damaged(damage)
        assert {score.value for score in scores.values()} == {1}, (damage.name, said)


def test_there_is_a_damage_for_each_line_of_each_file():
    papers = list(sample_papers().values())[:6]
    names = [damage.name for damage in damages(papers)]
    assert len(names) == len(set(names)) == 1 + 12 + 1 + 6 * len(importers.SPOILERS)


def outputs(count: int) -> list[dict]:
    return [{"case_id": case.id, "text": case.reference_summary, "model": "x"} for case, _ in summary_cases()[:count]]


def test_a_broken_line_17_is_named_and_the_rest_is_graded(tmp_path):
    path = write(tmp_path / "out.jsonl", outputs(20))
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[16] = '{"case_id": "summary-017", "text": '
    path.write_text("\n".join(lines), encoding="utf-8")
    done = call(tmp_path, "score", str(path), "--json")
    assert done.exit_code == 0, done.output
    rows = {row["measure"]: row for row in json.loads(done.stdout)["results"]}
    assert "unscored: out.jsonl:17: Invalid JSON" in done.stderr
    assert rows["faithfulness"]["n"] == 19
    assert rows["faithfulness"]["unscored"] == len(summary_cases()) - 19


def test_a_missing_an_unknown_and_a_repeated_case_are_named(tmp_path):
    first, second, *_ = outputs(2)
    path = write(tmp_path / "out.jsonl", [first, first, second | {"case_id": "nobody"}])
    done = call(tmp_path, "score", str(path))
    assert done.exit_code == 0
    assert "out.jsonl:2: the case summary-001 is there twice" in done.stderr
    assert "out.jsonl:3: there is no case nobody" in done.stderr
    assert f"out.jsonl has no text for {len(summary_cases()) - 1} cases: summary-002, summary-003" in done.stderr


def test_a_case_without_a_text_is_unscored_in_the_run_as_well_and_is_not_shown_before_a_bad_text(tmp_path):
    first, *_ = outputs(1)
    page = tmp_path / "page.html"
    done = call(tmp_path, "score", str(write(tmp_path / "out.jsonl", [first | {"text": "Owls."}])), "--html", str(page))
    assert done.exit_code == 0, done.output
    (run,) = (tmp_path / "runs").glob("*.jsonl")
    rows = [json.loads(line) for line in run.read_text("utf-8").splitlines()]
    assert len(rows) == len(summary_cases())
    assert sum(row["scores"]["passed"]["value"] is None for row in rows) == len(rows) - 1
    assert "judge" not in rows[1]["scores"]
    shown = page.read_text("utf-8")
    assert 0 < shown.index("summary-001") < shown.index("summary-002")


def test_a_number_is_no_text(tmp_path):
    first, second = outputs(2)
    done = call(tmp_path, "score", str(write(tmp_path / "out.jsonl", [first, second | {"text": 5}])))
    assert "out.jsonl:2: text: Input should be a valid string" in done.stderr


def test_a_file_without_a_usable_line_is_a_usage_error(tmp_path):
    path = write(tmp_path / "out.jsonl", [{"case_id": "nobody", "text": "x"}])
    done = call(tmp_path, "score", str(path))
    assert done.exit_code == 2
    assert "no usable line: out.jsonl:1: there is no case nobody" in done.stderr


def test_outputs_in_another_script_or_none_at_all_are_graded_low_and_not_refused(tmp_path):
    first, second, third = outputs(3)
    rows = [first | {"text": ""}, second | {"text": "Совы охотятся ночью."}, third | {"text": "owl " * 12_500}]
    done = call(tmp_path, "score", str(write(tmp_path / "out.jsonl", rows)), "--json")
    assert done.exit_code == 0, done.output
    row = next(row for row in json.loads(done.stdout)["results"] if row["measure"] == "faithfulness")
    assert row["n"] == 3
    assert row["mean"] < 0.5


def test_an_empty_text_counts_against_its_model_in_every_score_of_what_a_text_carries(tmp_path):
    rows = [output | {"text": output["text"] if number else ""} for number, output in enumerate(outputs(4))]
    done = call(tmp_path, "score", str(write(tmp_path / "out.jsonl", rows)), "--json")
    found = {row["measure"]: row for row in json.loads(done.stdout)["results"]}
    for name in ("faithfulness", "passed", "key_points", "rouge1", "rougeL", "words"):
        assert found[name]["n"] == 4
    assert found["rouge1"]["mean"] == 75.0  # three are the references themselves
    for name in ("not_forbidden", "one_paragraph", "opener", "complete", "verbatim"):
        assert found[name]["n"] <= 3


def test_a_file_that_begins_with_a_byte_order_mark_is_read_from_its_first_line(tmp_path):
    path = write(tmp_path / "out.jsonl", outputs(2))
    path.write_bytes(codecs.BOM_UTF8 + path.read_bytes())
    done = call(tmp_path, "score", str(path), "--json")
    row = next(row for row in json.loads(done.stdout)["results"] if row["measure"] == "faithfulness")
    assert row["n"] == 2


def test_the_tables_are_written_as_markdown(tmp_path):
    page = tmp_path / "tables.md"
    assert call(tmp_path, "run", "importers", "--limit", "3", "--markdown", str(page)).exit_code == 0
    assert "| score | mean | low | high | scored | unscored |" in page.read_text(encoding="utf-8")
