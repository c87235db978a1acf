"""What parsers are made of: numbered lines in; papers, or diagnostics that name the line at fault, out."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from service.errors import IngestError
from service.papers import Paper

MAX_LINE: Final = 1_000_000  # bytes; the longest honest record is a few tens of thousands
_LINE = re.compile(rb"[^\n]+")


class Diagnostic(NamedTuple):
    """Something wrong at a line (counted from 1): a stable code for programs, one sentence for people."""

    line: int
    code: str
    message: str


class ParsedPaper(NamedTuple):
    """A paper, and the line where its record begins."""

    line: int
    paper: Paper


class Reading(NamedTuple):
    """The distinct papers of a file in order of first appearance; `rows` counts its records, good and bad.

    `lines` has where the record of each begins; `diagnostics` has one for each record that could not be read or that
    another contradicts; `format` is in FORMATS.
    """

    papers: tuple[Paper, ...]
    lines: tuple[int, ...]
    rows: int
    diagnostics: tuple[Diagnostic, ...]
    format: str


def numbered_lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The stripped lines that are not blank, numbered. Raises IngestError at a line over MAX_LINE bytes."""
    number, counted = 1, 0
    for match in _LINE.finditer(data):
        number += data.count(b"\n", counted, match.start())
        counted = match.start()
        if match.end() - match.start() > MAX_LINE:
            size = match.end() - match.start()
            raise IngestError(f"Line {number} has {size:,} bytes; the most is {MAX_LINE:,}.", line=number)
        if line := match[0].strip():
            yield number, line
