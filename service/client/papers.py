"""Papers as the server answers them, and files of them."""

from typing import TypedDict


class Paper(TypedDict):
    """A paper as it is kept; `published` is as exact as it is known."""

    id: str
    title: str
    abstract: str
    authors: list[str]
    published: str | None
    venue: str | None
    categories: list[str]
    url: str | None
    external_ids: dict[str, str]
    version: int | None
    status: str
    updates: dict[str, str]
    source: str
    links: dict[str, str]


class PaperRecord(Paper):
    """A paper, and its texts as they were received."""

    raw_title: str
    raw_abstract: str


class PaperList(TypedDict):
    """Papers."""

    data: list[Paper]


class Lookup(PaperList):
    """The papers that exist, in the order asked for."""

    not_found: list[str]


class Merge(TypedDict):
    """An id that names the paper `into` from now on, and why."""

    id: str
    into: str
    reason: str


class Note(TypedDict):
    """Something of a record that was left out or changed."""

    code: str
    field: str
    message: str


class PaperOutcome(TypedDict):
    """What became of one paper that was sent: created, updated, unchanged or rejected."""

    id: str | None
    status: str
    error: str | None
    notes: list[Note]
    merged: list[Merge]
    conflicts: list[str]


class PaperOutcomes(TypedDict):
    """One entry per paper sent, in order, and how many of each status."""

    data: list[PaperOutcome]
    counts: dict[str, int]


class Diagnostic(TypedDict):
    """Something that was wrong in a file; lines count from 1."""

    line: int
    code: str
    message: str


class ImportReport(TypedDict):
    """What a file held and what became of it."""

    format: str
    rows: int
    papers: int
    counts: dict[str, int]
    merged: list[Merge]
    diagnostics: list[Diagnostic]
    snapshot: str
