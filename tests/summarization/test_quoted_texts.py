"""Quoted texts that are asked for again: the same ones, not made anew, whatever they were made from."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from service.papers import Paper
from service.summarization import TextRequest
from service.summarization.quotation import quote
from service.summarization.quoted_texts import QuotedTexts
from tests.corpora import samples

ROUTE = "/v1/summaries"
FIRST, SECOND, *LIKED = samples(5)
ASKED = (FIRST, "blurb", LIKED, 120, None)


def changed(paper: Paper, **fields: str) -> Paper:
    return paper.model_copy(update=fields)


def test_a_text_that_is_asked_for_again_is_not_made_anew():
    quoted = QuotedTexts()
    first = quoted.of(*ASKED)
    assert first == quote(*ASKED)
    assert quoted.of(*ASKED) is first


def test_a_text_that_was_made_elsewhere_is_not_made_anew():
    quoted, made = QuotedTexts(), quote(*ASKED)
    quoted.keep(*ASKED, made)
    assert quoted.of(*ASKED) is made


def test_texts_quoted_ahead_are_at_hand_and_the_same(sampled):
    papers = samples(5)
    requests = [TextRequest(paper, kind, papers[2:]) for paper in papers[:2] for kind in ("summary", "blurb")]
    assert [sampled.writer.at_hand(each) for each in requests] == [None] * 4
    asyncio.run(sampled.writer.quote_ahead(requests))
    at_hand = [sampled.writer.at_hand(each) for each in requests]
    assert at_hand == [quote(each.paper, each.kind, each.liked, each.max_words, None) for each in requests]


@pytest.mark.parametrize(
    "other",
    [
        (SECOND, *ASKED[1:]),
        (changed(FIRST, title="Another title"), *ASKED[1:]),
        (changed(FIRST, abstract=FIRST.abstract[: FIRST.abstract.index(". ") + 1]), *ASKED[1:]),
        (changed(FIRST, raw_abstract="A number is \ufffd lost."), *ASKED[1:]),
        (changed(FIRST, id="hf:another"), *ASKED[1:]),
        (FIRST, "summary", *ASKED[2:]),
        (FIRST, "blurb", [changed(LIKED[0], title="Of something else", abstract=""), *LIKED[1:]], 120, None),
        (FIRST, "blurb", LIKED[::-1], 120, None),
        (FIRST, "blurb", LIKED, 20, None),
        (FIRST, "blurb", LIKED, 120, "deadline"),
    ],
)
def test_whatever_a_text_is_made_from_tells_it_from_another_one(other):
    quoted = QuotedTexts()
    quoted.of(*ASKED)
    assert quoted.of(*other) == quote(*other)


def test_a_summary_does_not_depend_on_what_is_liked():
    quoted = QuotedTexts()
    assert quoted.of(FIRST, "summary", LIKED, 120, None) is quoted.of(FIRST, "summary", [], 120, None)


def test_the_oldest_text_makes_room():
    quoted = QuotedTexts(most=2)
    first, second, third = (quoted.of(paper, "summary", [], 120, None) for paper in (FIRST, SECOND, LIKED[0]))
    assert quoted.of(SECOND, "summary", [], 120, None) is second
    assert quoted.of(LIKED[0], "summary", [], 120, None) is third
    again = quoted.of(FIRST, "summary", [], 120, None)
    assert again == first
    assert again is not first


def test_a_text_that_is_asked_for_again_and_again_stays_while_others_go():
    quoted = QuotedTexts(most=2)
    first = quoted.of(FIRST, "summary", [], 120, None)
    for paper in (SECOND, *LIKED):
        quoted.of(paper, "summary", [], 120, None)
        assert quoted.kept(FIRST, "summary", [], 120, None) is first


def test_many_threads_get_the_right_texts():
    quoted, papers = QuotedTexts(most=3), [*samples(6)] * 20
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda paper: quoted.of(paper, "summary", [], 60, None), papers))
    assert found == [quote(paper, "summary", [], 60) for paper in samples(6)] * 20


def test_the_same_request_gives_the_same_bytes_and_a_changed_paper_a_new_text(client):
    body = {"paper_ids": [FIRST.id, SECOND.id], "liked": [LIKED[0].id]}
    first = client.post(ROUTE, json=body)
    assert client.post(ROUTE, json=body).content == first.content
    paper = {"id": FIRST.id, "title": FIRST.title, "abstract": "We count owls by their calls at night."}
    assert client.post("/v1/papers", json={"papers": [paper]}).json()["counts"] == {"updated": 1}
    text = client.post(ROUTE, json=body).json()["data"][0]
    assert "owls" in text["text"]
    assert not text["stale"]
