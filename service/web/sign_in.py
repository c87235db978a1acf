"""Where somebody gives a key to the page, and takes it away again."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from service.errors import KeyRefused
from service.web.actions import sent_fields
from service.web.page_route import PageRoute
from service.web.rendering import redirect, render
from service.web.services import KEY_COOKIE, Use

router = APIRouter(route_class=PageRoute)

SIGN_IN: Final = "/sign-in"
"""Where a browser without a key is sent."""
LONGEST_THEN: Final = 2_000
"""Characters of the address to which it goes on from there."""


@router.get(SIGN_IN)
async def show(request: Request, then: Annotated[str, Query(max_length=LONGEST_THEN)] = "/") -> Response:
    """Where to paste a key."""
    return render(request, "sign_in.html", then=_ours(then), refused=None)


@router.post(SIGN_IN)
async def sign_in(services: Use, request: Request) -> Response:
    """Go on to the page that was wanted, for half a day; the cookie holds a key of its own, made from the given one."""
    fields = await sent_fields(request)
    then = _ours(fields.get("then", "/"))
    try:
        made = await run_in_threadpool(services.keys.sign_in, fields.get("key", "").strip())
    except KeyRefused as error:
        return render(request, "sign_in.html", status=error.status, then=then, refused=error.detail)
    answer = redirect(then)
    secure = request.url.scheme == "https"
    ends = made.key.expires_at
    answer.set_cookie(KEY_COOKIE, made.text, expires=ends, httponly=True, samesite="strict", secure=secure)
    return answer


@router.post("/sign-out")
async def sign_out(services: Use, request: Request) -> Response:
    """End the key of the cookie, and forget it."""
    await run_in_threadpool(services.keys.sign_out, request.cookies.get(KEY_COOKIE, ""))
    answer = redirect(SIGN_IN)
    answer.delete_cookie(KEY_COOKIE, httponly=True, samesite="strict")
    return answer


def _ours(address: str) -> str:
    """The address if it is one of this service, else that of the first page."""
    return address if address.startswith("/") and not address.startswith(("//", "/\\")) else "/"
