"""An address is asked whether it wants digests: once, later where that is put off, and by a job that names nobody."""

from datetime import timedelta

from service.digests import Mailer, SubscriptionWishes, Tokens, send_confirmation
from service.jobs import send_now, subscribe_and_confirm
from service.storage import token_hash
from tests.digests.mail_servers import misbehaving
from tests.digests.readers import at_box

MINUTE = timedelta(minutes=1)


def test_a_new_address_is_asked_by_mail_once_and_again_when_its_reader_asks(reader, box):
    reader.asks()
    hashed = token_hash(f"confirm-{reader.name}")
    with Mailer(reader.parts.settings.mail) as mailer:
        assert send_confirmation(reader.parts, mailer, hashed, reader.now).outcome == "sent"
        assert send_confirmation(reader.parts, mailer, hashed, reader.now) is None
    assert [to for to, _ in box.letterbox.taken] == [reader.address]
    assert f"confirm-{reader.name}" in box.letterbox.taken[0][1].as_string()
    later = reader.now + 10 * MINUTE
    assert send_now(reader.services.jobs, reader.parts, reader.name, later) is None
    assert reader.subscription.next_at > later


def test_a_confirmation_that_is_put_off_is_sent_later(reader):
    with misbehaving(RCPT=b"450 later") as server, Mailer(at_box(reader.parts, server).settings.mail) as mailer:
        reader.asks()
        send_confirmation(reader.parts, mailer, token_hash(f"confirm-{reader.name}"), reader.now)
    assert (reader.subscription.status, reader.subscription.next_at) == ("pending", reader.now + 20 * MINUTE)


def test_subscribing_begins_a_job_that_names_nobody(reader):
    wishes, tokens = SubscriptionWishes(reader.address), Tokens("the-confirm", "the-end")
    subscribe_and_confirm(reader.services.jobs, reader.parts, reader.name, wishes, tokens, reader.now)
    records = reader.services.jobs.records
    job = max(records.under_way(), key=lambda each: each.created_at)
    told = repr((job, records.pending(job.id, 10)))
    assert not any(word in told for word in (reader.name, "the-confirm", "the-end"))
