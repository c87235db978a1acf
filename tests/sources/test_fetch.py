"""A fetch keeps pages one by one and what it knows of the source after each; what goes wrong loses nothing."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from service import ingest
from service.errors import SourceUnavailable, StoreBusy
from service.settings import ArxivSource, FetchSettings
from service.sources import FetchedPage, FetchStopped, Sources, SourceStores, Wanted, fetch, preview_fetch
from service.sources.source import came_out_since
from tests.sources.arxiv_server import TODAY, ArxivServer, Record
from tests.sources.stores import stores_in
from tests.sources.web_server import Reply

DAY = timedelta(days=1)
NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)
SINCE = TODAY - 7 * DAY


@dataclass
class Listed:
    """A source of papers by number, a page each; it breaks off before the page `broken`."""

    papers: int = 3
    broken: int | None = None
    stale: timedelta = timedelta()
    name: str = "listed"
    asked: list[Wanted] = field(default_factory=list)
    votes: dict[str, int] = field(default_factory=dict)

    def pages(self, wanted, bookmark):
        self.asked.append(wanted)
        for number in range((bookmark or {}).get("next", 0), self.papers):
            if number == self.broken:
                raise SourceUnavailable("its server is away.", retry_after=600)
            record = f'{{"id": "arxiv:2611.{10_000 + number}", "title": "On owls, part {number}"}}'.encode()
            whole = TODAY - DAY - self.stale if number == self.papers - 1 else None
            yield FetchedPage([ingest.read(record, "jsonl")], {"next": number + 1}, self.votes, whole, self.papers)


@pytest.fixture(name="stores")
def source_stores(stores, tmp_path) -> Iterator[SourceStores]:
    with stores.opened(tmp_path) as database:
        yield stores_in(database)


@pytest.fixture
def server():
    records = [Record(number, created=SINCE + DAY, changed=SINCE + (1 + number // 2) * DAY) for number in range(10)]
    with ArxivServer(records) as server:
        yield server


def category(server: ArxivServer):
    sources = Sources(FetchSettings.model_validate(server.settings | {"tries": 1}))
    return sources.of(ArxivSource(source="arxiv", category="cs.LG"))


def kept(stores: SourceStores) -> list[str]:
    return stores.corpus.catalog.first_ids(1_000)


def state(stores: SourceStores, name: str = "arxiv:cs.LG"):
    return stores.records.get(name)


def test_what_a_source_has_is_kept_and_what_it_brought_is_written_down(stores, server):
    seen = []
    report = fetch(stores, category(server), SINCE, NOW, lambda done, total: seen.append((done, total)))
    assert kept(stores) == [f"arxiv:{record.id}" for record in server.arxiv.records]
    assert (report.is_done, report.pages, report.seen, report.counts) == (True, 4, 10, {"created": 10})
    found = state(stores)
    assert (found.seen, found.created, found.updated, found.empty_reason) == (10, 10, 0, None)
    assert (found.since, found.whole_through, found.bookmark) == (SINCE, TODAY - DAY, None)
    assert (found.began_at, found.ended_at, found.error) == (NOW, NOW, None)
    assert seen[-1][0] == 10


def test_the_next_fetch_asks_for_what_changed_since_the_last_whole_day_and_brings_new_versions(stores, server):
    fetch(stores, category(server), SINCE, NOW)
    server.arxiv.records[3] = Record(3, created=SINCE + DAY, changed=TODAY, version=2)
    server.arxiv.records.append(Record(50, created=SINCE + DAY, changed=TODAY))
    server.asked.clear()
    report = fetch(stores, category(server), None, NOW + DAY)
    assert server.asked[0].params["from"] == str(TODAY - DAY)
    assert report.counts == {"created": 1, "updated": 1}
    assert stores.corpus.catalog.get(["arxiv:2611.10003"])["arxiv:2611.10003"].version == 2


def test_the_first_fetch_goes_back_some_days(stores):
    source = Listed()
    fetch(stores, source, None, NOW, first_days=3)
    assert source.asked == [Wanted(TODAY - 3 * DAY, TODAY - 3 * DAY)]


def test_nothing_new_has_its_reason(stores, server):
    fetch(stores, category(server), SINCE, NOW)
    server.arxiv.records.append(Record(70, created=SINCE + DAY, changed=TODAY - DAY, deleted=True))
    assert fetch(stores, category(server), None, NOW).empty_reason == f"It has no paper since {TODAY - DAY}."
    stores.records.begin("arxiv:cs.LG", SINCE, SINCE, None, NOW)
    report = fetch(stores, category(server), SINCE, NOW)
    assert report.empty_reason == state(stores).empty_reason
    assert report.empty_reason == f"All 10 papers that it has since {SINCE} are here already."


def test_a_fetch_that_breaks_off_says_why_and_the_next_one_goes_on_there(stores):
    source = Listed(broken=2)
    with pytest.raises(SourceUnavailable, match="listed: its server is away") as error:
        fetch(stores, source, SINCE, NOW)
    assert error.value.retry_after == 600
    found = state(stores, "listed")
    assert (found.error, found.retry_at, found.ended_at) == ("its server is away.", NOW + timedelta(minutes=10), NOW)
    assert (found.created, len(kept(stores))) == (2, 2)
    source.broken = None
    report = fetch(stores, source, SINCE, NOW + timedelta(hours=1))
    assert (report.pages, report.counts) == (1, {"created": 1})
    found = state(stores, "listed")
    assert (found.created, found.error, found.retry_at, found.bookmark) == (3, None, None, None)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (KeyError("secret"), "It broke off unforeseen: KeyError."),
        (StoreBusy("Another writer is at it."), "Another writer is at it."),
    ],
)
def test_a_fetch_that_breaks_off_unforeseen_says_why_as_well(stores, error, said):
    def progress(_done, _total):
        raise error

    with pytest.raises(type(error)):
        fetch(stores, Listed(), SINCE, NOW, progress)
    found = state(stores, "listed")
    assert (found.error, found.retry_at, found.ended_at) == (said, NOW + timedelta(minutes=15), NOW)


def test_a_process_that_ends_leaves_a_fetch_as_a_kill_would(stores):
    def progress(_done, _total):
        raise FetchStopped

    with pytest.raises(FetchStopped):
        fetch(stores, Listed(), SINCE, NOW, progress)
    assert (state(stores, "listed").error, state(stores, "listed").ended_at) == (None, None)


def test_a_fetch_begins_when_its_first_page_does_and_anew_after_it_broke_off(stores):
    source, later = Listed(), NOW + timedelta(hours=1)
    for moment in (NOW, later):
        fetch(stores, source, SINCE, moment, most_pages=1)
    assert state(stores, "listed").began_at == NOW
    source.broken = 2
    with pytest.raises(SourceUnavailable):
        fetch(stores, source, SINCE, later)
    source.broken = None
    fetch(stores, source, SINCE, later, most_pages=1)
    assert state(stores, "listed").began_at == later


def test_a_place_that_leads_nowhere_is_left_and_what_is_whole_stays(stores):
    class Lost(Listed):
        def pages(self, wanted, bookmark):
            yield from list(super().pages(wanted, bookmark))[:2]
            raise SourceUnavailable("its list has no end.", begins_anew=True)

    with pytest.raises(SourceUnavailable) as error:
        fetch(stores, Lost(), SINCE, NOW)
    found = state(stores, "listed")
    assert (error.value.retry_after, found.bookmark, found.error) == (900, None, "its list has no end.")
    assert fetch(stores, Listed(), SINCE, NOW).counts == {"unchanged": 2, "created": 1}


def test_as_many_pages_as_are_asked_for_are_a_step_and_steps_come_to_an_end(stores):
    source = Listed(papers=2)
    reports = [fetch(stores, source, SINCE, NOW, most_pages=1) for _ in range(3)]
    assert [(report.is_done, report.pages) for report in reports] == [(False, 1), (False, 1), (True, 0)]
    assert state(stores, "listed").created == 2


def test_more_than_an_unfinished_fetch_asked_for_is_begun_anew_and_as_much_goes_on(stores):
    source = Listed()
    fetch(stores, source, SINCE, NOW, most_pages=1)
    assert fetch(stores, source, SINCE + DAY, NOW, most_pages=1).pages == 1
    assert source.asked[-1] == Wanted(SINCE, SINCE)
    report = fetch(stores, source, SINCE - DAY, NOW)
    assert source.asked[-1] == Wanted(SINCE - DAY, SINCE - DAY)
    assert report.counts == {"unchanged": 2, "created": 1}


def test_days_that_are_here_whole_are_not_asked_for_again_and_no_day_behind_them_is_passed_over(stores):
    source = Listed()
    fetch(stores, source, SINCE, NOW)
    fetch(stores, source, SINCE + DAY, NOW)
    assert source.asked[-1] == Wanted(SINCE, TODAY - DAY)
    later = NOW + 100 * DAY
    report = fetch(stores, source, later.date() - 7 * DAY, later)
    assert source.asked[-1] == Wanted(SINCE, TODAY - DAY)
    assert state(stores, "listed").since == SINCE
    said = f"It was asked for what changed since {TODAY - DAY}, so that no day is missed before {TODAY + 93 * DAY}."
    assert report.notes == state(stores, "listed").notes == (said,)
    assert preview_fetch(stores, source, later.date() - 7 * DAY, later).notes == (said,)


def test_an_answer_of_yesterday_takes_nothing_back_and_loses_nothing(stores, server):
    fetch(stores, category(server), SINCE, NOW)
    server.arxiv.answered = TODAY - DAY
    fetch(stores, category(server), None, NOW + DAY)
    assert state(stores).whole_through == TODAY - DAY
    server.arxiv.answered = TODAY + DAY
    server.arxiv.records.append(Record(50, created=SINCE + DAY, changed=TODAY))
    assert fetch(stores, category(server), None, NOW + DAY).counts == {"created": 1}


def test_a_clock_that_jumps_back_a_day_loses_nothing_and_brings_nothing_twice(stores, server):
    fetch(stores, category(server), SINCE, NOW)
    server.arxiv.records.append(Record(50, created=SINCE + DAY, changed=TODAY))
    server.arxiv.answered = TODAY + DAY
    report = fetch(stores, category(server), None, NOW - DAY)
    assert (report.counts, report.whole_through) == ({"created": 1}, TODAY - DAY)
    assert fetch(stores, category(server), None, NOW).counts == {"unchanged": 1}
    assert len(kept(stores)) == 11


def test_no_day_is_whole_that_our_clock_has_not_seen(stores):
    fetch(stores, Listed(stale=-900 * DAY), SINCE, NOW)
    assert state(stores, "listed").whole_through == NOW.date()


def test_a_run_that_ends_with_an_expired_token_is_whole_and_says_so(stores, server):
    fetch(stores, category(server), SINCE, NOW, most_pages=2)
    server.arxiv.expire()
    fetch(stores, category(server), None, NOW + DAY)
    found = state(stores)
    assert (len(kept(stores)), found.created, found.whole_through) == (10, 10, TODAY - DAY)
    assert ["expired" in note for note in found.notes] == [True]


def test_votes_are_kept_of_the_papers_that_came(stores):
    fetch(stores, Listed(papers=1, votes={"arxiv:2611.10000": 17, "arxiv:2611.99999": 4}), SINCE, NOW)
    assert stores.votes.since(NOW - DAY) == [("arxiv:2611.10000", "listed", 17, NOW)]


def test_a_paper_comes_when_it_is_kept_and_not_when_its_fetch_began(stores):
    hours = (NOW + timedelta(hours=number) for number in itertools.count())
    fetch(replace(stores, clock=lambda: next(hours)), Listed(), SINCE, NOW)
    came = stores.corpus.catalog.dates(kept(stores))
    assert [came[each].added for each in kept(stores)] == [NOW + timedelta(hours=number) for number in range(3)]


def test_a_preview_tells_the_same_and_writes_nothing(stores, server):
    report = preview_fetch(stores, category(server), SINCE, NOW)
    assert (report.seen, report.counts) == (10, {"created": 10})
    assert (kept(stores), state(stores)) == ([], None)


def test_records_that_cannot_be_read_are_named_and_cost_no_other(stores, server):
    server.arxiv.records[4] = Record(4, created=SINCE + DAY, changed=SINCE + 4 * DAY, title="x" * 20_000)
    report = fetch(stores, category(server), SINCE, NOW)
    assert report.seen == 9
    assert [item.code for item in report.diagnostics if item.code != "fields_not_kept"] == ["no_title"]


def test_hostile_titles_are_kept_as_text(stores, server):
    titles = [
        "<b>\u202eevil</b> & co",
        "\x00\x1d]]>",
        "a" * 999,
        "💥 {{ 7*7 }} ${jndi:ldap://x}",
        "'; drop table papers; --",
    ]
    server.arxiv.records = [
        Record(n, created=SINCE + DAY, changed=TODAY, title=title.replace("\x00\x1d", ""))
        for n, title in enumerate(titles)
    ]
    assert fetch(stores, category(server), SINCE, NOW).seen == 5


@pytest.mark.parametrize("date_of", ["2026-11", "2026"])
def test_a_date_that_is_known_in_part_is_not_taken_for_the_first_of_january(date_of):
    record = f'{{"id": "arxiv:2611.10001", "title": "On owls", "published": "{date_of}"}}'.encode()
    (paper,) = ingest.read(record, "jsonl").papers
    assert came_out_since(paper, date(2026, 11, 28))
    assert not came_out_since(paper, date(2027, 1, 1))


def test_a_source_that_answers_nonsense_leaves_what_was_there(stores, server):
    fetch(stores, category(server), SINCE, NOW)
    server.answer = lambda _: Reply(b"<html>no</html>")
    with pytest.raises(SourceUnavailable, match=r"arxiv:cs\.LG: 127\.0\.0\.1 answers what cannot be read"):
        fetch(stores, category(server), None, NOW + DAY)
    assert (len(kept(stores)), state(stores).whole_through) == (10, TODAY - DAY)
