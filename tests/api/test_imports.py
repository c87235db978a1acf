"""Files over HTTP."""

import json

import pytest

from service.corpus import sample
from tests.api.problem import pointers, problem, unchanged

LINE = b'{"title": "Neural Surfaces", "abstract": "We study them.", "id": "2106.15928"}\n'


def test_a_file_as_the_body_is_kept(client):
    answer = client.post("/v1/imports", content=LINE)
    body = answer.json()
    assert answer.status_code == 200
    assert (body["format"], body["rows"], body["papers"], body["counts"]) == ("jsonl", 1, 1, {"created": 1})
    assert body["diagnostics"] == []
    assert body["snapshot"] == client.get("/v1/meta").json()["snapshot"]
    assert client.get("/v1/papers/arxiv:2106.15928").json()["title"] == "Neural Surfaces"


def test_a_file_as_a_form_field_is_kept(client):
    answer = client.post("/v1/imports", files={"file": ("my papers.jsonl", LINE)})
    assert answer.json()["counts"] == {"created": 1}


def test_json_is_read_whatever_the_content_type_says(client):
    for kind in ("application/json", "text/plain", "application/octet-stream"):
        assert client.post("/v1/imports", content=LINE, headers={"Content-Type": kind}).status_code == 200


def test_the_same_file_again_changes_nothing(client):
    client.post("/v1/imports", content=LINE)
    answer = unchanged(client, lambda: client.post("/v1/imports", content=LINE))
    assert answer.json()["counts"] == {"unchanged": 1}


def test_papers_already_here_are_not_written_again(client):
    first = b"".join(sample.data().splitlines(keepends=True)[:5])
    answer = unchanged(client, lambda: client.post("/v1/imports", content=first))
    assert answer.json()["counts"] == {"unchanged": 5}


def test_a_line_that_cannot_be_read_is_named_and_the_others_are_kept(client):
    body = client.post("/v1/imports", content=b"\n" + LINE + b'{"title": ""}\n{nonsense\n[]\n').json()
    assert body["counts"] == {"created": 1}
    assert [(item["line"], item["code"]) for item in body["diagnostics"]] == [
        (3, "invalid_paper"),
        (4, "not_json"),
        (5, "not_an_object"),
    ]


def test_a_list_of_papers_is_read_like_lines(client):
    for papers in ([json.loads(LINE)], {"papers": [json.loads(LINE)]}):
        assert client.post("/v1/imports", content=json.dumps(papers)).json()["format"] == "json"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"what is this", "no format"),
        (b"PK\x03\x04" + bytes(range(256)) * 40, "no format"),
        (b"\x00" * 5_000, "no format"),
        (b"<html><body>papers</body></html>", "no format"),
        (b'{"title": 5}\n', "title"),
        (b"[]", "no paper"),
    ],
)
def test_a_file_that_holds_no_papers_is_refused_and_nothing_is_written(reader, data, words):
    answer = unchanged(reader, lambda: reader.post("/v1/imports", content=data))
    assert words in problem(answer, 422, "unreadable_file")["detail"]


def test_a_line_of_49_mb_costs_itself_and_is_named_by_its_number(client):
    data = b'{"title": "' + b"x" * (49 * 2**20) + b'"}'
    body = client.post("/v1/imports", content=LINE + data).json()
    assert (body["papers"], [(said["line"], said["code"]) for said in body["diagnostics"]]) == (
        1,
        [(2, "line_too_long")],
    )


def test_a_file_of_51_mb_is_refused_unread(reader):
    answer = unchanged(reader, lambda: reader.post("/v1/imports", content=b"x" * (51 * 2**20)))
    problem(answer, 413, "body_too_large")


@pytest.mark.parametrize("name", ["zip", "", "../jsonl", "JSONL"])
def test_a_format_that_does_not_exist_is_named(reader, name):
    answer = unchanged(reader, lambda: reader.post("/v1/imports", params={"format": name}, content=LINE))
    body = problem(answer, 422)
    assert pointers(body) == ["/format"]
    assert "jsonl" in body["detail"]


def test_a_file_is_read_as_the_format_asked_for(reader):
    answer = unchanged(reader, lambda: reader.post("/v1/imports?format=hf-page", content=LINE))
    problem(answer, 422, "unreadable_file")


def test_a_form_without_the_file_is_told_so(reader):
    for form in ({"files": {"other": b"x"}}, {"files": {"other": b"x"}, "data": {"file": "text"}}):
        assert pointers(problem(reader.post("/v1/imports", **form), 422)) == ["/file"]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=b", b"x"),
        ("multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\n' * 99),
    ],
)
def test_a_broken_form_is_a_400(reader, kind, body):
    answer = unchanged(reader, lambda: reader.post("/v1/imports", content=body, headers={"Content-Type": kind}))
    problem(answer, 400, "unreadable_body")
