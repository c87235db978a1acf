"""`score`: texts of somebody else's model, as graded and as refused."""

import codecs
import json

from evals.datasets.sample_corpus import summary_cases
from tests.evals.command import call, write


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
    for name in ("not_forbidden", "one_paragraph", "opener", "complete", "rendered"):
        assert found[name]["n"] <= 3


def test_a_file_that_begins_with_a_byte_order_mark_is_read_from_its_first_line(tmp_path):
    path = write(tmp_path / "out.jsonl", outputs(2))
    path.write_bytes(codecs.BOM_UTF8 + path.read_bytes())
    done = call(tmp_path, "score", str(path), "--json")
    row = next(row for row in json.loads(done.stdout)["results"] if row["measure"] == "faithfulness")
    assert row["n"] == 2
