"""What stands before every route: a request id, one log line a request, and room for its body and for its work."""

import asyncio
import re
import time
import uuid
from collections.abc import Callable

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api import problems
from service.api.events import STREAM
from service.api.request_bodies import RequestBodies
from service.api.slots import Slot, Slots, StreamsFull
from service.errors import ServiceError, Unavailable
from service.memory import give_back_memory
from service.observability import log, metrics
from service.settings import LimitSettings

_LARGE = 4 * 2**20  # bytes of a body that takes so much memory that it is worth giving back
_ALWAYS = frozenset({"/healthz", "/readyz", "/metrics"})  # who watches us has to be told even when there is no room
_GONE = 499  # nobody was there to be answered, as nginx logs it
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, limits: LimitSettings, largest: Callable[[str], int]) -> None:
        """`largest` says how many bytes a body may have at a path."""
        self._app = app
        self._slots = Slots(limits.concurrency, limits.streams)
        self._bodies = RequestBodies(max(limits.bodies_mb, limits.import_mb) * 2**20, limits.patience_s)
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; answer 413 or 408 to a body that is too large or slow, 503 when too much is in flight."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(Headers(scope=scope).get("x-request-id"))
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started, status = time.perf_counter(), 0

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(message["status"])
                MutableHeaders(scope=message)["X-Request-Id"] = request_id
            await send(message)

        received = 0
        try:
            received = await self._serve(scope, receive, note)
        except ClientDisconnect:
            status = _GONE
        except Exception as error:
            log.exception("unexpected_error", exc_info=error)
            if status:  # the answer has begun: all that is left is to break it off
                raise
            await problems.of_crash()(scope, receive, note)
        finally:
            route, seconds = getattr(scope.get("route"), "path", None), time.perf_counter() - started
            metrics.count_request(scope["method"], route, status, seconds)
            log.info("request", method=scope["method"], route=route, status=status, ms=round(seconds * 1000, 1))
            structlog.contextvars.clear_contextvars()
            if received > _LARGE:
                await asyncio.to_thread(give_back_memory)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> int:
        """Answer a request, in its turn; how many bytes its body had."""
        if scope["path"] in _ALWAYS:
            await self._app(scope, receive, send)
            return 0
        try:
            with self._bodies.body() as body:
                await body.read(scope, receive, self._largest(scope["path"]))
                with self._slots.slot() as slot:
                    await self._app(scope, lambda: body.receive(receive), _counted(slot, send))
                return body.size
        except StreamsFull:
            refusal = problems.of_error("/", Unavailable("Too many streams are open; try again."))
        except ServiceError as error:
            refusal = problems.of_error("/", error)
        except HTTPException as error:
            refusal = problems.of_status("/", error.status_code)
        refusal.headers["Connection"] = "close"  # what is left of the request is not read
        await refusal(scope, receive, send)
        return 0


def _counted(slot: Slot, send: Send) -> Send:
    async def told(message: Message) -> None:
        if message["type"] == "http.response.start" and _is_stream(message):
            slot.become_stream()
        await send(message)

    return told


def _is_stream(message: Message) -> bool:
    return Headers(raw=message["headers"]).get("content-type", "").startswith(STREAM)


def _request_id(sent: str | None) -> str:
    return sent if sent and _REQUEST_ID.fullmatch(sent) else uuid.uuid4().hex
