"""When a digest is due: one a period, at the hour on the reader's wall, whatever the clocks do."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from service.digests import WEEKDAYS, Subscription, last_due, local_date, next_due

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "America/Santiago",  # midnight is skipped
    "Africa/Cairo",  # midnight is skipped, on a Friday
    "Asia/Kolkata",
    "Asia/Beirut",
    "Australia/Lord_Howe",  # half an hour
    "Pacific/Auckland",
    "Pacific/Kiritimati",
    "Antarctica/Troll",  # two hours
)
HOURS = ((2, 30), (0, 0), (0, 30), (9, 0), (23, 45))
YEAR = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]


def subscribed(zone="UTC", hour=7, minute=0, **changes):
    return replace(Subscription("ann", "ann@example.net", zone=zone, hour=hour, minute=minute), **changes)


def through_the_year(subscription):
    """What is due in 2026, as whoever asks again after each one is told."""
    found = [next_due(subscription, datetime(2025, 12, 31, tzinfo=UTC))]
    while local_date(subscription, found[-1].at).year <= 2026:
        found.append(next_due(subscription, found[-1].at))
    return [due for due in found if local_date(subscription, due.at).year == 2026]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(("hour", "minute"), HOURS)
def test_through_a_year_with_both_changes_of_the_clocks_each_day_has_one(zone, hour, minute):
    subscription = subscribed(zone, hour, minute)
    found = through_the_year(subscription)
    assert [due.period for due in found] == [day.isoformat() for day in YEAR]
    assert [local_date(subscription, due.at) for due in found] == YEAR
    walls = [due.at.astimezone(ZoneInfo(zone)) for due in found]
    otherwise = [wall for wall in walls if (wall.hour, wall.minute) != (hour, minute)]
    assert len(otherwise) <= 1  # on the day on which there is no such time
    assert all(
        timedelta() < wall.replace(tzinfo=None) - _asked(wall, hour, minute) <= timedelta(hours=2) for wall in otherwise
    )


def _asked(wall, hour, minute):
    return datetime.combine(wall.date(), datetime.min.time()) + timedelta(hours=hour, minutes=minute)


@pytest.mark.parametrize("zone", ZONES)
def test_who_looks_every_hour_finds_each_period_once(zone):
    subscription = subscribed(zone, 2, 30)
    moment, looked = datetime(2026, 1, 1, tzinfo=UTC), set()
    due, served = next_due(subscription, moment), []
    while moment < datetime(2026, 12, 31, tzinfo=UTC):
        if due.at <= moment:
            served.append(last_due(subscription, moment).period)
            due = next_due(subscription, moment)
        looked.add(moment)
        moment += timedelta(hours=1)
    assert len(served) == len(set(served)) in {363, 364, 365}
    assert served == sorted(served)


def test_half_past_two_comes_an_hour_later_in_march_and_once_in_october():
    berlin = subscribed("Europe/Berlin", 2, 30)
    march = next_due(berlin, datetime(2026, 3, 28, 12, tzinfo=UTC))
    assert march == (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "2026-03-29")  # 03:30 on the wall
    october = next_due(berlin, datetime(2026, 10, 24, 12, tzinfo=UTC))
    assert october == (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "2026-10-25")  # the first of two
    between = datetime(2026, 10, 25, 0, 50, tzinfo=UTC)  # a restart between the two
    assert next_due(berlin, between).period == "2026-10-26"
    assert last_due(berlin, between) == october


def test_a_weekly_one_comes_on_its_day_and_one_of_workdays_never_at_the_weekend():
    for number, weekday in enumerate(WEEKDAYS):
        weekly = through_the_year(subscribed("America/New_York", frequency="weekly", weekday=weekday))
        assert {local_date(subscribed("America/New_York"), due.at).weekday() for due in weekly} == {number}
        assert len({due.period for due in weekly}) == len(weekly) in {52, 53}
    workdays = through_the_year(subscribed("Pacific/Auckland", frequency="weekdays"))
    assert [due.period for due in workdays] == [day.isoformat() for day in YEAR if day.weekday() < 5]


def test_a_day_that_a_place_skips_has_none():
    apia = subscribed("Pacific/Apia", 7, 0)
    assert [next_due(apia, datetime(2011, 12, day, 20, tzinfo=UTC)).period for day in (28, 29)] == [
        "2011-12-29",
        "2011-12-31",
    ]


def test_of_periods_that_passed_unserved_the_last_one_is_due():
    now = datetime(2026, 3, 4, 12, tzinfo=UTC)
    assert last_due(subscribed(), now) == (datetime(2026, 3, 4, 7, tzinfo=UTC), "2026-03-04")
    assert last_due(subscribed(hour=13), now).period == "2026-03-03"
    assert last_due(subscribed(frequency="weekly", weekday="thursday"), now).period == "2026-W09"
