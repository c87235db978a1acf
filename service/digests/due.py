"""When a subscription's next digest is due, by the clock on its reader's wall, and which period that digest is of.

A period has one digest. A time that the clocks skip is taken as if they had not been changed, so that it comes as much
later as they are put forward; of one that comes twice the first counts. A day that a place skips has no digest.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple, get_args
from zoneinfo import ZoneInfo

from service.storage import Subscription, Weekday

WEEKDAYS: Final[tuple[Weekday, ...]] = get_args(Weekday)
"""The days of the week as subscriptions name them, from Monday."""

_DAY = timedelta(days=1)
_FURTHEST = 9  # days: a weekly digest is due within them, whatever the clocks do
_WORKDAYS = 5


class Due(NamedTuple):
    """A moment in UTC, and the period of the digest that is due then: 2026-11-29, or 2026-W48 of a weekly one."""

    at: datetime
    period: str


def next_due(subscription: Subscription, after: datetime) -> Due:
    """The first moment after another one at which a digest is due."""
    today = after.astimezone(_zone(subscription)).date()
    return next(due for due in _from(subscription, today - _DAY, _DAY) if due.at > after)


def last_due(subscription: Subscription, now: datetime) -> Due:
    """The last moment up to now at which a digest was due: of several periods that passed unserved it names one."""
    today = now.astimezone(_zone(subscription)).date()
    return next(due for due in _from(subscription, today + _DAY, -_DAY) if due.at <= now)


def local_date(subscription: Subscription, moment: datetime) -> date:
    """The day of a moment on the reader's calendar."""
    return moment.astimezone(_zone(subscription)).date()


def _from(subscription: Subscription, first: date, step: timedelta) -> Iterator[Due]:
    days = (first + step * number for number in range(_FURTHEST + 2))
    return (due for day in days if _fits(subscription, day) and (due := _on(subscription, day)))


def _fits(subscription: Subscription, day: date) -> bool:
    match subscription.frequency:
        case "daily":
            return True
        case "weekdays":
            return day.weekday() < _WORKDAYS
        case "weekly":
            return day.weekday() == WEEKDAYS.index(subscription.weekday)


def _on(subscription: Subscription, day: date) -> Due | None:
    wall = datetime.combine(day, time(subscription.hour, subscription.minute), _zone(subscription))
    moment = wall.astimezone(UTC)
    if local_date(subscription, moment) != day:
        return None
    year, week, _ = day.isocalendar()
    return Due(moment, f"{year}-W{week:02}" if subscription.frequency == "weekly" else day.isoformat())


def _zone(subscription: Subscription) -> ZoneInfo:
    return ZoneInfo(subscription.zone)
