"""RIS, as libraries, publishers and citation managers export it: a record is what stands from `TY` to `ER`."""

# rispy's dictionaries say not what is in them.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

import re
from collections.abc import Iterator
from typing import Any, Final

from rispy import RisParser
from rispy.config import TAG_KEY_MAPPING

from service.ingest.content import Content, TextLine
from service.ingest.reading import Diagnostic, Remark, Row
from service.ingest.record_fields import Note
from service.ingest.records import parsed
from service.papers import REMAINDER

_START = re.compile(r"TY( {1,2})-")
_END = re.compile(r"ER {1,2}-")
_TAG: Final = {spaces: re.compile(rf"([A-Z][A-Z0-9]){spaces}-(?: (.*))?") for spaces in (" ", "  ")}
_BANNER = re.compile(r"Record #?\d+ of \d+|(?:Provider|Content|Database|Source): .*", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})/(\d{0,2})/(\d{0,2})/?(.*)")
_AUTHORS: Final = ("A1", "AU")
_OWN: Final = "C8"  # for whatever a program likes: where our own exports have the rest
_DATES: Final = ("DA", "PY", "Y1", "Y2")


class _Parser(RisParser):
    """Keeps tags as they are; a file has one space before its hyphens, or two."""

    def __init__(self, spaces: str) -> None:
        tags = {tag: tag for tag in TAG_KEY_MAPPING}
        super().__init__(mapping=tags, delimiter_tags_mapping={}, list_tags=["AU", "A1", "A2", "KW", "N1", "UR"])
        self._tag = _TAG[spaces]
        self.end = f"ER{spaces}- "

    def parse_line(self, line: str) -> Any:  # noqa: ANN401 - as rispy has it
        found = self._tag.fullmatch(line.rstrip())
        return (found[1], (found[2] or "").strip()) if found else (None, line.strip())


def parse(content: Content) -> Iterator[Row]:
    """One Row per record. Lines outside of records are passed over, with one remark for the file."""
    parser: _Parser | None = None
    record: list[TextLine] = []
    outside = 0
    for line in content.text_lines():
        if start := _START.match(line.text):
            parser = parser or _Parser(start[1])
            if record:
                yield _row(parser, record, is_ended=False)
            record = [line]
        elif parser and record and _END.match(line.text):
            yield _row(parser, record, is_ended=True)
            record = []
        elif record:
            record.append(line)
        else:
            outside = outside or line.number
    if parser and record:
        yield _row(parser, record, is_ended=False)
    if outside:
        message = f"Lines outside of records, the first of them line {outside}, were passed over."
        yield Remark(Diagnostic(outside, "outside_of_records", message))


def _row(parser: _Parser, lines: list[TextLine], *, is_ended: bool) -> Row:
    notes: list[Note] = []
    if not is_ended:
        notes.append(Note("no_end", "ER", "The record has no ER at its end; it was read to where the next one begins."))
        banner = next((place for place, line in enumerate(lines) if _BANNER.fullmatch(line.text.strip())), len(lines))
        lines = lines[:banner]
    if long := next((line for line in lines if line.is_too_long), None):
        lines = [line for line in lines if not line.is_too_long]
        notes.append(Note("field_left_out", "line", f"Line {long.number} was left out: it has {long.size:,} bytes."))
    number = lines[0].number
    texts: Any = iter([*(line.text for line in lines), parser.end])  # an iterator is what rispy reads
    tags: dict[str, Any] = parser.parse_lines(texts)[0]
    return parsed(number, _record(tags), "ris", notes)


def _record(tags: dict[str, Any]) -> dict[str, object]:
    """The tags as fields, which `field_names` knows; unknown tags beside them."""
    record: dict[str, object] = {tag: value for tag, value in tags.items() if value}
    record |= {str(tag): values for tag, values in tags.get("UK", {}).items() if tag and tag not in record}
    for tag in _DATES:
        if isinstance(date := record.get(tag), str):
            record[tag] = _plain_date(date)
    for tag in _AUTHORS:
        if names := tags.get(tag):
            record[tag] = [_name(name) for name in names]
    if str(record.get(_OWN, "")).startswith(f"{REMAINDER}:"):
        record[REMAINDER] = str(record.pop(_OWN)).removeprefix(f"{REMAINDER}:")
    if key := record.pop("ID", None):
        record["external_ids"] = {"citation-key": key}
    return {name: value for name, value in record.items() if name not in {"UK", "TY"}}


def _plain_date(text: str) -> str:
    """A date with slashes as ISO 8601 has it; parts may be missing, and behind the third slash stands a season, say."""
    found = _DATE.fullmatch(text.strip())
    return "-".join(part for part in found.groups()[:3] if part) if found else text


def _name(text: str) -> object:
    """A name as RIS has it: the family, the given names, a suffix."""
    parts = [part.strip() for part in text.split(",")]
    return dict(zip(("family", "given", "suffix"), parts, strict=False)) if 2 <= len(parts) <= 3 else text
