"""All that is kept about a user can be taken away, and goes: from tables, files, and work that is under way."""

import time

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from service.app import create_app
from service.storage import FeedbackEvent, FeedbackKind, StoredResponse, digest_id
from service.storage.sql import metadata, spending
from tests.api.keyed import ON, let_in
from tests.api.test_cross_site import everything
from tests.api.test_jobs import begun
from tests.corpora import serving

NAME = "zebulon-quartermaine"
USER = f"/v1/users/{NAME}"


@pytest.fixture
def services(stores, small_folder, tmp_path, open_services, upstream):
    """Services over 60 papers with a slow model that takes one call at a time, and keys."""
    stores.copy(small_folder, tmp_path / "data")
    upstream.seconds = 0.1
    model = {"model": "openai/slow", "api_base": upstream.url, "api_key": "a-key"}
    prices = {"usd_per_million_in": 1.0, "usd_per_million_out": 1.0}
    with open_services(llm={"models": [model | prices], "concurrency": 1, "verify": "off"}) as services:
        yield services


def leave_traces(services, client):
    """Have something of the user in every table that can hold a name."""
    ids = services.corpus.catalog.first_ids(30)
    for paper in ids:
        assert client.put(f"{USER}/feedback/{paper}", json={"kind": "like"}).is_success
    for number in range(20):
        assert client.put(f"{USER}/collections/c{number}", json={"note": "n" * 300}).is_success
    assert client.put(f"{USER}/collections/c1/{ids[0]}", json={}).is_success
    assert client.put(f"{USER}/authors/Ann%20Lee").is_success
    assert client.put(f"{USER}/searches/owls", json={"query": "owls"}).is_success
    assert client.post(
        f"{USER}/imports", content=b"@misc{a, title={An owl}}", headers={"Idempotency-Key": "k"}
    ).is_success
    shown = {"place": "for_you", "paper_ids": ids[:2]}
    assert client.post(f"{USER}/impressions", json=shown).is_success
    assert client.post(f"{USER}/alerts/seen", json={}).is_success
    assert client.post("/v1/summaries", json={"paper_ids": ids[:1], "user": NAME, "kinds": ["summary"]}).is_success
    services.keys.create("laptop", user=NAME)
    assert client.post(f"{USER}/feeds", json={"kind": "recommendations"}).is_success
    assert client.put(f"{USER}/webhook", json={"url": "https://hooks.example.org/"}).is_success
    assert client.post(f"{USER}/subscription", json={}).is_success
    digests, now = services.digests.digests, services.now()
    digests.claim(NAME, "2026-11-29", now)
    digests.keep(digest_id(NAME, "2026-11-29"), b"{}", ids[2:3], now, now)
    return ids


def test_the_export_has_all_that_is_held(services):
    with serving(services) as client:
        leave_traces(services, client)
        job = begun(client, services.corpus.catalog.first_ids(1), user=NAME)
        found = client.get(f"{USER}/export").json()
        held = {name for name, rows in everything(services).items() if NAME in repr(rows)}
    assert held == {
        "feedback", "collections", "collected_papers", "followed_authors", "saved_searches", "library_imports",
        "impressions", "alert_marks", "spending", "spending_totals", "jobs", "replies", "access_keys",
        "subscriptions", "digests", "digest_papers", "feeds", "webhooks",
    }  # fmt: skip
    assert {name for name, part in found.items() if part} == {
        "data", "jobs", "collections", "authors", "searches", "imports", "impressions", "alert_marks", "keys",
        "spending", "replies", "subscription", "digests", "feeds", "webhook",
    }  # fmt: skip
    assert found["jobs"] == [job.rpartition("/")[2]]
    assert found["spending"][0]["cost_usd"] > 0
    assert found["keys"][0].keys() == {"id", "name", "scopes", "created_at", "expires_at"}
    assert "An owl" in found["replies"][0]["body"] or found["replies"][0]["status"] == 200


@pytest.mark.embedded("what stays in the files of a server's database is the server's business")
def test_the_name_of_an_erased_user_is_in_no_file(services, tmp_path):
    with serving(services) as client:
        leave_traces(services, client)
        begun(client, services.corpus.catalog.first_ids(2), user=NAME)
        assert named_in(tmp_path)
        assert client.delete(USER).json()["deleted"] == 31
        until(lambda: named_in(tmp_path) == [])  # what was under way comes to its end
        assert not any(NAME in repr(rows) for rows in everything(services).values())
        assert client.get(f"{USER}/export").json()["spending"] == []


def until(holds):
    """Wait until it holds."""
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def named_in(folder):
    """The files that hold the name."""
    return [file.name for file in sorted(folder.rglob("*")) if file.is_file() and NAME.encode() in file.read_bytes()]


def test_a_job_under_way_pays_nothing_further_for_a_user_who_is_erased(services, upstream):
    with serving(services) as client:
        begun(client, services.corpus.catalog.first_ids(25), user=NAME, kinds=["summary"], mode="auto")
        until(lambda: len(upstream.calls) >= 3)
        client.delete(USER)
        time.sleep(1)
        assert len(upstream.calls) <= 6
        with services.database.read() as connection:
            users = connection.execute(sa.select(spending.c.user, spending.c.settled_at)).all()
        assert {user for user, _ in users} == {None}
        assert all(settled for _, settled in users)
        assert services.writer.chain.ledger.audit() == []
        assert not any(NAME in repr(rows) for rows in everything(services).values())
        again = client.post("/v1/summaries", json={"paper_ids": services.corpus.catalog.first_ids(1), "user": NAME})
        assert again.json()["data"][0]["source"] == "llm"  # who comes back is no stranger


def test_a_reply_that_comes_after_the_erasure_is_not_kept(services, upstream):
    upstream.seconds = 1.0
    keys, now = services.idempotency_keys, services.now
    assert keys.begin("k", "f", now()) is None
    with TestClient(create_app(services)) as client:
        client.delete(USER)
    keys.finish("k", StoredResponse(200, {}, b"of the user"), NAME)
    assert everything(services)["replies"] == []


def test_a_users_key_goes_with_the_user(stores, small_folder, tmp_path, open_services):
    stores.copy(small_folder, tmp_path / "data")
    with open_services(access=ON) as services, let_in(services) as knock:
        own, others = knock(user=NAME), knock(user="bob")
        services.corpus.feedback.record(
            NAME, [FeedbackEvent(services.corpus.catalog.first_ids(1)[0], FeedbackKind.LIKE)], services.now()
        )
        assert own.delete(USER).json() == {"deleted": 1}
        assert own.get("/v1/meta").status_code == 401
        assert others.get("/v1/meta").is_success


def test_every_table_is_known_to_hold_a_name_or_not():
    named = {table.name for table in metadata.sorted_tables if "user" in table.c}
    assert named == {
        "access_keys", "alert_marks", "collected_papers", "collections", "digest_papers", "digests", "feedback",
        "feeds", "followed_authors", "impressions", "library_imports", "replies", "saved_searches", "spending",
        "spending_totals", "subscriptions", "webhooks",
    }  # fmt: skip
