"""Refusals from before and behind the routes, and of the API, as pages for those who read pages."""

import json
from typing import Final

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.web.page_route import REFUSED, error_page

_PROBLEM = "application/problem+json"
_NOWHERE: Final = "no_such_address"


class ReadableRefusals:
    """ASGI middleware around the whole application: a problem document becomes a page where a page is asked for."""

    def __init__(self, app: ASGIApp) -> None:
        """Around `app`, which answers everybody alike."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self._app(scope, receive, send)
            return
        refusal: Message | None = None

        async def translate(message: Message) -> None:
            nonlocal refusal
            if message["type"] == "http.response.start" and _is_problem(message):
                refusal = message
            elif refusal:
                await _send_page(Request(scope), refusal, message["body"], send)
            else:
                await send(message)

        await self._app(scope, receive, translate)


def _is_problem(start: Message) -> bool:
    return Headers(raw=start["headers"]).get("content-type", "").startswith(_PROBLEM)


async def _send_page(request: Request, start: Message, body: bytes, send: Send) -> None:
    """The problem as a page, with the headers that say more of it."""
    status, problem = start["status"], json.loads(body)
    title, detail = problem["title"], problem["detail"]
    if problem["code"] == _NOWHERE:
        title, detail = "Nothing here", "There is no page at this address."
    page = error_page(request, status, *REFUSED.get(status, (title, detail)))
    page.raw_headers += [
        each for each in start["headers"] if each[0].lower() not in {b"content-type", b"content-length"}
    ]
    await page(request.scope, request.receive, send)
