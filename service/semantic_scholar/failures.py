"""Our problem documents as Semantic Scholar would say them, whoever refused the request."""

import json
from typing import Any, Final

from pydantic import BaseModel
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PROBLEM: Final = "application/problem+json"
_BUSY: Final = frozenset({"unavailable", "store_busy", "request_under_way", "rate_limited"})


class Refusal(BaseModel):
    """What is wrong with the request."""

    error: str


class Failure(BaseModel):
    """What went wrong here."""

    message: str
    code: str


READS: Final = {"x-reads": True}  # of a POST that changes nothing: no answer is kept under an Idempotency-Key
FAILURES: Final[dict[int | str, dict[str, Any]]] = {
    429: {"model": Failure, "description": "Busy: try again"},
    "4XX": {"model": Refusal, "description": "The request is wrong, or what it asks for is not here"},
    "5XX": {"model": Failure, "description": "The service fails"},
}
"""How a route can fail, for its document."""


class FailureTranslator:
    """ASGI middleware around the whole application, for the addresses below some prefixes.

    Its public client takes an answer with another status than 400, 403, 404, 429, 500 or 504 for an empty one, so a
    failure has one of these: a busy service answers 429, after which the client tries again.
    """

    def __init__(self, app: ASGIApp, prefixes: tuple[str, ...]) -> None:
        """`prefixes` are the beginnings of paths."""
        self._app, self._prefixes = app, prefixes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        ours = scope["type"] == "http" and scope["path"].startswith(self._prefixes)
        await self._app(scope, receive, _Translation(send) if ours else send)


class _Translation:
    """Holds the start of a problem document back until its body is there."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if Headers(raw=message["headers"]).get("content-type") == _PROBLEM:
                self._start = message
                return
        elif self._start:  # a problem document comes in one piece
            status, content = _translated(json.loads(message["body"]))
            body = content.model_dump_json().encode()
            headers = MutableHeaders(raw=list(self._start["headers"]))
            headers["content-type"], headers["content-length"] = "application/json", str(len(body))
            await self._send({**self._start, "status": status, "headers": headers.raw})
            message = {"type": "http.response.body", "body": body}
        await self._send(message)


def _translated(problem: dict[str, Any]) -> tuple[int, Refusal | Failure]:
    """The status and the body that stand for a problem document."""
    detail = problem["detail"]
    if problem["code"] in _BUSY:
        return 429, Failure(message=detail, code="429")
    if problem["status"] >= 500:
        return 500, Failure(message=detail, code="500")
    if problem["status"] in {401, 403}:  # theirs knows no 401
        return 403, Refusal(error=detail)
    return 404 if problem["status"] == 404 else 400, Refusal(error=detail)
