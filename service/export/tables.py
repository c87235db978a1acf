"""CSV for spreadsheets, and JSON Lines for programs: a line per paper, under our own names of the fields."""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any, Final

from service.export.entry import Entry
from service.papers import REMAINDER, pack

_COLUMNS: Final = (
    "id", "title", "authors", "published", "venue", "abstract", "doi", "arxiv_id", "url", "categories", "added", "note",
    REMAINDER,
)  # fmt: skip
_PARTING = re.compile(r"[;\n]|\bet\s+al\b|\bothers\b", re.IGNORECASE)
_ALONE = re.compile(r",|\s(?:and|&|und|et)\s", re.IGNORECASE)  # what parts a text of one name
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def write_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """An object a line; fields that say nothing are left out."""
    for entry in entries:
        yield json.dumps(_record(entry), ensure_ascii=False) + "\n"


def write_csv(entries: Iterable[Entry]) -> Iterator[str]:
    """A header and a row per paper, with commas between (RFC 4180)."""
    yield _row(_COLUMNS)
    for entry in entries:
        values = _values(entry)
        yield _row([_text_cell(values[name] or "") for name in _COLUMNS])


def _record(entry: Entry) -> dict[str, Any]:
    public = entry.paper.public
    names = (
        "id", "title", "abstract", "authors", "published", "venue", "categories", "url", "external_ids",
        "version", "updates",
    )  # fmt: skip
    added = entry.added and entry.added.isoformat()
    record = {name: public[name] for name in names} | {"status": entry.paper.status, "added": added, "note": entry.note}
    return {name: value for name, value in record.items() if value or name == "abstract"}


def _values(entry: Entry) -> dict[str, str | None]:
    paper = entry.paper
    alone = len(paper.authors) == 1 and _ALONE.search(paper.authors[0])
    is_list = not alone and not any(map(_PARTING.search, paper.authors))
    also = ("categories",) if is_list else ("authors", "categories")
    return {
        "id": paper.id,
        "title": paper.title,
        "authors": "; ".join(paper.authors),
        "published": paper.published_text,
        "venue": paper.venue,
        "abstract": paper.abstract,
        "doi": entry.local_id("doi"),
        "arxiv_id": entry.local_id("arxiv"),
        "url": paper.url,
        "categories": ", ".join(paper.categories),
        "added": entry.added and entry.added.isoformat(),
        "note": entry.note,
        REMAINDER: pack(paper, None, also),
    }


def _text_cell(value: str) -> str:
    """The value, which no spreadsheet takes for a formula; readers drop the space."""
    return f" {value}" if value.startswith(_FORMULA) else value


def _row(values: Iterable[str]) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(values)
    return text.getvalue()
