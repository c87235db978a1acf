"""A user's library as the server answers it: imports of likes, and collections."""

from typing import TypedDict

from service.client.papers import Diagnostic, Merge


class LibraryEntry(TypedDict):
    """An entry of a library file that somebody may want to look at."""

    line: int
    given: str
    paper_id: str | None
    candidates: list[str]


class LibraryReport(TypedDict):
    """What a library file held and what became of it; `id` undoes it."""

    id: str
    format: str
    collection: str | None
    rows: int
    counts: dict[str, int]
    title_only: list[LibraryEntry]
    offered: list[LibraryEntry]
    not_found: list[LibraryEntry]
    merged: list[Merge]
    diagnostics: list[Diagnostic]
    snapshot: str


class Undone(TypedDict):
    """How many likes were taken back, and how many papers were taken out of the collection."""

    likes: int
    collected: int


class Collection(TypedDict):
    """A collection, and how many papers are in it."""

    name: str
    note: str
    created_at: str
    papers: int


class CollectionList(TypedDict):
    """The collections of a user, by name."""

    data: list[Collection]


class CollectedPaper(TypedDict):
    """A paper of a collection; the title is null when the paper was deleted."""

    paper_id: str
    title: str | None
    note: str
    added_at: str


class CollectionContent(Collection):
    """A collection and its papers, in the order in which they were put there."""

    data: list[CollectedPaper]
