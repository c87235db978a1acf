"""What of a paper the formats of citation managers have no place for, as one text beside their own fields.

It reads like the query of an address (`id=hf:neural-spline-flows&ids.corpusid=77`), so that it stands in any of them
unchanged: the exports of a library have it in the field REMAINDER, and with it a round trip loses nothing.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode

from service.papers.paper import Paper

REMAINDER: Final = "paperlark"
"""The name of the field."""

_IDS, _UPDATES = "ids.", "updates."
_MOST = 50_000  # parts of a text that are read
_LISTS: Final = frozenset({"authors", "categories"})


def pack(paper: Paper, added: datetime | None, also: Iterable[str] = ()) -> str:
    """All ids of a paper, its version and status, when it was added, and what `also` names of it."""
    parts: list[tuple[str, object]] = [("id", paper.id)]
    parts += ((f"{_IDS}{name}", local) for name, local in paper.external_ids.items())
    parts += ((name, value) for name in ("version", "status") if (value := getattr(paper, name)) is not None)
    parts += ((f"{_UPDATES}{name}", status) for name, status in paper.updates.items())
    if added is not None:
        parts.append(("added", added.isoformat()))
    for name in also:
        value: Any = getattr(paper, name)
        parts += ((name, each) for each in (value if name in _LISTS else (value,)))
    return urlencode(parts, safe=":/", quote_via=quote)


def unpack(text: str) -> dict[str, Any]:
    """The fields of a record that a text has; none when it is no such text."""
    try:
        parts = parse_qsl(text, strict_parsing=True, max_num_fields=_MOST)
    except ValueError:
        return {}
    record: dict[str, Any] = {"external_ids": {}}
    for name, value in parts:
        if name.startswith(_IDS):
            record["external_ids"][name.removeprefix(_IDS)] = value
        elif name.startswith(_UPDATES):
            record.setdefault("updates", {})[name.removeprefix(_UPDATES)] = value
        elif name in _LISTS:
            record.setdefault(name, []).append(value)
        else:
            record[name] = value
    return record
