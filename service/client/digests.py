"""Digests and subscriptions as the server answers them."""

from typing import Literal, TypedDict

DigestStatus = Literal["claimed", "sending", "sent", "kept", "refused", "deferred", "unknown", "skipped"]


class Subscription(TypedDict):
    """What a user has subscribed to, and how it stands."""

    user: str
    address: str
    frequency: Literal["daily", "weekdays", "weekly"]
    weekday: str
    hour: int
    minute: int
    zone: str
    at_most: int
    min_confidence: Literal["low", "medium", "high"]
    collections: list[str]
    interests: list[str]
    language: str
    trending: bool
    when_empty: Literal["send", "skip"]
    by_model: bool
    status: Literal["pending", "active", "paused", "ended"]
    reason: str | None
    created_at: str | None
    confirmed_at: str | None
    next_at: str | None


class DigestText(TypedDict):
    """A summary or a blurb; `faithfulness` is from 0 to 1."""

    text: str
    source: Literal["llm", "extractive"]
    language: str
    faithfulness: float | None


class DigestCause(TypedDict):
    """A liked paper that speaks for another."""

    paper_id: str
    title: str
    contribution: float
    terms: list[str]


class DigestPaper(TypedDict):
    """A paper of a digest."""

    id: str
    title: str
    authors: list[str]
    published: str | None
    venue: str | None
    links: dict[str, str]
    score: float | None
    confidence: Literal["high", "medium", "low"] | None
    because: list[DigestCause]
    summary: DigestText | None
    blurb: DigestText | None
    left_out: str | None


class DigestAlert(TypedDict):
    """What is new of a saved search or a followed author."""

    kind: Literal["search", "author"]
    name: str
    papers: list[DigestPaper]
    more: int


class DigestTrending(TypedDict):
    """What many like of late."""

    window: Literal["day", "week", "month"]
    papers: list[DigestPaper]
    empty_reason: str | None


class Digest(TypedDict):
    """What a user is told of one period."""

    id: str
    user: str
    period: str
    local_date: str
    made_at: str
    since: str | None
    until: str | None
    papers: list[DigestPaper]
    alerts: list[DigestAlert]
    trending: DigestTrending | None
    notes: list[str]
    likes: int


class DigestRow(TypedDict):
    """A digest and what came of it."""

    id: str
    period: str
    status: DigestStatus
    reason: str | None
    address: str | None
    made_at: str | None
    changed_at: str
    retry_at: str | None
    papers: int


class ArchivedDigest(DigestRow):
    """Also what it says."""

    digest: Digest | None


class DigestList(TypedDict):
    """The digests of a user, the latest first."""

    data: list[DigestRow]


class Sending(TypedDict):
    """The digest that is being made; None where the address is asked for confirmation again instead."""

    digest: DigestRow | None
