"""Tables with a header: CSV as Zotero, Scopus or a spreadsheet writes it, with commas, semicolons or tabs."""

import csv
from collections.abc import Iterator
from typing import Final

from service.errors import IngestError
from service.ingest.content import MAX_RECORD, Content
from service.ingest.field_names import FOLDED, folded
from service.ingest.reading import Diagnostic, Row
from service.ingest.records import parsed

_DELIMITERS: Final = (",", ";", "\t", "|")
_MOST_COLUMNS = 1_000
_TELLING: Final = frozenset({*FOLDED["title"], *FOLDED["doi"], *FOLDED["arxiv"], *FOLDED["url"], *FOLDED["id"]})

csv.field_size_limit(MAX_RECORD)


def parse(content: Content) -> Iterator[Row]:
    """One Row per row below the header. Raises IngestError when the header has no name of a title, an id or a link."""
    lines = _Lines(content)
    header, delimiter = _header(content.head.decode("utf-8", "replace"))
    if header is None:
        raise IngestError("The first line has no column that is called title, doi, arxiv, url or id.", line=1)
    rows = csv.reader(lines, delimiter=delimiter)
    next(rows, None)
    while True:
        line = lines.number + 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield Diagnostic(line, "not_csv", f"The row on line {line} cannot be read: {error}.")
            continue
        if row is None:
            return
        if any(map(str.strip, row)):
            yield parsed(line, _record(header, row), "csv")


def has_header(text: str) -> bool:
    """Whether the first line of a text names columns that we know."""
    return _header(text)[0] is not None


def _header(text: str) -> tuple[list[str] | None, str]:
    first = text.lstrip().partition("\n")[0]
    for delimiter in _DELIMITERS:
        names = next(csv.reader([first], delimiter=delimiter), list[str]())
        if not _TELLING.isdisjoint(map(folded, names)) and len(names) <= _MOST_COLUMNS:
            return names, delimiter
    return None, ","


def _record(header: list[str], row: list[str]) -> dict[str, object]:
    """The cells that say something by the names of their columns; what has no column is the rest."""
    record: dict[str, object] = {name: cell for name, cell in zip(header, row, strict=False) if cell.strip()}
    if rest := [cell for cell in row[len(header) :] if cell.strip()]:
        record["more columns"] = rest
    return record


class _Lines:
    """The lines of a content with their ends, as `csv` wants them, and the number of the last one."""

    def __init__(self, content: Content) -> None:
        self.number = 0
        self._lines = content.text_lines()
        self._waiting = next(self._lines, None)

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self._waiting is None:
            raise StopIteration
        self.number += 1
        if self._waiting.number > self.number:
            return "\n"
        text = self._waiting.text
        self._waiting = next(self._lines, None)
        return f"{text}\n"
