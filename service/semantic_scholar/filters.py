"""Which papers a search is among, as Semantic Scholar words it."""

import re
from calendar import monthrange
from datetime import date

from service.errors import BadInput
from service.semantic_scholar.fields_of_study import FIELDS_OF_STUDY, categories_of
from service.semantic_scholar.schemas import SearchQuery
from service.storage import Filters

_UNKNOWN = ("publication_types", "open_access_pdf", "min_citation_count")
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_YEARS = re.compile(r"(\d{4})?(-)?(\d{4})?", re.ASCII)

Span = tuple[date | None, date | None]
"""The first and the last day of a range; None where it is open."""


def to_filters(asked: SearchQuery) -> Filters:
    """The filters of the catalog.

    Raises BadInput for what is no year, date or field, for a range whose ends are the wrong way round, and for what we
    know nothing of: to pass over it would give a list that is not what was asked for.
    """
    if unknown := [_name(field) for field in _UNKNOWN if getattr(asked, field) is not None]:
        raise _unacceptable(unknown, "not known of the papers here; leave it out")
    spans = (_years(asked.year), _days(asked.publication_date_or_year))
    firsts, lasts = ([day for day in days if day] for days in zip(*spans, strict=True))
    return Filters(
        published_after=max(firsts, default=None),
        published_before=min(lasts, default=None),
        categories=_categories(asked.fields_of_study),
        venues=_venues(asked.venue),
    )


def _years(text: str | None) -> Span:
    if text is None:
        return None, None
    match = _YEARS.fullmatch(text.strip())
    if not match or not (match[1] or match[3]) or (match[1] and match[3] and not match[2]):
        raise _unacceptable(["year"], "give 2019, 2016-2020, 2010- or -2015")
    first, last = match[1], match[3] if match[2] else match[1]
    return _range("year", first, last)


def _days(text: str | None) -> Span:
    if text is None:
        return None, None
    first, colon, last = text.strip().partition(":")
    if not (first or last):
        raise _unacceptable(["publicationDateOrYear"], "it is empty")
    return _range("publicationDateOrYear", first, last if colon else first)


def _range(name: str, first: str | None, last: str | None) -> Span:
    span = _day(name, first)[0] if first else None, _day(name, last)[1] if last else None
    if span[0] and span[1] and span[0] > span[1]:
        raise _unacceptable([name], "its end is before its beginning")
    return span


def _day(name: str, text: str) -> tuple[date, date]:
    """The first and the last day of what is a day, a month or a year."""
    try:
        first = date.fromisoformat(text + "-01-01"[len(text) - 4 :] if _DAY.fullmatch(text) else "")
    except ValueError:
        raise _unacceptable([name], "give dates that exist, as 2019, 2019-03 or 2019-03-05") from None
    if len(text) == 4:
        return first, first.replace(month=12, day=31)
    return first, first.replace(day=monthrange(first.year, first.month)[1]) if len(text) == 7 else first


def _categories(text: str | None) -> tuple[str, ...]:
    named = [name.strip() for name in text.split(",")] if text is not None else []
    if not all(name in FIELDS_OF_STUDY for name in named):
        raise _unacceptable(["fieldsOfStudy"], f"the fields are {', '.join(FIELDS_OF_STUDY)}")
    return tuple(category for name in named for category in categories_of(name))


def _venues(text: str | None) -> tuple[str, ...]:
    named = [name.strip() for name in text.split(",")] if text is not None else []
    if not all(named):
        raise _unacceptable(["venue"], "a name is empty")
    return tuple(named)


def _name(field: str) -> str:
    return SearchQuery.model_fields[field].alias or field


def _unacceptable(names: list[str], why: str) -> BadInput:
    return BadInput(f"Unacceptable query params: [{', '.join(names)}]: {why}.")
