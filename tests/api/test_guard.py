"""Request ids, one log line a request, and the limit on requests in flight."""

import asyncio

import pytest
import structlog
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from service.app import create_app


@pytest.fixture
def lines():
    """The log lines written so far."""
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as written:
        yield written


def test_every_answer_has_a_request_id_of_its_own(reader):
    first, second = (reader.get("/healthz").headers["x-request-id"] for _ in range(2))
    assert len(first) == len(second) == 32
    assert first != second


def test_a_plain_request_id_of_the_caller_is_kept(reader):
    for sent in ("a", "trace-1.2_3", "f" * 64):
        assert reader.get("/nope", headers={"X-Request-Id": sent}).json()["request_id"] == sent


@pytest.mark.parametrize("sent", ["", "a b", "a" * 65, "<script>", "a;b", "../x", "é".encode(), "{{7*7}}"])
def test_any_other_request_id_is_replaced(reader, sent):
    answer = reader.get("/nope", headers={"X-Request-Id": sent})
    assert len(answer.headers["x-request-id"]) == 32


def test_a_request_is_one_log_line_with_its_route_and_not_its_path(lines, reader):
    answer = reader.get("/v1/papers/hf:secret-subject", headers={"X-Request-Id": "here"})
    (line,) = [line for line in lines if line["event"] == "request"]
    assert line["request_id"] == "here"
    assert (line["method"], line["route"], line["status"]) == ("GET", "/v1/papers/{paper_id:path}", answer.status_code)
    assert "secret-subject" not in repr(line)


def crash() -> None:
    raise ZeroDivisionError("a secret of ours")


def test_a_crash_is_logged_with_its_cause_and_request_id(lines, client):
    client.app.add_api_route("/crash", crash)
    client.get("/crash", headers={"X-Request-Id": "crash"})
    (line,) = [line for line in lines if line["event"] == "unexpected_error"]
    assert line["request_id"] == "crash"
    assert "ZeroDivisionError" in repr(line["exc_info"])


def test_what_is_wrong_with_the_store_is_a_line_of_its_own_that_says_what(lines, client, small):
    with small.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE papers RENAME TO elsewhere")
    client.get("/v1/papers/hf:x")
    (line,) = [line for line in lines if line["event"] == "request_failed"]
    assert (line["log_level"], line["code"]) == ("error", "store_broken")
    assert "papers" in line["reason"]


def test_what_the_caller_got_wrong_is_no_error_in_the_log(lines, reader):
    for size in (10, 9 * 2**20):
        reader.post("/v1/recommendations", content=b"x" * size, headers={"Content-Type": "application/json"})
    assert {line["log_level"] for line in lines} == {"info"}


def test_beyond_the_limit_of_requests_in_flight_comes_a_503_and_then_service_again(open_services):
    with open_services(limits={"concurrency": 1}) as services:
        app = create_app(services)
        statuses = asyncio.run(_two_at_once(app))
        assert statuses == {"slow": 422, "quick": 503}
        with TestClient(app) as client:
            assert client.get("/healthz").status_code == 200


def test_the_503_of_a_full_house_says_when_to_come_back(open_services):
    with open_services(limits={"concurrency": 1}) as services:
        sent = asyncio.run(_two_at_once(create_app(services), headers_of="quick"))
        assert sent[b"retry-after"] == b"1"


async def _two_at_once(app, headers_of=None):
    """Statuses of a request whose body is slow to come, and of one sent while the first is in flight."""
    waiting, release = asyncio.Event(), asyncio.Event()
    statuses, headers = {}, {}

    async def body():
        waiting.set()
        await release.wait()
        return {"type": "http.request", "body": b"{}", "more_body": False}

    async def nothing():
        return {"type": "http.request", "body": b"", "more_body": False}

    def note(name):
        async def send(message):
            if message["type"] == "http.response.start":
                statuses[name] = message["status"]
                headers[name] = dict(message["headers"])

        return send

    slow = asyncio.create_task(app(_scope("POST", "/v1/papers/lookup"), body, note("slow")))
    await waiting.wait()
    await app(_scope("GET", "/healthz"), nothing, note("quick"))
    release.set()
    await slow
    return headers[headers_of] if headers_of else statuses


def _scope(method, path):
    return {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
        "server": ("testserver", 80),
        "client": ("127.0.0.1", 1),
        "scheme": "http",
        "http_version": "1.1",
        "root_path": "",
    }
