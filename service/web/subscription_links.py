"""Where the links of a mail lead: a page with a button, for programs that guard mail open every link they see."""

from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from service.digests import SubscriptionLink, follow_link, link_of
from service.storage import SubscriptionRecords
from service.web.page_route import PageRoute
from service.web.rendering import render
from service.web.services import Use

router = APIRouter(route_class=PageRoute)

_PATH: Final = "/subscriptions/{token}"


@router.api_route(_PATH, methods=["GET", "HEAD"])
async def show(services: Use, request: Request, token: str) -> Response:
    """Say what the button does; nothing changes."""
    return _page(request, await run_in_threadpool(link_of, SubscriptionRecords(services.database), token))


@router.post(_PATH)
async def follow(services: Use, request: Request, token: str) -> Response:
    """Confirm or end a subscription, for the button or a mail program (RFC 8058): what is sent along says nothing."""
    records = SubscriptionRecords(services.database)
    return _page(request, await run_in_threadpool(follow_link, records, token, services.now()))


def _page(request: Request, link: SubscriptionLink | None) -> Response:
    return render(request, "subscription_link.html", status=200 if link else 404, link=link)
