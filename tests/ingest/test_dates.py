"""Dates as sources write them, through a file: what cannot be read costs the date and never the paper."""

import json
from datetime import UTC, datetime

import pytest

from service import ingest


def published(value: object) -> str | None:
    (paper,) = ingest.read(json.dumps({"title": "T", "date": value}).encode()).papers
    return paper.published_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2026-6-30", "2026-06-30"),
        ("2026", "2026"),
        ("2026-06", "2026-06"),
        ("2026/06/30", "2026-06-30"),
        ("30 June 2026", "2026-06-30"),
        ("circa 1999", "1999"),
        ("c1999", "1999"),
        ("(c) 1999", "1999"),
        ("Dec 1999", "1999-12"),
        (1_782_777_600, "2026-06-30"),
        ("1782777600", "2026-06-30"),
        ("2026-02-30", None),
        ("0000-00-00", None),
        ("in press", None),
        ("0", None),
        (0, None),
        ("86400", None),
        ("June 2026 " + "9" * 400, None),
        ("June 2026 " + "9" * 5_000, None),
    ],
)
def test_a_date_is_read_or_left_out_and_is_never_1970(value, text):
    assert published(value) == text


def test_of_two_dates_the_later_day_is_the_later_one_however_they_are_written():
    first, second = (
        ingest.read(json.dumps({"title": "T", "date": value}).encode()).papers[0].published
        for value in ("2026-6-30", "2026-07-15")
    )
    assert first < second


@pytest.mark.parametrize(
    ("field", "value", "moment"),
    [
        ("dateAdded", "2022-02-03T04:05:06Z", datetime(2022, 2, 3, 4, 5, 6, tzinfo=UTC)),
        ("Date Added", "2022-02-03 04:05:06", datetime(2022, 2, 3, 4, 5, 6, tzinfo=UTC)),
        ("date-added", "2022-02-03 04:05:06 +0100", datetime(2022, 2, 3, 3, 5, 6, tzinfo=UTC)),
        ("timestamp", "2019.06.10", datetime(2019, 6, 10, tzinfo=UTC)),
        ("urldate", "2022-02-03", datetime(2022, 2, 3, tzinfo=UTC)),
        ("accessed", {"date-parts": [["2022", 2, 3]]}, datetime(2022, 2, 3, tzinfo=UTC)),
        ("dateAdded", "yesterday", None),
    ],
)
def test_when_a_paper_came_to_a_library_is_read_to_the_second_where_it_is_written(field, value, moment):
    reading = ingest.read(json.dumps({"title": "T", field: value}).encode())
    assert (reading.added, reading.diagnostics) == ((moment,), ())


def test_the_day_of_adding_goes_before_the_day_of_looking():
    record = {"title": "T", "urldate": "2023-01-01", "date-added": "2022-02-03"}
    assert ingest.read(json.dumps(record).encode()).added == (datetime(2022, 2, 3, tzinfo=UTC),)
