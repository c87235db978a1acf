"""A record as somebody has it, made a paper and notes on what was left out or changed: one way in for all records."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from service.errors import BadInput, InvalidPaper
from service.ingest.authors import read_authors, unread_parts
from service.ingest.dates import PartialDate, read_date, read_moment
from service.ingest.field_values import read_link, read_names, read_text, read_venue, read_version
from service.ingest.journal_reference import journal_in
from service.ingest.json_values import is_list, is_object
from service.ingest.record_fields import Note, RecordFields
from service.ingest.record_ids import take_ids
from service.ingest.stray_ids import arxiv_id_in
from service.ingest.updates import read_own_status, read_updates
from service.papers import MAX_NAME, MAX_NAMES, Paper, Source, Status, known_ids, make_paper, named_status
from service.text import visible

_SHOWN = 60  # characters of a field's name
_MOST = 50  # fields of one record that are named
_NO_TITLE = "No title"  # of a record that only names a paper


class ReadRecord(NamedTuple):
    """A paper, what of its record was left out or changed, and the fields that we have no place for.

    `added` is when somebody added it to a library, which is no fact of the paper.
    """

    paper: Paper
    notes: tuple[Note, ...]
    not_kept: tuple[str, ...]
    added: datetime | None

    @property
    def all_notes(self) -> list[Note]:
        """The notes, with one for each field that has no place."""
        more = len(self.not_kept) - _MOST
        named = [_not_kept(name[:_SHOWN]) for name in self.not_kept[:_MOST]]
        if more > 0:
            named.append(Note("field_not_kept", "", f"Nor were {more:,} more fields."))
        return [*self.notes, *named]


def _not_kept(name: str) -> Note:
    message = f"The field {name} was not kept: there is no place for it, or none beside the others."
    return Note("field_not_kept", name, message)


def read_record(record: object, source: Source) -> ReadRecord:
    """The paper of a JSON object under the field names that are common; only a title is needed.

    A field that cannot be read costs itself and makes a note. Raises InvalidPaper when it is no object, or its title
    is missing, empty or too long.
    """
    if not is_object(record):
        raise InvalidPaper("A paper is a JSON object.", field="record")
    reader = _Reader(record)
    facts = reader.facts()
    if "title" not in facts:
        raise InvalidPaper("The title is missing, or is no text.", field="title")
    paper, added = reader.made(facts, source), reader.added()
    fields = reader.fields
    return ReadRecord(paper, tuple(fields.notes), tuple(dict.fromkeys([*fields.not_kept, *fields.rest()])), added)


def named_ids(record: object) -> tuple[tuple[str, ...], datetime | None]:
    """The canonical ids that a record names, the best first, and when it was added; also of one without a title.

    A key of somebody's own (`local:`) alone names no paper.
    """
    if not is_object(record):
        return (), None
    reader = _Reader(record)
    paper = reader.made(reader.facts() | {"title": _NO_TITLE}, Source(name="record"))
    ids = known_ids(paper)[1:] if paper.minted or paper.id.startswith("local:") else known_ids(paper)
    return ids, reader.added()


class _Reader:
    """Takes the facts of a paper out of a record."""

    def __init__(self, record: Mapping[Any, object]) -> None:
        self.fields = RecordFields(record)

    def facts(self) -> dict[str, Any]:
        """The arguments of `make_paper` that the record gives."""
        facts: dict[str, Any] = {
            "title": self._text("title"),
            "abstract": self._text("abstract"),
            "version": self._version(),  # before the versions are read as dates
            "authors": self._authors(),
            "categories": self._categories(),
            "url": self._url(),
            "status": self._status(),
            "updates": self._updates(),
            "comments": self._text("comments"),
        }
        if date := self._published():
            facts |= {"published": date.day, "published_precision": date.precision}
        facts["id"], facts["external_ids"] = take_ids(self.fields, facts["url"])
        facts["venue"] = self._venue()  # behind the ids, which may stand in the name of a journal
        return {name: fact for name, fact in facts.items() if fact}

    def made(self, facts: dict[str, Any], source: Source) -> Paper:
        """The paper, without those of the optional facts that cannot be kept."""
        empty: dict[str, Any] = {"abstract": ""}
        while True:
            try:
                return make_paper(**(empty | facts), source=source)
            except InvalidPaper as error:
                if error.field == "title" or error.field not in facts:
                    raise
                self.fields.drop(self.fields.names.get(error.field, error.field), _reason(error))
                del facts[error.field]

    def added(self) -> datetime | None:
        """When somebody added the paper to a library, or else looked at it."""
        moments = [read_moment(value) for _, value in self.fields.take("added")]
        return next(filter(None, moments), None)

    def _text(self, field: str) -> str | None:
        chosen: str | None = None
        for name, value in self.fields.take(field):
            found = read_text(value)
            if found is None:
                self.fields.drop(name, "it is no text")
            elif chosen is None:
                chosen = found
            elif found != chosen:
                self.fields.not_kept.append(name)
        return chosen

    def _authors(self) -> list[str]:
        chosen: list[str] = []
        for name, value in self.fields.take("authors"):
            found, whole = read_authors(value)
            if not chosen:
                chosen = self._short(name, found, whole)
            elif len(found) != len(chosen):
                self.fields.not_kept.append(name)
                continue
            self.fields.not_kept += (visible(part)[:MAX_NAME] for part in unread_parts(value, name))
        return chosen

    def _categories(self) -> list[str]:
        found = [self._short(name, *read_names(value)) for name, value in self.fields.take("categories")]
        return list(dict.fromkeys(entry for entries in found for entry in entries))

    def _short(self, name: str, found: list[str], whole: bool) -> list[str]:
        """The names that are no longer than a name may be; what is missing then is noted."""
        kept = [entry for entry in found if len(entry) <= MAX_NAME][:MAX_NAMES]
        if not whole and not found:
            self.fields.drop(name, "no name could be read in it")
        elif not whole or len(kept) < len(found):
            why = f"not every entry is a name of at most {MAX_NAME} characters, or there are over {MAX_NAMES:,}"
            self.fields.change(name, f"{len(kept)} names were kept; {why}")
        return kept

    def _published(self) -> PartialDate | None:
        """The first date that can be read, or a later one that says the same more exactly."""
        chosen: tuple[str, PartialDate] | None = None
        for name, value in self.fields.take("published"):
            found = read_date(value)
            if found is None:
                self.fields.drop(name, "it is no date such as 2021-06-30, 2021-06 or 2021")
            elif chosen is None or (found.text.startswith(chosen[1].text) and found.text != chosen[1].text):
                chosen = name, found
            elif not chosen[1].text.startswith(found.text):
                self.fields.not_kept.append(name)
        if chosen is None:
            return None
        if not chosen[1].whole:
            self.fields.change(chosen[0], f"it is kept as {chosen[1].text}; more could not be read")
        return chosen[1]

    def _venue(self) -> str | None:
        """The venue by the first name that is one, or else as a reference to a page of a journal names it."""
        chosen: str | None = None
        for name, value in self.fields.take("venue"):
            found = read_venue(value)
            if not found or arxiv_id_in(found):
                self.fields.not_kept.append(name)
                continue
            if (chosen and found != chosen) or (is_object(value) and len(value) > 1):
                self.fields.not_kept.append(name)  # another one, or what else is said of it
            chosen = chosen or found
        for name, value in self.fields.take("journal_reference"):
            self.fields.not_kept.append(name)  # its volume and its pages, at least
            chosen = chosen or journal_in(read_text(value) or "")
        return chosen

    def _version(self) -> int | None:
        """The version that the record gives, or else the latest of those that it lists."""
        chosen: int | None = None
        for name, value in self.fields.take("version"):
            chosen = chosen or read_version(value)
            if chosen is None:
                self.fields.drop(name, "it is no number of a version")
        listed = (value[-1] for _, value in self.fields.look("versions") if is_list(value))
        return chosen or next((read_version(last.get("version")) for last in listed if is_object(last)), None)

    def _status(self) -> Status | None:
        """What the record says of itself: outright, else by the updates of it that Crossref lists."""
        chosen: Status | None = None
        for name, value in self.fields.take("status"):
            chosen = chosen or named_status(read_text(value) or "")
            if chosen is None:
                self.fields.not_kept.append(name)
        for name, value in self.fields.take("updated_by"):
            said, has_kinds = read_own_status(value)
            if not has_kinds:
                self.fields.drop(name, "it names no type of update")
            chosen = chosen or said
        return chosen

    def _updates(self) -> dict[str, Status]:
        """What the record, as a notice, makes of which other papers."""
        chosen: dict[str, Status] = {}
        for name, value in self.fields.take("updates"):
            found, whole = read_updates(value)
            if not whole:
                self.fields.not_kept.append(name)  # of a new version, say, or of no paper that we can find
            chosen = found | chosen
        return chosen

    def _url(self) -> str | None:
        chosen: str | None = None
        for name, value in self.fields.take("url"):
            found = read_link(value)
            if found and found.lower().startswith("www."):
                found = f"https://{found}"
                self.fields.change(name, "https:// was put before it")
            if found is None or not found.lower().startswith(("http://", "https://")):
                self.fields.drop(name, "it is no web address that begins with http:// or https://")
            elif chosen is None:
                chosen = found
            elif found != chosen:
                self.fields.not_kept.append(name)
        return chosen


def _reason(error: BadInput) -> str:
    return error.detail[:1].lower() + error.detail[1:].rstrip(".")
