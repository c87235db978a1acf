"""The suite on a tiny library of our own: two topics, and users who like one of them."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from evals.__main__ import app
from evals.datasets.histories import draw_cases, read_cases, read_histories
from evals.rankers.ranker import Query, ranked
from service.errors import BadInput

TOPICS = {
    "cells": "protein folding enzyme membrane cell receptor binding yeast growth ribosome",
    "graphs": "graph shortest path vertex colouring network flow matching tree planar",
}
METHODS = {
    "paperlark", "paperlark content", "paperlark held-out users",
    "arxiv-sanity-lite", "linear SVM", "dense centroid", "max-sim", "BM25", "popularity", "random",
}  # fmt: skip


def write(path: Path, rows: list[dict]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def papers() -> list[dict]:
    rng = np.random.default_rng(0)
    return [
        {"id": f"{topic}{i}", "title": " ".join(rng.choice(words.split(), 4, replace=False)), "abstract": words[:40]}
        for topic, words in TOPICS.items()
        for i in range(30)
    ]


def likes() -> list[dict]:
    rng = np.random.default_rng(1)
    rows = []
    for i in range(24):
        topic = list(TOPICS)[i % 2]
        rows.append({"user": f"user{i}", "liked": [f"{topic}{n}" for n in rng.permutation(30)[:12].tolist()]})
    return rows


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "papers.jsonl", papers())
    write(tmp_path / "likes.jsonl", likes())
    return tmp_path


@pytest.fixture(scope="module")
def cache(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("cache")


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


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"N": 4}, "given has 3 papers, N is 4"),
        ({"hidden": []}, "hidden"),
        ({"hidden": ["cells0"]}, "a paper is in two of given, hidden and disliked"),
        ({"hidden": ["nowhere"]}, "the paper nowhere is not in papers.jsonl"),
    ],
)
def test_a_case_that_cannot_be_measured_is_named(folder, change, message):
    case = {"N": 3, "user": "user0", "given": ["cells0", "cells1", "cells2"], "hidden": ["cells3"]}
    path = write(folder / "cases.jsonl", [case, case | change])
    with pytest.raises(BadInput, match=r"cases\.jsonl:2: ") as caught:
        read_cases(path, read_histories(folder).papers)
    assert message in caught.value.detail


@pytest.mark.parametrize("name", ["ratings.jsonl", "ratings.csv"])
def test_ratings_become_likes_and_dislikes_and_the_later_one_counts(folder, name):
    (folder / "likes.jsonl").unlink()
    rated = [("7", "cells0", 1), ("7", "cells1", -1), ("7", "cells2", 0), ("7", "cells0", -1), ("7", "graphs1", 0.5)]
    if name.endswith("jsonl"):
        write(folder / name, [{"user": int(u), "paper": p, "rating": r} for u, p, r in rated])
    else:
        (folder / name).write_text("user,paper,rating\n" + "".join(f"{u},{p},{r}\n" for u, p, r in rated))
    histories = read_histories(folder)
    assert histories.liked == {"7": ("graphs1",)}
    assert histories.disliked == {"7": ("cells1", "cells0")}


def test_a_users_draw_depends_on_that_user_alone(folder):
    histories = read_histories(folder)
    many = {case.user: case for case in draw_cases(histories, (5,), 0, 100)}
    few = draw_cases(histories, (5,), 0, 3)
    assert len(few) == 3
    assert all(many[case.user] == case for case in few)


def test_ties_go_to_the_earlier_row_also_where_the_list_is_cut():
    none = np.array([], dtype=np.intp)
    found = ranked(lambda _: np.zeros(3_000))(Query("u", np.array([0, 2]), none))
    assert found.tolist() == [1, *range(3, 1_002)]


def test_a_folder_without_likes_is_refused(folder, cache):
    (folder / "likes.jsonl").unlink()
    done = run(folder, cache)
    assert done.exit_code == 2
    assert "neither likes.jsonl nor ratings.jsonl nor ratings.csv" in done.stderr


def test_an_unknown_suite_is_a_usage_error():
    assert CliRunner().invoke(app, ["run", "nothing"]).exit_code == 2


def test_the_report_needs_nothing_beside_it(folder, cache, tmp_path):
    page = tmp_path / "report.html"
    assert run(folder, cache, "--html", str(page), "--limit", "5").exit_code == 0
    text = page.read_text(encoding="utf-8")
    assert "<svg" in text
    assert "paperlark held-out users" in text
    assert not any(outside in text for outside in ("<script", "<link", "src=", "@import", "url("))


def test_csfcube_is_recognised_and_a_perfect_order_scores_100(tmp_path, cache):
    write(tmp_path / "papers.jsonl", papers())
    near, far = [f"cells{i}" for i in range(1, 11)], [f"graphs{i}" for i in range(10)]
    pool = {"cands": [*far, *near], "rel": [0] * 10 + [3] * 10}
    (tmp_path / "qrels.json").write_text(json.dumps({"method": {"cells0": pool}}))
    folds = {"fold1_test": ["cells0_method"], "fold2_test": ["cells0_method"]}
    (tmp_path / "evaluation_splits.json").write_text(json.dumps({"method": folds, "all": folds}))
    rows = {(row["method"], row["facet"]): row for row in results(tmp_path, cache)}
    assert rows["paperlark", "all"] == {"method": "paperlark", "facet": "all", "N": 1, "ndcg%20": 100.0, "map": 100.0}
    assert rows["random", "all"]["ndcg%20"] < 100
