"""Records in a JSON list, or in an object around one as services answer; any other object is a record itself."""

import json
from collections.abc import Generator, Iterator
from typing import Final

from service.errors import IngestError
from service.ingest.content import Content
from service.ingest.json_stream import JsonStream
from service.ingest.reading import Diagnostic, Row
from service.ingest.records import parsed, unwrapped

LISTS: Final = ("papers", "data", "results", "items", "recommendedPapers", "works", "records", "entries", "notes")
"""Fields of answers that hold the records: ours, Semantic Scholar's, OpenAlex's, Crossref's, Zotero's, OpenReview's."""
_AROUND: Final = ("message", "response", "feed")

Element = tuple[int, object]


def parse(content: Content) -> Iterator[Row]:
    """One Row per object of the list; raises IngestError when the file is neither a list nor an object."""
    for found in elements(content):
        yield found if isinstance(found, Diagnostic) else parsed(found[0], unwrapped(found[1]), "json")


def elements(content: Content) -> Iterator[Element | Diagnostic]:
    """The values of the list, each with the line where it begins; what is no JSON is passed over where one can tell."""
    stream = JsonStream(content)
    if stream.take("["):
        yield from _list(stream)
    elif stream.take("{"):
        yield from _object(stream, stream.line)
    else:
        raise IngestError('The file is neither a JSON list nor an object such as {"papers": [...]}.', line=1)


def _list(stream: JsonStream) -> Iterator[Element | Diagnostic]:
    while not stream.take("]"):
        line = stream.line
        try:
            yield line, stream.value()
        except (ValueError, RecursionError) as error:
            went_on = stream.skip_to_next_object()
            yield _broken(line, why(error), stream.line if went_on else None)
            if went_on:
                continue
            return
        if not stream.take(",") and stream.next_sign() != "]":
            yield _broken(line, "no comma or ] follows it" if stream.next_sign() else "the file ends there", None)
            return


def _object(stream: JsonStream, line: int) -> Generator[Element | Diagnostic, None, bool]:
    """The records of the list in the object, or the object itself; whether there was anything."""
    fields: dict[str, object] = {}
    found = False
    while not stream.take("}"):
        try:
            name = str(stream.value())
            colon = stream.take(":")
            if name in LISTS and "title" not in fields and stream.take("["):
                yield from _list(stream)
                found = True
            elif name in _AROUND and stream.take("{"):
                found |= yield from _object(stream, line)
            else:
                fields[name] = stream.value()
        except (ValueError, RecursionError) as error:
            if not found:
                yield _broken(line, why(error), None)
            return True
        if not colon or (not stream.take(",") and stream.next_sign() != "}"):
            if not found:
                yield _broken(line, "a sign is missing, or the file ends there", None)
            return True
    if not found and fields:
        yield line, fields
    return found or bool(fields)


def _broken(line: int, problem: str, next_line: int | None) -> Diagnostic:
    rest = "from there on the file was not read" if next_line is None else f"the file was read on from line {next_line}"
    return Diagnostic(line, "not_json", f"The record on line {line} is not JSON: {problem}; {rest}.")


def why(error: Exception) -> str:
    """What is wrong with JSON, in a few words."""
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    if isinstance(error, json.JSONDecodeError):
        return error.msg
    return "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error).partition(":")[0]
