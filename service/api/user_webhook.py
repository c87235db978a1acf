"""A user's webhook: where digests are posted as they are made."""

from datetime import datetime
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from service.api.bodies import JSONRoute
from service.api.schemas import Body
from service.api.services import Use
from service.api.users import User
from service.digests import delete_webhook, new_secret, put_webhook, try_webhook, webhook_of
from service.storage import Webhook, WebhookRecords

router = APIRouter(prefix="/v1/users/{user}/webhook", tags=["feeds"], route_class=JSONRoute)


class WebhookIn(Body):
    """Where digests should be posted, and as what."""

    url: str = Field(
        description="http or https, up to 2,000 characters", examples=["https://hooks.example.org/digests"]
    )
    format: Literal["json", "slack"] = Field("json", description="json: the digest as it is kept; slack: a message")


class WebhookState(BaseModel):
    """How a webhook stands, and what came of what was posted last; paused: nothing is posted until it is put again."""

    format: Literal["json", "slack"]
    status: Literal["active", "paused"]
    created_at: datetime
    failures: int = Field(description="posts in a row that were not taken; with the fifth it is paused")
    last_at: datetime | None
    last_outcome: str | None
    last_reason: str | None


class WebhookOut(WebhookState):
    """A webhook with its address, which may be a secret of its own."""

    url: str

    @classmethod
    def of(cls, found: Webhook) -> Self:
        """The public view of a webhook, without its secret."""
        return cls(url=found.url, **_state(found))


class WebhookHeld(WebhookState):
    """A webhook for who may only read: of its address the host."""

    host: str

    @classmethod
    def of(cls, found: Webhook) -> Self:
        """The view of a webhook that tells no secret."""
        return cls(host=urlsplit(found.url).hostname or "", **_state(found))


class WebhookPut(WebhookOut):
    """The same, and the secret that posts are signed with: shown once, null where it stays what it was."""

    secret: str | None = None


class PostedOut(BaseModel):
    """What came of posting."""

    model_config = ConfigDict(from_attributes=True)

    outcome: Literal["sent", "refused", "failed", "unknown"]
    reason: str


@router.get("", responses={404: {}, 422: {}})
def get_webhook(services: Use, user: User) -> WebhookOut:
    """The webhook of a user; its secret is not shown again."""
    return WebhookOut.of(webhook_of(WebhookRecords(services.database), user))


@router.put("", responses={507: {}})
def put(services: Use, user: User, body: WebhookIn) -> WebhookPut:
    """Have digests posted to an address, with a new secret if it is another one; a paused one goes on."""
    records, secret = WebhookRecords(services.database), new_secret()
    allowed, now = services.settings.webhooks, services.now()
    webhook, is_new = put_webhook(records, allowed, user, body.url, body.format, secret, now)
    return WebhookPut(**WebhookOut.of(webhook).model_dump(), secret=webhook.secret if is_new else None)


@router.delete("", status_code=204, responses={404: {}, 422: {}})
def delete(services: Use, user: User) -> Response:
    """Post nothing there any more."""
    delete_webhook(WebhookRecords(services.database), user)
    return Response(status_code=204)


@router.post("/test", responses={404: {}})
async def post_test(services: Use, user: User) -> PostedOut:
    """Post a word that says so, once, and say what came of it; that is not kept."""
    records = WebhookRecords(services.database)
    return PostedOut.model_validate(await try_webhook(records, services.settings.webhooks, user, services.now))


def _state(found: Webhook) -> dict[str, Any]:
    names = ("format", "created_at", "failures", "last_at", "last_outcome", "last_reason")
    return {name: getattr(found, name) for name in names} | {"status": "paused" if found.paused_at else "active"}
