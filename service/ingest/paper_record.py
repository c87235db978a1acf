"""A record as somebody has it, made a paper and notes on what was left out or changed: one way in for all records."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from service.errors import BadInput, InvalidPaper, InvalidPaperId
from service.ingest.authors import read_authors, unread_parts
from service.ingest.dates import PartialDate, read_date, read_moment
from service.ingest.field_names import CITATION_FIELDS, FOLDED, ID_FIELDS, UNREAD, folded
from service.ingest.field_values import (
    one_id,
    read_id,
    read_ids,
    read_link,
    read_names,
    read_text,
    read_version,
)
from service.ingest.json_values import is_empty, is_object, is_too_deep
from service.ingest.stray_ids import STRAY_ID_FIELDS, arxiv_id_in
from service.ingest.updates import read_own_status, read_updates
from service.papers import (
    MAX_NAME,
    MAX_NAMES,
    Paper,
    Source,
    Status,
    known_ids,
    make_paper,
    named_status,
    parse_id,
)
from service.text import visible

_NAMING = frozenset({"arxiv", "doi", "corpusid"})  # schemes in external_ids that the id of a paper is taken from
_SHOWN = 60  # characters of a field's name
_MOST = 50  # fields of one record that are named
_NO_TITLE = "No title"  # of a record that only names a paper
_OPENALEX = "https://openalex.org/"


class Note(NamedTuple):
    """Something of a record that was left out or changed: a stable code, the field as it is called, a sentence."""

    code: str
    field: str
    message: str


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
    return ReadRecord(paper, tuple(reader.notes), tuple(dict.fromkeys([*reader.not_kept, *reader.rest()])), added)


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
    """Takes one field after the other out of a record; what nobody takes is the rest."""

    def __init__(self, record: Mapping[Any, object]) -> None:
        self.notes: list[Note] = []
        self.not_kept: list[str] = []
        self._names: dict[str, str] = {}  # of our fields, as the record calls them
        self._fields: dict[str, list[tuple[str, object]]] = {}
        for name, value in record.items():
            if is_too_deep(value):
                self._drop(str(name), "it is nested too deeply")
            elif not is_empty(value):
                self._fields.setdefault(folded(str(name)), []).append((visible(str(name))[:MAX_NAME], value))
        self._has_citation_fields = not CITATION_FIELDS.isdisjoint(self._fields)

    def facts(self) -> dict[str, Any]:
        """The arguments of `make_paper` that the record gives."""
        facts: dict[str, Any] = {
            "title": self._text("title"),
            "abstract": self._text("abstract"),
            "authors": self._authors(),
            "categories": self._categories(),
            "url": self._url(),
            "external_ids": self._external_ids(),
            "version": self._version(),
            "status": self._status(),
            "updates": self._updates(),
            "comments": self._text("comments"),
        }
        if date := self._published():
            facts |= {"published": date.day, "published_precision": date.precision}
        facts["id"] = self._id(facts)
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
                self._drop(self._names.get(error.field, error.field), _reason(error))
                del facts[error.field]

    def added(self) -> datetime | None:
        """When somebody added the paper to a library, or else looked at it."""
        moments = [read_moment(value) for _, value in self._taken("added")]
        return next(filter(None, moments), None)

    def rest(self) -> Iterator[str]:
        """The fields that nobody took and that say something."""
        return (name for key, fields in self._fields.items() if key not in UNREAD for name, _ in fields)

    def _taken(self, field: str) -> Iterator[tuple[str, object]]:
        for key in FOLDED[field]:
            for name, value in self._fields.pop(key, ()):
                self._names.setdefault(field, name)
                yield name, value

    def _drop(self, name: str, why: str) -> None:
        shown = visible(name)[:_SHOWN]
        self.notes.append(Note("field_left_out", shown, f"The field {shown} was left out: {why}."))

    def _change(self, name: str, how: str) -> None:
        self.notes.append(Note("field_changed", name[:_SHOWN], f"The field {name[:_SHOWN]} was changed: {how}."))

    def _text(self, field: str) -> str | None:
        chosen: str | None = None
        for name, value in self._taken(field):
            found = read_text(value)
            if found is None:
                self._drop(name, "it is no text")
            elif chosen is None:
                chosen = found
            elif found != chosen:
                self.not_kept.append(name)
        return chosen

    def _authors(self) -> list[str]:
        chosen: list[str] = []
        for name, value in self._taken("authors"):
            found, whole = read_authors(value)
            if not chosen:
                chosen = self._short(name, found, whole)
            elif len(found) != len(chosen):
                self.not_kept.append(name)
                continue
            self.not_kept += (visible(part)[:MAX_NAME] for part in unread_parts(value, name))
        return chosen

    def _categories(self) -> list[str]:
        found = [self._short(name, *read_names(value)) for name, value in self._taken("categories")]
        return list(dict.fromkeys(entry for entries in found for entry in entries))

    def _short(self, name: str, found: list[str], whole: bool) -> list[str]:
        """The names that are no longer than a name may be; what is missing then is noted."""
        kept = [entry for entry in found if len(entry) <= MAX_NAME][:MAX_NAMES]
        if not whole and not found:
            self._drop(name, "no name could be read in it")
        elif not whole or len(kept) < len(found):
            why = f"not every entry is a name of at most {MAX_NAME} characters, or there are over {MAX_NAMES:,}"
            self._change(name, f"{len(kept)} names were kept; {why}")
        return kept

    def _published(self) -> PartialDate | None:
        """The first date that can be read, or a later one that says the same more exactly."""
        chosen: tuple[str, PartialDate] | None = None
        for name, value in self._taken("published"):
            found = read_date(value)
            if found is None:
                self._drop(name, "it is no date such as 2021-06-30, 2021-06 or 2021")
            elif chosen is None or (found.text.startswith(chosen[1].text) and found.text != chosen[1].text):
                chosen = name, found
            elif not chosen[1].text.startswith(found.text):
                self.not_kept.append(name)
        if chosen is None:
            return None
        if not chosen[1].whole:
            self._change(chosen[0], f"it is kept as {chosen[1].text}; more could not be read")
        return chosen[1]

    def _version(self) -> int | None:
        chosen: int | None = None
        for name, value in self._taken("version"):
            chosen = chosen or read_version(value)
            if chosen is None:
                self._drop(name, "it is no number of a version")
        return chosen

    def _status(self) -> Status | None:
        """What the record says of itself: outright, else by the updates of it that Crossref lists."""
        chosen: Status | None = None
        for name, value in self._taken("status"):
            chosen = chosen or named_status(read_text(value) or "")
            if chosen is None:
                self.not_kept.append(name)
        for name, value in self._taken("updated_by"):
            said, has_kinds = read_own_status(value)
            if not has_kinds:
                self._drop(name, "it names no type of update")
            chosen = chosen or said
        return chosen

    def _updates(self) -> dict[str, Status]:
        """What the record, as a notice, makes of which other papers."""
        chosen: dict[str, Status] = {}
        for name, value in self._taken("updates"):
            found, whole = read_updates(value)
            if not whole:
                self.not_kept.append(name)  # of a new version, say, or of no paper that we can find
            chosen = found | chosen
        return chosen

    def _url(self) -> str | None:
        chosen: str | None = None
        for name, value in self._taken("url"):
            found = read_link(value)
            if found and found.lower().startswith("www."):
                found = f"https://{found}"
                self._change(name, "https:// was put before it")
            if found is None or not found.lower().startswith(("http://", "https://")):
                self._drop(name, "it is no web address that begins with http:// or https://")
            elif chosen is None:
                chosen = found
            elif found != chosen:
                self.not_kept.append(name)
        return chosen

    def _external_ids(self) -> dict[str, str]:
        found: dict[str, tuple[str, str]] = {}  # by the scheme without case

        def keep(name: str, scheme: str, local: str) -> None:
            if len(scheme) > MAX_NAME or len(local) > MAX_NAME:
                self._drop(name, f"an id has at most {MAX_NAME} characters")
            elif found.setdefault(scheme.lower(), (scheme, local))[1].lower() != local.lower():
                self.not_kept.append(name)

        for name, value in self._taken("external_ids"):
            pairs, whole = read_ids(value)
            if not whole:
                self._drop(name, "in part, for not every id could be read" if pairs else "it holds no id")
            for scheme, local in pairs.items():
                keep(name, scheme, local)
        for scheme in ID_FIELDS:
            for name, value in self._taken(scheme):
                text = read_id(value)
                pair = one_id(scheme, text) if text else None
                if pair is None:
                    self._drop(name, "it is no id")
                else:
                    keep(name, *pair)
        if "arxiv" not in found and (stray := self._stray_arxiv_id()):
            keep("arxiv", "arxiv", stray)
        return dict(found.values())

    def _stray_arxiv_id(self) -> str | None:
        """An arXiv id that stands in a field for something else, which is left where it is."""
        values = (value for key in STRAY_ID_FIELDS for _, value in self._fields.get(key, ()))
        found = (arxiv_id_in(text) for value in values if (text := read_text(value)))
        return next(filter(None, found), None)

    def _id(self, facts: Mapping[str, Any]) -> str | None:
        """The id that the record gives; without one, what the address says is added to `external_ids`."""
        ids: dict[str, str] = facts["external_ids"]
        has_name = not _NAMING.isdisjoint(scheme.lower() for scheme in ids)
        chosen: str | None = None
        for name, value in self._taken("id"):
            found = self._readable_id(name, value, ids)
            if found and has_name and self._has_citation_fields and found.startswith("local:"):
                ids.setdefault("citation-key", found.removeprefix("local:"))  # two people may use one key
            elif chosen is None:
                chosen = found
            elif found and found != chosen:
                self.not_kept.append(name)
        if chosen is None and not has_name and facts["url"] and (linked := _parsed(facts["url"])):
            scheme, _, local = linked.partition(":")
            ids.setdefault(scheme, local)
        return chosen

    def _readable_id(self, name: str, value: object, ids: dict[str, str]) -> str | None:
        text = read_id(value)
        if text is None:
            self._drop(name, "it is no id")
        elif found := _parsed(text):
            return found
        elif text.startswith(_OPENALEX):
            ids.setdefault("openalex", text.removeprefix(_OPENALEX)[:MAX_NAME])
        elif text.isascii() and text.isdigit() and len(text) <= 200:
            self._change(name, "a bare number is kept as local: and the number")
            return f"local:{text}"
        else:
            self._drop(name, "it is in no form of a paper id that we know")
        return None


def _parsed(text: str) -> str | None:
    try:
        return parse_id(text)
    except InvalidPaperId:
        return None


def _reason(error: BadInput) -> str:
    return error.detail[:1].lower() + error.detail[1:].rstrip(".")
