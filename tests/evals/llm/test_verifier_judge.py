"""The model that verifies, measured as a judge: the real commands against a stub server."""

import json

from tests.upstream.verifiers import LIE, RETOLD


def votes(folder):
    file = folder / "votes.jsonl"
    source = "The count fell by 30% in ten years. Dogs bark."
    rows = [
        {"id": text, "dataset": "d", "source": source, "summary": text, "human": vote}
        for text, vote in ((RETOLD, 1.0), (LIE, 0.0))
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


def test_a_verifier_is_measured_against_people_by_the_question_that_the_service_asks(evals, upstream, tmp_path):
    words = ["run", "consistency", "--data", votes(tmp_path), "--judge", "--verifier"]
    result = evals("verifying", *words)
    assert result.exit_code == 0
    assert "d judge auc" in result.stdout
    grades = [json.loads(line) for line in next((tmp_path / "runs").glob("*.jsonl")).read_text().splitlines()]
    scores = {grade["text"]: grade["scores"]["judge"]["value"] for grade in grades if "scores" in grade}
    assert scores[RETOLD] > scores[LIE]
    before = len(upstream.calls)
    evals("verifying", *words)
    assert len(upstream.calls) == before  # what was graded once is not asked again


def test_without_a_verifier_the_setting_is_named(evals, monkeypatch, tmp_path):
    monkeypatch.setenv("PAPERLARK_LLM__VERIFY", "off")
    result = evals("verifying", "run", "consistency", "--data", votes(tmp_path), "--judge", "--verifier")
    assert result.exit_code == 2
    assert "PAPERLARK_LLM__VERIFY" in result.stderr
