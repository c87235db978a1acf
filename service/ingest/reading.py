"""What parsers are made of: numbered lines in; papers, or diagnostics that name the line at fault, out."""

from collections.abc import Iterator
from io import BytesIO
from typing import Final, NamedTuple

from service.errors import IngestError
from service.papers import Paper

MAX_LINE: Final = 500_000  # bytes, parsed in one go; the longest honest record is a few tens of thousands
_MOST_LINES: Final = 1_000_000


class Diagnostic(NamedTuple):
    """Something wrong at a line (counted from 1): a stable code for programs, one sentence for people."""

    line: int
    code: str
    message: str


class ParsedPaper(NamedTuple):
    """A paper, the line where its record begins, what of it was left out or changed, and fields that have no place."""

    line: int
    paper: Paper
    notes: tuple[Diagnostic, ...] = ()
    not_kept: tuple[str, ...] = ()


class Reading(NamedTuple):
    """The distinct papers of a file in order of first appearance; `rows` counts its records, good and bad.

    `lines` has where the record of each begins; `diagnostics` says which records could not be read or contradict each
    other, what was left out or changed in others, and which fields of the file have no place; `format` is in FORMATS.
    """

    papers: tuple[Paper, ...]
    lines: tuple[int, ...]
    rows: int
    diagnostics: tuple[Diagnostic, ...]
    format: str


def numbered_lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The stripped lines that are not blank, numbered. Raises IngestError at a line over MAX_LINE bytes or too many."""
    for number, whole in enumerate(BytesIO(data), 1):
        if number > _MOST_LINES:
            raise IngestError(f"It has more than {_MOST_LINES:,} lines; import it in parts.", line=number)
        size = len(whole) - whole.endswith(b"\n")
        if size > MAX_LINE:
            raise IngestError(f"Line {number} has {size:,} bytes; the most is {MAX_LINE:,}.", line=number)
        if line := whole.strip():
            yield number, line
