"""Moments as the database gives them back."""

from datetime import UTC, datetime


def with_utc(moment: datetime) -> datetime:
    """The moment with its zone, which is UTC and which SQLite drops."""
    return moment.replace(tzinfo=moment.tzinfo or UTC)
