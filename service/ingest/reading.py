"""What parsers make of a file: papers, references, or diagnostics that name the line at fault."""

from datetime import datetime
from typing import NamedTuple

from service.papers import Paper


class Diagnostic(NamedTuple):
    """Something wrong at a line (counted from 1): a stable code for programs, one sentence for people."""

    line: int
    code: str
    message: str


class ParsedPaper(NamedTuple):
    """A paper, the line where its record begins, what of it was left out or changed, and fields that have no place.

    `added` is when the owner of the file added the paper to a library.
    """

    line: int
    paper: Paper
    notes: tuple[Diagnostic, ...] = ()
    not_kept: tuple[str, ...] = ()
    added: datetime | None = None


class Reference(NamedTuple):
    """A record without a title that names a paper by its canonical `ids`, the best first."""

    line: int
    ids: tuple[str, ...]
    added: datetime | None = None

    @property
    def diagnostic(self) -> Diagnostic:
        """Why no paper comes of it."""
        return Diagnostic(self.line, "no_title", f"Line {self.line} names {self.ids[0]} and has no title.")


class Remark(NamedTuple):
    """Something of a file as a whole that costs no record."""

    diagnostic: Diagnostic


Row = ParsedPaper | Reference | Diagnostic | Remark
"""What becomes of one record of a file; a Diagnostic alone is a record that is lost."""


class Reading(NamedTuple):
    """The distinct papers of a file in order of first appearance; `rows` counts its records, good and bad.

    `lines` has where the record of each begins, `added` when its owner added it to a library, as far as the file says;
    `references` are the records that only name a paper. `diagnostics` says which records could not be read or
    contradict each other, what was left out or changed in others, and which fields of the file have no place;
    `format` is in FORMATS, and `name` is what the file is called in messages.
    """

    papers: tuple[Paper, ...]
    lines: tuple[int, ...]
    rows: int
    diagnostics: tuple[Diagnostic, ...]
    format: str
    added: tuple[datetime | None, ...]
    references: tuple[Reference, ...]
    name: str
