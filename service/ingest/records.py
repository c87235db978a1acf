"""Papers as JSON: one object per line, a list of objects, or {"papers": [...]}."""

import json
import re
from collections.abc import Iterator

from service.errors import BadInput, IngestError
from service.ingest.json_values import is_object
from service.ingest.paper_record import read_record
from service.ingest.reading import MAX_LINE, Diagnostic, ParsedPaper, numbered_lines
from service.papers import Source

_SPACE = rb"\s{0,9999}"
_LIST_START = re.compile(rb'%(s)b(?:\{%(s)b"papers"%(s)b:%(s)b)?\[%(s)b' % {b"s": _SPACE})
_BETWEEN = re.compile(rb"%(s)b(?:(,)%(s)b|\])" % {b"s": _SPACE})
_WINDOWS = (32_768, MAX_LINE)  # bytes decoded to find the end of a record: most fit the first
_DECODER = json.JSONDecoder()
_SOURCE_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")


def parse_lines(data: bytes) -> Iterator[ParsedPaper | Diagnostic]:
    """One ParsedPaper or Diagnostic per line that is not blank."""
    for number, line in numbered_lines(data):
        try:
            record: object = json.loads(line.decode())
        except (ValueError, RecursionError) as error:
            yield Diagnostic(number, "not_json", f"Line {number} is not a JSON object: {_why(error)}.")
            continue
        yield _parsed(number, record, "jsonl")


def parse_list(data: bytes) -> Iterator[ParsedPaper | Diagnostic]:
    """One ParsedPaper or Diagnostic per object of the list; what follows a fault of syntax is not read.

    Objects are decoded one at a time, so memory is bounded by the largest of them. Raises IngestError when
    there is no list.
    """
    start = _LIST_START.match(data)
    if start is None:
        raise IngestError('The file is neither a JSON list nor {"papers": [...]}.', line=1)
    position, line, counted = start.end(), 1, 0
    while data[position : position + 1] != b"]":
        line += data.count(b"\n", counted, position)
        counted = position
        try:
            record, end = _decoded(data, position)
            comma = _BETWEEN.match(data, end)
        except (ValueError, RecursionError) as error:
            yield _broken(line, _why(error))
            return
        if comma is None:
            yield _broken(line, "no comma or ] follows it")
            return
        yield _parsed(line, record, "json")
        if comma[1] is None:
            return
        position = comma.end()


def _broken(line: int, why: str) -> Diagnostic:
    message = f"The record on line {line} is not JSON: {why}; from there on the file was not read."
    return Diagnostic(line, "not_json", message)


def _decoded(data: bytes, start: int) -> tuple[object, int]:
    """The JSON value at `start` and where it ends. Raises ValueError if malformed or over MAX_LINE bytes."""
    for size in _WINDOWS:
        window = data[start : start + size].decode("utf-8", "surrogateescape")
        try:
            value, length = _DECODER.raw_decode(window)
        except ValueError:
            if size == _WINDOWS[-1] or start + size >= len(data):
                raise
        else:
            return value, start + len(window[:length].encode("utf-8", "surrogateescape"))
    raise ValueError("it is too long")


def _parsed(line: int, record: object, format: str) -> ParsedPaper | Diagnostic:  # noqa: A002 - as in the API
    try:
        read = read_record(record, _source(record) or Source(name=format))
    except BadInput as error:
        code = error.code if is_object(record) else "not_an_object"
        return Diagnostic(line, code, f"Line {line}: {error.detail}")
    notes = tuple(Diagnostic(line, note.code, f"Line {line}: {note.message}") for note in read.notes)
    return ParsedPaper(line, read.paper, notes, read.not_kept)


def _source(record: object) -> Source | None:
    """Where the record says that it was seen, as we write it ourselves."""
    given = record.get("source") if is_object(record) else None
    if not is_object(given):
        return None
    name, rank = given.get("name"), given.get("rank")
    if not isinstance(name, str) or not _SOURCE_NAME.fullmatch(name):
        return None
    return Source(name=name, rank=rank if isinstance(rank, int) and not isinstance(rank, bool) else None)


def _why(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    if isinstance(error, json.JSONDecodeError):
        return error.msg
    return "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error).partition(":")[0]
