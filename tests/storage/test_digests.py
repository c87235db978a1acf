"""What is read of digests: no more of them than is asked for, and lists without what they say."""

from datetime import UTC, datetime, timedelta

import pytest

from service.storage import DigestRecords, digest_id

NOON = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def records(stores, tmp_path):
    with stores.opened(tmp_path) as database:
        yield DigestRecords(database)


def made(records, period, at, *paper_ids):
    records.claim("ann", period, at)
    records.keep(digest_id("ann", period), b"{}", paper_ids, at, at)


def test_the_latest_that_are_made_are_read_and_a_list_has_no_bodies(records):
    for number in range(3):
        made(records, f"p{number}", NOON + number * HOUR, *[f"hf:{each}" for each in range(number)])
    records.claim("ann", "p3", NOON + 3 * HOUR)
    records.claim("bob", "p4", NOON)
    assert [each.period for each in records.made_for("ann", 2)] == ["p2", "p1"]
    assert {each.body for each in records.made_for("ann", 9)} == {b"{}"}
    listed = records.listed("ann")
    assert [(each.stored.period, each.papers, each.stored.body) for each in listed] == [
        ("p3", 0, None), ("p2", 2, None), ("p1", 1, None), ("p0", 0, None),
    ]  # fmt: skip
    assert [each.stored.made_at is None for each in listed] == [True, False, False, False]


def test_those_that_were_asked_for_are_counted_from_a_moment_on(records):
    for number in range(4):
        records.claim("ann", f"2026-11-29T1{number}:00Z", NOON + number * HOUR)
    records.claim("ann", "2026-11-29", NOON + HOUR)
    records.claim("bob", "2026-11-29T12:00Z", NOON + HOUR)
    assert records.count_asked_for("ann", NOON) == 3
    assert records.count_asked_for("ann", NOON + 9 * HOUR) == 0
