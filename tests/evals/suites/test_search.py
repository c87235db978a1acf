"""Known-item search: the queries that are made, rank fusion, and the figures of a small run."""

import pytest

from evals.datasets.known_items import known_items, surnames
from evals.rankers.searches import fused
from tests.evals.command import call, results, write

TITLES = (
    "Folding proteins with patient enzymes",
    "Shortest paths through planar graphs",
    "Counting owls at night again",
)


def test_a_title_loses_two_words_or_has_two_misspelt():
    by_kind = {item.kind: item.query for item in known_items(0, TITLES[0], "Badenfo", ["We fold."], seed=0)}
    words = TITLES[0].split()
    assert by_kind["summary"] == "We fold."
    gone = by_kind["title, two words gone"].split()
    assert len(gone) == len(words) - 2
    assert set(gone) < set(words)
    misspelt = by_kind["title, two words misspelt"].split()
    assert len(misspelt) == len(words)
    assert sum(one != other for one, other in zip(misspelt, words, strict=True)) in {
        1,
        2,
    }  # two equal letters exchanged
    assert by_kind["author and word"].startswith("Badenfo ")


def test_about_three_papers_share_a_surname():
    assert 60 < len(set(surnames(300, seed=0))) <= 100


def test_ranks_are_fused_by_the_sum_of_their_reciprocals():
    assert fused([["a", "b"], ["b", "c"]]) == ["b", "a", "c"]
    assert fused([["a", "b"], ["b", "a"]]) == ["a", "b"]


@pytest.mark.embedded(reason="installations of evals are in a folder")
def test_a_run_has_a_row_for_each_kind_and_method_and_what_hybrid_is_ahead_by(tmp_path, cache):
    rows = [
        {"paper_id": str(number), "title": title, "source": [f"{title}."], "target": [f"About {title.lower()}"]}
        for number, title in enumerate(TITLES)
    ]
    data = write(tmp_path / "papers.jsonl", rows)
    found = results(tmp_path, "run", "search", "--data", str(data), "--cache", str(cache))
    methods = {(row["queries"], row["method"]) for row in found if "method" in row}
    assert len(methods) == 16
    assert {row["mrr"] for row in found if row.get("method") == "hybrid"} == {1.0}
    assert sum("measure" in row for row in found) == 12


def test_a_file_without_titles_is_refused(tmp_path):
    data = write(tmp_path / "papers.jsonl", [{"paper_id": "a", "source": ["Text."], "target": ["Text."]}])
    done = call(tmp_path, "run", "search", "--data", str(data))
    assert done.exit_code == 2
    assert "no paper with a title" in done.stderr
