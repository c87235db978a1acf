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
from service.errors import BadInput, NotInLibrary, RateLimited
from tests.digests.readers import DAY, NOW, at_box, confirmed, like, pending


@pytest.fixture(scope="module")
def services(stores, small_folder, tmp_path_factory):
    from service.app import build  # noqa: PLC0415

    folder = stores.copy(small_folder, tmp_path_factory.mktemp("subscriptions") / "data")
    with build(stores.settings(folder)) as services:
        yield services
    stores.clear(folder)


@pytest.fixture
def parts(services):
    return at_box(services.digests)


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
def test_what_cannot_be_is_refused_by_its_field_and_nothing_is_kept(parts, field, value):
    with pytest.raises(BadInput) as refused:
        pending(parts, "refused", **{field: value})
    assert refused.value.errors[0].pointer.split("/")[1] == field
    assert parts.subscriptions.get("refused") is None


def test_nothing_is_sent_before_the_address_is_confirmed(parts):
    kept = pending(parts, "careful")
    assert (kept.status, kept.next_at) == ("pending", NOW)
    assert confirm(parts.subscriptions, "end-careful", NOW) is None  # the other link
    assert confirm(parts.subscriptions, "confirm-carefu", NOW) is None
    begun = confirm(parts.subscriptions, "confirm-careful", NOW)
    assert (begun.status, begun.confirmed_at, begun.next_at) == ("active", NOW, NOW + timedelta(hours=1))
    assert parts.subscriptions.get("careful") == begun
    assert confirm(parts.subscriptions, "confirm-careful", NOW + DAY) == begun


def test_another_address_begins_anew_and_the_links_of_the_first_are_of_nothing(parts):
    confirmed(parts, "moved")
    wishes, tokens = SubscriptionWishes("elsewhere@example.net"), Tokens("new-confirm", "new-end")
    kept = subscribe(
        parts.subscriptions, parts.corpus, parts.libraries, parts.settings.mail, "moved", wishes, tokens, NOW
    )
    assert (kept.status, kept.confirmed_at) == ("pending", None)
    assert confirm(parts.subscriptions, "confirm-moved", NOW) is None
    assert end(parts.subscriptions, "end-moved") is None
    assert confirm(parts.subscriptions, "new-confirm", NOW).address == "elsewhere@example.net"


def test_other_wishes_keep_the_links_and_what_was_confirmed(parts):
    before = confirmed(parts, "later")
    after = pending(parts, "later", hour=20, frequency="weekly", weekday="sunday")
    assert (after.status, after.confirm_token, after.confirmed_at) == ("active", "confirm-later", before.confirmed_at)
    assert after.next_at == NOW.replace(hour=20) + DAY


def test_an_ended_one_begins_anew(parts):
    confirmed(parts, "gone")
    assert end(parts.subscriptions, "end-gone").status == "ended"
    assert end(parts.subscriptions, "end-gone").status == "ended"
    assert confirm(parts.subscriptions, "confirm-gone", NOW) is None
    assert pending(parts, "gone").status == "pending"


def test_without_an_address_digests_come_at_once_and_nobody_is_written_to(parts):
    kept = pending(parts, "silent", address="")
    assert (kept.status, kept.address) == ("active", "")


def test_an_address_where_no_mail_goes_out_is_refused_with_the_way_out(services):
    with pytest.raises(BadInput, match="PAPERLARK_MAIL__HOST") as refused:
        pending(services.digests, "nowhere")
    assert refused.value.errors[0].pointer == "/address"


def test_a_stranger_is_asked_three_times_a_day_at_most_whoever_asks_and_however_the_address_is_spelt(parts):
    spellings = ("Stranger@example.net", "stranger@EXAMPLE.net", "stranger+a@example.net", "stranger+b@example.net")
    times = [NOW + timedelta(minutes=10 * number) for number in range(4)]
    for number, (address, now) in enumerate(zip(spellings[:3], times, strict=False)):
        pending(parts, f"mallory{number}", now, address=address)
        parts.subscriptions.record_asked(address, now)
    with pytest.raises(RateLimited):
        pending(parts, "mallory3", times[3], address=spellings[3])
    assert parts.subscriptions.get("mallory3") is None
    pending(parts, "mallory4", times[3], address="other@example.net")
    require_confirmable(parts.subscriptions, spellings[3], NOW + 2 * DAY)


def test_two_confirmations_to_one_address_are_minutes_apart(parts):
    parts.subscriptions.record_asked("soon@example.net", NOW)
    with pytest.raises(RateLimited):
        pending(parts, "soon", NOW + timedelta(minutes=4))
    assert pending(parts, "soon", NOW + timedelta(minutes=6)).status == "pending"


def test_interests_are_known_by_a_liked_paper_whatever_they_are_called_later(services, parts):
    ids = services.corpus.catalog.first_ids(3)
    like(services, "curious", *ids)
    by_id = pending(parts, "curious", address="", interests=("i1", ids[0]))
    assert by_id.interests
    assert set(by_id.interests) <= {*ids}


def test_a_removed_subscription_is_not_there(parts):
    confirmed(parts, "leaving")
    unsubscribe(parts.subscriptions, "leaving")
    for ask in (subscription_of, unsubscribe):
        with pytest.raises(NotInLibrary):
            ask(parts.subscriptions, "leaving")


def test_a_change_of_what_is_no_longer_so_changes_nothing(parts):
    before = confirmed(parts, "raced")
    assert parts.subscriptions.change(before, next_at=NOW + DAY)
    assert not parts.subscriptions.change(before, status="ended")
    assert parts.subscriptions.get("raced") == replace(before, next_at=NOW + DAY)
