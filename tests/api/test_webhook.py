"""A user's webhook over HTTP, its page in the documents, and what Status says of one that takes nothing."""

import asyncio
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from service.digests import post_digest
from service.digests.webhook_payload import signature
from service.settings import WebhookSettings
from service.storage import DigestRecords, WebhookRecords, digest_id
from tests.api.problem import pointers, problem
from tests.api.users import ANN
from tests.digests.receiver import receiving
from tests.digests.test_webhook_payload import digest

HOOK = f"{ANN}/webhook"
HERE = WebhookSettings(private=True, timeout_s=5.0, retry_s=0.0)
PAGE = Path(__file__).parents[2] / "docs" / "webhooks.md"


@pytest.fixture
def put(client):
    def put(**body):
        return client.put(HOOK, json=body)

    return put


def test_the_secret_is_shown_once(client, put):
    first = put(url="https://example.org/a").json()
    assert len(first["secret"]) == 43
    assert (first["status"], first["format"]) == ("active", "json")
    assert put(url="https://example.org/a", format="slack").json()["secret"] is None
    shown = client.get(HOOK)
    assert shown.json()["format"] == "slack"
    assert first["secret"] not in shown.text
    assert put(url="https://example.org/b").json()["secret"] != first["secret"]
    assert client.delete(HOOK).status_code == 204
    for gone in (client.get(HOOK), client.delete(HOOK), client.post(f"{HOOK}/test")):
        problem(gone, 404, "webhook_not_found")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/url"), ({"url": 1}, "/url"), ({"url": "x"}, "/url"), ({"url": "http://127.0.0.1/"}, "/url"),
        ({"url": "https://example.org/\ud800"}, None), ({"url": "https://example.org/", "format": "xml"}, "/format"),
        ({"url": "https://example.org/", "secret": "mine"}, "/secret"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_keeps_nothing(client, small, body, pointer):
    refused = client.put(HOOK, content=json.dumps(body), headers={"Content-Type": "application/json"})
    found = pointers(problem(refused, 422))
    assert pointer is None or found == [pointer]
    assert WebhookRecords(small.database).get("ann") is None


def test_to_try_one_whose_name_leads_nowhere_says_so(client, put):
    put(url="http://localtest.invalid/")
    said = client.post(f"{HOOK}/test").json()
    assert said == {"outcome": "failed", "reason": "the name cannot be looked up"}


def test_status_names_who_takes_nothing_and_not_where(client, small):
    records = WebhookRecords(small.database)
    with receiving() as receiver:
        receiver.answers = [410]
        client.put(HOOK, json={"url": "https://example.org/secret"})
        records.put(replace(records.get("ann"), url=receiver.url))
        kept = DigestRecords(small.database)
        kept.claim("ann", "2026-11-29", small.now())
        name = digest_id("ann", "2026-11-29")
        kept.keep(name, b"{}", [], small.now(), small.now())
        asyncio.run(post_digest(records, HERE, digest().model_copy(update={"id": name}), small.now))
        page = client.get("/status").text
    assert "Webhooks that take no digests" in page
    assert "answered 410" in page
    assert receiver.url not in page
    assert client.get(HOOK).json()["status"] == "paused"


def test_the_receiver_of_the_page_knows_our_posts_from_others():
    (program,) = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    names = {}
    exec(program, names)  # noqa: S102  # our own page
    is_ours, body = names["is_ours"], b'{"type":"digest"}'
    now = datetime.now(UTC)
    header = signature("s3cret", body, now)
    assert is_ours("s3cret", header, body)
    assert not is_ours("other", header, body)
    assert not is_ours("s3cret", header, body + b" ")
    assert not is_ours("s3cret", signature("s3cret", body, now - timedelta(minutes=10)), body)
