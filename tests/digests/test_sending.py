"""A digest is handed over once: by one of several workers, across kills, clocks that jump and servers that fail."""

import asyncio
import threading
from datetime import timedelta

import pytest

from service.digests import (
    Digest,
    archived_digest,
    end,
    give_up_unanswered,
    latest_digest,
)
from service.errors import NotInLibrary, RateLimited, StoreBusy
from service.jobs import UserRecords, send_now
from service.storage import digest_id
from service.storage.digests import DigestRecords
from tests.corpora import paper
from tests.digests.mail_servers import DROP, misbehaving
from tests.digests.readers import DAY, HOUR, at_box

MINUTE = timedelta(minutes=1)


class Killed(BaseException):
    """The process ends here."""


def _killed(*_, **__):
    raise Killed


def arrivals(box):
    return [to for to, _ in box.letterbox.taken]


def states(reader):
    return [(each.stored.period, each.stored.status) for each in reader.archive]


def test_a_digest_that_is_due_arrives_and_is_kept_as_it_was_sent(reader, box):
    reader.subscribes()
    assert reader.due(HOUR - MINUTE) == []
    assert reader.send_due() == ["sent"]
    assert arrivals(box) == [reader.address]
    assert states(reader) == [(reader.period(), "sent")]
    assert reader.latest.stored.reason is None
    plain = box.letterbox.taken[0][1].get_payload(0).get_payload(decode=True).decode()
    assert reader.latest.digest.papers[0].title.split()[0] in plain
    assert reader.subscription.next_at == reader.now + HOUR + DAY
    shown = reader.services.libraries.impressions.of_user(reader.name)
    assert {each.paper_id for each in shown} == {*reader.parts.digests.shown_to(reader.name)}
    latest = asyncio.run(latest_digest(reader.parts, reader.services.writer, reader.name, reader.now))
    assert latest == reader.latest.digest


def test_work_that_is_done_again_sends_nothing_again(reader, box):
    reader.subscribes()
    ids = reader.due()
    for _ in range(3):
        reader.sent(ids)
    assert reader.due() == []
    assert len(arrivals(box)) == 1


def test_a_clock_that_jumps_back_a_day_and_forward_again_sends_nothing_twice(reader, box):
    reader.subscribes()
    for after in (HOUR, HOUR - DAY, HOUR, HOUR + DAY, HOUR, HOUR + DAY):
        reader.send_due(after)
    assert states(reader) == [(reader.period(1), "sent"), (reader.period(), "sent")]
    assert len(arrivals(box)) == 2


def test_after_days_without_a_server_one_comes_and_not_one_for_each_day(reader, box):
    reader.subscribes()
    reader.send_due(5 * DAY + 3 * HOUR)
    assert states(reader) == [(reader.period(5), "sent")]
    assert reader.subscription.next_at == reader.now + HOUR + 6 * DAY
    assert len(arrivals(box)) == 1


def test_of_two_workers_at_the_same_digests_one_sends_each(reader, new_reader, box):
    readers = [reader, *(new_reader(box) for _ in range(3))]
    for each in readers:
        each.now = reader.now
        each.subscribes()
    ids, outcomes = reader.due(), []
    assert len(ids) == 4
    workers = [threading.Thread(target=lambda: outcomes.append(reader.sent(ids))) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(arrivals(box)) == sorted(each.address for each in readers)
    assert all(
        [each[at] for each in outcomes].count("sent") <= 1 or arrivals(box).count(readers[at].address) == 1
        for at in range(4)
    )


def test_a_kill_before_the_message_is_handed_over_costs_nothing(reader, box, monkeypatch):
    reader.subscribes()
    ids = reader.due()
    with monkeypatch.context() as patched:
        patched.setattr(DigestRecords, "begin_sending", _killed)
        with pytest.raises(Killed):
            reader.sent(ids)
    made = reader.latest
    assert made.stored.status == "claimed"
    reader.add(paper(991), after=HOUR)  # the digest is made already
    assert reader.sent(ids, HOUR + MINUTE) == ["sent"]
    assert reader.latest.digest == made.digest
    assert len(arrivals(box)) == 1


def test_a_kill_between_the_message_and_our_commit_is_shown_as_unknown_and_never_sent_again(reader, box, monkeypatch):
    reader.subscribes()
    ids = reader.due()
    with monkeypatch.context() as patched:
        patched.setattr(DigestRecords, "finish", _killed)
        with pytest.raises(Killed):
            reader.sent(ids)
    assert len(arrivals(box)) == 1
    give_up_unanswered(reader.parts, reader.now + HOUR + MINUTE)
    assert reader.latest.stored.status == "sending"  # somebody may be at it
    reader.send_due(3 * HOUR)
    assert reader.latest.stored.status == "unknown"
    assert "Nobody knows" in reader.latest.stored.reason
    assert reader.parts.digests.unwell(1)[0].user == reader.name
    reader.sent(ids, 4 * HOUR)
    assert len(arrivals(box)) == 1


def test_whoever_was_taken_for_lost_and_was_not_says_what_came_of_it(reader):
    reader.subscribes()
    records, name = reader.parts.digests, digest_id(reader.name, "today")
    records.claim(reader.name, "today", reader.now)
    records.begin_sending(name, "me", reader.address, reader.now)
    give_up_unanswered(reader.parts, reader.now, all_of_them=True)
    records.finish(name, "you", "refused", None, reader.now)
    assert records.get(name).status == "unknown"
    records.finish(name, "me", "sent", None, reader.now)
    assert records.get(name).status == "sent"


def test_what_is_greylisted_is_tried_again_later_and_arrives_once(reader):
    answers = iter([b"450 4.2.0 greylisted", b"450 4.2.0 greylisted", b"250 ok"])
    with misbehaving(RCPT=lambda: next(answers)) as server:
        reader.parts = at_box(reader.parts, server)
        reader.subscribes()
        reader.send_due()
        stored = reader.latest.stored
        assert (stored.status, stored.retry_at) == ("deferred", reader.now + HOUR + 15 * MINUTE)
        assert reader.due(HOUR + 10 * MINUTE) == []
        assert reader.send_due(HOUR + 16 * MINUTE) == ["deferred"]
        assert reader.send_due(2 * HOUR) == ["sent"]
        assert len(server.contents) == 1


def test_what_is_put_off_for_ever_is_given_up_before_the_next_one(reader):
    with misbehaving(RCPT=b"450 later") as server:
        reader.parts = at_box(reader.parts, server)
        reader.subscribes()
        for hour in range(1, 24):
            reader.send_due(hour * HOUR)
    assert states(reader) == [(reader.period(), "refused")]
    assert "Put off" in reader.latest.stored.reason
    assert reader.subscription.status == "active"


@pytest.mark.parametrize(
    ("answers", "status", "paused"),
    [
        ({"RCPT": b"550 5.1.1 no such user"}, "refused", True),
        ({"MAIL": b"550 5.7.1 not from you"}, "refused", False),
        ({"end": b"554 5.7.1 spam"}, "refused", False),
        ({"end": DROP}, "unknown", False),
    ],
    ids=["recipient", "sender", "content", "dropped"],
)
def test_what_a_server_says_decides_whether_a_subscription_goes_on(reader, answers, status, paused):
    with misbehaving(**answers) as server:
        reader.parts = at_box(reader.parts, server)
        reader.subscribes()
        reader.send_due()
        reader.send_due(3 * HOUR)
        assert len(server.contents) <= 1
    assert states(reader) == [(reader.period(), status)]
    assert reader.subscription.status == ("paused" if paused else "active")
    assert bool(reader.subscription.reason) == paused
    assert (reader.name in {each.user for each in reader.parts.subscriptions.paused(50)}) == paused


def test_an_empty_one_is_not_sent_where_that_is_wished(new_reader, box):
    newcomer = new_reader(box)  # without a like, nor anything that is trending
    newcomer.subscribes(when_empty="skip")
    assert newcomer.send_due() == ["skipped"]
    newcomer.asks(newcomer.now + 2 * HOUR, when_empty="send")
    assert newcomer.send_due(DAY + HOUR) == ["sent"]
    assert len(arrivals(box)) == 1


def test_without_an_address_a_digest_is_kept_and_not_sent(reader, box):
    reader.subscribes(address="")
    assert reader.send_due() == ["kept"]
    assert reader.latest.digest.papers
    assert arrivals(box) == []


def test_a_subscription_that_ends_while_its_digest_waits_gets_none(reader, box):
    reader.subscribes()
    ids = reader.due()
    end(reader.parts.subscriptions, f"end-{reader.name}")
    assert reader.sent(ids) == ["skipped"]
    assert arrivals(box) == []


@pytest.mark.parametrize("step", ["keep", "begin_sending"])
def test_a_user_who_is_erased_while_a_digest_is_made_or_handed_over_leaves_nothing_and_gets_nothing(
    reader, box, monkeypatch, step
):
    services, as_it_is = reader.services, getattr(DigestRecords, step)

    def erased_first(*arguments):
        UserRecords(services.database, services.corpus, services.jobs).erase(reader.name, reader.now + HOUR)
        return as_it_is(*arguments)

    reader.subscribes()
    ids = reader.due()
    with monkeypatch.context() as patched:
        patched.setattr(DigestRecords, step, erased_first)
        assert reader.sent(ids) == [None]
    assert (arrivals(box), reader.archive, reader.subscription) == ([], [], None)
    assert reader.parts.digests.shown_to(reader.name) == []
    assert services.libraries.impressions.of_user(reader.name) == []


def test_a_database_that_is_busy_after_the_message_was_taken_is_asked_again(reader, monkeypatch):
    finish, refusals = DigestRecords.finish, iter([True, True])

    def busy_first(*arguments):
        if next(refusals, False):
            raise StoreBusy("The database is busy.")
        return finish(*arguments)

    reader.subscribes()
    ids = reader.due()
    with monkeypatch.context() as patched:
        patched.setattr(DigestRecords, "finish", busy_first)
        assert reader.sent(ids) == ["sent"]
    assert reader.latest.stored.status == "sent"


def test_one_can_be_had_now_a_few_times_a_day(reader, box):
    reader.subscribes()
    jobs, parts, now = reader.services.jobs, reader.parts, reader.now
    first = send_now(jobs, parts, reader.name, now)
    assert first.period == f"{now:%Y-%m-%dT%H:%MZ}"
    assert send_now(jobs, parts, reader.name, now).id == first.id  # the same minute
    reader.sent([first.id])
    assert len(arrivals(box)) == 1
    assert reader.subscription.next_at == now + HOUR
    for number in range(1, 5):
        send_now(jobs, parts, reader.name, now + number * MINUTE)
    with pytest.raises(RateLimited):
        send_now(jobs, parts, reader.name, now + 5 * MINUTE)


def test_an_archived_digest_is_shown_to_its_user_alone(reader):
    reader.subscribes(address="")
    reader.send_due()
    name = reader.latest.stored.id
    assert isinstance(archived_digest(reader.parts.digests, reader.name, name).digest, Digest)
    with pytest.raises(NotInLibrary):
        archived_digest(reader.parts.digests, "bob", name)
