"""What a parser finds, one page after the other: copies of a paper made one, and what is wrong said once."""

from typing import Final

from service.errors import IngestError
from service.ingest.content import Content
from service.ingest.diagnostics import Diagnostics
from service.ingest.reading import Diagnostic, ParsedPaper, Reading, Reference, Remark, Row
from service.papers import Paper

_MAX_FAULTS: Final = 1_000  # beyond that many, and more than papers, the file is not what it was taken for


class Collector:
    """Takes the rows of a file in their order and gives them back as readings."""

    def __init__(self, format: str, name: str) -> None:  # noqa: A002 - as in the API
        self.rows_of_page = 0
        self.characters_of_page = 0  # of titles and abstracts as they came, which is most of what a page holds
        self.gives_up = False
        self._format, self._name = format, name
        self._diagnostics = Diagnostics()
        self._kept: dict[tuple[str, ...], ParsedPaper] = {}
        self._references: list[Reference] = []
        self._found = 0  # on the pages before
        self._last_line = 1
        self._first_fault: Diagnostic | None = None

    def take(self, row: Row) -> None:
        """One row more; after too many faults nothing should follow."""
        match row:
            case Remark(diagnostic):
                self._diagnostics.note(diagnostic)
                return
            case ParsedPaper():
                self._take_paper(row)
            case Reference():
                self._references.append(row)
                self._diagnostics.note(row.diagnostic)
            case Diagnostic():
                self._take_fault(row)
        self._last_line = max(self._last_line, row.line)
        self.rows_of_page += 1

    def page(self) -> Reading:
        """What was taken since the last page."""
        return self._page(self._diagnostics.taken())

    def last_page(self, content: Content) -> Reading:
        """The rest, and what is said of the file as a whole; raises IngestError when there was nothing in it at all."""
        if line := content.legacy_line:
            message = f"The file is not in UTF-8 (line {line}); it was read as Windows-1252."
            self._diagnostics.note(Diagnostic(line, "other_encoding", message))
        if content.cut_short:
            message = f"The file was not read to its end, behind line {self._last_line}: {content.cut_short}."
            self._diagnostics.fault(Diagnostic(self._last_line, "cut_short", message))
        listed = self._diagnostics.all()
        if not (self._found or self._kept or self._references):
            first = self._first_fault or next(iter(listed), Diagnostic(1, "empty", "It has no records."))
            raise IngestError(f"no paper could be read. {first.message}", line=first.line, reason=first.code)
        return self._page(listed)

    def _page(self, diagnostics: tuple[Diagnostic, ...]) -> Reading:
        parsed = list(self._kept.values())
        reading = Reading(
            tuple(each.paper for each in parsed),
            tuple(each.line for each in parsed),
            self.rows_of_page,
            diagnostics,
            self._format,
            tuple(each.added for each in parsed),
            tuple(self._references),
            self._name,
        )
        self._found += len(self._kept) + len(self._references)
        self._kept, self._references = {}, []
        self.rows_of_page = self.characters_of_page = 0
        return reading

    def _take_paper(self, row: ParsedPaper) -> None:
        self.characters_of_page += len(row.paper.raw_title) + len(row.paper.raw_abstract)
        key = _key(row.paper)
        before = self._kept.get(key)
        if before is not None and before.paper.record_hash != row.paper.record_hash:
            self._diagnostics.note(_conflict(before, row))
        self._kept[key] = row if before is None else _merged(before, row)
        self._diagnostics.of(row)

    def _take_fault(self, row: Diagnostic) -> None:
        self._first_fault = self._first_fault or row
        self._diagnostics.fault(row)
        if self._diagnostics.faults >= max(_MAX_FAULTS, self._found + len(self._kept)):
            self.gives_up = True
            message = f"What follows line {row.line} was not read."
            self._diagnostics.fault(Diagnostic(row.line, "too_many_faults", message))


def _key(paper: Paper) -> tuple[str, ...]:
    """What equal records have in common; titles alone do not make two records one."""
    return (paper.id, paper.record_hash) if paper.minted else (paper.id,)


def _conflict(before: ParsedPaper, after: ParsedPaper) -> Diagnostic:
    message = f"Line {after.line} is another record of the paper on line {before.line}; the later one is kept."
    return Diagnostic(after.line, "conflicting_copy", message)


def _merged(before: ParsedPaper, after: ParsedPaper) -> ParsedPaper:
    """Of equal records the better-ranked one, of differing ones the later; added when the first of them was."""
    same = before.paper.record_hash == after.paper.record_hash
    chosen = before if same and _rank(before.paper) <= _rank(after.paper) else after
    return chosen._replace(added=min(filter(None, (before.added, after.added)), default=None))


def _rank(paper: Paper) -> float:
    return float("inf") if paper.source.rank is None else paper.source.rank
