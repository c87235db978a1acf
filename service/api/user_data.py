"""All that is kept about a user: to take away, or to have removed."""

from dataclasses import asdict
from datetime import datetime
from typing import Any, Self

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from service.api.bodies import JSONRoute
from service.api.digests import ArchivedDigestOut, SubscriptionOut
from service.api.services import Services, Use
from service.api.user_feeds import FeedMade
from service.api.user_webhook import WebhookHeld
from service.api.users import FeedbackList, FeedbackOut, User
from service.digests import ArchivedDigest, feed_name
from service.jobs import UserData, UserRecords
from service.storage import SpendingDay
from service.summarization import Tokens

router = APIRouter(prefix="/v1/users/{user}", tags=["users"], route_class=JSONRoute)


class KeyOut(BaseModel):
    """A key that speaks for the user, without what is secret of it."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None


class SpendingOut(BaseModel):
    """What models cost for the user on one day (UTC)."""

    day: str
    calls: int
    cost_usd: float
    tokens: Tokens

    @classmethod
    def of(cls, found: SpendingDay) -> Self:
        """The public view of a day's spending."""
        tokens = Tokens(read=found.tokens_in, written=found.tokens_out)
        return cls(day=found.day, calls=found.calls, cost_usd=found.nano / 1e9, tokens=tokens)


class ReplyOut(BaseModel):
    """What was answered to a request with an Idempotency-Key that told of the user."""

    model_config = ConfigDict(from_attributes=True)

    begun_at: datetime
    status: int
    body: str


class Export(FeedbackList):
    """Also the ids of the jobs that were asked for in the user's name, of which `/v1/jobs` tells, and the library.

    `impressions` are what the user was shown, `alert_marks` up to when the user has seen what is new. Each part is as
    the tables keep it: a paper under the id that was given. `keys` speak for the user alone; `replies` are
    kept for a day, in case their requests come again. Of `feeds` and the `webhook` there is all but what is secret:
    an address, of which a webhook's host alone is told, and what posts are signed with. `subscription` is null where
    there is none; the secrets of its links are not in it.
    """

    jobs: list[str]
    collections: list[dict[str, Any]]
    authors: list[dict[str, Any]]
    searches: list[dict[str, Any]]
    imports: list[dict[str, Any]]
    impressions: list[dict[str, Any]]
    alert_marks: list[datetime]
    keys: list[KeyOut]
    spending: list[SpendingOut]
    replies: list[ReplyOut]
    feeds: list[FeedMade]
    webhook: WebhookHeld | None
    subscription: SubscriptionOut | None
    digests: list[ArchivedDigestOut]

    @classmethod
    def of_user(cls, found: UserData) -> "Export":
        """The public view of all that is kept about a user."""
        searches = found.searches.items()
        return cls(
            data=[FeedbackOut.of(each) for each in found.feedback],
            jobs=found.jobs,
            collections=[asdict(each) | {"papers": list(map(asdict, papers))} for each, papers in found.collections],
            authors=list(map(asdict, found.authors)),
            searches=[{"name": name, "created_at": at, **asdict(search)} for name, (search, at) in searches],
            imports=[asdict(each.made) | {"papers": each.papers} for each in found.imports],
            impressions=list(map(asdict, found.impressions)),
            alert_marks=found.alert_marks,
            keys=[KeyOut.model_validate(each) for each in found.keys],
            spending=[SpendingOut.of(each) for each in found.spending],
            replies=[ReplyOut.model_validate(each) for each in found.replies],
            feeds=[FeedMade(kind=feed_name(each), created_at=each.created_at) for each in found.feeds],
            webhook=found.webhook and WebhookHeld.of(found.webhook),
            subscription=found.subscription and SubscriptionOut.model_validate(found.subscription),
            digests=[ArchivedDigestOut.whole(ArchivedDigest.of(each)) for each in found.digests],
        )


class Deleted(BaseModel):
    """How many papers the user had said something of."""

    deleted: int


@router.get("/export")
def export(services: Use, user: User) -> Export:
    """Everything that is kept about a user, to take away."""
    return Export.of_user(_records(services).export(user))


@router.delete("", responses={507: {}})
def delete_user(services: Use, user: User) -> Deleted:
    """Remove everything that is kept about a user, jobs and keys as well; what texts have cost stays, without the name.

    What is under way for the user is paid for no further.
    """
    return Deleted(deleted=_records(services).erase(user, services.now()))


def _records(services: Services) -> UserRecords:
    return UserRecords(services.database, services.corpus, services.jobs)
