"""What a list on a page should look like, as its address says it: its length, diversity, filters, and the last word."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Self

from service.discovery import DIVERSITY, RecommendationRequest
from service.errors import BadInput
from service.papers import parse_id
from service.storage import Filters

LENGTH = 10
MOST = 100
LONGEST = 2_000
"""Characters of a field with words or names."""
_TEXTS = ("topic", "words", "without", "any", "venue", "source")
_PHRASE = re.compile(r'"((?:[^"]|"")*)"|([^\s"]+)')
_LINE_ENDS = str.maketrans("\r\n", "  ")


@dataclass(frozen=True, slots=True)
class ListView:
    """Options of a list; `last` is the paper of which something was said last, so that the list tells what that did.

    Categories have commas between, venues and sources semicolons; one that has such a sign, and phrases among words,
    stand in double quotes, in which a double quote is doubled.
    """

    length: int = LENGTH
    diversity: float = DIVERSITY
    after: date | None = None
    before: date | None = None
    topic: str = ""
    words: str = ""
    without: str = ""
    any: str = ""
    venue: str = ""
    source: str = ""
    since: datetime | None = None
    last: str | None = None

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> Self:
        """As an address or a form says it; raises BadInput that names the field."""
        last = fields.get("last", "")
        return cls(
            int(_number(fields, "length", LENGTH, 1, MOST)),
            _number(fields, "diversity", DIVERSITY, 0, 1),
            _day(fields, "after"),
            _day(fields, "before"),
            *(_text(fields, name) for name in _TEXTS),
            since=moment(fields, "since"),
            last=parse_id(last) if last else None,
        )

    @classmethod
    def of_filters(cls, filters: Filters) -> Self:
        """A list of what filters let through; spaces around a name or a word are lost."""
        return cls(
            after=filters.published_after,
            before=filters.published_before,
            topic=_joined(filters.categories, ","),
            words=_phrases(filters.keywords_all),
            without=_phrases(filters.keywords_none),
            any=_phrases(filters.keywords_any),
            venue=_joined(filters.venues, ";"),
            source=_joined(filters.sources, ";"),
            since=filters.since,
        )

    def fields(self) -> Iterator[tuple[str, str]]:
        """What the address has to say: nothing of what is usual."""
        if self.length != LENGTH:
            yield "length", str(self.length)
        if self.diversity != DIVERSITY:
            yield "diversity", f"{self.diversity:g}"
        for name in ("after", "before", *_TEXTS, "since", "last"):
            if value := getattr(self, name):
                yield name, value.isoformat() if isinstance(value, date) else value

    @property
    def filters(self) -> Filters | None:
        """The filters of the catalog; None where there are none."""
        found = Filters(
            self.after,
            self.before,
            _names(self.topic, ","),
            _names(self.source, ";"),
            _words(self.any),
            _words(self.without),
            keywords_all=_words(self.words),
            since=self.since,
            venues=_names(self.venue, ";"),
        )
        return None if found == Filters() else found

    def after_saying(self, last: str | None) -> Self:
        """The same list after something was said of a paper, or of none in particular."""
        return replace(self, last=last)

    def longer(self, length: int) -> Self:
        """The same list with more in it."""
        return replace(self, length=length)

    def applied_to(self, request: RecommendationRequest) -> RecommendationRequest:
        """The request, with a list that looks like this."""
        return replace(request, limit=self.length, diversity=self.diversity, filters=self.filters)


def _names(text: str, separator: str) -> tuple[str, ...]:
    rows = csv.reader([text.translate(_LINE_ENDS)], delimiter=separator, skipinitialspace=True)
    return tuple(name.strip() for row in rows for name in row if name.strip())


def _joined(names: Iterable[str], separator: str) -> str:
    return f"{separator} ".join(_quoted(name) if separator in name or name.startswith('"') else name for name in names)


def _words(text: str) -> tuple[str, ...]:
    found = ((phrase.replace('""', '"').strip() or word) for phrase, word in _PHRASE.findall(text))
    return tuple(each for each in found if each)


def _phrases(words: Iterable[str]) -> str:
    return " ".join(_quoted(word) if re.search(r'[\s"]', word) else word for word in words)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _text(fields: Mapping[str, str], name: str) -> str:
    found = fields.get(name, "").strip()
    if len(found) > LONGEST:
        raise BadInput.at(f"/{name}", f"has {len(found):,} characters; the most is {LONGEST:,}.")
    return found


def _number(fields: Mapping[str, str], name: str, usual: float, least: int, most: int) -> float:
    text = fields.get(name, "")
    try:
        found = float(text) if text else usual
    except ValueError:
        raise BadInput.at(f"/{name}", "must be a number.") from None
    if not least <= found <= most:  # nor is it NaN
        raise BadInput.at(f"/{name}", f"must be from {least} to {most}.")
    return found


def _day(fields: Mapping[str, str], name: str) -> date | None:
    text = fields.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadInput.at(f"/{name}", "must be a date like 2021-06-30.") from None


def moment(fields: Mapping[str, str], name: str) -> datetime | None:
    """The moment that a field names, in UTC, or the first one of a day; raises BadInput that names the field."""
    text = fields.get(name, "")
    try:
        found = datetime.fromisoformat(text) if text else None
        return found and (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadInput.at(f"/{name}", "must be a day or a moment like 2021-06-30T12:00:00Z.") from None
