"""A fetch: what a source has that is new, kept page by page, so that a kill costs a page at most and loses nothing."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from service.corpus import Corpus, Progress, no_progress
from service.errors import ServiceError, SourceUnavailable
from service.ingest import Diagnostic
from service.papers import Kept, Paper
from service.sources.http import FetchStopped
from service.sources.readings import unread_note
from service.sources.source import Bookmark, FetchedPage, Source, Wanted
from service.storage import Catalog, SourceRecords, SourceState, VoteRecords

_DIAGNOSTICS = 100  # of one fetch
_DAY = timedelta(days=1)
_UNFORESEEN = timedelta(minutes=15)  # until a schedule tries again


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What a fetch brought; `seen` counts papers, `counts` has how many were created, updated or unchanged.

    `is_done` is False where it stopped after as many pages as it was to take. `whole_through` is the last day that is
    here whole. `empty_reason` says why nothing is new; None where something is.
    """

    source: str
    since: date
    whole_through: date | None
    is_done: bool
    pages: int
    seen: int
    counts: dict[str, int]
    notes: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    empty_reason: str | None


@dataclass(frozen=True, slots=True)
class SourceStores:
    """Where a fetch keeps what it brings: papers, votes, and the state of the source.

    A paper comes when it is kept, by the `clock`, and without one when the fetch began: its page may take minutes, and
    whoever has looked meanwhile for what is new would never see one that is dated back.
    """

    corpus: Corpus
    records: SourceRecords
    votes: VoteRecords
    clock: Callable[[], datetime] | None = None


@dataclass(slots=True)
class _Tally:
    """What the pages so far brought."""

    pages: int = 0
    seen: int = 0
    counts: Counter[str] = field(default_factory=Counter[str])
    notes: dict[str, None] = field(default_factory=dict[str, None])
    diagnostics: list[Diagnostic] = field(default_factory=list[Diagnostic])
    empty_reason: str | None = None

    def add(self, page: FetchedPage, kept: Sequence[Kept]) -> None:
        self.pages, self.seen = self.pages + 1, self.seen + len(kept)
        self.counts.update(each.outcome.value for each in kept)
        self.notes |= dict.fromkeys(page.notes)
        self.empty_reason = page.empty_reason or self.empty_reason
        left = _DIAGNOSTICS - len(self.diagnostics)
        self.diagnostics += [item for reading in page.readings for item in reading.diagnostics][: max(0, left)]

    def report(self, source: Source, wanted: Wanted, whole_through: date | None, *, is_done: bool) -> FetchReport:
        new = self.counts["created"] + self.counts["updated"]
        reason = _empty_reason(self.seen, new, wanted, self.empty_reason)
        counts, notes = dict(self.counts), tuple(self.notes)
        span = (source.name, wanted.since, whole_through, is_done, self.pages, self.seen)
        return FetchReport(*span, counts, notes, tuple(self.diagnostics), reason)


def fetch(
    stores: SourceStores,
    source: Source,
    since: date | None,
    now: datetime,
    progress: Progress = no_progress,
    *,
    first_days: int = 7,
    most_pages: int | None = None,
) -> FetchReport:
    """Keep what a source has of papers that came out since a day, or since the last day that is here whole.

    An unfinished fetch of the same or more is gone on with. Each page is kept as an import would keep it, then its
    votes, then where to go on. `progress` counts papers. Raises SourceUnavailable and what `Corpus.add` raises, having
    written down why; FetchStopped of `progress` breaks a fetch off as a kill would.
    """
    wanted, state = _begun(stores.records, source.name, since, now, first_days)
    tally, whole_through = _Tally(), state.whole_through
    try:
        for page in _pages(source, wanted, state.bookmark, since):
            kept = _kept(stores, source, page, now, lambda done, total: progress(tally.seen + done, tally.seen + total))
            tally.add(page, kept)
            whole_through = _later(whole_through, page.whole_through, now)
            stores.records.keep_page(
                source.name, page.bookmark, whole_through, _counted(kept), page.notes, page.mark, page.empty_reason
            )
            progress(tally.seen, max(tally.seen, page.expected))
            if tally.pages == most_pages:
                return tally.report(source, wanted, whole_through, is_done=False)
    except FetchStopped:
        raise
    except SourceUnavailable as error:
        raise _failed(stores.records, source, error, now) from None
    except Exception as error:
        why = error.detail if isinstance(error, ServiceError) else f"It broke off unforeseen: {type(error).__name__}."
        stores.records.fail(source.name, now, why, now + _UNFORESEEN)
        raise
    state = stores.records.get(source.name) or state  # with what the pages before the last kill brought
    stores.records.end(
        source.name, now, _empty_reason(state.seen, state.created + state.updated, wanted, state.empty_reason)
    )
    return tally.report(source, wanted, whole_through, is_done=True)


def preview_fetch(
    stores: SourceStores, source: Source, since: date | None, now: datetime, *, first_days: int = 7
) -> FetchReport:
    """What `fetch` would make of each page if it were the only one; nothing is written. Raises SourceUnavailable."""
    state = stores.records.get(source.name) or SourceState(source.name)
    wanted = _wanted(state, since, now, first_days)
    tally = _Tally()
    for page in _pages(source, wanted, None, since):
        told = [_told(stores.corpus.catalog, reading.papers, page, now) for reading in page.readings]
        tally.add(page, [each for papers in told for each in stores.corpus.catalog.preview(papers, now)])
    return tally.report(source, wanted, state.whole_through, is_done=True)


def _pages(source: Source, wanted: Wanted, bookmark: Bookmark | None, since: date | None) -> Iterator[FetchedPage]:
    """The pages; they say where more is asked for than somebody wanted, and what could not be read."""
    said: tuple[str, ...] = ()
    if since is not None and wanted.changed + _DAY < since:
        said = (f"It was asked for what changed since {wanted.changed}, so that no day is missed before {since}.",)
    seen = 0
    for page in source.pages(wanted, bookmark):
        seen += sum(len(reading.papers) for reading in page.readings)
        unread = unread_note(page.readings)
        mark = page.mark if seen or not unread else None  # or else what could not be read is never asked for again
        yield replace(page, notes=(*said, *page.notes, *filter(None, (unread,))), mark=mark)


def _begun(
    records: SourceRecords, name: str, since: date | None, now: datetime, first_days: int
) -> tuple[Wanted, SourceState]:
    """What is asked for, and where: an unfinished fetch goes on when it asks for as much."""
    state = records.get(name) or SourceState(name)
    goes_on = state.bookmark is not None and state.since is not None and (since is None or state.since <= since)
    if goes_on and state.since and state.changed_from:
        records.resume(name, now)
        return Wanted(state.since, state.changed_from, now.date(), state.mark), state
    wanted = _wanted(state, since, now, first_days)
    whole_through = state.whole_through if wanted.since == state.since else None
    records.begin(name, wanted.since, wanted.changed, whole_through, now)
    return wanted, SourceState(name, wanted.since, wanted.changed, whole_through)


def _wanted(state: SourceState, since: date | None, now: datetime, first_days: int) -> Wanted:
    """From a day on, but for the days that are here whole; the last of those is asked for again.

    A day behind those would leave a gap, which no later fetch would fill: all from there on is asked for then.
    """
    first = since or state.since or now.date() - timedelta(days=first_days)
    whole = state.whole_through
    mark = state.mark if state.since is not None and state.since <= first else None
    if state.since is None or whole is None or first < state.since:
        return Wanted(first, first, now.date(), mark)
    return Wanted(state.since, whole, now.date(), mark)


def _kept(stores: SourceStores, source: Source, page: FetchedPage, now: datetime, progress: Progress) -> list[Kept]:
    kept: list[Kept] = []
    ids: dict[str, str] = {}
    for reading in page.readings:
        kept_at = (stores.clock or (lambda: now))()
        papers = _told(stores.corpus.catalog, reading.papers, page, kept_at)
        added = stores.corpus.add(papers, kept_at, progress) if papers else []
        ids |= {paper.id: each.id for paper, each in zip(papers, added, strict=True)}
        kept += added
    if page.votes:
        here = stores.corpus.catalog.resolve([*ids.values()])  # but for what somebody deleted just now
        found = {paper_id: here.get(ids.get(paper_id, "")) for paper_id in page.votes}
        stores.votes.put(source.name, {name: page.votes[each] for each, name in found.items() if name}, now)
    return kept


def _told(catalog: Catalog, papers: Sequence[Paper], page: FetchedPage, now: datetime) -> Sequence[Paper]:
    """What is told of the papers of a page: of hearsay, what is not known here."""
    if not page.is_hearsay:
        return papers
    homes = [each.id for each in catalog.preview(papers, now)]
    here = catalog.get(homes)
    return [paper.filling(here[home]) if home in here else paper for paper, home in zip(papers, homes, strict=True)]


def _counted(kept: Sequence[Kept]) -> dict[str, int]:
    counts = Counter(each.outcome.value for each in kept)
    return {"seen": len(kept), "created": counts["created"], "updated": counts["updated"]}


def _later(known: date | None, proven: date | None, now: datetime) -> date | None:
    """The later of two days: an old answer takes nothing back, and none is whole that our clock has not seen begin."""
    return max(filter(None, (known, proven and min(proven, now.date()))), default=None)


def _failed(records: SourceRecords, source: Source, error: SourceUnavailable, now: datetime) -> SourceUnavailable:
    later = error.retry_after or 0
    records.fail(source.name, now, error.detail, now + timedelta(seconds=later), is_lost=error.begins_anew)
    return SourceUnavailable(f"{source.name}: {error.detail}", retry_after=later)


def _empty_reason(seen: int, new: int, wanted: Wanted, told: str | None) -> str | None:
    if new or told:
        return None if new else told
    if seen:
        return f"All {seen:,} papers that it has since {wanted.changed} are here already."
    return f"It has no paper since {wanted.changed}."
