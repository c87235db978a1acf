"""The preprints of bioRxiv and medRxiv, by the day on which a version was posted.

https://api.biorxiv.org/details/help
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal
from urllib.parse import quote

from service.sources.day_spans import Days, DaySpans, Part
from service.sources.http import SourceServer
from service.sources.records import Record, object_with, objects_of, text_of, whole_number
from service.sources.source import Bookmark, FetchedPage, Wanted

_EARLIEST: Final = date(2013, 11, 1)  # when bioRxiv began
_READ: Final = object_with("collection")
_SPAN: Final = 7  # days
_NOT_PUBLISHED: Final = frozenset({"", "na", "n/a", "none"})
_OLD_DOI = re.compile(r"10\.1101/\d{1,7}")
_DATED_DOIS: Final = date(2020, 1, 1)
_DAY_IN_DOI = re.compile(r"10\.\d{4,9}/(\d{4})\.(\d\d)\.(\d\d)\.\d+")  # since December 2019, of when it was received


@dataclass(frozen=True, slots=True)
class Preprints:
    """The preprints of one of the two archives, of all categories or of one."""

    name: str
    archive: Literal["biorxiv", "medrxiv"]
    category: str | None
    url: str
    server: SourceServer

    def pages(self, wanted: Wanted, bookmark: Bookmark | None) -> Iterator[FetchedPage]:
        """Pages as the server cuts them, by the days on which versions were posted. See `Source`."""

        def ask(days: Days, following: str | None) -> Part:
            return self._asked(days, following, wanted.since)

        return DaySpans(self.name, length=_SPAN, earliest=_EARLIEST).pages(ask, wanted, bookmark)

    def _asked(self, days: Days, following: str | None, since: date) -> Part:
        start = int(following or 0)
        url = f"{self.url}/details/{self.archive}/{days.first}/{days.last}/{start}/json"
        answer, day = self.server.get(url, _READ, {"category": _folded(self.category)} if self.category else None)
        listed = objects_of(answer.get("collection"))
        # What `messages` calls the total has been more than there was, so only an empty page is the end.
        records = [preprint(entry, self.archive) for entry in listed if self._is_wanted(entry, since)]
        return Part(_oldest_first(records), str(start + len(listed)) if listed else None, answered=day)

    def _is_wanted(self, entry: Mapping[str, object], since: date) -> bool:
        if since >= _DATED_DOIS and _is_old(entry):
            return False
        return self.category is None or _folded(text_of(entry.get("category"))) == _folded(self.category)


def preprint(entry: Mapping[str, object], archive: str) -> Record:
    """A version of a preprint under names that `ingest` knows.

    Its date is that of the first version, as far as the entry tells it: a new version makes no new paper.
    """
    doi, published = text_of(entry.get("doi")), text_of(entry.get("published"))
    version = text_of(entry.get("version")) or entry.get("version")
    record: Record = {name: entry.get(name) for name in ("title", "abstract", "authors", "category")}
    record |= {"version": version, "date": entry.get("date") if version in {"1", 1} else _day_in(doi)}
    if doi:
        record |= {"id": f"doi:{doi}", "url": f"https://www.{archive}.org/content/{quote(doi)}"}
    if published.lower() not in _NOT_PUBLISHED:
        record["external_ids"] = {"doi": published}
    return record


def _is_old(entry: Mapping[str, object]) -> bool:
    """Whether this is a later version of a preprint whose DOI is of the time before they had days in them."""
    return whole_number(entry.get("version")) > 1 and _OLD_DOI.fullmatch(text_of(entry.get("doi"))) is not None


def _day_in(doi: str) -> str | None:
    found = _DAY_IN_DOI.fullmatch(doi)
    return found and "-".join(found.groups())


def _oldest_first(records: list[Record]) -> list[Record]:
    """Of several versions on a page, the later record stands."""
    return sorted(records, key=lambda record: text_of(record.get("version")).rjust(5, "0"))


def _folded(category: str) -> str:
    """As the server has it in addresses: `cell_biology`."""
    return "_".join(category.casefold().replace("_", " ").split())
