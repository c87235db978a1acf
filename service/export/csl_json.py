"""CSL-JSON, as Zotero and Mendeley read it: a list of items."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from service.export.entry import Entry, date_parts, split_name
from service.papers import REMAINDER, pack

_TYPES: Final = {"article": "article-journal", "conference": "paper-conference", "manuscript": "article"}


def write(entries: Iterable[Entry]) -> Iterator[str]:
    """An item per paper, one a line."""
    before = "[\n"
    for entry in entries:
        yield before + json.dumps(_item(entry), ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _item(entry: Entry) -> dict[str, Any]:
    paper, arxiv_id = entry.paper, entry.local_id("arxiv")
    item = {
        "id": paper.external_ids.get("citation-key") or paper.id,
        "type": _TYPES[entry.kind],
        "title": paper.title,
        "author": [_author(name) for name in paper.authors],
        "abstract": paper.abstract,
        "container-title": paper.venue,
        "issued": _date(date_parts(entry)),
        "categories": list(paper.categories),
        "DOI": entry.local_id("doi"),
        "number": arxiv_id and f"arXiv:{arxiv_id}",
        "URL": paper.url,
        "accessed": entry.added and _date([entry.added.year, entry.added.month, entry.added.day]),
        "annote": entry.note,
        "custom": {REMAINDER: pack(paper, entry.added)},
    }
    return {name: value for name, value in item.items() if value}


def _author(name: str) -> dict[str, str]:
    parts = split_name(name)
    return {"family": parts[1], "given": parts[0]} if parts else {"literal": name}


def _date(parts: list[int]) -> dict[str, Any] | None:
    return {"date-parts": [parts]} if parts else None
