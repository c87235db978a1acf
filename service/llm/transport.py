"""How litellm works and sends: on an event loop of its own, through connections that bound and tidy what they receive.

It computes for milliseconds between two packets, for which no request should wait.
"""

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Coroutine
from functools import cache
from http import HTTPStatus
from ssl import SSLContext
from typing import Any

import httpx

from service.llm.completion import plain_completion

MAX_ANSWER_BYTES = 1_000_000  # of one answer on the wire, head room included
_CHAT = "/chat/completions"  # where the OpenAI protocol is spoken
NO_TIMEOUT_S = 1_000.0  # our own timeouts are always shorter, so that none of litellm's decides

_loop_lock = threading.Lock()


async def run_on_own_loop(work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401
    """What the work comes to on litellm's event loop; whoever stops waiting for it cancels it."""
    with _loop_lock:
        loop = _loop()
    return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, loop))


def wait_for(work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401
    """The same for a thread without an event loop, which waits."""
    with _loop_lock:
        loop = _loop()
    return asyncio.run_coroutine_threadsafe(work, loop).result()


def use_bounded_session(litellm: Any) -> None:  # noqa: ANN401
    """Send litellm's requests through connections that we bound; call it on litellm's event loop."""
    if litellm.aclient_session is None:
        litellm.in_memory_llm_clients_cache.flush_cache()  # what it has there are clients of the session before
        litellm.aclient_session = httpx.AsyncClient(
            transport=_BoundedTransport(new_transport()),
            headers={"Accept-Encoding": "identity"},
            timeout=NO_TIMEOUT_S,
        )
        litellm.module_level_aclient.client = litellm.aclient_session  # by which it asks Ollama for vectors


async def close() -> None:
    """Close the connections; calls under way fail."""
    if litellm := sys.modules.get("litellm"):
        await run_on_own_loop(_close_session(litellm))


def new_transport() -> httpx.AsyncHTTPTransport:
    """As many connections as are asked for; they trust the usual certificates, which take a while to read once."""
    return httpx.AsyncHTTPTransport(_certificates(), limits=httpx.Limits(max_connections=None))


@cache
def _certificates() -> SSLContext:
    return httpx.create_ssl_context()


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="litellm", daemon=True).start()
    return loop


async def _close_session(litellm: Any) -> None:  # noqa: ANN401
    session, litellm.aclient_session = litellm.aclient_session, None
    if session is not None:
        await session.aclose()


class _BoundedTransport(httpx.AsyncBaseTransport):
    """Refuses answers that are too long, or compressed although we asked for none, before they fill the memory."""

    def __init__(self, wrapped: httpx.AsyncBaseTransport) -> None:
        self._wrapped = wrapped

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._wrapped.handle_async_request(request)
        if response.headers.get("content-encoding", "identity") != "identity":
            await response.aclose()
            raise httpx.RemoteProtocolError("the answer is compressed", request=request)
        assert isinstance(response.stream, httpx.AsyncByteStream)  # noqa: S101  # of an asynchronous transport
        response.stream = _BoundedStream(response.stream)
        if response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY:
            response.status_code = HTTPStatus.BAD_REQUEST.value  # litellm would leave out parameters of its own choice
        if response.status_code == HTTPStatus.OK and request.url.path.endswith(_CHAT):
            return await _plain(response)
        return response

    async def aclose(self) -> None:
        await self._wrapped.aclose()


async def _plain(response: httpx.Response) -> httpx.Response:
    """The same answer, put as the protocol says."""
    try:
        body = plain_completion(await response.aread())
    finally:
        await response.aclose()
    return httpx.Response(
        response.status_code, headers={"Content-Type": response.headers.get("content-type", "")}, content=body
    )


class _BoundedStream(httpx.AsyncByteStream):
    def __init__(self, wrapped: httpx.AsyncByteStream) -> None:
        self._wrapped = wrapped

    async def __aiter__(self) -> AsyncIterator[bytes]:
        received = 0
        async for chunk in self._wrapped:
            received += len(chunk)
            if received > MAX_ANSWER_BYTES:
                raise httpx.RemoteProtocolError("the answer is too long")
            yield chunk

    async def aclose(self) -> None:
        await self._wrapped.aclose()
