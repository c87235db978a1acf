"""The HTTP server: uvicorn's, with bounds on the head of a request, which no application sees before it is whole.

As it comes, uvicorn keeps a head of any size for as long as the client likes, and refuses what is not HTTP in words of
its own.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from service.api import problems

_HEAD = 2**16  # bytes of a request's line and headers, as far as they come in several parts
_GRACE_S = 30  # for requests in flight when the server ends


def http_server(app: FastAPI, patience_s: float, proxies: Sequence[str] = ()) -> uvicorn.Server:
    """A server of `app`, which gives the head of each request `patience_s` seconds to come.

    Of a forwarded address or scheme only the word of `proxies` counts.
    """

    def protocol(*args: Any, **kwargs: Any) -> HttpProtocol:  # noqa: ANN401  # uvicorn's own
        return HttpProtocol(*args, patience_s=patience_s, **kwargs)

    return uvicorn.Server(
        uvicorn.Config(
            app,
            http=protocol,  # pyright: ignore[reportArgumentType]  # it is only called
            ws="none",
            proxy_headers=bool(proxies),
            forwarded_allow_ips=list(proxies),
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE_S,
            lifespan="on",
        )
    )


class HttpProtocol(HttpToolsProtocol):
    """One connection."""

    def __init__(self, *args: Any, patience_s: float, **kwargs: Any) -> None:  # noqa: ANN401  # uvicorn's own
        super().__init__(*args, **kwargs)
        self._patience_s = patience_s
        self._head: int | None = None  # bytes of a head that is on its way
        self._overdue: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None
        self._begun: list[Any] = []  # requests that are not answered yet

    def connection_made(self, transport: asyncio.Transport) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Wait for a first request, not for ever."""
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more, and tell every request that nobody is there; uvicorn tells the last one."""
        self._head_is_there()
        self._is_read()
        for cycle in self._begun:
            cycle.disconnected = True
            cycle.message_event.set()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Wait for a client to read what it asked for, not for ever: its requests keep their places meanwhile."""
        super().pause_writing()
        self._unread = self.loop.call_later(self._patience_s, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on: the client reads."""
        self._is_read()
        super().resume_writing()

    def data_received(self, data: bytes) -> None:
        """Take a part of a request; a head that is too long is refused."""
        if self._head is None and getattr(self.cycle, "response_complete", True):
            self._await_head()
        coming = self._overdue
        super().data_received(data)
        if self._head is not None and self._overdue is coming:  # or else it has begun behind something else
            self._head += len(data)
            if self._head > _HEAD:
                self._refuse(431)

    def on_headers_complete(self) -> None:
        """Go on with the request."""
        self._head_is_there()
        super().on_headers_complete()
        self._begun = [each for each in (*self._begun, self.cycle) if not each.response_complete]

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header; those behind a body are of no use."""
        if self._head is not None:
            super().on_header(name, value)

    def on_message_begin(self) -> None:
        """Wait for the rest of the head, also of one that comes before the last request is answered."""
        if self._head is None:
            self._await_head()
        super().on_message_begin()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002
        """Refuse what is not HTTP; `msg` is uvicorn's for the log."""
        self._refuse_with(
            problems.answer(
                "/",
                status=400,
                code="unreadable_request",
                title="Unreadable request",
                detail="What was sent is no request in HTTP/1.1.",
            )
        )

    def _await_head(self) -> None:
        self._head = 0
        self._overdue = self.loop.call_later(self._patience_s, self._refuse, 408)

    def _head_is_there(self) -> None:
        self._head = None
        if self._overdue is not None:
            self._overdue.cancel()
            self._overdue = None

    def _is_read(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _refuse(self, status: int) -> None:
        self._refuse_with(problems.of_status("/", status))

    def _refuse_with(self, problem: JSONResponse) -> None:
        self._head_is_there()
        if self.transport.is_closing():
            return
        if all(each.response_complete for each in self._begun):  # or else the answer to another one would be broken
            problem.headers["Connection"] = "close"
            self.transport.write(_written(problem))
        self.transport.close()


def _written(answer: JSONResponse) -> bytes:
    headers = b"".join(b"%s: %s\r\n" % pair for pair in answer.raw_headers)
    return b"".join((STATUS_LINE[answer.status_code], headers, b"\r\n", bytes(answer.body)))
