"""Who sits before the page: a name that a cookie keeps, so that several people can share a server that trusts them."""

from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from service.corpus import checked_user
from service.web.actions import sent_fields
from service.web.page_route import PageRoute
from service.web.rendering import redirect
from service.web.services import NOBODY, USER_COOKIE

router = APIRouter(route_class=PageRoute)

_YEAR_S = 365 * 24 * 3600


@router.post("/user")
async def change(request: Request) -> Response:
    """Go on as somebody, or without a name as nobody in particular; to the list of whoever it is."""
    name = (await sent_fields(request)).get("user", "").strip()
    answer = redirect("/for-you")
    if name in {"", NOBODY}:
        answer.delete_cookie(USER_COOKIE, httponly=True, samesite="strict")
    else:
        answer.set_cookie(USER_COOKIE, quote(checked_user(name)), _YEAR_S, httponly=True, samesite="strict")
    return answer
