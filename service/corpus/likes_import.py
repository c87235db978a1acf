"""A user's library file made likes: what is known is liked, what is not is added, what is unsure is offered."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Any, Literal, NamedTuple, Self

from service.corpus.corpus import Corpus, Progress, no_progress
from service.corpus.feedback import is_possible_time
from service.corpus.names import checked_name, checked_user
from service.errors import NotInLibrary
from service.ingest import Diagnostic, Reading
from service.papers import Kept, Merge, Offer, Outcome, Paper
from service.storage import FeedbackKind, ImportedPaper, Libraries, LibraryImport, Undone

EntryStatus = Literal["liked", "unchanged", "added", "title_only", "offered", "not_found"]
"""What became of an entry of a file; all but the last two are likes now."""

_LISTED = 1_000  # entries of each kind that a report names; the others are counted
_MORE = "more_notes"  # the diagnostic that counts those that are not listed
_NO_TITLE = "no_title"  # the diagnostic of a record that names a paper by its ids alone


class LibraryEntry(NamedTuple):
    """An entry of a library file: a record, or ids alone; and when its owner added it, where the file says so."""

    line: int
    record: Paper | None
    ids: tuple[str, ...]
    at: datetime | None

    def to_json(self) -> dict[str, Any]:
        """As a job keeps it."""
        record = self.record and self.record.model_dump(mode="json")
        return {"line": self.line, "record": record, "ids": self.ids, "at": self.at and self.at.isoformat()}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """An entry as a job has kept it."""
        record, at = values["record"], values["at"]
        return cls(
            values["line"],
            record and Paper.model_validate(record),
            tuple(values["ids"]),
            at and datetime.fromisoformat(at),
        )


@dataclass(frozen=True, slots=True)
class EntryOutcome:
    """What became of an entry; `given` is its title, or else its ids, `candidates` are the papers that it may be of."""

    line: int
    status: EntryStatus
    given: str
    paper_id: str | None = None
    candidates: tuple[str, ...] = ()


@dataclass(slots=True)
class LibraryReport:
    """What a file held and what became of it; `counts` has all, the lists no more than a thousand each."""

    id: str
    format: str
    collection: str | None
    rows: int = 0
    counts: dict[EntryStatus, int] = field(default_factory=dict[EntryStatus, int])
    title_only: list[EntryOutcome] = field(default_factory=list[EntryOutcome])
    offered: list[EntryOutcome] = field(default_factory=list[EntryOutcome])
    not_found: list[EntryOutcome] = field(default_factory=list[EntryOutcome])
    merged: list[Merge] = field(default_factory=list[Merge])
    diagnostics: list[Diagnostic] = field(default_factory=list[Diagnostic])
    snapshot: str = ""

    def take(self, outcome: EntryOutcome) -> None:
        """Count an outcome, and list it where somebody should look at it."""
        self.counts[outcome.status] = self.counts.get(outcome.status, 0) + 1
        listed = {"title_only": self.title_only, "offered": self.offered, "not_found": self.not_found}
        if (entries := listed.get(outcome.status)) is not None and len(entries) < _LISTED:
            entries.append(outcome)

    def to_json(self) -> dict[str, Any]:
        """As it is shown; what a list has in common its entries need not say."""
        shown = asdict(self) | {"diagnostics": [each._asdict() for each in self.diagnostics]}
        for name in ("title_only", "offered", "not_found"):
            for entry in shown[name]:
                del entry["status"]
        return shown


def library_import(user: str, digest: str, format: str, collection: str | None, now: datetime) -> LibraryImport:  # noqa: A002
    """The import of a file with these bytes, by their SHA-256: the same file for the same purpose is the same import.

    Raises BadInput for a user or a collection that cannot be called so.
    """
    user = checked_user(user)
    name = None if collection is None else checked_name(collection, "/collection")
    asked = "\0".join((user, name or "", digest))
    return LibraryImport(hashlib.sha256(asked.encode()).hexdigest()[:32], user, format, name, now)


def entries_of(reading: Reading) -> list[LibraryEntry]:
    """The entries of a file, in the order of its lines."""
    records = zip(reading.lines, reading.papers, reading.added, strict=True)
    entries = [LibraryEntry(line, record, (record.id,), at) for line, record, at in records]
    entries += [LibraryEntry(each.line, None, each.ids, each.added) for each in reading.references]
    return sorted(entries, key=lambda each: each.line)


def diagnostics_of(reading: Reading) -> list[Diagnostic]:
    """What was wrong in a file; records that only lack a title are entries, and nothing is wrong with them."""
    named = {each.line for each in reading.references}
    noted = [each for each in reading.diagnostics if each.code != _NO_TITLE or each.line not in named]
    return noted[:_LISTED] if any(each.code != _MORE for each in noted) else []


def import_likes(
    corpus: Corpus,
    libraries: Libraries,
    made: LibraryImport,
    readings: Iterable[Reading],
    now: datetime,
    progress: Progress = no_progress,
) -> LibraryReport:
    """Like the papers of a file, and put them into the collection of the import; raises DiskFull, StoreBusy."""
    libraries.imports.begin(made)
    report = LibraryReport(made.id, made.format, made.collection)
    for reading in readings:
        _note_reading(report, reading)
        outcomes, kept = like_entries(corpus, libraries, made, entries_of(reading), now, progress)
        for outcome in outcomes:
            report.take(outcome)
        _note_kept(report, outcomes, kept)
    report.snapshot = corpus.catalog.snapshot_id()
    return report


def preview_likes(corpus: Corpus, made: LibraryImport, readings: Iterable[Reading], now: datetime) -> LibraryReport:
    """What `import_likes` would make of a file; nothing is kept."""
    report = LibraryReport(made.id, made.format, made.collection)
    said = {each.paper_id for each in corpus.feedback.of_user(made.user) if each.kind is FeedbackKind.LIKE}
    liked = set(corpus.catalog.resolve(list(said)).values())
    for reading in readings:
        _note_reading(report, reading)
        entries = entries_of(reading)
        found = corpus.catalog.preview_sure([each.record for each in entries if each.record], now)
        outcomes = [outcome for outcome, _ in matched_entries(corpus, entries, found)]
        new = {each.paper_id for each in outcomes if each.paper_id} - liked
        for outcome in _told(new, outcomes):
            report.take(outcome)
    report.snapshot = corpus.catalog.snapshot_id()
    return report


def like_entries(
    corpus: Corpus,
    libraries: Libraries,
    made: LibraryImport,
    entries: Sequence[LibraryEntry],
    now: datetime,
    progress: Progress = no_progress,
) -> tuple[list[EntryOutcome], list[Kept | None]]:
    """Add and like some entries of an import; what became of each, and of its record where that was kept.

    Again with the same entries it changes nothing. Raises NotInLibrary when the import was undone meanwhile.
    """
    if libraries.imports.get(made.user, made.id) is None:
        raise _no_import()
    found = corpus.add_sure([each.record for each in entries if each.record], now, progress)
    matched = list(matched_entries(corpus, entries, found))
    papers = [
        ImportedPaper(own_id, outcome.paper_id, entry.at if is_possible_time(entry.at, now) else None)
        for entry, (outcome, own_id) in zip(entries, matched, strict=True)
        if outcome.paper_id is not None
    ]
    said = libraries.imports.apply(made, papers, now)
    if said is None:
        raise _no_import()
    records = iter(found)
    answers = [next(records) if entry.record else None for entry in entries]
    kept = [each if isinstance(each, Kept) else None for each in answers]
    return list(_told(said, [outcome for outcome, _ in matched])), kept


def undo_import(libraries: Libraries, user: str, import_id: str) -> Undone:
    """Take back what an import has liked and collected, where the user has said nothing since; papers stay.

    Raises NotInLibrary.
    """
    undone = libraries.imports.undo(user, import_id)
    if undone is None:
        raise _no_import()
    return undone


def matched_entries(
    corpus: Corpus, entries: Sequence[LibraryEntry], found: Sequence[Kept | Offer]
) -> Iterator[tuple[EntryOutcome, str]]:
    """The paper of each entry, as far as there is one, and the id under which the file has it."""
    named = corpus.catalog.resolve([each for entry in entries if entry.record is None for each in entry.ids])
    told = iter(found)
    for entry in entries:
        if entry.record is not None:
            yield _outcome(entry.line, entry.record, next(told)), entry.record.id
            continue
        own_id = next((each for each in entry.ids if each in named), entry.ids[0])
        kept_id = named.get(own_id)
        yield EntryOutcome(entry.line, "liked" if kept_id else "not_found", ", ".join(entry.ids), kept_id), own_id


def _outcome(line: int, record: Paper, found: Kept | Offer) -> EntryOutcome:
    if isinstance(found, Offer):
        return EntryOutcome(line, "offered", record.title, None, found.candidates)
    if found.outcome is not Outcome.CREATED:
        return EntryOutcome(line, "liked", record.title, found.id)
    return EntryOutcome(line, "added" if record.abstract else "title_only", record.title, found.id)


def _told(said: set[str], outcomes: Iterable[EntryOutcome]) -> Iterator[EntryOutcome]:
    """The outcomes, where a paper that was liked already, or stands in the file before, is unchanged."""
    waiting = set(said)
    for outcome in outcomes:
        known = outcome.status == "liked" and outcome.paper_id not in waiting
        waiting.discard(outcome.paper_id or "")
        yield replace(outcome, status="unchanged") if known else outcome


def _note_reading(report: LibraryReport, reading: Reading) -> None:
    report.rows += reading.rows
    report.diagnostics += islice(diagnostics_of(reading), _LISTED - len(report.diagnostics))


def _note_kept(report: LibraryReport, outcomes: Sequence[EntryOutcome], kept: Sequence[Kept | None]) -> None:
    """Add which ids of a part of a file were found to name one paper, and which could not."""
    merges = (merge for each in kept if each for merge in each.merged)
    report.merged += islice(merges, _LISTED - len(report.merged))
    conflicts = (
        Diagnostic(outcome.line, "id_of_another_paper", f"Line {outcome.line}: {message}")
        for outcome, each in zip(outcomes, kept, strict=True)
        for message in (each.messages if each else ())
    )
    report.diagnostics += islice(conflicts, _LISTED - len(report.diagnostics))


def _no_import() -> NotInLibrary:
    return NotInLibrary("This user has no import of this id, or it was undone.")
