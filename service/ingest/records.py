"""One record of any format, read as the mapping that `paper_record` takes: a paper, a reference, or what is wrong."""

import re
from collections.abc import Iterable
from typing import Final

from service.errors import BadInput
from service.ingest.json_values import is_object
from service.ingest.paper_record import Note, named_ids, read_record
from service.ingest.reading import Diagnostic, ParsedPaper, Reference, Row
from service.papers import Source

_SOURCE_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_INNER: Final = ("paper", "work", "citedPaper", "citingPaper", "data", "content", "message")


def parsed(
    line: int,
    record: object,
    format: str,  # noqa: A002 - as in the API
    notes: Iterable[Note] = (),
) -> Row:
    """What becomes of the record at a line; `notes` has what its format has lost of it already."""
    try:
        read = read_record(record, _source(record) or Source(name=format))
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
        if is_object(inner) and inner.get("title"):
            return {key: value for key, value in record.items() if key != name} | inner
    return record


def _source(record: object) -> Source | None:
    """Where the record says that it was seen, as we write it ourselves."""
    given = record.get("source") if is_object(record) else None
    if not is_object(given):
        return None
    name, rank = given.get("name"), given.get("rank")
    if not isinstance(name, str) or not _SOURCE_NAME.fullmatch(name):
        return None
    return Source(name=name, rank=rank if isinstance(rank, int) and not isinstance(rank, bool) else None)
