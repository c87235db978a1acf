"""Papers as JSON: one object per line, a list of objects, or {"papers": [...]}."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from service.errors import BadInput, IngestError
from service.ingest.reading import MAX_LINE, Diagnostic, ParsedPaper, numbered_lines
from service.papers import Source, make_paper, named_status, updated_status

_SPACE = rb"\s{0,9999}"
_LIST_START = re.compile(rb'%(s)b(?:\{%(s)b"papers"%(s)b:%(s)b)?\[%(s)b' % {b"s": _SPACE})
_BETWEEN = re.compile(rb"%(s)b(?:(,)%(s)b|\])" % {b"s": _SPACE})
_WINDOWS = (32_768, MAX_LINE)  # bytes decoded to find the end of a record: most fit the first
_DECODER = json.JSONDecoder()
_DATE_LENGTH = len("2021-06-30")


def _iso_date(value: object) -> object:
    """A date from ISO 8601, of a day or of a moment; a bare number is no date."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError("Input should be a date like 2021-06-30")  # noqa: TRY004 - pydantic's protocol
    return date.fromisoformat(value[:_DATE_LENGTH])


class _Source(BaseModel):
    model_config = ConfigDict(extra="ignore")

    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
    rank: int | None = None


class _Update(BaseModel):
    """An entry of Crossref's `update-to`, of a notice, or `updated-by`, of the paper that it is about."""

    model_config = ConfigDict(extra="ignore")

    type: str


class _Record(BaseModel):
    """What a record may say; other keys are passed over."""

    model_config = ConfigDict(extra="ignore")

    title: str
    abstract: str | None = None
    id: str | None = None
    authors: list[str] | None = None
    published: Annotated[date | None, BeforeValidator(_iso_date)] = None
    categories: list[str] | None = None
    url: str | None = None
    external_ids: dict[str, str] | None = None
    version: Annotated[int | None, Field(ge=1, le=10_000)] = None
    status: str | None = None
    comments: str | None = None
    updates: list[_Update] = Field(default=[], validation_alias=AliasChoices("update-to", "updated-by"))
    source: _Source | None = None


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


def _parsed(line: int, record: object, source: str) -> ParsedPaper | Diagnostic:
    if not isinstance(record, dict):
        return Diagnostic(line, "not_an_object", f"Line {line}: a record is a JSON object.")
    try:
        fields = _Record.model_validate(record)
        paper = make_paper(
            fields.title,
            fields.abstract or "",
            id=fields.id,
            authors=fields.authors or (),
            published=fields.published,
            categories=fields.categories or (),
            url=fields.url,
            external_ids=fields.external_ids,
            version=fields.version,
            status=named_status(fields.status or "") or updated_status(update.type for update in fields.updates),
            comments=fields.comments or "",
            source=Source(name=fields.source.name, rank=fields.source.rank) if fields.source else Source(name=source),
        )
    except ValidationError as error:
        return Diagnostic(line, "invalid_record", f"Line {line}: {_first_fault(error)}.")
    except BadInput as error:
        return Diagnostic(line, error.code, f"Line {line}: {error.detail}")
    return ParsedPaper(line, paper)


def _first_fault(error: ValidationError) -> str:
    """The first field at fault and what is wrong there, without the value received."""
    fault = error.errors(include_url=False, include_input=False, include_context=False)[0]
    field = ".".join(str(step)[:40] for step in fault["loc"]) or "the record"
    return f"{field}: {fault['msg']}"


def _why(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    if isinstance(error, json.JSONDecodeError):
        return error.msg
    return "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error).partition(":")[0]
