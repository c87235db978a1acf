"""What a user wants to hear of as the server answers it: followed authors, saved searches, and papers that came."""

from typing import Literal, TypedDict

from service.client.papers import Paper


class FollowedAuthor(TypedDict):
    """An author whom the user follows, and since when."""

    name: str
    followed_at: str


class AuthorList(TypedDict):
    """The followed authors of a user, by name."""

    data: list[FollowedAuthor]


class SearchFilters(TypedDict):
    """What must hold of the papers of a search; null or empty where nothing is asked."""

    published_after: str | None
    published_before: str | None
    categories: list[str]
    sources: list[str]
    venues: list[str]
    keywords_any: list[str]
    keywords_none: list[str]
    keywords_all: list[str]
    since: str | None


class SavedSearch(TypedDict):
    """A saved search."""

    name: str
    query: str
    must: list[str]
    must_not: list[str]
    filters: SearchFilters
    created_at: str


class SearchList(TypedDict):
    """The saved searches of a user, by name."""

    data: list[SavedSearch]


class Arrival(TypedDict):
    """A paper, when it came, how near it is to a query, and by which followed authors it is."""

    paper: Paper
    added_at: str
    score: float | None
    authors: list[str]


class ArrivalList(TypedDict):
    """Papers that came; without a query the last first."""

    data: list[Arrival]


class Subject(TypedDict):
    """A saved search or a followed author, by name."""

    kind: Literal["search", "author"]
    name: str


class NewPaper(Arrival):
    """A paper that came, and the other searches and authors that it fits."""

    also: list[Subject]


class Alert(Subject):
    """What is new of one since a moment, and how many more that no alert shows; or why it could not be asked."""

    since: str
    data: list[NewPaper]
    more: int
    words_only: bool
    failed: str | None


class AlertList(TypedDict):
    """What is new, how many papers, and up to when it is told: what `see_alerts` takes."""

    data: list[Alert]
    count: int
    until: str


class Seen(TypedDict):
    """The moment from which papers are new to a user."""

    at: str
