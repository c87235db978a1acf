"""Fetches that are due are begun, each source's once, whoever looks and whatever the clock does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from service.errors import BadInput, SourceNotFound, Unavailable
from service.jobs import SourceFetches, begin_due_fetches, begin_fetch, source_statuses
from service.settings import ArxivSource, FetchSettings
from service.sources import Sources
from tests.corpora import NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DAILY = ArxivSource(source="arxiv", category="cs.LG")
OFTEN = ArxivSource(source="arxiv", author="Ada Lovelace", every=6 * HOUR)


@pytest.fixture
def fetches(small) -> SourceFetches:
    return replace(small.fetches, sources=Sources(FetchSettings(), [DAILY, OFTEN]))


def due(small, fetches, now=NOW) -> list[str]:
    """The names of the sources of the jobs that are begun."""
    return [small.jobs.get(job).request["source"] for job in begin_due_fetches(small.jobs, fetches, now)]


def fetched(small, fetches, now=NOW) -> None:
    """Everything that is due is fetched to its end."""
    records = fetches.stores.records
    for job in begin_due_fetches(small.jobs, fetches, now):
        name = small.jobs.get(job).request["source"]
        records.begin(name, now.date(), now.date(), None, now)
        records.end(name, now, "It has no paper.")
        small.jobs.records.end(job, "completed", now)


def test_what_was_never_fetched_is_due_at_once_and_begun_once(small, fetches):
    assert due(small, fetches) == [DAILY.name, OFTEN.name]
    assert due(small, fetches) == due(small, fetches, NOW + DAY) == []  # a job is at each


def test_each_is_due_again_after_its_own_time(small, fetches):
    fetched(small, fetches)
    assert due(small, fetches, NOW + 5 * HOUR) == []
    assert due(small, fetches, NOW + 6 * HOUR) == [OFTEN.name]
    assert due(small, fetches, NOW + DAY) == [DAILY.name]


def test_two_processes_that_look_at_one_moment_begin_one_job(small, fetches, monkeypatch):
    monkeypatch.setattr(small.jobs, "fetches_under_way", dict)  # as if neither had written its job down
    assert due(small, fetches) == [DAILY.name, OFTEN.name]
    assert due(small, fetches) == []


def test_whoever_was_killed_before_there_was_a_job_is_waited_for_a_while_alone(small, fetches):
    assert fetches.stores.records.claim(DAILY.name, NOW)
    assert due(small, fetches) == [OFTEN.name]
    assert due(small, fetches, NOW + timedelta(minutes=3)) == [DAILY.name]


def test_after_an_error_a_source_is_asked_again_when_its_server_says(small, fetches):
    fetched(small, fetches)
    fetches.stores.records.fail(DAILY.name, NOW, "it asks us to wait.", NOW + HOUR)
    assert due(small, fetches, NOW + HOUR / 2) == []
    assert due(small, fetches, NOW + HOUR) == [DAILY.name]


def test_a_clock_that_jumps_back_a_day_begins_one_fetch_and_no_more(small, fetches):
    fetched(small, fetches)
    assert due(small, fetches, NOW - HOUR / 2) == []  # clocks of two machines
    fetched(small, fetches, NOW - DAY)
    assert due(small, fetches, NOW - DAY + HOUR) == []
    assert due(small, fetches, NOW) == [DAILY.name, OFTEN.name]


def test_a_moment_to_ask_again_that_a_wrong_clock_wrote_does_not_stop_a_source(small, fetches):
    fetched(small, fetches)
    fetches.stores.records.fail(DAILY.name, NOW, "it asks us to wait.", NOW + 300 * DAY)
    assert due(small, fetches, NOW + DAY + HOUR) == [DAILY.name, OFTEN.name]


def test_one_that_somebody_fetches_by_hand_is_not_begun_again(small, fetches):
    job = begin_fetch(small.jobs, fetches, DAILY.name, NOW, since="7d")
    assert small.jobs.get(job).request == {"source": DAILY.name, "since": "2026-02-22", "spec": None}
    assert due(small, fetches) == [OFTEN.name]
    assert begin_fetch(small.jobs, fetches, DAILY.name, NOW) == job


def test_one_can_be_fetched_again_as_soon_as_it_has_ended(small, fetches):
    fetched(small, fetches)
    assert begin_fetch(small.jobs, fetches, DAILY.name, NOW)


def test_a_fetch_that_somebody_else_begins_at_this_moment_is_refused_for_a_moment(small, fetches):
    fetches.stores.records.claim(DAILY.name, NOW)
    with pytest.raises(Unavailable, match="begun just now"):
        begin_fetch(small.jobs, fetches, DAILY.name, NOW)


def test_a_source_that_is_not_set_is_described_by_its_own_name(small, fetches):
    other = ArxivSource(source="arxiv", category="hep-th")
    with pytest.raises(SourceNotFound):
        begin_fetch(small.jobs, fetches, other.name, NOW)
    with pytest.raises(BadInput, match="/source: is arxiv:hep-th"):
        begin_fetch(small.jobs, fetches, "arxiv:cs.LG", NOW, spec=other)
    with pytest.raises(BadInput, match="/since"):
        begin_fetch(small.jobs, fetches, other.name, NOW, since="soon", spec=other)
    assert small.jobs.get(begin_fetch(small.jobs, fetches, other.name, NOW, spec=other)).request["spec"] == {
        "source": "arxiv",
        "category": "hep-th",
        "author": None,
    }


def test_the_state_of_each_is_told_in_the_order_of_the_settings(small, fetches):
    fetched(small, fetches)
    fetches.stores.records.begin("arxiv:hep-th", NOW.date(), NOW.date(), None, NOW)
    fetches.stores.records.fail("arxiv:hep-th", NOW, "it is away.", NOW)
    begin_fetch(small.jobs, fetches, OFTEN.name, NOW)
    told = source_statuses(small.jobs, fetches, NOW)
    assert [(each.state.name, each.status, each.next_at) for each in told] == [
        (DAILY.name, "done", NOW + DAY),
        (OFTEN.name, "under_way", NOW + 6 * HOUR),
        ("arxiv:hep-th", "failed", None),
    ]


def test_without_sources_there_is_nothing_to_begin(small):
    assert begin_due_fetches(small.jobs, small.fetches, NOW) == []
