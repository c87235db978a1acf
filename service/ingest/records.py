"""One record of any format, read as the mapping that `paper_record` takes: a paper, a reference, or what is wrong."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from service.errors import BadInput
from service.ingest.field_names import FOLDED, ID_FIELDS, folded
from service.ingest.json_values import is_object
from service.ingest.paper_record import named_ids, read_record
from service.ingest.reading import Diagnostic, ParsedPaper, Reference, Row
from service.ingest.record_fields import Note
from service.ingest.stray_ids import STRAY_ID_FIELDS
from service.papers import REMAINDER, Source, unpack

_SOURCE_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_PLAIN: Final = {
    "issued": "published",
    "container-title": "venue",
}  # what would make the id of a record a citation manager's own key
_IN_REST: Final = frozenset(
    {REMAINDER, *STRAY_ID_FIELDS, *(name for scheme in ID_FIELDS for name in FOLDED[scheme])}
) - frozenset(FOLDED["venue"])
_INNER: Final = ("paper", "work", "citedPaper", "citingPaper", "data", "content", "message")


def parsed(
    line: int,
    record: object,
    format: str,  # noqa: A002 - as in the API
    notes: Iterable[Note] = (),
) -> Row:
    """What becomes of the record at a line; `notes` has what its format has lost of it already."""
    record = _completed(record)
    try:
        read = read_record(record, _source(record) or _of_format(format))
    except BadInput as error:
        ids, added = named_ids(record)
        if ids:
            return Reference(line, ids, added)
        code = error.code if is_object(record) else "not_an_object"
        return Diagnostic(line, code, f"Line {line}: {error.detail}")
    said = tuple(Diagnostic(line, note.code, f"Line {line}: {note.message}") for note in (*notes, *read.notes))
    return ParsedPaper(line, read.paper, said, read.not_kept, read.added)


def unwrapped(record: object) -> object:
    """The record with the fields of the object in it that has the title, as services wrap papers in their answers."""
    if not is_object(record):
        return record
    for name in _INNER:
        inner = record.get(name)
        if is_object(inner) and "itemType" in inner:  # Zotero's, whose key and version are of its library
            return {key: value for key, value in inner.items() if key not in {"key", "version"}}
        if is_object(inner) and inner.get("title"):
            return {key: value for key, value in record.items() if key != name} | inner
    return record


def _completed(record: object) -> object:
    """The record with what our own exports have put beside the fields of its format, which then holds."""
    text = record.get(REMAINDER) if is_object(record) else None
    if not is_object(record) or not isinstance(text, str) or not (rest := unpack(text)):
        return record
    fields = {_PLAIN.get(name, name): value for name, value in record.items() if folded(str(name)) not in _IN_REST}
    return fields | rest


@cache
def _of_format(format: str) -> Source:  # noqa: A002 - as in the API
    """One for all records: of a large file, the garbage collector would look through as many of them."""
    return Source(name=format)


def _source(record: object) -> Source | None:
    """Where the record says that it was seen, as we write it ourselves."""
    given = record.get("source") if is_object(record) else None
    if not is_object(given):
        return None
    name, rank = given.get("name"), given.get("rank")
    if not isinstance(name, str) or not _SOURCE_NAME.fullmatch(name):
        return None
    return Source(name=name, rank=rank if isinstance(rank, int) and not isinstance(rank, bool) else None)
