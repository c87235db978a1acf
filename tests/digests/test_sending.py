"""A digest is handed over once: by one of several workers, across kills, clocks that jump and servers that fail."""

import asyncio
import threading
from datetime import timedelta

import pytest

from service.digests import (
    Digest,
    Mailer,
    SubscriptionWishes,
    Tokens,
    archived_digest,
    archived_digests,
    end,
    give_up_unanswered,
    latest_digest,
    send_confirmation,
)
from service.errors import NotInLibrary, StoreBusy
from service.jobs import UserRecords, send_now, subscribe_and_confirm
from service.storage import digest_id, token_hash
from service.storage.digests import DigestRecords
from tests.corpora import paper
from tests.digests.mail_servers import DROP, misbehaving, postbox
from tests.digests.readers import DAY, NOW, at_box, confirmed, due, like, pending, send_due, sent

SEVEN = NOW.replace(hour=7)


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def services(small):
    like(small, "ann", *small.corpus.catalog.first_ids(3))
    return small


@pytest.fixture
def box():
    with postbox() as box:
        yield box


@pytest.fixture
def parts(services, box):
    return at_box(services.digests, box)


def one(parts, user="ann"):
    (found,) = archived_digests(parts.digests, user)
    return found


def arrivals(box):
    return [to for to, _ in box.letterbox.taken]


def test_a_digest_that_is_due_arrives_and_is_kept_as_it_was_sent(services, parts, box):
    confirmed(parts, "ann")
    assert due(services, parts, NOW) == []
    assert [each.status for each in send_due(services, parts, SEVEN)] == ["sent"]
    assert arrivals(box) == ["ann@example.net"]
    found = one(parts)
    assert (found.stored.period, found.stored.status, found.stored.reason) == ("2026-11-28", "sent", None)
    assert found.digest.papers[0].title in box.letterbox.taken[0][1].as_string().replace("=\n", "")
    assert parts.subscriptions.get("ann").next_at == SEVEN + DAY
    assert asyncio.run(latest_digest(parts, services.writer, "ann", SEVEN)) == found.digest
    shown = services.libraries.impressions.of_user("ann")
    assert {each.paper_id for each in shown} == {*parts.digests.shown_to("ann")}


def test_work_that_is_done_again_sends_nothing_again(services, parts, box):
    confirmed(parts, "ann")
    ids = due(services, parts, SEVEN)
    for _ in range(3):
        sent(services, parts, ids, SEVEN)
    assert due(services, parts, SEVEN) == []
    assert len(arrivals(box)) == 1


def test_a_clock_that_jumps_back_a_day_and_forward_again_sends_nothing_twice(services, parts, box):
    confirmed(parts, "ann")
    for now in (SEVEN, SEVEN - DAY, SEVEN, SEVEN + DAY, SEVEN, SEVEN + DAY):
        send_due(services, parts, now)
    assert [each.stored.period for each in archived_digests(parts.digests, "ann")] == ["2026-11-29", "2026-11-28"]
    assert len(arrivals(box)) == 2


def test_after_days_without_a_server_one_comes_and_not_one_for_each_day(services, parts, box):
    confirmed(parts, "ann")
    send_due(services, parts, SEVEN + 5 * DAY + timedelta(hours=3))
    assert [each.stored.period for each in archived_digests(parts.digests, "ann")] == ["2026-12-03"]
    assert parts.subscriptions.get("ann").next_at == SEVEN + 6 * DAY
    assert len(arrivals(box)) == 1


def test_of_two_workers_at_the_same_digests_one_sends_each(services, parts, box):
    users = [f"reader{number}" for number in range(6)]
    for user in users:
        confirmed(parts, user)
    ids = due(services, parts, SEVEN)
    outcomes = []
    workers = [threading.Thread(target=lambda: outcomes.append(sent(services, parts, ids, SEVEN))) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(arrivals(box)) == sorted(f"{user}@example.net" for user in users)
    assert all(sorted(str(each[at].status) for each in outcomes) != ["sent", "sent"] for at in range(6))


def test_a_kill_before_the_message_is_handed_over_costs_nothing(services, parts, box, monkeypatch):
    confirmed(parts, "ann")
    ids = due(services, parts, SEVEN)
    with monkeypatch.context() as patched:
        patched.setattr(DigestRecords, "begin_sending", _killed)
        with pytest.raises(Killed):
            sent(services, parts, ids, SEVEN)
    assert one(parts).stored.status == "claimed"
    made = one(parts).digest
    services.corpus.add([paper(1)], SEVEN)  # the digest is made already
    assert [each.status for each in sent(services, parts, ids, SEVEN + timedelta(minutes=1))] == ["sent"]
    assert one(parts).digest == made
    assert len(arrivals(box)) == 1


def _killed(*_, **__):
    raise Killed


def test_a_kill_between_the_message_and_our_commit_is_shown_as_unknown_and_never_sent_again(
    services, parts, box, monkeypatch
):
    confirmed(parts, "ann")
    ids = due(services, parts, SEVEN)
    with monkeypatch.context() as patched:
        patched.setattr(DigestRecords, "finish", _killed)
        with pytest.raises(Killed):
            sent(services, parts, ids, SEVEN)
    assert len(arrivals(box)) == 1
    assert one(parts).stored.status == "sending"
    give_up_unanswered(parts, SEVEN + timedelta(minutes=1))
    assert one(parts).stored.status == "sending"  # somebody may be at it
    send_due(services, parts, SEVEN + timedelta(hours=2))
    assert one(parts).stored.status == "unknown"
    assert "Nobody knows" in one(parts).stored.reason
    assert parts.digests.unwell(5)[0].user == "ann"
    sent(services, parts, ids, SEVEN + timedelta(hours=3))
    assert len(arrivals(box)) == 1


def test_whoever_was_taken_for_lost_and_was_not_says_what_came_of_it(parts):
    confirmed(parts, "ann")
    parts.digests.claim("ann", "today", NOW)
    name = digest_id("ann", "today")
    parts.digests.begin_sending(name, "me", "ann@example.net", NOW)
    give_up_unanswered(parts, NOW, all_of_them=True)
    parts.digests.finish(name, "you", "refused", None, NOW)
    assert parts.digests.get(name).status == "unknown"
    parts.digests.finish(name, "me", "sent", None, NOW)
    assert parts.digests.get(name).status == "sent"


def test_what_is_greylisted_is_tried_again_later_and_the_same_message_arrives(services):
    answers = iter([b"450 4.2.0 greylisted", b"450 4.2.0 greylisted", b"250 ok"])
    with misbehaving(RCPT=lambda: next(answers)) as server:
        parts = at_box(services.digests, server)
        confirmed(parts, "ann")
        send_due(services, parts, SEVEN)
        assert (one(parts).stored.status, one(parts).stored.retry_at) == ("deferred", SEVEN + timedelta(minutes=15))
        assert due(services, parts, SEVEN + timedelta(minutes=10)) == []
        send_due(services, parts, SEVEN + timedelta(minutes=16))
        assert one(parts).stored.status == "deferred"
        send_due(services, parts, SEVEN + timedelta(hours=1))
        assert one(parts).stored.status == "sent"
        assert len(server.contents) == 1


def test_what_is_put_off_for_ever_is_given_up_before_the_next_one(services):
    with misbehaving(RCPT=b"450 later") as server:
        parts = at_box(services.digests, server)
        confirmed(parts, "ann")
        for hour in range(24):
            send_due(services, parts, SEVEN + timedelta(hours=hour))
    assert one(parts).stored.status == "refused"
    assert "Put off" in one(parts).stored.reason
    assert parts.subscriptions.get("ann").status == "active"


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
def test_what_a_server_says_decides_whether_a_subscription_goes_on(services, answers, status, paused):
    with misbehaving(**answers) as server:
        parts = at_box(services.digests, server)
        confirmed(parts, "ann")
        send_due(services, parts, SEVEN)
        send_due(services, parts, SEVEN + timedelta(hours=2))
    assert one(parts).stored.status == status
    kept = parts.subscriptions.get("ann")
    assert kept.status == ("paused" if paused else "active")
    assert bool(kept.reason) == paused
    assert [each.user for each in parts.subscriptions.paused(5)] == (["ann"] if paused else [])


def test_an_empty_one_is_not_sent_where_that_is_wished(services, parts, box):
    confirmed(parts, "ann", when_empty="skip", trending=False)
    send_due(services, parts, SEVEN)
    send_due(services, parts, SEVEN + DAY)
    assert [each.stored.status for each in archived_digests(parts.digests, "ann")] == ["skipped", "sent"]
    assert len(arrivals(box)) == 1


def test_without_an_address_a_digest_is_kept_and_not_sent(services, parts, box):
    confirmed(parts, "ann", address="")
    send_due(services, parts, SEVEN)
    assert (one(parts).stored.status, arrivals(box)) == ("kept", [])
    assert one(parts).digest.papers


def test_a_subscription_that_ends_while_its_digest_waits_gets_none(services, parts, box):
    confirmed(parts, "ann")
    ids = due(services, parts, SEVEN)
    end(parts.subscriptions, "end-ann")
    sent(services, parts, ids, SEVEN)
    assert (one(parts).stored.status, arrivals(box)) == ("skipped", [])


def test_a_user_who_is_erased_while_a_digest_is_made_leaves_nothing_and_gets_nothing(services, parts, box, monkeypatch):
    confirmed(parts, "ann")
    ids = due(services, parts, SEVEN)
    keep = DigestRecords.keep

    def erased_first(*arguments):
        UserRecords(services.database, services.corpus, services.jobs).erase("ann", SEVEN)
        return keep(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(DigestRecords, "keep", erased_first)
        assert [each.status for each in sent(services, parts, ids, SEVEN)] == [None]
    assert arrivals(box) == []
    assert archived_digests(parts.digests, "ann") == []
    assert parts.digests.shown_to("ann") == []
    assert services.libraries.impressions.of_user("ann") == []


def test_a_user_who_is_erased_after_a_digest_is_made_gets_nothing(services, parts, box, monkeypatch):
    confirmed(parts, "ann")
    ids = due(services, parts, SEVEN)
    begin = DigestRecords.begin_sending

    def erased_first(*arguments):
        UserRecords(services.database, services.corpus, services.jobs).erase("ann", SEVEN)
        return begin(*arguments)

    monkeypatch.setattr(DigestRecords, "begin_sending", erased_first)
    assert [each.status for each in sent(services, parts, ids, SEVEN)] == [None]
    assert (arrivals(box), archived_digests(parts.digests, "ann")) == ([], [])


def test_a_database_that_is_busy_after_the_message_was_taken_is_asked_again(services, parts, monkeypatch):
    confirmed(parts, "ann")
    ids = due(services, parts, SEVEN)
    finish, refusals = DigestRecords.finish, iter([True, True])

    def busy_first(*arguments):
        if next(refusals, False):
            raise StoreBusy("The database is busy.")
        return finish(*arguments)

    monkeypatch.setattr(DigestRecords, "finish", busy_first)
    sent(services, parts, ids, SEVEN)
    assert one(parts).stored.status == "sent"


def test_one_can_be_had_now_a_few_times_a_day(services, parts, box):
    confirmed(parts, "ann")
    first = send_now(services.jobs, parts, "ann", NOW)
    assert first.period == "2026-11-28T06:00Z"
    assert send_now(services.jobs, parts, "ann", NOW).id == first.id  # the same minute
    sent(services, parts, [first.id])
    assert len(arrivals(box)) == 1
    assert parts.subscriptions.get("ann").next_at == SEVEN


def test_an_archived_digest_is_shown_to_its_user_alone(services, parts):
    confirmed(parts, "ann")
    send_due(services, parts, SEVEN)
    name = one(parts).stored.id
    assert isinstance(archived_digest(parts.digests, "ann", name).digest, Digest)
    with pytest.raises(NotInLibrary):
        archived_digest(parts.digests, "bob", name)


def test_a_new_address_is_asked_by_mail_once_and_again_when_its_reader_asks(services, parts, box):
    pending(parts, "ann")
    with Mailer(parts.settings.mail) as mailer:
        delivery = send_confirmation(parts, mailer, token_hash("confirm-ann"), NOW)
        assert delivery.outcome == "sent"
        assert send_confirmation(parts, mailer, token_hash("confirm-ann"), NOW) is None
    assert arrivals(box) == ["ann@example.net"]
    assert "confirm-ann" in box.letterbox.taken[0][1].as_string()
    later = NOW + timedelta(minutes=10)
    assert send_now(services.jobs, parts, "ann", later) is None
    assert parts.subscriptions.get("ann").next_at > later


def test_subscribing_begins_a_job_that_names_nobody(services, parts):
    wishes, tokens = SubscriptionWishes("ann@example.net"), Tokens("the-confirm", "the-end")
    subscribe_and_confirm(services.jobs, parts, "ann", wishes, tokens, NOW)
    (job,) = services.jobs.records.under_way()
    told = repr((job, services.jobs.records.pending(job.id, 10)))
    assert not any(word in told for word in ("ann", "the-confirm", "the-end"))
