"""Subscribing: what is refused and why, and that nobody is written to who has not said yes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from service.digests import (
    SubscriptionWishes,
    Tokens,
    confirm,
    end,
    require_confirmable,
    subscribe,
    subscription_of,
    unsubscribe,
)
from service.digests.subscriptions import pause
from service.errors import BadInput, NotInLibrary, RateLimited
from tests.digests.readers import DAY, HOUR


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("address", "no address"),
        ("address", "a@b"),
        ("address", "a" * 400 + "@example.org"),
        ("address", "ann@example.org\nBcc: all@example.org"),
        ("address", "ann@example.org\r\n"),
        ("address", "Ann <ann@example.org>"),
        ("address", "ann@example.org, bob@example.org"),
        ("address", "ann\ud800@example.org"),
        ("address", "ann\u202e@example.org"),
        ("zone", "Mars/Olympus"),
        ("zone", ""),
        ("zone", "../../etc/passwd"),
        ("zone", "Europe"),
        ("zone", "z" * 100_000),
        ("zone", "UTC\0"),
        ("hour", 24),
        ("hour", -1),
        ("minute", 60),
        ("at_most", 0),
        ("at_most", 31),
        ("frequency", "hourly"),
        ("weekday", "someday"),
        ("min_confidence", "certain"),
        ("when_empty", "shout"),
        ("language", "tlh"),
        ("collections", ("no such collection",)),
        ("collections", ("x",) * 21),
        ("interests", ("i99",)),
        ("interests", ("arxiv:2106.15928",)),
        ("interests", ("not an id",)),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_cannot_be_is_refused_by_its_field_and_nothing_is_kept(reader, field, value):
    with pytest.raises(BadInput) as refused:
        reader.asks(**{field: value})
    assert refused.value.errors[0].pointer.split("/")[1] == field
    assert reader.subscription is None


def test_nothing_is_sent_before_the_address_is_confirmed(reader):
    records, name, now = reader.parts.subscriptions, reader.name, reader.now
    kept = reader.asks()
    assert (kept.status, kept.next_at) == ("pending", now)
    assert confirm(records, f"end-{name}", now) is None  # the other link
    assert confirm(records, f"confirm-{name}x", now) is None
    begun = confirm(records, f"confirm-{name}", now)
    assert (begun.status, begun.confirmed_at, begun.next_at) == ("active", now, now + HOUR)
    assert reader.subscription == begun
    assert confirm(records, f"confirm-{name}", now + DAY) == begun


def test_another_address_begins_anew_and_the_links_of_the_first_are_of_nothing(reader):
    reader.subscribes()
    parts, records = reader.parts, reader.parts.subscriptions
    wishes, tokens = SubscriptionWishes("elsewhere@example.net"), Tokens("new-confirm", "new-end")
    mail = parts.settings.mail
    kept = subscribe(records, parts.corpus, parts.libraries, mail, reader.name, wishes, tokens, reader.now)
    assert (kept.status, kept.confirmed_at) == ("pending", None)
    assert confirm(records, f"confirm-{reader.name}", reader.now) is None
    assert end(records, f"end-{reader.name}") is None
    assert confirm(records, "new-confirm", reader.now).address == "elsewhere@example.net"


def test_other_wishes_keep_the_links_and_what_was_confirmed(reader):
    before = reader.subscribes()
    after = reader.asks(hour=20, frequency="weekly", weekday="sunday")
    assert (after.status, after.confirm_token) == ("active", before.confirm_token)
    assert after.confirmed_at == before.confirmed_at
    assert after.next_at == reader.now.replace(hour=20) + DAY


def test_an_ended_one_begins_anew(reader):
    reader.subscribes()
    for _ in range(2):
        assert end(reader.parts.subscriptions, f"end-{reader.name}").status == "ended"
    assert confirm(reader.parts.subscriptions, f"confirm-{reader.name}", reader.now) is None
    assert reader.asks().status == "pending"


def test_a_paused_one_goes_on_when_it_is_saved_again(reader):
    pause(reader.parts.subscriptions, reader.subscribes(), "Mail was refused.")
    assert (reader.subscription.status, reader.subscription.next_at) == ("paused", None)
    again = reader.asks()
    assert (again.status, again.reason, again.next_at) == ("active", None, reader.now + HOUR)


def test_without_an_address_digests_come_at_once_and_nobody_is_written_to(reader):
    kept = reader.asks(address="")
    assert (kept.status, kept.address) == ("active", "")


def test_an_address_where_no_mail_goes_out_is_refused_with_the_way_out(reader):
    reader.parts = reader.services.digests
    with pytest.raises(BadInput, match="PAPERLARK_MAIL__HOST") as refused:
        reader.asks()
    assert refused.value.errors[0].pointer == "/address"


def test_a_stranger_is_asked_three_times_a_day_at_most_whoever_asks_and_however_the_address_is_spelt(new_reader):
    spellings = ("Stranger@example.net", "stranger@EXAMPLE.net", "stranger+a@example.net", "stranger+b@example.net")
    first, *others = (new_reader() for _ in range(5))
    records, times = first.parts.subscriptions, [first.now + number * HOUR for number in range(4)]
    for asker, address, now in zip((first, *others), spellings[:3], times, strict=False):
        asker.asks(now, address=address)
        records.record_asked(address, now)
    with pytest.raises(RateLimited):
        others[2].asks(times[3], address=spellings[3])
    assert others[2].subscription is None
    assert others[3].asks(times[3], address="other@example.net").status == "pending"
    require_confirmable(records, spellings[3], first.now + 2 * DAY)


def test_two_confirmations_to_one_address_are_minutes_apart(reader):
    reader.parts.subscriptions.record_asked(reader.address, reader.now)
    with pytest.raises(RateLimited):
        reader.asks(reader.now + timedelta(minutes=4))
    assert reader.asks(reader.now + timedelta(minutes=6)).status == "pending"


def test_interests_are_known_by_a_liked_paper_whatever_they_are_called_later(reader):
    liked = reader.services.corpus.catalog.first_ids(3)
    kept = reader.asks(interests=("i1", liked[0]))
    assert kept.interests
    assert {*kept.interests} <= {*liked}


def test_a_removed_subscription_is_not_there(reader):
    reader.subscribes()
    unsubscribe(reader.parts.subscriptions, reader.name)
    for ask in (subscription_of, unsubscribe):
        with pytest.raises(NotInLibrary):
            ask(reader.parts.subscriptions, reader.name)


def test_a_change_of_what_is_no_longer_so_changes_nothing(reader):
    before, records = reader.subscribes(), reader.parts.subscriptions
    assert records.change(before, next_at=reader.now + DAY)
    assert not records.change(before, status="ended")
    assert reader.subscription == replace(before, next_at=reader.now + DAY)


def test_no_model_is_paid_for_whoever_may_not_spend(reader, box, monkeypatch):
    reader.subscribes(by_model=False)
    monkeypatch.setattr(type(reader.services.writer.chain), "allowance", None)
    assert reader.send_due() == ["sent"]
    assert reader.latest.digest.papers[0].summary.source == "extractive"
    assert len(box.letterbox.taken) == 1
