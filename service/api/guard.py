"""What stands before every route: a request id, one log line a request, limits on size and on requests in flight."""

import asyncio
import re
import time
import uuid
from collections.abc import Callable

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api import problems
from service.errors import Unavailable
from service.memory import give_back_memory
from service.observability import log, metrics

_LARGE = 4 * 2**20  # bytes of a body that takes so much memory that it is worth giving back
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, concurrency: int, largest: Callable[[str], int]) -> None:
        """`largest` says how many bytes a body may have at a path."""
        self._app = app
        self._room = concurrency
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or answer 413 when its body is announced too large, 503 when too many are in flight."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(Headers(scope=scope).get("x-request-id"))
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started, status, received = time.perf_counter(), 0, 0

        async def count() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            return message

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(message["status"])
                MutableHeaders(scope=message)["X-Request-Id"] = request_id
            await send(message)

        self._room -= 1
        try:
            if self._room < 0:
                busy = Unavailable("Too many requests are in flight; try again.", retry_after=1)
                await problems.of_error("/", busy)(scope, receive, note)
            elif self._too_large(scope):
                await problems.of_status("/", 413)(scope, receive, note)
            else:
                await self._app(scope, count, note)
        except Exception as error:
            log.exception("unexpected_error", exc_info=error)
            if status:  # the answer has begun: all that is left is to break it off
                raise
            await problems.of_crash()(scope, receive, note)
        finally:
            self._room += 1
            route, seconds = getattr(scope.get("route"), "path", None), time.perf_counter() - started
            metrics.count_request(scope["method"], route, status, seconds)
            log.info("request", method=scope["method"], route=route, status=status, ms=round(seconds * 1000, 1))
            structlog.contextvars.clear_contextvars()
            if received > _LARGE:
                await asyncio.to_thread(give_back_memory)

    def _too_large(self, scope: Scope) -> bool:
        # FastAPI stops bodies that turn out too large, but where a length is announced it answers in plain text.
        announced = Headers(scope=scope).get("content-length", "")
        return announced.isdecimal() and int(announced) > self._largest(scope["path"])


def _request_id(sent: str | None) -> str:
    return sent if sent and _REQUEST_ID.fullmatch(sent) else uuid.uuid4().hex
