"""Digests that are due are posted beside being mailed, once; what becomes of either does nothing to the other."""

import asyncio
import json
from dataclasses import replace

import pytest

from service.digests import Digest, put_webhook, send_digests
from service.jobs import UserRecords
from service.settings import WebhookSettings
from tests.digests.readers import DAY, HOUR, Reader
from tests.digests.receiver import receiving

HERE = WebhookSettings(private=True, timeout_s=5.0, retry_s=0.0)


@pytest.fixture
def receiver():
    with receiving() as server:
        yield server


@pytest.fixture
def hooked(reader, receiver) -> Reader:
    """The reader, who has a webhook."""
    settings = reader.parts.settings.model_copy(update={"webhooks": HERE})
    reader.parts = replace(reader.parts, settings=settings)
    put_webhook(reader.parts.webhooks, HERE, reader.name, receiver.url, "json", "s3cret", reader.now)
    return reader


def posts(receiver):
    return [Digest.model_validate_json(json.dumps(json.loads(body)["digest"])) for _, _, body in receiver.posts]


def test_a_digest_is_mailed_and_posted_as_it_is_kept(hooked, receiver, box):
    hooked.subscribes()
    assert hooked.send_due() == ["sent"]
    assert len(box.letterbox.taken) == 1
    assert posts(receiver) == [hooked.latest.digest]
    assert receiver.posts[0][1]["paperlark-delivery"] == hooked.latest.digest.id


def test_without_an_address_it_is_kept_and_posted(hooked, receiver, box):
    hooked.subscribes(address="")
    assert hooked.send_due() == ["kept"]
    assert posts(receiver) == [hooked.latest.digest]
    assert box.letterbox.taken == []


def test_work_that_is_done_again_or_by_two_posts_nothing_again(hooked, receiver):
    hooked.subscribes()
    ids, now = hooked.due(), hooked.now + HOUR

    async def by_two():
        each = [send_digests(hooked.parts, hooked.services.writer, ids, now, lambda: now) for _ in range(2)]
        return await asyncio.gather(*each)

    asyncio.run(by_two())
    hooked.sent(ids)
    assert len(receiver.posts) == 1


def test_a_receiver_that_takes_nothing_costs_no_mail_and_is_left_alone(hooked, receiver, box):
    hooked.subscribes()
    receiver.answers = [410]
    assert hooked.send_due() == ["sent"]
    assert hooked.send_due(HOUR + DAY) == ["sent"]
    assert len(box.letterbox.taken) == 2
    assert len(receiver.posts) == 1


def test_what_is_skipped_is_not_posted(hooked, receiver):
    hooked.subscribes(when_empty="skip", min_confidence="high", trending=False)
    assert hooked.send_due() == ["skipped"]
    assert receiver.posts == []


def test_of_an_erased_user_nothing_is_posted(hooked, receiver):
    hooked.subscribes()
    ids = hooked.due()
    UserRecords(hooked.services.database, hooked.services.corpus, hooked.services.jobs).erase(hooked.name, hooked.now)
    hooked.sent(ids)
    assert receiver.posts == []
    assert hooked.parts.webhooks.get(hooked.name) is None
