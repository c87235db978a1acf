"""Sources of new papers as the server answers them."""

from typing import Literal, TypedDict


class Source(TypedDict):
    """A source, what its last fetch brought, or why that was nothing, and when it is fetched next."""

    name: str
    status: Literal["never", "under_way", "done", "failed"]
    every_hours: int | None
    next_at: str | None
    began_at: str | None
    ended_at: str | None
    since: str | None
    whole_through: str | None
    seen: int
    created: int
    updated: int
    notes: list[str]
    empty_reason: str | None
    error: str | None
    job_id: str | None


class SourceBrief(TypedDict):
    """A source as whoever may read sees it."""

    name: str
    began_at: str | None
    created: int
    empty_reason: str | None
    next_at: str | None


class Sources(TypedDict):
    """The sources of the settings in their order, then those that were fetched by hand."""

    data: list[Source]
