"""Recording what a model writes: the real commands against a stub server."""

import json

from tests.evals.command import by_measure


def test_a_recording_is_graded_like_any_file_of_texts(evals, tmp_path):
    file = tmp_path / "texts.jsonl"
    assert evals("good", "record", file, "--limit", "3").exit_code == 0
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert len(lines) == 3
    assert all(line["evidence"] and line["prompt"].startswith("summary/v1#") for line in lines)
    found = by_measure(evals(None, "score", file, "--json"))
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
