"""RIS: a record per paper, a tag per line."""

from collections.abc import Iterable, Iterator
from typing import Final

import rispy  # pyright: ignore[reportMissingTypeStubs]

from service.export.entry import Entry, date_parts, split_name
from service.papers import REMAINDER, pack


class _Writer(rispy.RisWriter):
    """Writes tags as they are given, and no number before a record."""

    REFERENCE_TYPE_KEY = "ty"

    def set_header(self, count: int) -> str:  # noqa: ARG002 - as rispy has it
        return ""


_TYPES: Final = {"article": "JOUR", "conference": "CPAPER", "manuscript": "GEN"}
_TAGS: Final = ("TY", "TI", "AU", "T2", "AB", "PY", "DA", "DO", "AN", "UR", "Y2", "RN", "C8")
_WRITER: Final = _Writer(mapping={tag: tag.lower() for tag in _TAGS}, list_tags=["AU"], delimiter_tags_mapping={})


def write(entries: Iterable[Entry]) -> Iterator[str]:
    """A record per paper, with an empty line behind it."""
    for entry in entries:
        record = {tag.lower(): value for tag, value in _fields(entry).items() if value}
        text = _WRITER.formats([record])  # pyright: ignore[reportUnknownMemberType]
        yield str(text) + "\n"


def _fields(entry: Entry) -> dict[str, str | list[str]]:
    """What stands behind each tag."""
    paper, arxiv_id = entry.paper, entry.local_id("arxiv")
    year, *rest = [*date_parts(entry), 0, 0, 0][:3]
    has_commas = any("," in name for name in paper.authors)
    return {
        "TY": _TYPES[entry.kind],
        "TI": paper.title,
        "AU": list(map(_author, paper.authors)),
        "T2": paper.venue or "",
        "AB": paper.abstract,
        "PY": str(year) if year else "",
        "DA": "/".join([str(year), *(f"{part:02}" if part else "" for part in rest), ""]) if year else "",
        "DO": entry.local_id("doi") or "",
        "AN": f"arXiv:{arxiv_id}" if arxiv_id else "",
        "UR": paper.url or "",
        "Y2": entry.added.strftime("%Y/%m/%d/") if entry.added else "",
        "RN": " ".join(entry.note.split()),
        "C8": f"{REMAINDER}:{pack(paper, entry.added, ('categories', *(['authors'] if has_commas else [])))}",
    }


def _author(name: str) -> str:
    """The family name first."""
    parts = split_name(name)
    return f"{parts[1]}, {parts[0]}" if parts else name
