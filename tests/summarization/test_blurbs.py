"""Blurbs of a model: told of the liked papers, and a tie must hold in both."""

import pytest

from tests.model_parts import OWLS, asked, texts

BATS = {
    "id": "my:bats",
    "title": "Bats of the North",
    "abstract": "Bats hunt at night in the same forests. We followed 7 bats by radio.",
}
BEES = {"id": "my:bees", "title": "Bees", "abstract": "Bees gather nectar by day. We weighed 40 hives of bees."}
BARE = {"id": "my:bare", "title": "Only a Title"}


@pytest.fixture
def put(fresh, upstream):
    """A client with these papers, whose model plays a part."""

    def opened(part, **knobs):
        client = asked(fresh, upstream, part, deadline_s=60, **knobs)
        with client as first:
            assert first.post("/v1/papers", json={"papers": [OWLS, BATS, BEES, BARE]}).status_code == 200
        return asked(fresh, upstream, part, deadline_s=60, **knobs)

    return opened


def prompt_of(call):
    return call.body["messages"][-1]["content"]


def test_a_blurb_is_told_of_liked_papers_and_a_summary_is_not(put, upstream):
    with put("good") as client:
        texts(client, paper_ids=["my:owls"], kinds=["blurb"], liked=["my:bats", "my:bare", "my:owls"])
        texts(client, paper_ids=["my:owls"], kinds=["summary"], liked=["my:bats"])
    blurb, summary = map(prompt_of, upstream.calls)
    assert "Bats hunt at night" in blurb
    assert "Only a Title" not in blurb
    assert blurb.count("Owls of the North") == 1
    assert "Bats hunt at night" not in summary


def test_a_blurb_is_told_of_what_its_user_likes(put, upstream):
    with put("good") as client:
        client.put("/v1/users/ann/feedback/my:bats", json={"kind": "like"})
        texts(client, paper_ids=["my:owls"], kinds=["blurb"], user="ann")
        texts(client, paper_ids=["my:owls"], kinds=["blurb"], user="bob")
    hers, his = map(prompt_of, upstream.calls)
    assert "Bats hunt at night" in hers
    assert "Bats hunt at night" not in his


def test_a_tie_that_both_papers_bear_out_has_its_support_in_both(put):
    with put("tying") as client:
        (item,) = texts(client, paper_ids=["my:owls"], kinds=["blurb"], liked=["my:bats"])
    assert item["source"] == "llm"
    assert {span["paper_id"] for sentence in item["sentences"] for span in sentence["support"]} == {
        "my:owls",
        "my:bats",
    }


def test_a_tie_between_papers_that_share_nothing_is_not_shown(put):
    with put("tying") as client:
        (item,) = texts(client, paper_ids=["my:owls"], kinds=["blurb"], liked=["my:bees"])
    assert "while there bees gather" not in item["text"]
    assert (item["source"], item["dropped"]) in {("llm", 1), ("extractive", 0)}


def test_another_readers_likes_make_another_text(put, upstream):
    with put("good") as client:
        for liked in ([], ["my:bats"], ["my:bees"], ["my:bees"]):
            texts(client, paper_ids=["my:owls"], kinds=["blurb"], liked=liked)
    assert len(upstream.calls) == 3
