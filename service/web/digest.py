"""The digests of whoever sits before the page: when they come and of what, each as it was, and what came of it."""

import secrets
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from service.access import Caller
from service.digests import (
    MOST_PAPERS,
    WEEKDAYS,
    SubscriptionWishes,
    Tokens,
    archived_digest,
    unsubscribe,
)
from service.discovery import interests_of_user
from service.errors import BadInput
from service.jobs import send_now, subscribe_and_confirm
from service.summarization import LANGUAGES
from service.web.actions import Action
from service.web.page_route import PageRoute
from service.web.rendering import redirect, render
from service.web.services import Services, Use

router = APIRouter(prefix="/digest", route_class=PageRoute)

_TOKEN_BYTES = 32
_SHOWN = 60  # digests


@router.get("")
def show(services: Use, request: Request) -> Response:
    """The digests so far, and the subscription."""
    found = services.digests.digests.listed(services.user)
    interests = interests_of_user(services.corpus, services.user)
    return render(
        request,
        "digests.html",
        digests=found if "all" in request.query_params else found[:_SHOWN],
        count=len(found),
        subscription=services.digests.subscriptions.get(services.user),
        mails=services.settings.mail.host is not None,
        collections=services.libraries.collections.of_user(services.user),
        interests=interests,
        named=services.corpus.catalog.get([each.interest.medoid for each in interests]),
        weekdays=WEEKDAYS,
        languages=LANGUAGES,
        most=MOST_PAPERS,
    )


@router.post("")
async def change(services: Use, request: Request) -> Response:
    """Subscribe, end that, or have one sent now."""
    async with request.form(max_fields=200, max_part_size=2**16) as form:
        await run_in_threadpool(_change, services, form)
    return redirect("/digest")


@router.get("/{digest_id}")
def show_one(services: Use, request: Request, digest_id: str) -> Response:
    """A digest as it was made."""
    found = archived_digest(services.digests.digests, services.user, digest_id)
    return render(request, "digest.html", found=found, digest=found.digest)


def _change(services: Services, form: FormData) -> None:
    jobs, parts, user, now = services.jobs, services.digests, services.user, services.now()
    action = Action.of({"do": _text(form, "do")})
    if action.name == "subscribe":
        tokens = Tokens(secrets.token_urlsafe(_TOKEN_BYTES), secrets.token_urlsafe(_TOKEN_BYTES))
        subscribe_and_confirm(jobs, parts, user, _wishes(form, services.caller), tokens, now)
    elif action.name == "end":
        unsubscribe(parts.subscriptions, user)
    elif action.name == "send":
        services.caller.require("spend")
        send_now(jobs, parts, user, now)
    else:
        raise action.unknown()


def _wishes(form: FormData, caller: Caller) -> SubscriptionWishes:
    hour, _, minute = _text(form, "at").partition(":")
    wished: dict[str, Any] = {
        name: _text(form, name)
        for name in ("address", "frequency", "weekday", "zone", "min_confidence", "language", "when_empty")
    }
    return SubscriptionWishes(
        **wished,
        hour=_number("/at", hour),
        minute=_number("/at", minute),
        at_most=_number("/at_most", _text(form, "at_most")),
        collections=_texts(form, "collections"),
        interests=_texts(form, "interests"),
        trending="trending" in form,
        by_model="spend" in caller.scopes,
    )


def _text(form: FormData, name: str) -> str:
    return next(iter(_texts(form, name)), "").strip()


def _texts(form: FormData, name: str) -> tuple[str, ...]:
    return tuple(value for value in form.getlist(name) if isinstance(value, str))


def _number(pointer: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 4):
        raise BadInput.at(pointer, "is no number.")
    return int(text)
