"""Request bodies, read whole before any work on them begins: who sends slowly keeps nobody else from being served.

All bodies that are held at one time have a limit together, and each has to come at a certain pace.
"""

import asyncio
import time
from collections import deque
from collections.abc import Generator
from contextlib import contextmanager

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Scope

from service.errors import RequestTooSlow, Unavailable

_PACE = 2**14  # bytes a second, beyond the time that is given to any body
_DRAIN_S, _DRAINED = 5.0, 2**28  # what is read of a body that is refused, so that its sender comes to read why


class RequestBodies:
    """The bodies that one process holds."""

    def __init__(self, most: int, patience_s: float) -> None:
        """`most` bytes of all together; `patience_s` is what any body may take to come, a large one some more."""
        self._room, self._patience_s = most, patience_s

    @contextmanager
    def body(self) -> Generator["RequestBody"]:
        """An empty body, to be read; its room is free again at the end."""
        body = RequestBody(self, self._patience_s)
        try:
            yield body
        finally:
            self._room += body.size

    def take(self, size: int) -> None:
        """Make room for `size` bytes; raises Unavailable."""
        if size > self._room:
            raise Unavailable("Too many large requests are in flight; try again.", retry_after=2)
        self._room -= size


class RequestBody:
    """One body, which is read once and then given to the application part by part."""

    def __init__(self, bodies: RequestBodies, patience_s: float) -> None:
        self._bodies, self._patience_s = bodies, patience_s
        self._parts: deque[Message] = deque()
        self.size = 0

    async def read(self, scope: Scope, receive: Receive, largest: int) -> None:
        """Read it to its end, if the request has one.

        Raises HTTPException 413 for more than `largest` bytes, RequestTooSlow, Unavailable, ClientDisconnect.
        """
        headers = Headers(scope=scope)
        announced = headers.get("content-length", "")
        if not announced and "transfer-encoding" not in headers:
            return
        try:
            await self._read(receive, largest, int(announced) if announced.isdecimal() else 0)
        except (HTTPException, Unavailable):
            self._parts.clear()
            if "expect" not in headers:  # or else it waits for us to ask for the body
                await _drain(receive)
            raise

    async def receive(self, receive: Receive) -> Message:
        """The next part of the body; what comes after it is `receive`'s."""
        return self._parts.popleft() if self._parts else await receive()

    async def _read(self, receive: Receive, largest: int, announced: int) -> None:
        if announced > largest:
            raise HTTPException(413)
        began, more = time.monotonic(), True
        while more:
            left = self._patience_s + self.size / _PACE - (time.monotonic() - began)
            try:
                message = await asyncio.wait_for(receive(), left)
            except TimeoutError:
                raise RequestTooSlow(
                    f"The body came too slowly: after {self._patience_s:g} seconds it has to come at {_PACE:,} bytes "
                    "a second."
                ) from None
            self._keep(message, largest)
            more = message.get("more_body", False)

    def _keep(self, message: Message, largest: int) -> None:
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        size = len(message.get("body", b""))
        if self.size + size > largest:
            raise HTTPException(413)
        self._bodies.take(size)
        self.size += size
        self._parts.append(message)


async def _drain(receive: Receive) -> None:
    """Read and forget: most clients look for an answer when all is sent, and would else see a broken connection."""
    size = 0
    try:
        async with asyncio.timeout(_DRAIN_S):
            while size < _DRAINED:
                message = await receive()
                size += len(message.get("body", b""))
                if not message.get("more_body", False):
                    return
    except TimeoutError:
        return
