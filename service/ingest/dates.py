"""Dates as people and programs write them, read as far as they say something and no further."""

import re
from datetime import UTC, date, datetime
from typing import Final, NamedTuple

from service.ingest.json_values import is_list, is_object
from service.papers import Precision, iso_text
from service.text import word_set

_YEARS = range(1000, 2101)
_SECONDS = (100_000_000, 4_102_444_800)  # since 1970: from March 1973 to 2100; what is less is no such count
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL_MONTHS: Final = word_set("january february march april june july august september october november december sept")
_SAYS_NOTHING: Final = word_set(
    "mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday of st nd rd th"
)
_VAGUE: Final = word_set("spring summer autumn fall winter circa ca approx approximately about")
_ISO = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2})(?:[T ].*)?)?)?", re.DOTALL)
_COUNT = re.compile(r"\d{1,14}(?:\.0{1,9})?|\d{9,14}\.\d{1,9}", re.ASCII)
_COPYRIGHT = re.compile(r"(?:\bcopyright |©|\bc|\(c\)) ?(?=\d{4}$)", re.IGNORECASE)
_DAY_FIRST = re.compile(r"(?:(\d{1,2})([/.-]))?(\d{1,2})[/.-](\d{4})")
_TIME = re.compile(r"\b\d{1,2}:\d\d.*", re.DOTALL)
_PART = re.compile(r"[^\W\d_]+|\d+|[^\s.,\-/]")
_PARTS = ("year", "month", "day")
_DATE_KEYS = ("date-parts", "date_parts", "raw", "literal", "date-time", "date", "$date", "created")


class PartialDate(NamedTuple):
    """The first day of a date, how much of it is known, and whether all that was written is in it."""

    day: date
    precision: Precision
    whole: bool = True

    @property
    def text(self) -> str:
        """As ISO 8601 has it, as far as it is known."""
        return iso_text(self.day, self.precision)


def read_date(value: object) -> PartialDate | None:
    """A year, month or day from text, a number, CSL's date-parts or a list of parts; None when it is none of these.

    A number is a year, a day as 20210630, or seconds or milliseconds since 1970 (UTC) when that gives a likely date.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _from_number(value)
    if isinstance(value, str):
        text = " ".join(value.split())
        return _from_number(float(text)) if _COUNT.fullmatch(text) else _from_text(text)
    if is_object(value):
        return _from_object(value)
    return _from_list(value) if is_list(value) else None


def read_moment(value: object) -> datetime | None:
    """A moment in UTC: as ISO 8601 has it, or the beginning of a date; a time without a zone is taken for UTC."""
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value.strip())
        except ValueError:
            pass
        else:
            if moment.year in _YEARS:
                return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    found = read_date(value)
    return found and datetime(found.day.year, found.day.month, found.day.day, tzinfo=UTC)


def _from_list(value: list[object]) -> PartialDate | None:
    """From [2021, 6, 30], or the first of several dates or versions."""
    if not value or not (is_list(value[0]) or is_object(value[0])):
        return _from_parts(value)
    first = read_date(value[0])
    are_versions = all(is_object(each) and "version" in each for each in value)
    return first and first._replace(whole=first.whole and (len(value) == 1 or are_versions))


def _from_object(value: dict[str, object]) -> PartialDate | None:
    found = next((read for key in _DATE_KEYS if (read := read_date(value.get(key)))), None)
    return found or _from_parts([value.get(name) for name in _PARTS])


def _from_parts(parts: list[object]) -> PartialDate | None:
    """From [2021, 6, 30] or the beginning of it; parts may be text."""
    numbers: list[int] = []
    for part in parts[:3]:
        text = str(part).strip()
        if not (text.isascii() and text.isdigit()) or len(text) > 4:
            break
        numbers.append(int(text))
    return _dated(*numbers) if numbers else None


def _from_number(number: float) -> PartialDate | None:
    if not 0 <= number < _SECONDS[1] * 1000:  # neither is NaN
        return None
    if number in _YEARS:
        return _dated(int(number))
    if 10_000_101 <= number <= 21_001_231:
        return _dated(int(number) // 10_000, int(number) // 100 % 100, int(number) % 100)
    for unit in (1, 1000):
        if _SECONDS[0] * unit <= number < _SECONDS[1] * unit:
            return PartialDate(datetime.fromtimestamp(number / unit, UTC).date(), "day")
    return None


def _from_text(text: str) -> PartialDate | None:
    if iso := _ISO.fullmatch(text):
        return _dated(*(int(part) for part in (iso[1], iso[3], iso[4]) if part))
    if (numeric := _DAY_FIRST.fullmatch(text)) and numeric[1] is not None:
        return _from_day_month(int(numeric[1]), int(numeric[3]), int(numeric[4]), sure=numeric[2] == ".")
    if numeric:
        return _dated(int(numeric[4]), int(numeric[3]))
    return _from_words(_TIME.sub("", _COPYRIGHT.sub("", text)))


def _from_day_month(first: int, second: int, year: int, *, sure: bool) -> PartialDate | None:
    """30/06/2021 and 06/30/2021 are days; 05/06/2021 may be one of two, and is a year."""
    if sure or first > 12 or first == second:
        return _dated(year, second, first)
    if second > 12:
        return _dated(year, first, second)
    known = _dated(year)
    return known and known._replace(whole=False)


def _from_words(text: str) -> PartialDate | None:
    """One year, at most one month by its name and one day, in any order; a season or a range of months is a year."""
    years: list[int] = []
    months: list[int] = []
    days: list[int] = []
    whole = True
    for part in _PART.findall(text.casefold())[:12]:
        if part in _FULL_MONTHS or part in _MONTHS:
            months.append(_MONTHS.index(part[:3]) + 1)
        elif part.isdecimal() and part.isascii() and len(part) <= 4:
            (years if len(part) == 4 else days).append(int(part))
        elif part in _VAGUE:
            whole = False
        elif part not in _SAYS_NOTHING:
            return None
    if len(years) != 1 or len(days) > len(months):
        return None
    if len(months) == 1:
        return _dated(years[0], months[0], *days)
    known = _dated(years[0])
    return known and known._replace(whole=whole and not months)


def _dated(year: int, month: int = 0, day: int = 0) -> PartialDate | None:
    """The date, where 0 is a part that is not known; None when there is no such day."""
    if year not in _YEARS:
        return None
    precision: Precision = "year" if not month else "month" if not day else "day"
    try:
        return PartialDate(date(year, month or 1, (day if month else 0) or 1), precision)
    except ValueError:
        return None
