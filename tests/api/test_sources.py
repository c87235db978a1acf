"""Sources over HTTP: a fetch is a job, worked on by the real DBOS; what it brought, or why nothing, is told."""

import pytest

from tests.api.problem import problem
from tests.api.test_jobs import ended
from tests.api.test_user_data import until
from tests.corpora import NOW, serving
from tests.sources.arxiv_server import ArxivServer, Record
from tests.sources.web_server import Reply
from tests.web.markup import Markup

NAME = "arxiv:cs.LG"
ROUTE = f"/v1/sources/{NAME}/fetch"
SPECS = [{"source": "arxiv", "category": "cs.LG"}]


@pytest.fixture
def server():
    with ArxivServer([Record(number) for number in range(7)]) as server:
        yield server


@pytest.fixture
def client(server, open_services):
    with open_services(sources=SPECS, fetch=server.settings | {"tries": 1}) as services, serving(services) as client:
        yield client


def told(client, name=NAME):
    return next(each for each in client.get("/v1/sources").json()["data"] if each["name"] == name)


def test_a_source_is_fetched_as_a_job_and_what_it_brought_is_told_in_three_places(client, server):
    assert (told(client)["status"], told(client)["every_hours"]) == ("never", 24)
    answer = client.post(ROUTE, json={"since": "2026-11-01"})
    assert answer.status_code == 202
    assert (answer.json()["kind"], ended(client, answer.headers["location"])["status"]) == ("fetch", "completed")
    found = told(client)
    assert (found["status"], found["created"], found["seen"], found["since"]) == ("done", 7, 7, "2026-11-01")
    assert (found["whole_through"], found["job_id"], found["error"]) == ("2026-11-28", None, None)
    brief = ("name", "began_at", "created", "empty_reason", "next_at")
    assert client.get("/v1/meta").json()["sources"] == [{name: found[name] for name in brief}]
    page = Markup(client.get("/status").text).text
    assert NAME in page
    assert "7 new, 0 changed" in page
    assert len(server.asked) == 3
    again = client.post(ROUTE, json={})
    ended(client, again.headers["location"])
    assert told(client)["empty_reason"] == "All 7 papers that it has since 2026-11-28 are here already."
    assert "are here already" in client.get("/status").text


def test_a_source_that_is_away_fails_its_job_and_says_why_as_text(client, server):
    server.answer = lambda _: Reply(b"<script>alert(1)</script>", 404, {"Content-Type": "text/plain"})
    answer = client.post(ROUTE, json={"since": "2026-11-01"})
    assert ended(client, answer.headers["location"])["status"] == "failed"
    (result,) = client.get(f"{answer.headers['location']}/results").json()["data"]
    assert (result["errors"][0]["code"], result["errors"][0]["status"]) == ("source_unavailable", 503)
    assert told(client)["error"].startswith("127.0.0.1 answers with status 404: <script>")
    assert "<script>alert" not in client.get("/status").text
    server.answer = server.arxiv
    problem(client.post(f"{answer.headers['location']}/retry"), 409, "job_ended")
    ended(client, client.post(ROUTE, json={"since": "2026-11-01"}).headers["location"])
    assert (told(client)["status"], told(client)["created"]) == ("done", 7)


def test_sources_that_do_not_answer_hold_up_no_other_job(server, open_services):
    server.first.extend([Reply(b"x" * 9, headers={"Content-Length": "1000"}, how="dripping")] * 2)
    settings = {"fetch": server.settings | {"call_s": 60}, "jobs": {"concurrency": 1}, "sources": SPECS}
    with open_services(**settings) as services, serving(services) as client:
        fetch = client.post(ROUTE, json={"since": "2026-11-01"}).headers["location"]
        until(lambda: server.asked)
        job = client.post("/v1/jobs", json={"kind": "reindex"}).headers["location"]
        assert ended(client, job)["status"] == "completed"
        assert client.get(fetch).json()["status"] == "in_progress"


def test_what_is_not_in_the_settings_is_described(client):
    problem(client.post("/v1/sources/arxiv:hep-th/fetch", json={}), 404, "source_not_found")
    body = {"source": {"source": "arxiv", "category": "hep-th"}, "since": "7d"}
    answer = client.post("/v1/sources/arxiv:hep-th/fetch", json=body)
    ended(client, answer.headers["location"])
    assert (told(client, "arxiv:hep-th")["every_hours"], told(client, "arxiv:hep-th")["next_at"]) == (None, None)
    problem(client.post(ROUTE, json=body), 422, "invalid_input")


def test_readers_are_told_neither_what_is_asked_for_in_private_nor_a_secret_address(open_services):
    specs = [
        {"source": "url", "url": "https://example.org/private/feed-of-7f3a?key=9"},
        {"source": "zotero", "library": "users/123"},
        {"source": "openalex", "search": "my secret plan"},
    ]
    with open_services(sources=specs) as services, serving(services) as client:
        services.fetches.stores.records.begin("zotero:users/123", NOW.date(), NOW.date(), None, NOW)
        services.fetches.stores.records.end("zotero:users/123", NOW, "There are Thesis and Diary.")
        told = client.get("/v1/meta").json()["sources"]
    assert [each["name"] for each in told] == ["url:example.org", "zotero", "openalex"]
    assert "Diary" not in str(told)


BAD = [
    {"since": "soon"},
    {"since": 7},
    {"since": "9999-01-01"},
    {"source": {"source": "arxiv"}},
    {"source": {"source": "arxiv", "category": "cs.LG", "author": "A. B"}},
    {"source": {"source": "arxiv", "category": "../../etc"}},
    {"source": {"source": "arxiv", "author": '" OR ti:"x'}},
    {"source": {"source": "nowhere"}},
    {"every": "1d"},
]


def test_bad_input_is_refused_by_its_field_and_neither_it_nor_a_look_begins_a_job(client, server):
    for body in BAD:
        assert problem(client.post(ROUTE, json=body), 422, "invalid_input")["errors"], body
    assert told(client)["status"] == "never"
    for path in ("/v1/sources", "/v1/meta", "/status"):
        client.get(path)
    assert server.asked == []
    assert client.get(ROUTE).status_code == 405
