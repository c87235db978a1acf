"""Public sets of human votes, in the layouts that they come in."""

import json
from pathlib import Path

import pytest

from evals.datasets.votes import read_voted
from service.errors import BadInput
from tests.evals.command import write
from tests.evals.frank import TEXT, VOTE, frank, published
from tests.evals.texts import voted

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "summaries"


def test_frank_as_published_is_joined_by_article_and_model(tmp_path):
    false, true = read_voted(frank(tmp_path))
    assert (false.id, false.dataset, false.human) == ("h1-s2s", "frank_cnndm", 0.0)
    assert (true.id, true.summary, true.human) == ("h1-bart", "Owls hunt at night. They eat mice.", 1.0)
    assert read_voted(tmp_path / "human_annotations.json") == [false, true]


@pytest.mark.parametrize(
    ("texts", "votes", "message"),
    [
        ([], [VOTE | {"model_name": "bart", "Factuality": 1}], "record 1: benchmark_data.json has no text h1-bart"),
        ([], [VOTE | {"model_name": "bart"}], "human_annotations.json: record 1: Factuality: Field required"),
        ([TEXT], [], "benchmark_data.json: record 1: model_name: Field required"),
    ],
)
def test_a_record_of_frank_that_cannot_be_used_is_named(tmp_path, texts, votes, message):
    with pytest.raises(BadInput, match=message):
        read_voted(published(tmp_path, texts, votes))


def test_a_folder_that_is_not_franks_says_which_file_it_lacks(tmp_path):
    with pytest.raises(BadInput, match=r"benchmark_data\.json cannot be read: No such file"):
        read_voted(tmp_path)


def test_votes_as_qags_publishes_them_become_the_share_of_agreed_sentences(tmp_path):
    votes = [{"worker_id": i, "response": word} for i, word in enumerate(["yes", "yes", "no"])]
    said = [{"sentence": "Owls.", "responses": votes}, {"sentence": "Bees.", "responses": votes[1:]}]
    path = tmp_path / "mturk_cnndm.jsonl"
    path.write_text(json.dumps({"article": "Owls hunt.", "summary_sentences": said}), encoding="utf-8")
    (row,) = read_voted(path)
    assert (row.dataset, row.source, row.summary, row.human) == ("qags_cnndm", "Owls hunt.", "Owls. Bees.", 0.5)


@pytest.mark.skipif(not SHARED.exists(), reason="the benchmark data is not beside this checkout")
def test_the_public_votes_are_read_as_they_lie():
    qags, frank = read_voted(SHARED / "qags.jsonl"), read_voted(SHARED / "frank.jsonl")
    assert {row.dataset for row in qags} == {"qags_cnndm", "qags_xsum"}
    assert {row.dataset for row in frank} == {"frank_cnndm", "frank_xsum"}
    assert all(row.source and 0 <= row.human <= 1 for row in (*qags, *frank))


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
