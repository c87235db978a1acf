"""Feeds and webhooks of a user as the server answers them."""

from typing import Literal, TypedDict


class Feed(TypedDict):
    """A feed, and the address that opens it to whoever has it."""

    kind: str
    url: str
    created_at: str


class FeedList(TypedDict):
    """The feeds of a user, by kind and name."""

    data: list[Feed]


class Webhook(TypedDict):
    """Where digests are posted, and what came of the last one."""

    url: str
    format: Literal["json", "slack"]
    status: Literal["active", "paused"]
    created_at: str
    failures: int
    last_at: str | None
    last_outcome: str | None
    last_reason: str | None


class NewWebhook(Webhook):
    """The same with the secret of a new one; null where it stays what it was."""

    secret: str | None


class Posted(TypedDict):
    """What came of posting."""

    outcome: Literal["sent", "refused", "failed", "unknown"]
    reason: str
