"""Who is let in: every route has a scope, and a key of one user sees and reaches nothing of another's."""

import asyncio
import json
import logging
import re

import pytest
from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient

from service.access import Caller
from service.api.jobs import _events
from service.api.scopes import OPEN, TABLE, is_open, scope_of
from service.app import create_app
from service.storage import FeedbackEvent, FeedbackKind
from service.summarization import TextOptions
from tests.api.keyed import ON, let_in
from tests.api.problem import problem
from tests.api.test_cross_site import everything

NEVER = "paperlark_00000000_" + "0" * 48
EXAMPLES = {"user": "ann", "paper_id:path": "hep-th/9901001", "path:path": "page.css", "ending": "md"}


@pytest.fixture
def services(stores, small_folder, tmp_path, open_services):
    stores.copy(small_folder, tmp_path / "data")
    with open_services(access=ON) as services:
        yield services


@pytest.fixture
def knock(services):
    with let_in(services) as knock:
        yield knock


def routes(app):
    """Every route of the application, as `GET /v1/meta`."""
    for context in iter_route_contexts(app.routes):
        for method in sorted(set(context.methods or {"GET"}) - {"HEAD"}):
            path = context.path if context.methods else f"{context.path}/{{path:path}}"  # files below a folder
            yield f"{method} {path}"


def example(route):
    """A request that the route answers, as (method, path)."""
    return re.sub(r"\{([^}]*)\}", lambda found: EXAMPLES.get(found[1], "x"), route).split(" ")


def test_every_route_is_in_the_table_and_the_table_names_no_other(services):
    named = [*OPEN, *(route for some in TABLE.values() for route in some)]
    assert sorted(named) == sorted(set(routes(create_app(services))))


def test_the_table_finds_for_every_request_the_scope_of_its_route():
    for scope, some in TABLE.items():
        for route in some:
            assert (scope_of(*example(route)), is_open(*example(route))) == (scope, False), route
    assert all(is_open(*example(route)) and scope_of(*example(route)) is None for route in OPEN)


@pytest.mark.parametrize("path", ["/v1/users", "/v1/users//feedback", "/v1/nope", "/V1/meta", "/healthz/", "//healthz"])
def test_what_is_no_route_is_nobodys(path):
    assert scope_of("GET", path) is None
    assert not is_open("GET", path)


def test_without_a_key_nothing_is_answered_and_nothing_changes(services, knock):
    stranger, before = TestClient(create_app(services), raise_server_exceptions=False), everything(services)
    for some in TABLE.values():
        for route in some:
            method, path = example(route)
            for headers in ({}, {"Authorization": f"Bearer {NEVER}"}, {"Authorization": "Basic YTpi"}):
                answer = stranger.request(method, path, headers=headers)
                facade = path.startswith(("/graph", "/recommendations"))
                assert answer.status_code == (403 if facade else 401), route
                assert facade or answer.headers["www-authenticate"] == "Bearer"
    problem(stranger.get("/nope"), 401, "key_needed")
    assert everything(services) == before
    assert knock().get("/v1/meta").is_success


def test_a_key_reaches_the_routes_of_its_scopes_and_no_other(services, knock):
    paper = services.corpus.catalog.first_ids(1)[0]
    for held in TABLE:
        client = knock(held)
        for scope, some in TABLE.items():
            for route in some if scope != held else ():
                method, path = example(route)
                answer = client.request(method, path)
                assert answer.status_code == 403, (held, route)
                if answer.headers["content-type"] == "application/problem+json":
                    assert problem(answer, 403, "not_allowed")["detail"].startswith(
                        f"This needs a key with the scope {scope};"
                    )
    assert knock("read").get(f"/v1/papers/{paper}").is_success
    assert knock("write").put(f"/v1/users/ann/feedback/{paper}", json={"kind": "like"}).is_success
    assert knock("spend").post("/v1/summaries", json={"paper_ids": [paper]}).is_success
    assert knock("admin").get("/v1/checks").is_success
    blurbs = {"liked": [paper], "blurbs": True}
    problem(knock("read").post("/v1/recommendations", json=blurbs), 403, "not_allowed")
    assert knock("read", "spend").post("/v1/recommendations", json=blurbs).is_success
    assert knock("write").post(f"/papers/{paper}", data={"do": "write"}).status_code == 403


def test_a_route_that_is_not_there_is_404_for_whoever_has_a_key(knock):
    problem(knock("read").get("/nope"), 404, "no_such_address")
    assert knock().head("/static/page.css").is_success


@pytest.fixture
def anns(services):
    """Names in paths of what ann has here."""
    paper = services.corpus.catalog.first_ids(1)[0]
    services.corpus.feedback.record("ann", [FeedbackEvent(paper, FeedbackKind.LIKE)], services.now())
    job = services.jobs.summarize(TextOptions(("summary",), user="ann"), [paper])
    nobodys = services.jobs.summarize(TextOptions(("summary",)), [paper])
    return {"paper": paper, "job": job, "nobodys": nobodys}


def test_a_key_of_another_user_learns_nothing_of_a_user_not_even_whether_there_is_one(services, knock, anns):
    bob, before = knock(user="bob"), unworked(services)
    of_users = [route for some in TABLE.values() for route in some if "{user}" in route]
    assert len(of_users) >= 25
    for route in of_users:
        method, path = example(route)
        answers = [bob.request(method, path.replace("/ann", f"/{user}"), json={}) for user in ("ann", "nobody")]
        details = [problem(answer, 403, "not_allowed")["detail"] for answer in answers]
        assert details[0] == details[1]
        assert "ann" not in details[0]
    for query in ("user=ann", "within=likes&user=ann", "user=bob&user=ann", "us%65r=ann"):
        problem(bob.get(f"/v1/search?q=flow&{query}"), 403, "not_allowed")
        problem(bob.get(f"/v1/map?{query}"), 403, "not_allowed")
    for body in ({"paper_ids": [anns["paper"]], "user": "ann"}, {"top": 3, "user": "ann"}):
        problem(bob.post("/v1/summaries", json=body), 403, "not_allowed")
    assert unworked(services) == before


def unworked(services):
    """All that is stored; of jobs, which are worked on meanwhile, how many there are."""
    found = everything(services)
    return found | {name: len(found[name]) for name in ("jobs", "job_items", "workers")}


def test_a_stream_ends_with_the_key_that_asked_for_it(services, anns):
    async def read():
        caller = Caller(services.keys.made()[0].id, ("read",), None)
        stream = _events(services, caller, services.jobs.summarize(TextOptions(("summary",)), [anns["paper"]]), "")
        first = await anext(stream)
        services.keys.revoke(caller.key_id)
        return first, [part async for part in stream]

    services.keys.create("a")
    first, rest = asyncio.run(read())
    assert b"progress" in first
    assert rest == []


@pytest.mark.parametrize("name", ["job", "nobodys"])
def test_a_job_of_somebody_else_is_as_if_it_were_not(knock, anns, name):
    bob = knock(user="bob")
    for method, rest in [("GET", ""), ("GET", "/results"), ("GET", "/events"), ("POST", "/cancel"), ("POST", "/retry")]:
        seen, unknown = (bob.request(method, f"/v1/jobs/{job}{rest}") for job in (anns[name], "0" * 32))
        assert problem(seen, 404, "job_not_found") | {"request_id": 0} == unknown.json() | {"request_id": 0}
    for method, path in [("GET", f"/batch/{anns[name]}"), ("POST", f"/batch/{anns[name]}")]:
        assert bob.request(method, path, data={"do": "cancel"}).status_code == 404
    assert bob.get(f"/batch/{anns[name]}/texts.md").status_code == 404


def test_what_is_begun_with_a_users_key_is_the_users(services, knock, anns):
    ann, bob = knock(user="ann"), knock(user="bob")
    background = {"Prefer": "respond-async"}
    begun = ann.post("/v1/summaries", json={"paper_ids": [anns["paper"]], "kinds": ["summary"]}, headers=background)
    job = begun.headers["location"]
    assert ann.get(job).is_success
    assert bob.get(job).status_code == 404
    assert ann.get(f"/v1/jobs/{anns['job']}").is_success
    assert set(ann.get("/v1/users/ann/export").json()["jobs"]) == {anns["job"], begun.json()["id"]}
    assert services.jobs.get(begun.json()["id"]).request["user"] == "ann"


def test_the_page_of_a_users_key_is_the_users_whatever_the_cookie_says(knock, anns):
    bob = knock(user="bob")
    bob.cookies.set("paperlark-user", "ann")
    bob.post("/for-you", data={"do": f"like {anns['paper']}"})
    assert [each["paper_id"] for each in bob.get("/v1/users/bob/feedback").json()["data"]] == [anns["paper"]]
    assert "You are" not in bob.get("/for-you").text


def test_a_kept_reply_is_for_the_key_that_it_was_given_to(knock, anns):
    ann, bob = knock(user="ann"), knock(user="bob")

    def replayed(client):
        answer = client.post("/v1/papers", json={"papers": [{"title": "Owls"}]}, headers={"Idempotency-Key": "same"})
        return "idempotent-replayed" in answer.headers

    assert [replayed(client) for client in (ann, ann, bob, knock(user="ann"), knock())] == [False, True] + [False] * 3
    body = {"paper_ids": [anns["paper"]], "kinds": ["summary"]}
    headers = {"Prefer": "respond-async", "Idempotency-Key": "job"}
    jobs = {client.post("/v1/summaries", json=body, headers=headers).json()["id"] for client in (ann, ann, bob)}
    assert len(jobs) == 2


def test_of_what_is_open_no_answer_is_kept_for_who_shows_no_key(services):
    stranger, before = TestClient(create_app(services), follow_redirects=False), everything(services)
    for path in ("/sign-in", "/sign-out"):
        answers = [stranger.post(path, data={"key": "no key"}, headers={"Idempotency-Key": path}) for _ in range(2)]
        assert "idempotent-replayed" not in answers[1].headers
    assert everything(services) == before


def test_a_key_comes_in_one_header_of_two_and_never_twice(services):
    app = create_app(services)
    key, other = (services.keys.create("a").text for _ in range(2))
    for headers in (
        {"Authorization": f"bearer  {key}"},
        {"X-Api-Key": key},
        {"Authorization": "Basic x", "X-API-KEY": key},
    ):
        assert TestClient(app, headers=headers).get("/v1/meta").is_success
    twice = [("Authorization", f"Bearer {key}"), ("Authorization", f"Bearer {other}")]
    for headers in (twice, [twice[0], twice[0]], {"Authorization": f"Bearer {key}", "X-Api-Key": key},
                    {"Authorization": f"Bearer {key}", "Cookie": f"paperlark-key={key}"}):  # fmt: skip
        problem(TestClient(app).get("/v1/meta", headers=headers), 401, "key_refused")


@pytest.mark.parametrize("place", ["/v1/meta?key={}", "/v1/papers/{}", "/v1/search?q=a&api_key={}", "/v1/nope?a%3D{}"])
def test_a_key_in_an_address_is_refused_with_what_to_do_whoever_asks(services, knock, place):
    key = services.keys.create("a").text
    for each in (key, key.replace("_", "%5F")):
        said = problem(knock().get(place.format(each)), 422, "key_in_address")
        assert "revoke" in said["detail"]
        assert key[-48:] not in json.dumps(said)


@pytest.mark.parametrize(
    "sent",
    [b"", b"Bearer", b"Bearer ", b"Bearer " + b"a" * 10_000, b"Bearer \xff\xfe", b"Token x", b"Bearer a b", b"\x00"],
)
def test_a_broken_header_is_401_and_comes_back_nowhere(services, sent, caplog):
    with caplog.at_level(logging.INFO):
        answer = TestClient(create_app(services)).get("/v1/meta", headers=[("Authorization", sent)])
    assert answer.status_code == 401
    assert "a" * 100 not in answer.text + caplog.text


def test_a_revoked_key_is_refused_in_every_process_and_stands_nowhere(services, knock, capsys):
    key = services.keys.create("a")
    here, there = knock(text=key.text), TestClient(create_app(services), headers={"X-Api-Key": key.text})
    for client in (here, there):
        assert client.post("/v1/papers/lookup", json={"ids": ["hf:a"]}, headers={"Idempotency-Key": "k"}).is_success
    services.keys.revoke(key.key.id)
    for client in (here, there):
        said = problem(client.get("/v1/meta"), 401, "key_refused")
        assert key.text[-48:] not in json.dumps(said)
    assert key.text[-48:] not in repr(everything(services))
    assert key.text[-48:] not in "".join(capsys.readouterr())


def test_programs_for_semantic_scholar_send_x_api_key_and_are_told_403(services):
    asked = "/graph/v1/paper/search?query=flow"
    app = create_app(services)
    assert TestClient(app).get(asked, headers={"x-api-key": services.keys.create("a").text}).is_success
    refused = TestClient(app).get(asked, headers={"x-api-key": NEVER})
    assert (refused.status_code, refused.json().keys()) == (403, {"error"})


def test_who_asks_too_often_is_told_what_is_left_and_when_to_come_again(open_services):
    with (
        open_services(access=ON | {"reads_per_minute": 2, "writes_per_minute": 1}) as services,
        let_in(services) as knock,
    ):
        client = knock("read", "write")
        told = [client.get("/v1/meta").headers for _ in range(2)]
        assert [headers["ratelimit-policy"] for headers in told] == ['"read";q=2;w=60'] * 2
        assert [re.fullmatch(r'"read";r=(\d);t=\d+', headers["ratelimit"])[1] for headers in told] == ["1", "0"]
        refused = client.get("/v1/meta")
        problem(refused, 429, "rate_limited")
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert client.get("/graph/v1/paper/search?query=a").status_code == 429
        assert client.post("/v1/papers", json={"papers": [{"title": "Owls"}]}).is_success
        assert client.get("/healthz").is_success
        assert knock("read").get("/v1/meta").is_success


def test_on_loopback_nobody_needs_a_key(client):
    assert client.get("/v1/meta", headers={"X-Api-Key": "whatever"}).is_success
    assert "ratelimit" not in client.get("/v1/meta").headers


def test_a_model_writes_digests_where_the_key_that_saved_the_subscription_may_spend(knock):
    path, form = "/v1/users/ann/subscription", {"do": "subscribe", "frequency": "daily", "at": "07:00", "zone": "UTC"}
    form |= {"at_most": "3", "weekday": "monday", "min_confidence": "low", "language": "en", "when_empty": "send"}
    careful, rich = knock("read", "write", user="ann"), knock("read", "write", "spend", user="ann")
    said = [client.post(path, json={}).json()["by_model"] for client in (careful, rich)]
    for client in (careful, rich):
        client.post("/digest", data=form).raise_for_status()
        said.append(client.get(path).json()["by_model"])
    assert said == [False, True, False, True]
