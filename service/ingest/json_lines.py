"""Papers as JSON Lines: one object a line, as in the metadata snapshot of arXiv and the bulk files of others."""

import json
from collections.abc import Iterator

from service.ingest.content import MAX_RECORD, Content
from service.ingest.json_list import why
from service.ingest.reading import Diagnostic, Row
from service.ingest.records import parsed, unwrapped


def parse(content: Content) -> Iterator[Row]:
    """One Row per line that is not blank."""
    for line in content.lines():
        number = line.number
        if line.is_too_long:
            message = f"Line {number} has {line.size:,} bytes; the most is {MAX_RECORD:,}."
            yield Diagnostic(number, "line_too_long", message)
            continue
        try:
            record: object = json.loads(line.data.decode())
        except (ValueError, RecursionError) as error:
            yield Diagnostic(number, "not_json", f"Line {number} is not a JSON object: {why(error)}.")
            continue
        yield parsed(number, unwrapped(record), "jsonl")
