"""Digests are posted once, signed, to nobody whom the operator forbids; who does not take them is left alone."""

import asyncio
import itertools
import socket
import time
from contextlib import suppress
from datetime import timedelta

import pytest
import sqlalchemy as sa

from service.digests import Posted, new_secret, post_digest, put_webhook, try_webhook
from service.digests.webhook_delivery import post
from service.digests.webhook_payload import payload_of, signature
from service.errors import BadInput, WebhookNotFound
from service.settings import WebhookSettings
from service.storage import DigestRecords, Webhook, WebhookRecords
from service.storage.sql import digests
from tests.digests.feeds import NOON
from tests.digests.receiver import receiving
from tests.digests.test_webhook_payload import digest, paper

HERE = WebhookSettings(private=True, timeout_s=5.0, retry_s=0.0)
PUBLIC = WebhookSettings(timeout_s=5.0, retry_s=0.0)
FOUND = digest(paper())


@pytest.fixture(scope="module")
def database(stores, tmp_path_factory):
    with stores.opened(tmp_path_factory.mktemp("webhooks")) as database:
        yield database


@pytest.fixture
def records(database):
    """The webhooks, of which there is none, and ten digests to post: d0 to d9."""
    found = WebhookRecords(database)
    found.delete("ann")
    DigestRecords(database).delete_user("ann")
    with database.write() as connection:
        connection.execute(sa.insert(digests), [kept(f"d{number}") for number in range(10)])
    return found


def kept(name):
    values = {"status": "claimed", "tries": 0, "claimed_at": NOON, "changed_at": NOON, "made_at": NOON}
    return {"id": name, "user": "ann", "period": name} | values


@pytest.fixture
def receiver():
    with receiving() as server:
        yield server


def put(records, url, known_by="s3cret", settings=HERE):
    return put_webhook(records, settings, "ann", url, "json", known_by, NOON)[0]


def posted(records, found=FOUND, settings=HERE, now=NOON):
    return asyncio.run(post_digest(records, settings, found, lambda: now))


def clock():
    return NOON


def another(number):
    return FOUND.model_copy(update={"id": f"d{number}"})


def test_a_digest_is_posted_signed_and_named(records, receiver):
    put(records, receiver.url)
    assert posted(records) == Posted("sent", "answered 200")
    ((path, headers, body),) = receiver.posts
    assert (path, body) == ("/hook", payload_of(FOUND, "json"))
    assert headers["paperlark-signature"] == signature("s3cret", body, NOON)
    assert headers["paperlark-delivery"] == FOUND.id
    assert headers["content-type"] == "application/json"
    assert headers["host"] == receiver.url.split("/")[2]
    kept = records.get("ann")
    assert (kept.last_outcome, kept.last_reason, kept.failures) == ("sent", "answered 200", 0)


def test_a_digest_is_posted_once_however_often_and_by_whomever(records, receiver):
    put(records, receiver.url)

    async def at_once():
        return await asyncio.gather(*(post_digest(records, HERE, FOUND, clock) for _ in range(5)))

    assert [each for each in asyncio.run(at_once()) if each] == [Posted("sent", "answered 200")]
    assert posted(records) is None
    assert len(receiver.posts) == 1
    assert posted(records, another(2)).outcome == "sent"


def test_a_digest_is_not_posted_again_after_another_or_to_another_address(records, receiver):
    put(records, receiver.url)
    assert [posted(records, each) and each.id for each in (FOUND, another(2), FOUND)] == ["d1", "d2", None]
    put(records, f"{receiver.url}2", "new")
    assert posted(records) is None
    assert len(receiver.posts) == 2


def test_what_was_made_before_an_address_was_put_is_not_posted_there(records, receiver):
    put_webhook(records, HERE, "ann", receiver.url, "json", "s3cret", NOON + timedelta(seconds=1))
    assert posted(records) is None
    assert receiver.posts == []


def test_each_try_is_signed_as_of_its_own_time(records, receiver):
    put(records, receiver.url)
    receiver.answers = [503, 200]
    times = (NOON + timedelta(minutes=number) for number in itertools.count())
    asyncio.run(post_digest(records, HERE, FOUND, lambda: next(times)))
    first, second = (headers["paperlark-signature"].partition(",")[0] for _, headers, _ in receiver.posts)
    assert int(second.removeprefix("t=")) - int(first.removeprefix("t=")) == 60


def test_what_was_not_taken_is_tried_again_under_the_same_name(records, receiver):
    put(records, receiver.url)
    receiver.answers = [503, 429, 204]
    assert posted(records) == Posted("sent", "answered 204")
    assert {headers["paperlark-delivery"] for _, headers, _ in receiver.posts} == {FOUND.id}
    assert len(receiver.posts) == 3


def test_three_tries_are_enough(records, receiver):
    put(records, receiver.url)
    receiver.answers = [500]
    assert posted(records) == Posted("failed", "answered 500")
    assert len(receiver.posts) == 3
    assert records.get("ann").failures == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308, 400, 401, 404])
def test_a_refusal_is_not_tried_again_nor_a_redirect_followed(records, receiver, status):
    put(records, receiver.url)
    receiver.answers = [status]
    assert posted(records) == Posted("refused", f"answered {status}")
    assert [path for path, _, _ in receiver.posts] == ["/hook"]


def test_who_wants_no_more_gets_no_more(records, receiver):
    put(records, receiver.url)
    receiver.answers = [410]
    assert posted(records).gone
    assert [each.user for each in records.paused(10)] == ["ann"]
    assert posted(records, another(2)) is None
    assert len(receiver.posts) == 1
    put(records, receiver.url)  # again
    receiver.answers = [200]
    assert posted(records, another(3)).outcome == "sent"
    assert records.paused(10) == []


def test_the_fifth_failure_in_a_row_pauses(records, receiver):
    put(records, receiver.url)
    receiver.answers = [400]
    for number in range(4):
        posted(records, another(number))
    receiver.answers = [200]
    posted(records, another(4))
    receiver.answers = [400]
    for number in range(5, 10):
        assert records.paused(10) == []
        posted(records, another(number))
    assert len(records.paused(10)) == 1
    assert records.get("ann").last_reason == "answered 400"


def test_what_was_sent_and_not_answered_is_unknown_and_not_sent_again(records, receiver):
    put(records, receiver.url)
    receiver.hold.clear()
    quick = HERE.model_copy(update={"timeout_s": 0.5})
    assert posted(records, settings=quick) == Posted("unknown", "it was sent, and no answer came")
    receiver.hold.set()
    while not receiver.posts:
        time.sleep(0.02)
    assert posted(records) is None
    assert len(receiver.posts) == 1


def test_who_dies_while_it_is_posted_leaves_it_unknown(records, receiver):
    webhook = put(records, receiver.url)
    assert records.claim(webhook, FOUND.id, NOON)
    assert records.get("ann").last_outcome == "unknown"
    assert posted(records) is None
    assert receiver.posts == []


def test_an_answer_that_drips_for_ever_ends_when_the_time_of_a_try_does():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)

        async def drip():
            loop = asyncio.get_running_loop()
            posting = asyncio.create_task(
                post(_webhook(server), b"{}", "d", HERE.model_copy(update={"timeout_s": 1.0}), clock)
            )
            connection, _ = await loop.run_in_executor(None, server.accept)
            with connection, suppress(OSError):  # nobody listens any more
                while not posting.done():
                    await asyncio.sleep(0.02)
                    connection.send(b"H")
            return await posting

        begun = time.monotonic()
        assert asyncio.run(drip()).outcome == "unknown"
        assert time.monotonic() - begun < 1.9


def _webhook(server):
    return Webhook("ann", f"http://127.0.0.1:{server.getsockname()[1]}/", "json", "s", NOON)


def test_nobody_there_is_a_failure(records):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    put(records, f"http://127.0.0.1:{port}/")
    assert posted(records) == Posted("failed", "no connection")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "127.1", "[::1]", "[::ffff:127.0.0.1]"])
def test_this_machine_is_not_reached_unless_the_operator_allows_it(records, receiver, host):
    put(records, f"http://{host}:{receiver.server_port}/hook")  # as if it had been allowed once
    assert posted(records, settings=PUBLIC).outcome == "refused"
    assert "not public" in records.get("ann").last_reason
    assert receiver.posts == []


def test_the_proxies_of_the_environment_are_not_asked(records, receiver, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    put(records, receiver.url)
    assert posted(records).outcome == "sent"


@pytest.mark.parametrize(
    "url",
    ["", "x", "ftp://example.org/", "file:///etc/passwd", "http://", "http://a:b@example.org/", "http://example.org:0/",
     "http://example.org:99999/", "https://exa mple.org/", "http://example.org/\n", "javascript:alert(1)",
     "http://127.0.0.1/", "http://10.0.0.1/", "http://[::1]/", "http://localhost:80/", "http://x.localhost/",
     "http://169.254.169.254/latest", "http://2130706433/", "https://example.org/" + "x" * 2_000],
)  # fmt: skip
def test_an_address_that_cannot_be_is_refused_and_named(records, url):
    with pytest.raises(BadInput) as refused:
        put(records, url, settings=PUBLIC)
    assert refused.value.errors[0].pointer == "/url"
    assert records.get("ann") is None


def test_the_same_address_keeps_its_secret_and_another_has_another(records):
    first, is_new = put_webhook(records, PUBLIC, "ann", "https://example.org/a", "json", new_secret(), NOON)
    again, again_new = put_webhook(records, PUBLIC, "ann", "https://example.org/a", "slack", new_secret(), NOON)
    other, other_new = put_webhook(records, PUBLIC, "ann", "https://example.org/b", "slack", new_secret(), NOON)
    assert (is_new, again_new, other_new) == (True, False, True)
    assert first.secret == again.secret != other.secret
    assert again.format == "slack"


def test_what_comes_of_an_address_that_was_replaced_is_not_kept(records, receiver):
    old = put(records, receiver.url, "old")
    put(records, f"{receiver.url}2", "new")
    records.record(old, "failed", "answered 500", NOON, most_failures=1)
    assert records.get("ann").failures == 0
    assert not records.claim(old, "d9", NOON)


def test_a_try_says_what_came_of_it_and_changes_nothing(records, receiver):
    put(records, receiver.url)
    before = records.get("ann")
    assert asyncio.run(try_webhook(records, HERE, "ann", clock)) == Posted("sent", "answered 200")
    receiver.answers = [500]
    assert asyncio.run(try_webhook(records, HERE, "ann", clock)).outcome == "failed"
    assert len(receiver.posts) == 2
    assert records.get("ann") == before
    with pytest.raises(WebhookNotFound):
        asyncio.run(try_webhook(records, HERE, "bob", clock))
