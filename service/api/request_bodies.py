"""Request bodies, read whole before any work on them begins: who sends slowly keeps nobody else from being served.

All bodies that are held at one time have a limit together, and each has to come at a certain pace.
"""

import asyncio
from collections import deque
from collections.abc import Generator
from contextlib import contextmanager

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Scope

from service.errors import RequestTooSlow, Unavailable

_SMALL = 2**16  # bytes of a body for which there is always room
_PACE = 2**14  # bytes a second, beyond the time that is given to any body
# What is read of a body that is refused, so that its sender comes to read why; of so many at one time.
_DRAIN_S, _DRAINED, _DRAINS = 5.0, 2**26, 4


class RequestBodies:
    """The bodies that one process holds."""

    def __init__(self, most: int, patience_s: float) -> None:
        """`most` bytes of all together; `patience_s` is what any body may take to come, a large one some more."""
        self._room, self._patience_s = most, patience_s
        self._drains = _DRAINS

    @contextmanager
    def body(self) -> Generator["RequestBody"]:
        """An empty body, to be read; its room is free again at the end."""
        body = RequestBody(self, self._patience_s)
        try:
            yield body
        finally:
            body.forget()

    def take(self, size: int) -> None:
        """Make room for `size` bytes; raises Unavailable."""
        if size > self._room:
            raise Unavailable("Too many large requests are in flight; try again.", retry_after=2)
        self._room -= size

    def give_back(self, size: int) -> None:
        """There is room for `size` bytes more."""
        self._room += size

    async def drain(self, receive: Receive) -> None:
        """Read and forget: most clients look for an answer when all is sent, and would else see a broken connection."""
        if self._drains <= 0:
            return
        self._drains -= 1
        size, more = 0, True
        try:
            async with asyncio.timeout(_DRAIN_S):
                while more and size < _DRAINED:
                    message = await receive()
                    size += len(message.get("body", b""))
                    more = message.get("more_body", False)
        except TimeoutError:
            pass
        finally:
            self._drains += 1


class RequestBody:
    """One body, which is read once and then given to the application part by part."""

    def __init__(self, bodies: RequestBodies, patience_s: float) -> None:
        self._bodies, self._patience_s = bodies, patience_s
        self._parts: deque[Message] = deque()
        self._is_whole = False
        self.size, self.room = 0, 0  # bytes that have come, and those that it takes of the room for all

    async def read(self, scope: Scope, receive: Receive, largest: int) -> None:
        """Read it to its end, if the request has one.

        Raises HTTPException 400 for a form in an encoding of its own, 413 for more than `largest` bytes;
        RequestTooSlow, Unavailable, ClientDisconnect.
        """
        headers = Headers(scope=scope)
        if "content-length" not in headers and "transfer-encoding" not in headers:
            return
        try:
            _check(headers, largest)
            await self._read(receive, largest)
        except (HTTPException, Unavailable):
            self.forget()
            if not self._is_whole and "expect" not in headers:  # or else it waits for us to ask for the body
                await self._bodies.drain(receive)
            raise

    def forget(self) -> None:
        """What it held, and the room that this took, are free."""
        self._parts.clear()
        self._bodies.give_back(self.room)
        self.room = 0

    async def receive(self, receive: Receive) -> Message:
        """The next part of the body; what comes after it is `receive`'s."""
        return self._parts.popleft() if self._parts else await receive()

    async def _read(self, receive: Receive, largest: int) -> None:
        loop, more, due = asyncio.get_running_loop(), True, _PACE
        ends = loop.time() + self._patience_s
        try:
            async with asyncio.timeout_at(ends) as patience:
                while more:
                    message = await receive()
                    self._is_whole = not (more := message.get("more_body", False))
                    self._keep(message, largest)
                    if self.size >= due:  # not for each part: there may be very many very small ones
                        ends = min(ends + (self.size - due) / _PACE + 1, loop.time() + self._patience_s)
                        due = self.size + _PACE
                        patience.reschedule(ends)  # what came quickly buys no silence afterwards
        except TimeoutError:
            raise RequestTooSlow(
                f"The body came too slowly: beyond {self._patience_s:g} seconds, {_PACE:,} bytes a second have to come."
            ) from None

    def _keep(self, message: Message, largest: int) -> None:
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        size = len(message.get("body", b""))
        if self.size + size > largest:
            raise HTTPException(413)
        self.size += size
        if self.size > _SMALL:
            self._bodies.take(self.size - self.room)
            self.room = self.size
        self._parts.append(message)


def _check(headers: Headers, largest: int) -> None:
    announced, kind = headers.get("content-length", ""), headers.get("content-type", "").lower()
    if announced.isdecimal() and int(announced) > largest:
        raise HTTPException(413)
    # The parser would decode by any codec of Python's; that of punycode takes minutes.
    if kind.startswith("multipart/") and "charset" in kind:
        raise HTTPException(400)
