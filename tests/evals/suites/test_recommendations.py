"""The suite recommendations on a tiny library of our own."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evals.__main__ import app
from tests.evals.command import write
from tests.evals.two_topics import likes

METHODS = {
    "paperlark", "paperlark content", "paperlark held-out users",
    "arxiv-sanity-lite", "linear SVM", "dense centroid", "max-sim", "BM25", "popularity", "random",
}  # fmt: skip


def run(folder: Path, cache: Path, *more: str):
    arguments = ["run", "recommendations", "--data", str(folder), "--cache", str(cache), *more]
    return CliRunner().invoke(app, arguments)


def results(folder: Path, cache: Path, *more: str) -> list[dict]:
    done = run(folder, cache, "--json", *more)
    assert done.exit_code == 0, done.output
    rows = json.loads(done.stdout)["results"]
    return [{name: value for name, value in row.items() if name != "ms"} for row in rows]


def test_there_is_a_row_for_each_method_and_number_of_likes(folder, cache):
    rows = results(folder, cache)
    assert {(row["method"], row["N"]) for row in rows} == {(name, n) for name in METHODS for n in (1, 3, 5)}
    assert set(rows[0]) == {
        "method", "N", "ndcg@10", "recall@20", "recall@100", "mrr", "users", "ndcg@10_low", "ndcg@10_high"
    }  # fmt: skip
    assert all(row["users"] == 24 for row in rows)
    assert all(0 <= row["ndcg@10_low"] <= row["ndcg@10"] <= row["ndcg@10_high"] <= 1 for row in rows)


def test_who_likes_one_topic_gets_it(folder, cache):
    of = {row["method"]: row["ndcg@10"] for row in results(folder, cache) if row["N"] == 5}
    assert of["paperlark"] > of["random"] + 0.1
    assert of["dense centroid"] > of["random"] + 0.1
    assert of["linear SVM"] > of["random"] + 0.1


def test_the_same_seed_gives_the_same_figures_and_another_one_others(folder, cache):
    first = results(folder, cache, "--seed", "1")
    assert first == results(folder, cache, "--seed", "1")
    assert first != results(folder, cache, "--seed", "2")


def test_hidden_likes_are_never_learned_from(folder, cache):
    """The figures of a user stay the same when the library of that very user is not there at all."""
    cases = write(
        folder / "some.jsonl",
        [{"N": 3, "user": row["user"], "given": row["liked"][:3], "hidden": row["liked"][3:]} for row in likes()[:1]],
    )
    with_row = results(folder, cache, "--cases", str(cases))
    write(folder / "likes.jsonl", likes()[1:])
    assert with_row == results(folder, cache, "--cases", str(cases))


def test_cases_beside_the_data_are_used(folder, cache):
    row = likes()[0]
    write(folder / "cases.jsonl", [{"N": 2, "user": "user0", "given": row["liked"][:2], "hidden": row["liked"][2:]}])
    assert {(row["N"], row["users"]) for row in results(folder, cache)} == {(2, 1)}


def test_a_limit_is_a_number_of_users(folder, cache):
    assert {row["users"] for row in results(folder, cache, "--limit", "7")} == {7}


def test_likes_of_more_users_are_learned_from(folder, cache):
    """Whoever gives cells gets the other 27 first; then come the graphs that friends like with those cells."""
    given, hidden = ["cells0", "cells7", "cells14"], ["graphs5", "graphs12", "graphs19", "graphs26"]
    write(folder / "cases.jsonl", [{"N": 3, "user": "one", "given": given, "hidden": hidden}])
    more = write(folder / "more.jsonl", [{"user": f"friend{i}", "liked": given + hidden} for i in range(5)])
    alone = {row["method"]: row["mrr"] for row in results(folder, cache)}
    helped = {row["method"]: row["mrr"] for row in results(folder, cache, "--likes", str(more))}
    assert helped["paperlark"] == round(1 / 28, 4) > alone["paperlark"]
    assert helped["paperlark content"] == alone["paperlark content"]


@pytest.mark.parametrize(
    ("name", "line", "message"),
    [
        ("papers.jsonl", "{", "papers.jsonl:61: Invalid JSON"),
        ("papers.jsonl", '{"id": "x"}', "papers.jsonl:61: title: Field required"),
        ("papers.jsonl", '{"id": "cells0", "title": "Again"}', "papers.jsonl:61: the paper cells0 is there twice"),
        ("likes.jsonl", '{"user": "user0", "liked": []}', "likes.jsonl:25: the user user0 is there twice"),
        ("likes.jsonl", '{"user": "x", "liked": "cells0"}', "likes.jsonl:25: liked: Input should be"),
    ],
)
def test_a_bad_line_is_named(folder, cache, name, line, message):
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    done = run(folder, cache)
    assert done.exit_code == 2
    assert message in done.stderr


def test_a_folder_without_likes_is_refused(folder, cache):
    (folder / "likes.jsonl").unlink()
    done = run(folder, cache)
    assert done.exit_code == 2
    assert "neither likes.jsonl nor ratings.jsonl nor ratings.csv" in done.stderr


def test_the_report_needs_nothing_beside_it(folder, cache, tmp_path):
    page = tmp_path / "report.html"
    assert run(folder, cache, "--html", str(page), "--limit", "5").exit_code == 0
    text = page.read_text(encoding="utf-8")
    assert "<svg" in text
    assert "paperlark held-out users" in text
    assert not any(outside in text for outside in ("<script", "<link", "src=", "@import", "url("))
