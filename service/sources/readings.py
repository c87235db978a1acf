"""What sources answer, read as files are, and what of it could not be read."""

from collections.abc import Sequence
from typing import Final

from service.errors import IngestError
from service.ingest import Diagnostic, Reading, pieces, read_pages

_NONE_READ: Final = "no_paper_read"
_LOST: Final = frozenset({"invalid_paper", "no_title", "not_an_object", "not_json", "not_xml", "record_too_long"})
"""Codes of diagnostics that stand for a record of which no paper came."""
_NO_FAULT: Final = frozenset({"deleted", "empty"})  # of a page without papers


def read_answer(body: bytes, format: str, name: str, rows: int = 1) -> list[Reading]:  # noqa: A002 - as in the API
    """The papers of an answer whose source says itself how many there are: that there are none is no error.

    Such as of a page of deleted records; that none can be read is told by a reading without papers. `format` is in
    FORMATS, `name` is for messages, `rows` how many records there are, as far as that is known.
    """
    found: list[Reading] = []
    try:
        for reading in read_pages(pieces(body), format, name):
            found.append(reading)  # noqa: PERF402  # those before a fault are kept
    except IngestError as error:
        if error.reason not in _NO_FAULT:
            said = Diagnostic(error.line or 1, _NONE_READ, error.detail.removeprefix(f"{name}: "))
            found.append(Reading((), (), rows, (said,), format, (), (), name))
    return found


def unread_note(readings: Sequence[Reading]) -> str | None:
    """How many records could not be read, and why the first one; None when all could."""
    lost, first, rows = 0, "", sum(reading.rows for reading in readings)
    for reading in readings:
        faults = [item for item in reading.diagnostics if item.code in _LOST]
        none = [item for item in reading.diagnostics if item.code == _NONE_READ]
        lost += reading.rows if none else len(faults)
        first = first or next((item.message for item in (*none, *faults)), "")
    return f"{lost:,} of {max(rows, lost):,} records could not be read: {first}" if lost else None
