"""Papers as JSON Lines: one object a line, as in the metadata snapshot of arXiv and the bulk files of others."""

import json
from collections.abc import Iterable, Iterator

from service.ingest.content import MAX_RECORD, Content, Line
from service.ingest.json_list import why
from service.ingest.reading import Diagnostic, Row
from service.ingest.records import parsed, unwrapped


def parse(content: Content) -> Iterator[Row]:
    """One Row per line that is not blank."""
    for rows in content.mapped(_rows, content.blocks()):
        yield from rows


def _rows(lines: Iterable[Line]) -> list[Row]:
    return [_row(line) for line in lines]


def _row(line: Line) -> Row:
    number = line.number
    if line.is_too_long:
        return Diagnostic(
            number, "line_too_long", f"Line {number} has {line.size:,} bytes; the most is {MAX_RECORD:,}."
        )
    try:
        record: object = json.loads(line.data.decode())
    except (ValueError, RecursionError) as error:
        return Diagnostic(number, "not_json", f"Line {number} is not a JSON object: {why(error)}.")
    return parsed(number, unwrapped(record), "jsonl")
