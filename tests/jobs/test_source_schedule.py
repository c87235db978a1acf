"""Fetches that are due are begun, each source's once, whoever looks and whatever the clock does."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from service.errors import BadInput, JobEnded, JobRunning, SourceNotFound, Unavailable
from service.jobs import Jobs, SourceFetches, begin_due_fetches, begin_fetch, source_statuses
from service.settings import ArxivSource, FetchSettings, JobSettings
from service.sources import Sources
from service.storage import JobRecords
from service.storage.sql import Database
from tests.corpora import NOW
from tests.sources.stores import stores_in

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DAILY = ArxivSource(source="arxiv", category="cs.LG")
OFTEN = ArxivSource(source="arxiv", author="Ada Lovelace", every=6 * HOUR)


@pytest.fixture
def database(stores, tmp_path) -> Iterator[Database]:
    with stores.opened(tmp_path) as database:
        yield database


@pytest.fixture
def jobs(database) -> Jobs:
    return Jobs(JobRecords(database), JobSettings(), lambda: NOW)


@pytest.fixture
def fetches(database) -> SourceFetches:
    return SourceFetches(Sources(FetchSettings(), [DAILY, OFTEN]), stores_in(database))


def due(jobs, fetches, now=NOW) -> list[str]:
    """The names of the sources of the jobs that are begun."""
    return [jobs.get(job).request["source"] for job in begin_due_fetches(jobs, fetches, now)]


def fetched(jobs, fetches, now=NOW) -> None:
    """Everything that is due is fetched to its end."""
    records = fetches.stores.records
    for job in begin_due_fetches(jobs, fetches, now):
        name = jobs.get(job).request["source"]
        records.begin(name, now.date(), now.date(), None, now)
        records.end(name, now, "It has no paper.")
        jobs.records.end(job, "completed", now)


def test_what_was_never_fetched_is_due_at_once_and_begun_once(jobs, fetches):
    assert due(jobs, fetches) == [DAILY.name, OFTEN.name]
    assert due(jobs, fetches) == due(jobs, fetches, NOW + DAY) == []  # a job is at each


def test_each_is_due_again_after_its_own_time(jobs, fetches):
    fetched(jobs, fetches)
    assert due(jobs, fetches, NOW + 5 * HOUR) == []
    assert due(jobs, fetches, NOW + 6 * HOUR) == [OFTEN.name]
    assert due(jobs, fetches, NOW + DAY) == [DAILY.name]


def test_two_processes_that_look_at_one_moment_begin_one_job(jobs, fetches, monkeypatch):
    monkeypatch.setattr(jobs, "fetches_under_way", dict)  # as if neither had written its job down
    assert due(jobs, fetches) == [DAILY.name, OFTEN.name]
    assert due(jobs, fetches) == []


def test_whoever_was_killed_before_there_was_a_job_is_waited_for_a_while_alone(jobs, fetches):
    assert fetches.stores.records.claim(DAILY.name, NOW)
    assert due(jobs, fetches) == [OFTEN.name]
    assert due(jobs, fetches, NOW + timedelta(minutes=3)) == [DAILY.name]


def test_after_an_error_a_source_is_asked_again_when_its_server_says(jobs, fetches):
    fetched(jobs, fetches)
    fetches.stores.records.fail(DAILY.name, NOW, "it asks us to wait.", NOW + HOUR)
    assert due(jobs, fetches, NOW + HOUR / 2) == []
    assert due(jobs, fetches, NOW + HOUR) == [DAILY.name]


def test_a_server_that_wants_to_be_left_alone_for_longer_than_the_time_between_two_fetches_is(jobs, fetches):
    fetched(jobs, fetches)
    fetches.stores.records.fail(OFTEN.name, NOW, "it asks us to wait.", NOW + DAY)
    assert due(jobs, fetches, NOW + 23 * HOUR) == []
    assert due(jobs, fetches, NOW + DAY) == [DAILY.name, OFTEN.name]


def test_a_clock_that_jumps_back_a_day_begins_one_fetch_and_no_more(jobs, fetches):
    fetched(jobs, fetches)
    assert due(jobs, fetches, NOW - HOUR / 2) == []  # clocks of two machines
    fetched(jobs, fetches, NOW - DAY)
    assert due(jobs, fetches, NOW - DAY + HOUR) == []
    assert due(jobs, fetches, NOW) == [DAILY.name, OFTEN.name]


def test_a_moment_to_ask_again_that_a_wrong_clock_wrote_does_not_stop_a_source(jobs, fetches):
    fetched(jobs, fetches)
    fetches.stores.records.fail(DAILY.name, NOW, "it asks us to wait.", NOW + 300 * DAY)
    assert due(jobs, fetches, NOW + DAY + HOUR) == [DAILY.name, OFTEN.name]


def test_one_that_somebody_fetches_by_hand_is_not_begun_again(jobs, fetches):
    job = begin_fetch(jobs, fetches, DAILY.name, NOW, since="7d")
    assert jobs.get(job).request == {"source": DAILY.name, "since": "2026-02-22", "spec": None}
    assert due(jobs, fetches) == [OFTEN.name]
    assert begin_fetch(jobs, fetches, DAILY.name, NOW) == begin_fetch(jobs, fetches, DAILY.name, NOW, "7d") == job
    with pytest.raises(JobRunning, match="from another day on"):
        begin_fetch(jobs, fetches, DAILY.name, NOW, since="30d")


def test_a_job_that_fetched_is_not_begun_again_for_another_may_be_at_its_source(jobs, fetches):
    job = begin_fetch(jobs, fetches, DAILY.name, NOW)
    jobs.records.end(job, "failed", NOW, "It broke off.")
    with pytest.raises(JobEnded, match="begin another"):
        jobs.retry(job)
    assert jobs.get(job).status == "failed"


def test_one_can_be_fetched_again_as_soon_as_it_has_ended(jobs, fetches):
    fetched(jobs, fetches)
    assert begin_fetch(jobs, fetches, DAILY.name, NOW)


def test_a_fetch_that_somebody_else_begins_at_this_moment_is_refused_for_a_moment(jobs, fetches):
    fetches.stores.records.claim(DAILY.name, NOW)
    with pytest.raises(Unavailable, match="begun just now"):
        begin_fetch(jobs, fetches, DAILY.name, NOW)


def test_a_source_that_is_not_set_is_described_by_its_own_name(jobs, fetches):
    other = ArxivSource(source="arxiv", category="hep-th")
    with pytest.raises(SourceNotFound):
        begin_fetch(jobs, fetches, other.name, NOW)
    with pytest.raises(BadInput, match="/source: is arxiv:hep-th"):
        begin_fetch(jobs, fetches, "arxiv:cs.LG", NOW, spec=other)
    with pytest.raises(BadInput, match="/since"):
        begin_fetch(jobs, fetches, other.name, NOW, since="soon", spec=other)
    assert jobs.get(begin_fetch(jobs, fetches, other.name, NOW, spec=other)).request["spec"] == {
        "source": "arxiv",
        "category": "hep-th",
        "author": None,
    }


def test_the_state_of_each_is_told_in_the_order_of_the_settings(jobs, fetches):
    fetched(jobs, fetches)
    fetches.stores.records.begin("arxiv:hep-th", NOW.date(), NOW.date(), None, NOW)
    fetches.stores.records.fail("arxiv:hep-th", NOW, "it is away.", NOW)
    begin_fetch(jobs, fetches, OFTEN.name, NOW)
    told = source_statuses(jobs, fetches, NOW)
    assert [(each.state.name, each.status, each.next_at) for each in told] == [
        (DAILY.name, "done", NOW + DAY),
        (OFTEN.name, "under_way", NOW + 6 * HOUR),
        ("arxiv:hep-th", "failed", None),
    ]


def test_without_sources_there_is_nothing_to_begin(jobs, database):
    assert begin_due_fetches(jobs, SourceFetches(Sources(FetchSettings()), stores_in(database)), NOW) == []
