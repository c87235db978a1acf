"""What a browser says of the page that asks: another site's changes nothing, and no name but ours is answered."""

import re
from itertools import product

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from starlette.testclient import TestClient

from service.api.cross_site import CrossSiteGuard
from service.api.scopes import TABLE
from service.app import create_app, create_server
from service.storage import FeedbackEvent, FeedbackKind
from service.storage.sql import tables
from service.summarization import TextOptions
from tests.api.keyed import ON
from tests.api.problem import problem
from tests.model_parts import asked

ELSEWHERE = "https://evil.example"
OURS = "http://testserver"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TEXT = {"Content-Type": "text/plain"}
JSON = {"Content-Type": "application/json"}
FORGERIES = (
    {"Origin": ELSEWHERE} | TEXT,
    {"Origin": "null"} | FORM,
    {"Sec-Fetch-Site": "cross-site"} | TEXT,
    {"Sec-Fetch-Site": "same-site", "Origin": "http://testserver:3000"} | JSON,
)


@pytest.fixture
def page(small):
    """A client of an application on whose jobs nobody works."""
    return TestClient(create_app(small), raise_server_exceptions=False)


@pytest.fixture(scope="module")
def refusing(sampled):
    """The same, for requests that change nothing."""
    return TestClient(create_app(sampled), raise_server_exceptions=False)


@pytest.fixture
def at_stake(small):
    """By the names in paths: a paper, which a user likes, and jobs of which one waits and the others were cancelled."""
    paper = small.corpus.catalog.first_ids(1)[0]
    small.corpus.feedback.record("ann", [FeedbackEvent(paper, FeedbackKind.LIKE)], small.now())
    jobs = [small.jobs.summarize(TextOptions(("summary",)), [paper]) for _ in range(2)]
    small.jobs.cancel(jobs[1])
    names = {"name": "x", "import_id": "x", "kind": "trending", "token": "x", "digest_id": "x"}
    return {"user": "ann", "paper_id": paper, "job_id": jobs[0], "cancelled": jobs[1], **names}


def changing(page, at_stake):
    """Every operation that is no GET, as (method, path)."""
    paths = page.get("/openapi.json").json()["paths"]
    operations = [(method, path) for path, item in paths.items() for method in item if method != "get"]
    found = [(method, path.format(**at_stake)) for method, path in operations]
    return [*found, ("post", f"/v1/jobs/{at_stake['cancelled']}/retry")]


def everything(services):
    """All that is kept, but for what a check of readiness writes to see whether it can."""
    with services.database.read() as connection:
        rows = {
            table.name: sorted(map(repr, connection.execute(sa.select(table))))
            for table in tables.metadata.sorted_tables
        }
    return rows | {"state": [row for row in rows["state"] if not row.startswith("('probe'")]}


def test_no_request_that_another_sites_page_can_forge_changes_anything(page, small, at_stake):
    requests = changing(page, at_stake)
    forged = list(product(requests, FORGERIES))
    assert len(forged) >= 100
    assert {path.rsplit("/", 1)[-1] for _, path in requests} >= {"cancel", "retry", "feedback", "imports", "summaries"}
    before = everything(small)
    for (method, path), headers in forged:
        body = b'{"papers": [{"title": "Forged"}], "paper_ids": ["hf:a"], "kind": "reindex"}'
        said = problem(page.request(method, path, content=body, headers=headers), 403, "foreign_page")
        assert "PAPERLARK_HOSTS" in said["detail"]
    assert everything(small) == before


@pytest.mark.parametrize(
    "headers",
    [
        {},  # curl, and every client that is no browser
        {"Origin": OURS},
        {"Origin": OURS, "Sec-Fetch-Site": "same-origin"},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},  # a form of a page that sends no referrer
        {"Origin": "http://TestServer:80"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_programs_and_our_own_pages_change_what_they_like(page, at_stake, headers):
    assert page.put(f"/v1/users/bob/feedback/{at_stake['paper_id']}", json={"kind": "like"}, headers=headers).is_success
    assert page.post("/v1/imports", content=b"@misc{a, title={An owl}}", headers=headers | FORM).is_success
    assert page.post(f"/v1/jobs/{at_stake['job_id']}/cancel", headers=headers).is_success
    assert page.post(f"/v1/jobs/{at_stake['cancelled']}/retry", headers=headers).is_success


@pytest.mark.parametrize(
    "origin",
    ["http://testserver:8001", "https://testserver:444", "http://testserver.evil.example", "http://evil.example:80",
     "chrome-extension://testserver", "http://testserver:x", "file://", "", "testserver"],
)  # fmt: skip
def test_what_only_looks_like_our_origin_is_foreign(refusing, origin):
    refused = refusing.post("/v1/jobs/any/cancel", headers={"Origin": origin, "Host": "testserver:80"})
    problem(refused, 403, "foreign_page")


def test_a_page_elsewhere_may_link_to_ours_and_read_nothing(refusing):
    answer = refusing.get("/v1/meta", headers={"Origin": ELSEWHERE, "Sec-Fetch-Site": "cross-site"})
    assert answer.is_success
    assert not any(name.startswith("access-control") for name in answer.headers)


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST:8000", "localhost.:8000", "paperlark.localhost:1", "127.0.0.1:8000", "127.8.8.8",
     "[::1]:8000", "192.168.1.5:8000", "testserver"],
)  # fmt: skip
def test_loopback_an_ip_address_and_the_names_that_are_set_are_ours(refusing, host):
    assert refusing.get("/healthz", headers={"Host": host}).is_success


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.evil.example", "", "[::1", "a:b", "1"],
)
@pytest.mark.parametrize(("method", "path"), [("GET", "/v1/meta"), ("POST", "/v1/jobs"), ("GET", "/nope")])
def test_any_other_name_is_not_answered_to_whatever_is_asked(refusing, host, method, path):
    answer = refusing.request(method, path, headers={"Host": host, "Origin": f"http://{host}"})
    said = problem(answer, 421, "unknown_host")
    assert "PAPERLARK_HOSTS" in said["detail"]
    assert "evil" not in str(said)


def test_a_name_that_is_set_is_ours_also_where_a_proxy_hides_it(open_services):
    names = ["Papers.example.org", "papers.example.org:8443"]
    with open_services(host="0.0.0.0", access={"keys": "off"}, hosts=names) as services:  # noqa: S104
        page = TestClient(create_app(services), base_url="http://127.0.0.1:8000")
        assert page.get("/healthz", headers={"Host": "papers.example.org"}).is_success
        for origin in ("https://papers.example.org", "https://papers.example.org:8443", "http://127.0.0.1:8000"):
            assert page.post("/v1/jobs", json={"kind": "reindex"}, headers={"Origin": origin}).is_success
        foreign = page.post("/v1/jobs", json={"kind": "reindex"}, headers={"Origin": "https://papers.example.org:9000"})
        problem(foreign, 403, "foreign_page")


def test_the_name_that_is_listened_on_is_ours(open_services):
    with open_services(host="lark.lan") as services:
        assert TestClient(create_app(services), base_url="http://lark.lan:8000").get("/healthz").is_success


def test_no_get_asks_a_model_and_a_list_shows_what_is_kept_or_quoted(small, upstream):
    liked = small.corpus.catalog.first_ids(2)
    small.corpus.feedback.record("ann", [FeedbackEvent(each, FeedbackKind.LIKE) for each in liked], small.now())
    route = "/v1/users/ann/recommendations?limit=3&blurbs=true"
    with asked(small, upstream, "good", deadline_s=60, inline_s=60) as page:
        quoted = [item["blurb"] for item in page.get(route).json()["data"]]
        assert {(each["source"], each["fallback"]["reason"]) for each in quoted} == {("extractive", "not_asked")}
        assert upstream.calls == []
        page.post("/v1/recommendations", json={"liked": liked[::-1], "limit": 2, "blurbs": True}).raise_for_status()
        paid = len(upstream.calls)
        shown = [item["blurb"]["source"] for item in page.get(route).json()["data"]]
        assert (shown, len(upstream.calls)) == (["llm", "llm", "extractive"], paid)


def test_no_get_changes_anything(page, small, at_stake):
    paths = page.get("/openapi.json").json()["paths"]
    before = everything(small)
    for path in [path.format(**at_stake) for path, item in paths.items() if "get" in item and "events" not in path]:
        page.get(path, params={"q": "flow", "paper_id": at_stake["paper_id"]})
    assert everything(small) == before


def test_where_a_query_costs_another_site_may_lead_here_and_no_more():
    app = FastAPI()
    app.add_middleware(CrossSiteGuard, host="127.0.0.1", hosts=("testserver",), reading_pays=True)
    app.add_api_route("/search", lambda: "found")
    client = TestClient(app)
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    assert client.get("/search", headers=elsewhere | {"Sec-Fetch-Dest": "image"}).status_code == 403
    assert client.get("/search", headers=elsewhere | {"Sec-Fetch-Dest": "document"}).status_code == 200
    assert client.get("/search", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200
    assert client.get("/search").status_code == 200


def test_a_browser_that_is_signed_in_changes_and_pays_nothing_for_another_sites_page(
    open_services, stores, small_folder, tmp_path, upstream
):
    folder = stores.copy(small_folder, tmp_path / "data")
    model = {"model": "openai/good", "api_base": upstream.url, "api_key": "a-key"}
    unhurried = ON | dict.fromkeys([f"{each}_per_minute" for each in ("reads", "writes", "spends", "admin")], 10_000)
    with open_services(folder, access=unhurried, llm={"models": [model]}) as services:
        page = TestClient(create_app(services), raise_server_exceptions=False, follow_redirects=False)
        page.cookies.set("paperlark-key", services.keys.create("a").text)  # as if SameSite did not hold it back
        before = everything(services)
        tried = [each for each in product(concrete(services), FORGERIES) if not each[0].startswith("GET ")]
        assert len(tried) >= 60
        for route, headers in tried:
            method, path = route.split(" ")
            body = b"do=write&ids=hf:a&kinds=summary&user=x&kind=like"
            assert page.request(method, path, content=body, headers=headers).status_code == 403, route
        for route in [each for each in concrete(services) if each.startswith("GET ") and "events" not in each]:
            answer = page.get(route.removeprefix("GET "), params={"blurbs": "true", "q": "flow"}, headers=FORGERIES[2])
            assert answer.status_code < 500, route
        assert everything(services) == before
        assert upstream.calls == []


def concrete(services):
    """Every route that needs a key, about a paper that is there."""
    names = {"user": "ann", "paper_id:path": services.corpus.catalog.first_ids(1)[0], "ending": "md"}
    routes = sorted(route for some in TABLE.values() for route in some)
    return [re.sub(r"\{([^}]*)\}", lambda found: names.get(found[1], "x"), route) for route in routes]


def test_a_host_in_letters_beyond_ascii_is_known_as_browsers_send_it(open_services):
    with open_services(hosts=["B\u00fccher.example"]) as services:
        page = TestClient(create_app(services), raise_server_exceptions=False)
        assert page.get("/healthz", headers={"Host": "xn--bcher-kva.example:8443"}).is_success
        for raw in (
            "b\u00fccher.example".encode(),
            b"b\xfccher.example",
            b"xn--bcher-kva.example.evil.example",
            b"[::1",
        ):
            problem(page.get("/healthz", headers={"Host": raw}), 421, "unknown_host")


@pytest.mark.parametrize(
    ("client", "proxies", "believed"),
    [("10.0.0.7", ["10.0.0.7"], True), ("10.0.0.7", ["10.0.0.0/8"], True), ("fd00::7", ["fd00::/8"], True),
     ("10.0.0.8", ["10.0.0.7"], False), ("127.0.0.1", [], False), ("127.0.0.1", ["10.0.0.7"], False)],
)  # fmt: skip
def test_what_is_forwarded_counts_only_from_a_proxy_that_is_set(open_services, client, proxies, believed):
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": "evil.example"}
    with open_services(access=ON | {"proxies": proxies}) as services:
        config = create_server(services).config
        config.load()
        page = TestClient(config.loaded_app, client=(client, 5), follow_redirects=False)
        answer = page.post("/sign-in", data={"key": services.keys.create("a").text}, headers=forwarded)
        assert ("; Secure" in answer.headers["set-cookie"]) is believed
        assert TestClient(config.loaded_app, client=(client, 5)).get("/v1/meta", headers=forwarded).status_code == 401
