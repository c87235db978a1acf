"""New papers of a category of arXiv, by OAI-PMH: https://info.arxiv.org/help/oa/index.html.

What is asked for by day is what changed, for whatever reason; new is what came out since a day. A list is in the order
of the days on which records changed, which is checked on the way: only then is a day whole once a later one begins.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from service.errors import SourceUnavailable
from service.sources.http import SourceServer
from service.sources.oai_pmh import OaiList, read_list
from service.sources.readings import read_answer
from service.sources.source import Bookmark, FetchedPage, Wanted, only_since
from service.text import word_set

PAUSE_S: Final = 3.0  # https://info.arxiv.org/help/api/tou.html
_DAY = timedelta(days=1)
_IN_PHYSICS: Final = word_set(
    "astro-ph cond-mat gr-qc hep-ex hep-lat hep-ph hep-th math-ph nlin nucl-ex nucl-th physics quant-ph"
)
_REFUSED_S = 21_600  # until a schedule asks again
_EARLIEST = date(2005, 9, 16)  # of any record there; a list from a day before it is refused
_MOST_EXPIRED = 3  # tokens on one day of the list


class _Place(BaseModel):
    """Where a harvest stands, as its bookmark keeps it.

    `token` goes on behind what is kept; without one the list is asked for from the day `asked_from`, unless it has
    `ended`. `answered` is the day of the first answer, `last` the latest day that a record changed on. `expired` counts
    the tokens that expired since `last` moved on.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    asked_from: date
    token: str = ""
    answered: date | None = None
    last: date | None = None
    in_order: bool = True
    expired: int = 0
    ended: bool = False

    @classmethod
    def of(cls, bookmark: Bookmark | None, wanted: Wanted) -> "_Place":
        try:
            return cls.model_validate(bookmark)
        except ValidationError:  # none, or of another version
            return cls(asked_from=wanted.changed)

    def after(self, answer: OaiList) -> "_Place":
        """Where it stands when the papers of an answer are kept."""
        days = [*([self.last] if self.last else []), *answer.datestamps]
        last = max(days, default=None)
        return _Place(
            asked_from=self.asked_from,
            token=answer.token,
            answered=self.answered or answer.answered,
            last=last,
            in_order=self.in_order and days == sorted(days),
            expired=self.expired if last == self.last else 0,
            ended=not answer.token,
        )

    def begun_again(self) -> "_Place":
        """Where to ask again when the token has expired: the last day, of which the rest may not have come."""
        day = self.last if self.in_order and self.last else self.asked_from
        return _Place(asked_from=day, last=self.last, expired=self.expired + 1)

    @property
    def whole_through(self) -> date | None:
        """The last day of which nothing more can come: at the end, the one before that of the first answer."""
        if self.answered is None or self.ended:
            return self.answered and self.answered - _DAY
        whole = min(self.last, self.answered) - _DAY if self.last and self.in_order else None
        return whole if whole and whole >= self.asked_from else None


@dataclass(frozen=True, slots=True)
class ArxivCategory:
    """One category of arXiv, such as cs.LG; papers that are cross-listed there are of it."""

    category: str
    url: str
    server: SourceServer

    @property
    def name(self) -> str:
        """Under which its state is kept."""
        return f"arxiv:{self.category}"

    def pages(self, wanted: Wanted, bookmark: Bookmark | None) -> Iterator[FetchedPage]:
        """See `Source`; raises SourceUnavailable."""
        place, notes = _Place.of(bookmark, wanted), ()
        while not place.ended:
            answer = self._asked(place)
            if answer.error == "badResumptionToken":
                place, notes = self._begun_again(place)
                continue
            before, place = place, place.after(answer)
            if place.token and place.token == before.token:  # or else it would go on for ever
                raise SourceUnavailable(f"{self.url} sends the same page again and again.", begins_anew=True)
            read = read_answer(answer.body, "xml", self.name) if answer.error is None else []
            readings = [only_since(reading, wanted.since) for reading in read]
            bookmark = place.model_dump(mode="json")
            yield FetchedPage(readings, bookmark, {}, place.whole_through, answer.expected, notes)
            notes = ()

    def _asked(self, place: _Place) -> OaiList:
        first = {
            "metadataPrefix": "arXivRaw",
            "set": oai_set(self.category),
            "from": max(place.asked_from, _EARLIEST).isoformat(),
        }
        params = {"verb": "ListRecords"} | ({"resumptionToken": place.token} if place.token else first)
        answer = self.server.get(self.url, read_list, params)
        if answer.error not in {None, "noRecordsMatch", "badResumptionToken"}:
            raise SourceUnavailable(f"{self.url} refuses: {answer.error} {answer.message}", retry_after=_REFUSED_S)
        return answer

    def _begun_again(self, place: _Place) -> tuple[_Place, tuple[str, ...]]:
        again = place.begun_again()
        if again.expired > _MOST_EXPIRED or not place.token:
            reason = f"{self.url} takes none of the tokens that it gives: its list has no end."
            raise SourceUnavailable(reason, begins_anew=True)
        note = f"The place in its list had expired; it was asked again for all that changed since {again.asked_from}."
        return again, (note,)


def oai_set(category: str) -> str:
    """The name that OAI-PMH has for a category: cs:cs:LG, physics:astro-ph:EP, physics:hep-th, or cs for all of it."""
    archive, _, subject = category.partition(".")
    parts = ["physics" if archive in _IN_PHYSICS else archive]
    if archive in _IN_PHYSICS or subject:
        parts.append(archive)
    return ":".join([*parts, subject] if subject else parts)
