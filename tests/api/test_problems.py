"""One error shape on every route and status."""

import shutil

import pytest
from starlette.testclient import TestClient

from service.app import create_app
from tests.api.problem import pointers, problem
from tests.api.test_guard import crash

JSON = {"Content-Type": "application/json"}
POSTS = ["/v1/papers", "/v1/papers/lookup", "/v1/recommendations", "/v1/summaries"]
MANY = 2**20


def test_an_unknown_address_is_a_404_problem(reader):
    for path in ("/nope", "/v1", "/v1/nope", "/nope//", "/v1/recommendations/"):
        problem(reader.get(path), 404, "no_such_address")


def test_a_redirect_to_an_address_the_caller_chose_is_never_sent(reader):
    answer = reader.post("/v1/recommendations/", headers={"Host": "elsewhere.example"}, follow_redirects=False)
    problem(answer, 421)
    assert "location" not in answer.headers


@pytest.mark.parametrize("path", [*POSTS[2:], "/healthz", "/readyz", "/v1/meta", "/v1/imports", "/v1/papers"])
def test_a_method_that_no_route_takes_is_a_405_problem_that_says_which_it_takes(reader, path):
    answer = reader.patch(path)
    problem(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] in {"GET", "POST"}


@pytest.mark.parametrize("path", POSTS)
def test_a_body_that_is_not_json_is_a_400_problem(reader, path):
    for body in (b"{", b'{"a":}', b"\xff\xfe{}", b"[" * 100_000, b'{"limit":1' + b"0" * 5_000 + b"}"):
        problem(reader.post(path, content=body, headers=JSON), 400, "unreadable_body")


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data; boundary=x", ""])
def test_a_body_of_another_kind_is_a_415_problem(reader, path, kind):
    problem(reader.post(path, content=b'{"a": 1}', headers={"Content-Type": kind}), 415, "not_json")


@pytest.mark.parametrize("path", POSTS)
def test_json_that_is_no_object_is_a_422_problem(reader, path):
    for sent in (b"[]", b"1", b'"text"', b"true"):
        body = problem(reader.post(path, content=sent, headers=JSON), 422, "invalid_input")
        assert body["detail"] == "body: Input should be a JSON object."


@pytest.mark.parametrize("path", POSTS)
def test_an_unknown_field_is_named(reader, path):
    body = problem(reader.post(path, json={"lang": "en"}), 422, "invalid_input")
    assert "/lang" in pointers(body)


def test_a_name_that_could_be_markup_or_endless_does_not_come_back(reader):
    for name in ("<script>alert(1)</script>", "x" * 10_000, "a\u202eb", "~/../", "line\nbreak"):
        answer = reader.post("/v1/papers/lookup", json={"ids": ["hf:a"], name: 1})
        assert pointers(problem(answer, 422)) == ["/?"]
        assert name not in answer.text


def test_a_body_over_the_limit_is_a_413_problem_whether_or_not_its_length_is_announced(reader):
    size = 9 * MANY
    for content in (b"x" * size, (b"x" * MANY for _ in range(9))):
        problem(reader.post("/v1/recommendations", content=content, headers=JSON), 413, "body_too_large")
    for content in (b"x" * (51 * MANY), (b"x" * MANY for _ in range(51))):
        problem(reader.post("/v1/imports", content=content), 413, "body_too_large")


def test_a_length_that_lies_does_not_get_past_the_limit(reader):
    headers = JSON | {"Content-Length": "10"}
    problem(reader.post("/v1/papers", content=(b"x" * MANY for _ in range(9)), headers=headers), 413)


def test_a_crash_is_a_500_problem_that_tells_nothing_but_the_request_id(client):
    client.app.add_api_route("/crash", crash)
    answer = client.get("/crash")
    body = problem(answer, 500, "internal_error")
    assert body["request_id"] in answer.text
    assert "secret" not in answer.text
    assert client.get("/healthz").status_code == 200


def test_a_store_without_a_table_is_a_503_problem_that_says_what_to_do(client, small):
    with small.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE papers RENAME TO elsewhere")
    body = problem(client.get("/v1/papers/hf:x"), 503, "store_broken")
    assert "restore it from a backup" in body["detail"]


def test_a_database_held_by_another_writer_is_a_503_problem_that_says_when_to_try_again(open_services):
    with open_services(store={"busy_timeout_s": 0.05}) as services, TestClient(create_app(services)) as client:
        with services.database.write():
            answer = client.post("/v1/papers", json={"papers": [{"title": "A paper"}]})
            problem(answer, 503, "store_busy")
            assert int(answer.headers["retry-after"]) >= 1
            assert client.post("/v1/papers/lookup", json={"ids": ["hf:a-paper"]}).status_code == 200
        assert client.post("/v1/papers", json={"papers": [{"title": "A paper"}]}).status_code == 200


@pytest.mark.embedded("the disk of a PostgreSQL is its own business")
def test_a_full_disk_is_a_507_problem_for_writes_and_nothing_for_reads(small_folder, open_services, tmp_path):
    shutil.copytree(small_folder, tmp_path / "data")
    with open_services() as services:
        known = services.corpus.sample_ids()[0]
    with open_services() as services, TestClient(create_app(services)) as client:
        services.database._min_free_bytes = 2**62  # noqa: SLF001
        for answer in (
            client.post("/v1/papers", json={"papers": [{"title": "A paper"}]}),
            client.post("/v1/imports", content=b'{"title": "A paper"}'),
            client.delete(f"/v1/papers/{known}"),
        ):
            problem(answer, 507, "disk_full")
        problem(client.get("/readyz"), 503)
        assert client.get(f"/v1/papers/{known}").status_code == 200
        assert client.post("/v1/recommendations", json={"liked": [known]}).status_code == 200
