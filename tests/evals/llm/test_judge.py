"""A model as judge: the real commands against a stub server."""

import json

import pytest

from tests.evals.command import by_measure
from tests.upstream import behaviour, say


@behaviour
async def judging(_, call, writer):
    """Finds the first sentence of a text supported and the others not."""
    asked = call.body["messages"][1]["content"].split("The text to judge:")[1]
    verdicts = [
        {"reason": "as said", "supported": line.startswith("[1]")} for line in asked.splitlines() if line[:1] == "["
    ]
    await say(writer, call, json.dumps({"sentences": verdicts}))


def test_a_judge_says_which_share_of_the_sentences_is_supported(evals, tmp_path):
    file = tmp_path / "texts.jsonl"
    evals("good", "record", file, "--limit", "1")
    sentences = len(json.loads(file.read_text())["evidence"])
    judged = by_measure(evals("judging", "score", file, "--judge", "--json"))["judge"]
    assert judged["mean"] == pytest.approx(1 / sentences, abs=1e-4)


def test_a_judge_that_answers_prose_leaves_the_text_unscored(evals, tmp_path):
    file = tmp_path / "texts.jsonl"
    evals("good", "record", file, "--limit", "1")
    judged = by_measure(evals("prose", "score", file, "--judge", "--json"))["judge"]
    assert (judged["mean"], judged["n"]) == (None, 0)


def test_a_judge_is_measured_against_people_beside_the_checker(evals, tmp_path):
    rows = [
        {"id": str(n), "dataset": "d", "source": "Cats sleep all day. Dogs bark.", "summary": text, "human": vote}
        for n, (text, vote) in enumerate([("Cats sleep all day.", 1.0), ("Cats sleep all day. Dogs fly away.", 0.0)])
    ]
    (tmp_path / "votes.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    result = evals("judging", "run", "consistency", "--data", tmp_path / "votes.jsonl", "--judge")
    assert "d judge pearson" in result.stdout
