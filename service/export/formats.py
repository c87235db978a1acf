"""Which writer makes which file."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from service.export import bibtex, csl_json, ris, tables
from service.export.entry import Entry


@dataclass(frozen=True, slots=True)
class Format:
    """A format that we write; `write` gives the file in parts of text."""

    media_type: str
    extension: str
    write: Callable[[Iterable[Entry]], Iterator[str]]


FORMATS: Final = {
    "bibtex": Format("application/x-bibtex", "bib", bibtex.write),
    "csl-json": Format("application/vnd.citationstyles.csl+json", "json", csl_json.write),
    "csv": Format("text/csv", "csv", tables.write_csv),
    "jsonl": Format("application/x-ndjson", "jsonl", tables.write_lines),
    "ris": Format("application/x-research-info-systems", "ris", ris.write),
}
"""The formats by their names in the API, which are those of `ingest`."""
