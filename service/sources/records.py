"""What services answer with: JSON that is checked to be some, and its records read as those of a file would be."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from service.ingest import Reading, is_list, is_object
from service.sources.http import Answer, Unreadable
from service.sources.readings import read_answer

Record = dict[str, object]


def readings_of(records: Sequence[Mapping[str, object]], source: str) -> list[Reading]:
    """The readings of records under names that `ingest` knows, whose papers say that they were seen at the source."""
    kind = source.partition(":")[0]
    seen = [{**record, "source": {"name": kind}} for record in records]
    return read_answer(json.dumps({"records": seen}).encode(), "json", source, len(seen)) if seen else []


def json_of(answer: Answer) -> object:
    """The JSON value of an answer; raises Unreadable, which says what came instead."""
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        pass
    head = answer.body[:200].lstrip().lower()
    if not head:
        raise Unreadable("it is empty")
    if head.startswith((b"<!doctype html", b"<html")):
        raise Unreadable("it is a web page, and not JSON")
    raise Unreadable("it is not JSON, or cut short")


def list_of(answer: Answer) -> list[object]:
    """The JSON list of an answer; raises Unreadable."""
    found = json_of(answer)
    if not is_list(found):
        raise Unreadable("it is not a list")
    return found


class JsonObject(NamedTuple):
    """The JSON object of an answer, and the day on which the server made it, where it says so."""

    fields: Record
    answered: date | None


def object_with(*path: str) -> Callable[[Answer], JsonObject]:
    """Reads the JSON object of an answer, which has a list at a path: without it a refusal would count as no records.

    What it gives raises Unreadable.
    """

    def read(answer: Answer) -> JsonObject:
        found = json_of(answer)
        inner = found
        for name in path:
            inner = object_of(inner).get(name)
        if not is_list(inner):
            raise Unreadable(f"it has no list of {path[-1]}")
        return JsonObject(object_of(found), day_of(answer))

    return read


def day_of(answer: Answer) -> date | None:
    """The day (UTC) on which an answer was made: of one that something in between has kept, not today."""
    try:
        return parsedate_to_datetime(answer.headers.get("date", "")).astimezone(UTC).date()
    except (ValueError, OverflowError):
        return None


def object_of(value: object) -> Record:
    """The value if it is a JSON object, or else an empty one."""
    return value if is_object(value) else {}


def objects_of(value: object) -> list[Record]:
    """The JSON objects in a list; whatever else is in it, or no list, gives none."""
    return [each for each in value if is_object(each)] if is_list(value) else []


def text_of(value: object) -> str:
    """Text without the space around it; whatever is none gives an empty one."""
    return value.strip() if isinstance(value, str) else ""


def whole_number(value: object) -> int:
    """A count, which a service may write as text; 0 where it is none."""
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else 0
