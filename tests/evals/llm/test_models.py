"""Recording what a model writes, and a model as judge: the real commands against a stub server."""

import json

import pytest
from typer.testing import CliRunner

from evals.__main__ import app
from tests.upstream import Upstream, part, say


@part
async def judging(_, call, writer):
    """Finds the first sentence of a text supported and the others not."""
    asked = call.body["messages"][1]["content"].split("The text to judge:")[1]
    verdicts = [
        {"reason": "as said", "supported": line.startswith("[1]")} for line in asked.splitlines() if line[:1] == "["
    ]
    await say(writer, call, json.dumps({"sentences": verdicts}))


@pytest.fixture(scope="module")
def upstream():
    with Upstream() as server:
        yield server


@pytest.fixture
def evals(upstream, monkeypatch, tmp_path):
    """Runs `python -m evals` with a model playing a part; the standard output and the exit code."""

    def run(played, *arguments):
        models = [{"model": f"openai/{played}", "api_base": upstream.url}] if played else []
        monkeypatch.setenv("PAPERLARK_LLM__MODELS", json.dumps(models))
        return CliRunner().invoke(app, [*map(str, arguments), "--runs", str(tmp_path / "runs")])

    return run


def _scores(result):
    return {row["measure"]: row for row in json.loads(result.stdout)["results"]}


def test_a_recording_is_graded_like_any_file_of_texts(evals, tmp_path):
    file = tmp_path / "texts.jsonl"
    assert evals("good", "record", file, "--limit", "3").exit_code == 0
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert len(lines) == 3
    assert all(line["evidence"] and line["prompt"].startswith("summary/v1#") for line in lines)
    found = _scores(evals(None, "score", file, "--json"))
    assert (found["passed"]["mean"], found["passed"]["n"]) == (1.0, 3)


def test_what_was_recorded_once_is_not_asked_again(evals, upstream, tmp_path):
    evals("thinking", "record", tmp_path / "a.jsonl", "--limit", "2")
    before = upstream.count["thinking"]
    evals("thinking", "record", tmp_path / "b.jsonl", "--limit", "2")
    assert upstream.count["thinking"] == before == 2
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()


def test_a_case_that_got_no_text_is_named_with_the_reason(evals, tmp_path):
    result = evals("inventing", "record", tmp_path / "texts.jsonl", "--limit", "2")
    assert result.exit_code == 2
    assert "unsupported" in result.stderr
    assert not (tmp_path / "texts.jsonl").exists()


def test_recording_without_a_model_says_which_setting_is_missing(evals, tmp_path):
    result = evals(None, "record", tmp_path / "texts.jsonl")
    assert result.exit_code == 2
    assert "PAPERLARK_LLM__MODELS" in result.stderr


def test_an_unknown_prompt_is_refused_with_the_ids_there_are(evals, tmp_path):
    result = evals("good", "record", tmp_path / "texts.jsonl", "--prompt", "summary/v99")
    assert result.exit_code == 2
    assert "summary/v1" in result.stderr


def test_a_judge_says_which_share_of_the_sentences_is_supported(evals, tmp_path):
    file = tmp_path / "texts.jsonl"
    evals("good", "record", file, "--limit", "1")
    sentences = len(json.loads(file.read_text())["evidence"])
    judged = _scores(evals("judging", "score", file, "--judge", "--json"))["judge"]
    assert judged["mean"] == pytest.approx(1 / sentences, abs=1e-4)


def test_a_judge_that_answers_prose_leaves_the_text_unscored(evals, tmp_path):
    file = tmp_path / "texts.jsonl"
    evals("good", "record", file, "--limit", "1")
    judged = _scores(evals("prose", "score", file, "--judge", "--json"))["judge"]
    assert (judged["mean"], judged["n"]) == (None, 0)


def test_a_judge_is_measured_against_people_beside_the_checker(evals, tmp_path):
    rows = [
        {"id": str(n), "dataset": "d", "source": "Cats sleep all day. Dogs bark.", "summary": text, "human": vote}
        for n, (text, vote) in enumerate([("Cats sleep all day.", 1.0), ("Cats sleep all day. Dogs fly away.", 0.0)])
    ]
    (tmp_path / "votes.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    result = evals("judging", "run", "consistency", "--data", tmp_path / "votes.jsonl", "--judge")
    assert "d judge pearson" in result.stdout
