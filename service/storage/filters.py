"""Which papers a request allows, as conditions on the catalog."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime

import sqlalchemy as sa

from service.papers import venue_key
from service.storage.sql import papers

_NUL = "\0"  # in no text that is kept, and PostgreSQL refuses even to look for it


@dataclass(frozen=True, slots=True)
class Filters:
    """Each part that is given must hold; a paper without a date is never within one.

    A category that ends in `.*` stands for all that begin so: `cs.*` for cs.LG, cs.CL, ...
    A venue is one whose whole name is the same, but for case and accents.
    `since` is of the moment at which a paper came here, so that what is new is told once, however old it is.
    `authors_any` are words of which the names of authors have one, in any case: a rough sieve.
    """

    published_after: date | None = None
    published_before: date | None = None
    categories: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    keywords_any: tuple[str, ...] = ()
    keywords_none: tuple[str, ...] = ()
    has_abstract: bool | None = None
    keywords_all: tuple[str, ...] = ()
    since: datetime | None = None
    authors_any: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        """The conditions in SQL, none when nothing is asked."""
        found: list[sa.ColumnElement[bool]] = []
        if self.published_after is not None:
            found.append(papers.c.published >= self.published_after)
        if self.published_before is not None:
            found.append(papers.c.published <= self.published_before)
        if self.categories:
            found.append(sa.or_(*(_list_contains(papers.c.categories, category) for category in self.categories)))
        if self.sources:
            found.append(papers.c.source["name"].as_string().in_([name for name in self.sources if _NUL not in name]))
        if self.venues:
            found.append(papers.c.venue_key.in_(map(venue_key, self.venues)))
        if self.has_abstract is not None:
            found.append((papers.c.abstract != "") == self.has_abstract)
        if self.keywords_any:
            found.append(sa.or_(*map(_mentions, self.keywords_any)))
        if self.since is not None:
            found.append(papers.c.created_at >= self.since.astimezone(UTC))
        if self.authors_any:
            names = sa.cast(papers.c.authors, sa.Text)
            found.append(sa.or_(*(names.icontains(word, autoescape=True) for word in self.authors_any)))
        found += map(_mentions, self.keywords_all)
        return found + [sa.not_(_mentions(word)) for word in self.keywords_none]


def _list_contains(column: sa.Column[object], value: str) -> sa.ColumnElement[bool]:
    # A JSON list is kept as text: written as JSON, with its quotes, it is the whole entry that must be equal.
    # Whatever its case: SQLite's LIKE ignores it, PostgreSQL's does not.
    entry = json.dumps(value)
    return sa.cast(column, sa.Text).icontains(entry[:-2] if value.endswith(".*") else entry, autoescape=True)


def _mentions(word: str) -> sa.ColumnElement[bool]:
    if _NUL in word:
        return sa.false()
    text = papers.c.title + "\n" + papers.c.abstract
    return text.icontains(word, autoescape=True)
