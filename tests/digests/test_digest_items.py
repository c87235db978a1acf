"""The items of a job that sends digests: each comes to an end, and nothing of a user stays with it."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from service.errors import JobEnded
from service.jobs import begin_due_digests
from service.jobs.digest_items import work_on_digests
from service.settings import MailSettings
from service.storage import JobItem
from tests.digests.mail_servers import misbehaving
from tests.digests.readers import DAY, HOUR, at_box


def worked(reader, items, after=HOUR):
    now = reader.now + after
    return asyncio.run(work_on_digests(reader.parts, reader.services.writer, items, now, lambda: now))


def items_of(reader, after=HOUR):
    job = begin_due_digests(reader.services.jobs, reader.parts, reader.now + after)
    return (job, reader.services.jobs.records.pending(job, 10)) if job else (None, [])


def without_host(reader):
    settings = reader.parts.settings.model_copy(update={"mail": MailSettings()})
    reader.parts = replace(reader.parts, settings=settings)


def test_a_job_of_digests_is_not_retried(reader):
    reader.subscribes(address="")
    job, items = items_of(reader)
    jobs = reader.services.jobs
    jobs.records.finish_items(job, worked(reader, items))
    jobs.records.end(job, "completed", reader.now + HOUR)
    with pytest.raises(JobEnded, match="digests"):
        jobs.retry(job)
    assert not jobs.get(job).under_way


def test_an_item_that_says_of_nothing_what_to_do_has_failed(reader):
    (done,) = worked(reader, [JobItem(0, "", body={"status": "refused", "errors": []})])
    assert (done.status, done.body["errors"][0]["code"]) == ("failed", "not_sent")


def test_what_a_server_says_of_an_address_is_not_kept_with_the_job(reader):
    with misbehaving(RCPT=f"550 5.1.1 <{reader.address}> is unknown".encode()) as server:
        reader.parts = at_box(reader.parts, server)
        reader.subscribes()
        (done,) = worked(reader, items_of(reader)[1])
    assert done.status == "failed"
    assert reader.address not in repr(done)
    assert reader.address in reader.latest.stored.reason


def test_a_question_is_put_off_where_no_mail_goes_out_any_more_and_given_up_after_a_day(reader):
    reader.asks()
    without_host(reader)
    (done,) = worked(reader, items_of(reader)[1])
    kept = reader.subscription
    assert (done.status, kept.next_at) == ("done", reader.now + HOUR + timedelta(minutes=20))
    assert "PAPERLARK_MAIL__HOST" in kept.reason
    worked(reader, items_of(reader, DAY + HOUR)[1], DAY + HOUR)
    assert reader.subscription.next_at is None
    assert items_of(reader, DAY + 2 * HOUR) == (None, [])


def test_addresses_that_were_asked_are_forgotten_after_a_day(reader):
    records = reader.parts.subscriptions
    records.record_asked(reader.address, reader.now)
    begin_due_digests(reader.services.jobs, reader.parts, reader.now + DAY)
    assert records.asked(reader.address, reader.now).to_address == 0  # nor by a clock that was put back


def test_asking_again_is_another_mail(reader, box):
    reader.asks()
    for after in (HOUR, 2 * HOUR):
        reader.parts.subscriptions.change(reader.subscription, next_at=reader.now)
        worked(reader, items_of(reader, after)[1], after)
    first, second = (mail for _, mail in box.letterbox.taken)
    assert first["Message-ID"] != second["Message-ID"]
    assert first["Date"] != second["Date"]
