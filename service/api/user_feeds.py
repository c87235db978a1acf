"""Addresses of a user's feeds: made, shown again, and revoked."""

from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, Field

from service.api.bodies import JSONRoute
from service.api.feeds import base_of
from service.api.idempotency import TELLS_SECRET
from service.api.schemas import Body
from service.api.services import Use
from service.api.users import User
from service.digests import FEED_RULE, feed_name, feed_url, make_feed, new_token, revoke_feed
from service.storage import FeedAddress, FeedRecords

router = APIRouter(prefix="/v1/users/{user}/feeds", tags=["feeds"], route_class=JSONRoute)

Kind = Annotated[str, Path(description=FEED_RULE)]


class FeedIn(Body):
    """What a feed should be of."""

    kind: str = Field(description=FEED_RULE, max_length=500, examples=["recommendations"])


class FeedMade(BaseModel):
    """What a feed is of, and since when it has its address."""

    kind: str
    created_at: datetime


class FeedOut(FeedMade):
    """The same, and the address that opens it to whoever has it."""

    url: str

    @classmethod
    def of(cls, found: FeedAddress, base: str) -> Self:
        """The public view of a feed."""
        return cls(kind=feed_name(found), url=feed_url(base, found.token), created_at=found.created_at)


class FeedList(BaseModel):
    """The feeds of a user, by kind and name."""

    data: list[FeedOut]


@router.get("", responses={422: {}})
def get_feeds(request: Request, services: Use, user: User) -> FeedList:
    """The feeds of a user. An address outlives the key that asks for it: a key that only reads is not shown one."""
    found = FeedRecords(services.database).of_user(user)
    return FeedList(data=[FeedOut.of(each, base_of(request, services)) for each in found])


@router.post("", responses={404: {}, 507: {}}, openapi_extra=TELLS_SECRET)
def post_feed(request: Request, services: Use, user: User, body: FeedIn) -> FeedOut:
    """Make an address for a feed, or show the one that there is; to have another one, revoke it first."""
    records, token, now = FeedRecords(services.database), new_token(), services.now()
    corpus, libraries = services.corpus, services.libraries
    made = make_feed(records, corpus, libraries, user, body.kind, token, now)
    return FeedOut.of(made, base_of(request, services))


@router.delete("/{kind}", status_code=204, responses={404: {}, 422: {}})
def delete_feed(services: Use, user: User, kind: Kind) -> Response:
    """Revoke the address of a feed at once: it answers as one that never was."""
    revoke_feed(FeedRecords(services.database), user, kind)
    return Response(status_code=204)
