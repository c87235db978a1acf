"""Times as the database gives them back."""

from datetime import UTC, datetime


def with_utc(time: datetime) -> datetime:
    """The time with its zone, which is UTC and which SQLite drops."""
    return time.replace(tzinfo=time.tzinfo or UTC)
