"""Failures: whoever refuses or fails, the answer has Semantic Scholar's shape and a status that its client knows."""

import asyncio
import json

import httpx
import pytest
from starlette.testclient import TestClient

from service.app import create_app
from tests.api.test_bodies import HOSTILE, JSON

POSTS = ("/graph/v1/paper/batch", "/recommendations/v1/papers/")
MB = 2**20


def error(answer):
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/json")
    assert answer.json().keys() == {"error"}
    assert int(answer.headers["content-length"]) == len(answer.content) < 10_000
    return answer.json()["error"]


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_large_body_that_is_hostile_is_refused_with_few_words_or_names_no_paper(facade, path, name):
    answer = facade.post(path, content=HOSTILE[name], headers=JSON)
    assert (answer.status_code == 200 and answer.json() == [None]) or error(answer)


@pytest.mark.parametrize("path", POSTS)
def test_bodies_have_the_bounds_of_our_own_api(facade, papers, path):
    limits = papers.settings.limits
    whole = b" " * (limits.body_mb * MB + 1)
    assert "larger than allowed" in error(facade.post(path, content=whole, headers=JSON))
    pieces = (b" " * MB for _ in range(limits.body_mb + 1))
    assert "larger than allowed" in error(facade.post(path, content=pieces, headers=JSON))
    many = json.dumps({"ids": ["a"] * limits.values}).encode()
    assert "names and values; see `limits.values`" in error(facade.post(path, content=many, headers=JSON))
    assert "Content-Type: application/json" in error(facade.post(path, content=b"{}"))
    assert "cannot be read" in error(facade.post(path, content=b"{", headers=JSON))


def test_an_address_that_is_not_served_is_said_in_their_shape_and_elsewhere_in_ours(facade):
    answer = facade.get("/graph/v1/author/1741101")
    assert (answer.status_code, answer.json().keys()) == (404, {"error"})
    assert facade.post("/graph/v1/paper/search").json().keys() == {"error"}
    assert facade.get("/graph/v2/paper").headers["content-type"] == "application/problem+json"


def test_a_crash_tells_nothing_but_that_there_was_one(small):
    with small.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE papers RENAME TO elsewhere")
    client = TestClient(create_app(small), raise_server_exceptions=False)
    answer = client.get("/graph/v1/paper/hf:x", headers={"X-Request-Id": "crash"})
    assert (answer.status_code, answer.headers["x-request-id"]) == (500, "crash")
    assert answer.json().keys() == {"message", "code"}
    assert "elsewhere" not in answer.text


def test_a_full_house_is_429_after_which_their_client_tries_again(open_services):
    with open_services(limits={"concurrency": 1}) as services:
        app = create_app(services)
        answer = asyncio.run(answer_beside_a_slow_request(app, "/graph/v1/paper/hf:x"))
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
        assert answer.json() == {"message": "Too many requests are in flight; try again.", "code": "429"}
        with TestClient(app) as client:
            assert client.get("/graph/v1/paper/hf:x").status_code == 404


async def answer_beside_a_slow_request(app, path):
    """What is answered while another request is in flight, whose answer nobody takes until then."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
        answers = []

        async def take(message):
            if message["type"] == "http.response.start":
                answers.append(await client.get(path))

        request = client.build_request("GET", "/v1/meta")
        scope = {"type": "http", "method": "GET", "path": request.url.path, "query_string": b"", "headers": []}
        await app(scope, asyncio.Event().wait, take)
        return answers[0]
