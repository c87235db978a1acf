"""The day from which on papers are wanted: what is meant, and what is refused."""

from datetime import UTC, date, datetime

import pytest

from service.errors import BadInput
from service.sources import read_since

NOW = datetime(2026, 11, 29, 23, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "day"),
    {
        "7d": date(2026, 11, 22),
        "1d": date(2026, 11, 28),
        "2026-11-29": NOW.date(),
        "1991-08-14": date(1991, 8, 14),
    }.items(),
)
def test_days_back_and_days_are_read(text, day):
    assert read_since(text, NOW) == day


@pytest.mark.parametrize(
    "text",
    ["", "7", "d", "0d", "-1d", "7 d", "7D", "99999d9", "999999d", "2026-02-30", "2026-W48-1", "20261101", "2026-1-1",
     "soon", "2026-11-30", "9999-12-31", "٧d", "2026-11-01T00:00:00", "0000-00-00", "\x00"],
)  # fmt: skip
def test_everything_else_is_refused_by_its_field(text):
    with pytest.raises(BadInput) as error:
        read_since(text, NOW)
    assert error.value.errors[0].pointer == "/since"
