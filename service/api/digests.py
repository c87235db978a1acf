"""Digests of a user: the subscription, those that were made, and what became of each."""

import asyncio
import secrets
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from fastapi import APIRouter, Path, Response
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from service.access import Caller
from service.api.bodies import JSONRoute
from service.api.schemas import Body
from service.api.services import Asks, Use
from service.api.users import User
from service.digests import (
    ArchivedDigest,
    Digest,
    SubscriptionWishes,
    Tokens,
    archived_digest,
    digest_page,
    latest_digest,
    subscription_of,
    unsubscribe,
)
from service.jobs import send_now, subscribe_and_confirm
from service.storage import (
    DigestStatus,
    Frequency,
    LeastConfidence,
    ListedDigest,
    SubscriptionStatus,
    Weekday,
    WhenEmpty,
)

router = APIRouter(prefix="/v1/users/{user}", tags=["digests"], route_class=JSONRoute)

_TOKEN_BYTES = 32
_PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
Names = Annotated[list[Annotated[str, Field(max_length=400)]], Field(max_length=100)]
DigestId = Annotated[str, Path(max_length=64, description="id of a digest")]


class SubscriptionIn(Body):
    """Where a digest should go, when, and what should be in it; without an address it is kept here alone."""

    address: str = Field("", description="where it is mailed to, once its reader has confirmed it")
    frequency: Frequency = "daily"
    weekday: Weekday = Field("monday", description="of a weekly one")
    hour: int = Field(7, description="0 to 23, on the clock of `zone`")
    minute: int = 0
    zone: str = Field("UTC", description="time zone by its name at the IANA", examples=["Europe/Berlin"])
    at_most: int = Field(10, description="papers that are recommended, 1 to 30")
    min_confidence: LeastConfidence = Field("low", description="leave out what is less certain")
    collections: Names = Field([], description="go by what is in these, and not by all likes")
    interests: Names = Field([], description="go by these: ids of interests, or of liked papers in them")
    language: str = Field("en", description="of texts that a model writes: ISO 639-1")
    trending: bool = Field(default=True, description="with what many like of late")
    when_empty: WhenEmpty = Field("send", description="skip: send nothing when there is nothing new")

    def wishes(self, asks: Caller) -> SubscriptionWishes:
        """The same as the use case takes it, of whoever asks."""
        said: dict[str, Any] = self.model_dump()
        said |= {"collections": tuple(self.collections), "interests": tuple(self.interests)}
        return SubscriptionWishes(**said, by_model="spend" in asks.scopes)


class SubscriptionOut(BaseModel):
    """A subscription as it stands; `interests` are liked papers that name them.

    `pending` waits for the confirmation of its address, `paused` for somebody to save it again: mail was refused.
    """

    model_config = ConfigDict(from_attributes=True)

    user: str
    address: str
    frequency: Frequency
    weekday: Weekday
    hour: int
    minute: int
    zone: str
    at_most: int
    min_confidence: LeastConfidence
    collections: list[str]
    interests: list[str]
    language: str
    trending: bool
    when_empty: WhenEmpty
    by_model: bool = Field(description="false: the key that saved it may not spend, so texts are kept ones, or quoted")
    status: SubscriptionStatus
    reason: str | None = Field(description="why it is paused, or what came of asking for confirmation")
    created_at: datetime | None
    confirmed_at: datetime | None
    next_at: datetime | None = Field(description="when a digest, or the question for confirmation, is due next")


class DigestRow(BaseModel):
    """A digest and what came of it.

    claimed: it is being made. sending: a mail server is being handed it. sent. kept: no address was given. skipped:
    nothing new. deferred: the mail server takes it later. refused. unknown: nobody knows whether it arrived, and it is
    not sent again.
    """

    id: str
    period: str = Field(description="2026-11-29, 2026-W48 of a weekly one, 2026-11-29T10:15Z of one that was asked for")
    status: DigestStatus
    reason: str | None
    address: str | None = Field(description="where it was handed in for")
    made_at: datetime | None
    changed_at: datetime
    retry_at: datetime | None
    papers: int

    @classmethod
    def of(cls, found: ArchivedDigest | ListedDigest) -> Self:
        """The public view of what is kept of a digest, without its content."""
        return cls.model_validate(_row(found))


class ArchivedDigestOut(DigestRow):
    """Also what it says; null before it is made."""

    digest: Digest | None

    @classmethod
    def whole(cls, found: ArchivedDigest) -> Self:
        """The public view of a digest with its content."""
        return cls.model_validate(_row(found) | {"digest": found.digest})


class DigestList(BaseModel):
    """The digests of a user, the latest first."""

    data: list[DigestRow]


class SendingOut(BaseModel):
    """The digest that is being made; null where the address is asked for confirmation again instead."""

    digest: DigestRow | None


@router.post("/subscription", responses={422: {}, 429: {}, 507: {}})
def subscribe(services: Use, user: User, asks: Asks, body: SubscriptionIn) -> SubscriptionOut:
    """Subscribe, or change what was subscribed to; what is not named is as usual.

    Nothing is sent to an address before its reader has confirmed it by the link in a mail. Another address begins anew.
    A model writes the texts of a digest where the key may spend.
    """
    tokens = Tokens(secrets.token_urlsafe(_TOKEN_BYTES), secrets.token_urlsafe(_TOKEN_BYTES))
    kept = subscribe_and_confirm(services.jobs, services.digests, user, body.wishes(asks), tokens, services.now())
    return SubscriptionOut.model_validate(kept)


@router.get("/subscription", responses={404: {}})
def get_subscription(services: Use, user: User) -> SubscriptionOut:
    """What a user has subscribed to, and how it stands."""
    return SubscriptionOut.model_validate(subscription_of(services.digests.subscriptions, user))


@router.delete("/subscription", status_code=204, responses={404: {}, 507: {}})
def delete_subscription(services: Use, user: User) -> Response:
    """Unsubscribe; digests that were made stay."""
    unsubscribe(services.digests.subscriptions, user)
    return Response(status_code=204)


@router.post("/subscription/send", status_code=202, responses={404: {}, 422: {}, 429: {}, 507: {}})
def send(services: Use, user: User) -> SendingOut:
    """Make a digest now, and send it; of an address that is not confirmed, ask for that again."""
    found = send_now(services.jobs, services.digests, user, services.now())
    return SendingOut(digest=DigestRow.of(ArchivedDigest.of(found)) if found else None)


@router.get("/digests")
def get_digests(services: Use, user: User) -> DigestList:
    """Every digest that was made for a user, and what came of it."""
    return DigestList(data=[DigestRow.of(each) for each in services.digests.digests.listed(user)])


@router.get("/digests/{digest_id}", responses={404: {}})
def get_digest(services: Use, user: User, digest_id: DigestId) -> ArchivedDigestOut:
    """A digest as it was made."""
    return ArchivedDigestOut.whole(archived_digest(services.digests.digests, user, digest_id))


@router.get("/digest", response_model=Digest, responses={200: {"content": {"text/html": {}}}})
async def get_latest(services: Use, user: User, format: Literal["json", "html"] = "json") -> Response:  # noqa: A002
    """The latest digest or, before there is one, what it would say now: that is not kept, and asks no model."""
    digest = await latest_digest(services.digests, services.writer, user, services.now())
    if format == "json":
        return JSONResponse(digest.model_dump(mode="json"))
    html = await asyncio.to_thread(digest_page, digest, services.digests.public_url)
    return HTMLResponse(html, headers={"Content-Security-Policy": _PAGE_POLICY, "X-Content-Type-Options": "nosniff"})


def _row(found: ArchivedDigest | ListedDigest) -> dict[str, Any]:
    stored = found.stored
    names = ("id", "period", "status", "reason", "address", "made_at", "changed_at", "retry_at")
    return {name: getattr(stored, name) for name in names} | {"papers": found.papers}
