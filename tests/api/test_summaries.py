"""Summaries and blurbs over HTTP: whole sentences of the source, with where they stand."""

import pytest

from tests.api.problem import pointers, problem, unchanged

ROUTE = "/v1/summaries"


@pytest.fixture(scope="module")
def ids(sampled):
    return sampled.corpus.catalog.first_ids(60)


def _texts(reader, **body):
    return reader.post(ROUTE, json=body).json()["data"]


def test_each_paper_gets_one_text_of_each_kind_in_the_order_asked(reader, ids):
    data = _texts(reader, paper_ids=[ids[1], ids[0], ids[1]], kinds=["blurb", "summary"])
    assert [(item["paper_id"], item["kind"]) for item in data] == [
        (ids[1], "blurb"),
        (ids[1], "summary"),
        (ids[0], "blurb"),
        (ids[0], "summary"),
    ]


def test_every_sentence_stands_in_the_text_where_it_says_and_has_support(reader, ids):
    for item in _texts(reader, paper_ids=ids[:20]):
        assert item["text"]
        assert "\n" not in item["text"]
        for sentence in item["sentences"]:
            assert item["text"][sentence["start"] : sentence["end"]] == sentence["text"]
            assert sentence["supported"]


def test_support_points_into_the_abstract_of_the_paper_it_names(reader, ids):
    for item in _texts(reader, paper_ids=ids[:5], liked=ids[10:13]):
        for span in [span for sentence in item["sentences"] for span in sentence["support"]]:
            abstract = reader.get(f"/v1/papers/{span['paper_id']}").json()["abstract"]
            assert 0 <= span["start"] < span["end"] <= len(abstract)


def test_a_summary_keeps_to_the_words_asked_for(reader, ids):
    for words in (40, 120):
        for item in _texts(reader, paper_ids=ids[:10], kinds=["summary"], max_words=words):
            assert len(item["text"].split()) <= words or len(item["sentences"]) == 1


def test_where_a_text_comes_from_is_said(reader, ids):
    (item,) = _texts(reader, paper_ids=ids[:1], kinds=["summary"])
    assert (item["source"], item["provenance"]["model"]) == ("extractive", "extractive")
    assert item["provenance"]["tokens"] == {"in": 0, "out": 0}
    assert (item["language"], item["dropped"], item["fallback"]) == ("en", 0, None)
    assert len(item["provenance"]["source_hash"]) == 64


def test_the_same_request_gives_the_same_bytes(reader, ids):
    body = {"paper_ids": ids[:3], "liked": ids[3:6]}
    assert reader.post(ROUTE, json=body).content == reader.post(ROUTE, json=body).content


def test_a_paper_without_an_abstract_says_that_it_has_only_a_title(client):
    client.post("/v1/papers", json={"papers": [{"title": "Only a Title", "id": "my:bare"}]})
    for item in client.post(ROUTE, json={"paper_ids": ["my:bare"]}).json()["data"]:
        assert item["fallback"] == {"reason": "title_only"}


def test_unknown_papers_and_likes_are_listed(reader, ids):
    answer = reader.post(ROUTE, json={"paper_ids": [ids[0], "hf:nowhere"], "liked": ["hf:gone"]}).json()
    assert {item["paper_id"] for item in answer["data"]} == {ids[0]}
    assert answer["not_found"] == ["hf:nowhere", "hf:gone"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"paper_ids": []}, "/paper_ids"),
        ({"paper_ids": ["hf:a"] * 100_001}, "/paper_ids"),
        ({"paper_ids": ["hf:a", "2413.00001"]}, "/paper_ids/1"),
        ({"liked": ["hf:a"] * 1_001}, "/liked"),
        ({"kinds": []}, "/kinds"),
        ({"kinds": ["poem"]}, "/kinds/0"),
        ({"kinds": ["summary"] * 3}, "/kinds"),
        ({"mode": "best"}, "/mode"),
        ({"language": "xx"}, "/language"),
        ({"max_words": 19}, "/max_words"),
        ({"max_words": 1_001}, "/max_words"),
        ({"max_words": -1}, "/max_words"),
        ({"max_words": 10**9}, "/max_words"),
    ],
)
def test_a_bad_field_is_named_and_nothing_is_written(reader, change, field):
    answer = unchanged(reader, lambda: reader.post(ROUTE, json={"paper_ids": ["hf:a"]} | change))
    assert field in pointers(problem(answer, 422, "invalid_input"))


def test_a_written_summary_without_a_model_is_refused_by_name(reader, ids):
    body = problem(reader.post(ROUTE, json={"paper_ids": ids[:1], "mode": "llm"}), 422, "no_model_configured")
    assert "extractive" in body["detail"]
