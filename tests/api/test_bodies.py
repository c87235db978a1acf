"""Large bodies: bounded before they are parsed, few faults, and the same answers as small ones get."""

import json

import pytest

from service.api.json_values import measure_json
from tests.api.problem import pointers, problem, unchanged

JSON = {"Content-Type": "application/json"}
POSTS = ["/v1/papers", "/v1/papers/lookup", "/v1/recommendations", "/v1/summaries", "/v1/users/ann/feedback"]
LARGE = 20_000  # bytes
HOSTILE = {
    "lists": b'{"ids":[%s]}' % b",".join([b"[]"] * 200_000),
    "depth": b"[" * 2**20,
    "depth of objects": b'{"a":' * 2**18,
    "a long number": b'{"ids":[%s]}' % (b"7" * 2**20),
    "long numbers": b'{"ids":[%s]}' % b",".join([b"7" * 4_300] * 200),
    "not numbers": b'{"ids":[%s]}' % b",".join([b"NaN", b"-Infinity", b"1e999"] * 10_000),
    "names": b"{%s}" % b",".join(b'"a%d":1' % n for n in range(50_000)),
    "one name": b"{%s}" % b",".join([b'"ids":1'] * 50_000),
    "a long name": b'{"%s":1}' % (b"a" * 2**20),
    "a long text": b'{"ids":["%s"]}' % (b"a" * 2**20),
    "escapes": b'{"ids":["%s"]}' % (b"\\\\\\n" * 2**18),
    "surrogates": b'{"ids":["%s"]}' % (b"\\ud800" * 2**17),
    "not UTF-8": b'{"ids":["%s"]}' % (b"\xff" * 2**20),
    "spaces": b" " * 2**20,
    "quotes": b'"' * 2**20,
    "backslashes": b"\\" * 2**20,
}


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_large_body_that_is_hostile_is_refused_with_few_faults(reader, path, name):
    answer = unchanged(reader, lambda: reader.post(path, content=HOSTILE[name], headers=JSON))
    body = problem(answer, answer.status_code)
    assert answer.status_code in {400, 422}
    assert len(body["errors"]) <= 20
    assert len(answer.content) < 10_000


@pytest.mark.parametrize("path", POSTS)
def test_a_body_of_too_many_values_is_refused_with_the_limit_whatever_they_are(reader, sampled, path):
    most = sampled.settings.limits.values
    for value in (b"1", b"[]", b"{}", b'""', b'"a,b"', b"null"):
        sent = b'{"x":[%s]}' % b",".join([value] * most)
        body = problem(reader.post(path, content=sent, headers=JSON), 422, "invalid_input")
        assert f"more than the limit of {most:,} names and values; see `limits.values`" in body["detail"]
        assert pointers(body) == [""]
    assert reader.get("/v1/meta").json()["limits"]["values"] == most


@pytest.mark.parametrize(
    ("path", "sent", "pointer"),
    [
        ("/v1/summaries", {"paper_ids": ["hf:a", *["not an id"] * LARGE]}, "/paper_ids/1"),
        ("/v1/papers/lookup", {"ids": [1] * 10_000}, "/ids/0"),
        ("/v1/papers/lookup", {"ids": ["hf:a"] * 10_001}, "/ids"),
        ("/v1/recommendations", {"liked": ["hf:a"] * 10_000 + [None]}, "/liked"),
        ("/v1/users/ann/feedback", {"feedback": [{"paper_id": "hf:a", "kind": 1}] * 9_000}, "/feedback/0/kind"),
    ],
)
def test_of_many_faults_in_a_list_the_first_is_named_and_reading_stops(reader, path, sent, pointer):
    content = json.dumps(sent).encode()
    assert len(content) > LARGE
    body = problem(reader.post(path, content=content, headers=JSON), 422, "invalid_input")
    assert pointers(body) == [pointer]


def test_an_object_of_too_many_fields_is_refused_before_each_becomes_a_fault(reader):
    sent = {"papers": [{"title": "T", "external_ids": {f"name{n}": "value" for n in range(5_000)}}]}
    body = problem(reader.post("/v1/papers", json=sent), 422, "invalid_input")
    assert body["detail"] == "body: an object in it has more than the limit of 100 fields."


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32-be"])
def test_a_large_body_is_read_as_it_was_measured_or_not_at_all(reader, encoding):
    ids = [f"hf:unknown-{n:05}" for n in range(990)]
    sent = json.dumps({"ids": ids})  # with a \u2222, a byte of which is a quote, nothing of it would be counted
    problem(reader.post("/v1/papers/lookup", content=sent.encode(encoding), headers=JSON), 400, "unreadable_body")
    marked = reader.post("/v1/papers/lookup", content=sent.encode("utf-8-sig"), headers=JSON)
    assert marked.json()["not_found"] == ids


def test_unknown_fields_of_a_large_body_are_named(reader):
    sent = {"ids": ["hf:a"], "lang": "en", "spare": "a" * LARGE}
    assert pointers(problem(reader.post("/v1/papers/lookup", json=sent), 422)) == ["/lang", "/spare"]


def test_a_large_body_is_answered_as_a_small_one_is(reader, sampled):
    ids = sampled.corpus.sample_ids()
    unknown = [f"hf:unknown-{n:05}" for n in range(990)]
    sent = {"ids": [*ids, *unknown]}
    assert len(json.dumps(sent)) > LARGE
    found = reader.post("/v1/papers/lookup", json=sent).json()
    assert found["data"] == reader.post("/v1/papers/lookup", json={"ids": ids}).json()["data"]
    assert found["not_found"] == unknown
    spaced = json.dumps({"ids": ids}, indent=LARGE)
    assert reader.post("/v1/papers/lookup", content=spaced, headers=JSON).json()["data"] == found["data"]


def test_a_large_paper_in_every_script_is_kept_as_it_was_sent(client):
    abstract = 'A "quoted" claim, [bounded], {braced}: \\ é Ω 論文 😀. ' * 500
    for ascii_only in (True, False):
        sent = json.dumps({"papers": [{"title": "A paper", "abstract": abstract}]}, ensure_ascii=ascii_only)
        assert len(sent) > LARGE
        assert client.post("/v1/papers", content=sent.encode(), headers=JSON).status_code == 200
        assert client.get("/v1/papers/hf:a-paper").json()["raw_abstract"] == abstract


def test_a_large_body_of_another_kind_is_no_json(reader):
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        answer = reader.post("/v1/papers", content=b"a=1&" * LARGE, headers={"Content-Type": kind})
        problem(answer, 415, "not_json")


@pytest.mark.parametrize("spaces", [0, 1, 2**14 - 12, 2**14 - 11, 2**14 - 10, 2**14 - 9, 2**14 - 8])
@pytest.mark.parametrize(
    ("value", "count"),
    [
        (["a"], 2),
        (["a,b:[{", 1, None], 4),
        ({"a": 1, "b": [2, 3]}, 7),
        (['\\"', '"', "\\", '\\\\"[,', "\\\\"], 6),
        ({'"': '\\",'}, 3),
        ([[[1]]], 4),
    ],
)
def test_names_and_values_are_counted_but_not_what_is_within_texts(value, count, spaces):
    assert measure_json(b" " * spaces + json.dumps(value).encode()).values == count


@pytest.mark.parametrize("text", ["a" * 10**6, '"' * 10**6, "\\" * 10**6, "é, [😀" * 10**5])
def test_the_longest_text_is_measured_whatever_is_in_it(text):
    value = [["a"] * LARGE, {"b": 1}, text, "c" * 100]
    size = len(json.dumps(text))
    assert abs(measure_json(json.dumps(value).encode()).longest - size) <= 2 * 2**14


def test_a_text_longer_than_any_field_may_be_is_refused_before_it_is_parsed(reader):
    answer = reader.post("/v1/papers/lookup", json={"ids": ["a" * 2**20 + "b" * 2**16]})
    detail = problem(answer, 422, "invalid_input")["detail"]
    assert "a text in it has more than the limit of 1,048,576 bytes" in detail
