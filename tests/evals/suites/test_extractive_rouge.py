"""The suites scitldr and highlights: sentences that we pick, against what people wrote."""

import math

import pytest

from tests.evals.command import call, results, write
from tests.evals.texts import SENTENCES, UNWANTED


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
    ],
)
def test_a_bad_line_is_named(tmp_path, suite, line, message):
    good = {
        "id": "a", "title": "t", "source": SENTENCES, "targets": ["Bees."], "abstract": "Owls.", "highlights": ["Bees."]
    }  # fmt: skip
    path = write(tmp_path / "data.jsonl", [good])
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    done = call(tmp_path, "run", suite, "--data", str(path))
    assert done.exit_code == 2
    assert message in done.stderr
