"""Request ids, one log line a request, and the limits on requests in flight, streams and bodies."""

import asyncio
import json

import pytest
import structlog
from starlette.datastructures import Headers
from structlog.testing import capture_logs

from service.api.guard import Guard
from service.settings import LimitSettings


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


def test_beyond_the_limit_of_requests_in_flight_comes_a_503_and_then_service_again():
    async def go():
        house = House(concurrency=1)
        work = await house.enter("/work")
        full = await house.visit("/work")
        await work.end()
        return work.status, full, await house.visit("/work")

    first, full, later = asyncio.run(go())
    assert (first, full.status, later.status) == (200, 503, 200)
    assert full.headers["retry-after"] == "1"


def test_who_watches_us_is_told_when_there_is_no_room():
    async def go():
        house = House(concurrency=1)
        work = await house.enter("/work")
        watched = [(await house.visit(path)).status for path in ("/healthz", "/readyz")]
        await work.end()
        return watched

    assert asyncio.run(go()) == [200, 200]


def test_an_open_stream_takes_no_room_from_requests_and_streams_have_a_limit_of_their_own():
    async def go():
        house = House(concurrency=1, streams=2)
        streams = [await house.enter("/stream") for _ in range(2)]
        beside, third = await house.visit("/work"), await house.visit("/stream")
        for each in streams:
            await each.end()
        return [each.status for each in (*streams, beside, third)], third, await house.visit("/stream")

    statuses, third, later = asyncio.run(go())
    assert statuses == [200, 200, 200, 503]
    assert json.loads(third.body)["detail"] == "Too many streams are open; try again."
    assert later.status == 200


def test_who_goes_away_before_the_body_is_there_leaves_no_error_and_no_room_taken(lines):
    async def go():
        house = House(bodies_mb=1, import_mb=1)
        for _ in range(5):
            await house.visit("/work", body=[b"a" * 2**19, None])
        return (await house.visit("/work", body=[b"a" * 2**19, b"b" * 2**18])).status

    assert asyncio.run(go()) == 200
    assert [line["status"] for line in lines] == [499] * 5 + [200]


class House:
    """The guard around an application of two addresses: `/stream` and all others, which work until they may end."""

    def __init__(self, **limits):
        self._guard = Guard(self._app, LimitSettings(**limits), lambda _: 2**23)

    async def enter(self, path):
        """A request that is under way."""
        visit = Visit(path, [])
        visit.task = asyncio.create_task(self._guard(visit.scope, visit.receive, visit.send))
        await visit.begun.wait()
        return visit

    async def visit(self, path, body=()):
        """A request that does not linger."""
        visit = Visit(path, [*body])
        visit.may_end.set()
        await self._guard(visit.scope, visit.receive, visit.send)
        return visit

    async def _app(self, scope, _receive, send):
        visit = scope["visit"]
        if scope["path"] == "/stream":
            await send(
                {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]}
            )
            visit.begun.set()
        visit.begun.set()
        await visit.may_end.wait()
        if scope["path"] != "/stream":
            await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


class Visit:
    """One request, and what came of it; None among the parts of its body is where the client goes away."""

    def __init__(self, path, body):
        self.begun, self.may_end = asyncio.Event(), asyncio.Event()
        self.status, self.headers, self.body = 0, Headers(), b""
        self._parts = body
        headers = [(b"content-length", b"%d" % sum(map(len, filter(None, body))))] if body else []
        self.scope = {"type": "http", "method": "POST", "path": path, "headers": headers, "visit": self}

    async def receive(self):
        part = self._parts.pop(0)
        if part is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": part, "more_body": bool(self._parts)}

    async def send(self, message):
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], Headers(raw=message["headers"])
        else:
            self.body += message["body"]

    async def end(self):
        self.may_end.set()
        await self.task
