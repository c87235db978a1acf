"""Which parser reads a file, and what becomes of the papers that a file has twice."""

from collections.abc import Callable, Iterator
from typing import Final

from service.errors import IngestError
from service.ingest import huggingface, records
from service.ingest.diagnostics import Diagnostics
from service.ingest.reading import Diagnostic, ParsedPaper, Reading
from service.papers import Paper
from service.text import visible

FORMATS: Final[dict[str, Callable[[bytes], Iterator[ParsedPaper | Diagnostic]]]] = {
    "hf-page": huggingface.parse,
    "json": records.parse_list,
    "jsonl": records.parse_lines,
}
"""The parser of each format, by its name in the API."""
_MAX_FAULTS = 1_000  # beyond that many, and more than papers, the file is not what it was taken for
_HEAD = 4_096  # bytes that tell the format
_BOM = b"\xef\xbb\xbf"


def read(
    data: bytes,
    format: str | None = None,  # noqa: A002 - as in the API
    name: str = "upload",
) -> Reading:
    """The papers in a file, and diagnostics of records and fields that could not be read or kept.

    `format` is a name in FORMATS; without it the bytes decide. `name` is the file's name, for messages.
    Raises IngestError naming the file, and the line where there is one, when no paper can be read.
    """
    label = visible(name)[:100] or "upload"
    if format is not None and format not in FORMATS:
        raise IngestError(f"{label}: there is no such format; the formats are {', '.join(FORMATS)}.")
    if not data or data.isspace():
        raise IngestError(f"{label}: the file is empty.")
    content = data.removeprefix(_BOM)
    chosen = format or _detected_format(content, label)
    try:
        reading = _collect(FORMATS[chosen](content), chosen)
    except IngestError as error:
        raise IngestError(f"{label}: {error.detail}", line=error.line) from None
    if not reading.papers:
        first = reading.diagnostics[0] if reading.diagnostics else Diagnostic(1, "empty", "It has no records.")
        raise IngestError(f"{label}: no paper could be read. {first.message}", line=first.line)
    return reading


def _detected_format(data: bytes, label: str) -> str:
    """The format that the first lines are in. Raises IngestError when it is none of ours."""
    head = data[:_HEAD].lstrip()
    first_line = head.partition(b"\n")[0]
    if head.startswith(b"["):
        return "json"
    if head.startswith(b"{"):
        compact = first_line.replace(b" ", b"").rstrip()
        return "json" if compact == b"{" or compact.startswith(b'{"papers":') else "jsonl"
    if huggingface.PAGE_BANNER.encode() in head:
        return "hf-page"
    raise IngestError(f"{label}: the file is in no format we know; the formats are {', '.join(FORMATS)}.")


def _collect(rows: Iterator[ParsedPaper | Diagnostic], format: str) -> Reading:  # noqa: A002 - as in the API
    kept: dict[tuple[str, ...], ParsedPaper] = {}
    diagnostics = Diagnostics()
    count = 0
    for row in rows:
        count += 1
        if isinstance(row, ParsedPaper):
            key = _key(row.paper)
            before = kept.get(key)
            if before is not None and before.paper.record_hash != row.paper.record_hash:
                diagnostics.note(_conflict(before, row))
            kept[key] = row if before is None else _merged(before, row)
            diagnostics.of(row)
        else:
            diagnostics.fault(row)
            if diagnostics.faults >= max(_MAX_FAULTS, len(kept)):
                diagnostics.fault(
                    Diagnostic(row.line, "too_many_faults", f"What follows line {row.line} was not read.")
                )
                break
    papers = tuple(parsed.paper for parsed in kept.values())
    return Reading(papers, tuple(parsed.line for parsed in kept.values()), count, diagnostics.all(), format)


def _key(paper: Paper) -> tuple[str, ...]:
    """What equal records have in common; titles alone do not make two records one."""
    return (paper.id, paper.record_hash) if paper.minted else (paper.id,)


def _conflict(before: ParsedPaper, after: ParsedPaper) -> Diagnostic:
    message = f"Line {after.line} is another record of the paper on line {before.line}; the later one is kept."
    return Diagnostic(after.line, "conflicting_copy", message)


def _merged(before: ParsedPaper, after: ParsedPaper) -> ParsedPaper:
    """Of equal records the better-ranked one, of differing ones the later."""
    same = before.paper.record_hash == after.paper.record_hash
    return before if same and _rank(before.paper) <= _rank(after.paper) else after


def _rank(paper: Paper) -> float:
    return float("inf") if paper.source.rank is None else paper.source.rank
