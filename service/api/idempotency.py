"""`Idempotency-Key` on any POST: the first answer is kept for a day, and a repeat gets it and does nothing.

What only reads is simply asked again: nothing is kept of it. Nor is it of what tells a secret and can be done again, or
for who asks without a key where one is needed: strangers could fill the database.
"""

import asyncio
import hashlib
import json
import re
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.access import ANYBODY, Caller
from service.api import problems
from service.api.services import Services
from service.errors import BadInput, ServiceError
from service.observability import log
from service.storage import StoredResponse

READS: Final = {"x-reads": True}  # `openapi_extra` of a POST that changes nothing when it answers 200
TELLS_SECRET: Final = {
    "x-tells-secret": True
}  # of one that is safe to do again, and tells what must be kept nowhere else
_KEY = re.compile(r"[!-~]{1,255}")
_SENT = ("content-type", "location", "retry-after", "cache-control")
# What was refused, or could not be done now, has done nothing: it may be mended, or tried again, under the same key.
_NOT_KEPT = frozenset({400, 404, 405, 409, 413, 415, 422, 429, 503, 507})


class IdempotencyMiddleware:
    """ASGI middleware that stands between the guard and the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or repeat what was answered to it before."""
        key = Headers(scope=scope).get("idempotency-key") if scope["type"] == "http" else None
        if key is None or scope["method"] != "POST" or not _caller(scope).scopes:
            await self._app(scope, receive, send)
            return
        body = await Request(scope, receive).body()  # which has come, and is within its limits
        try:
            if not _KEY.fullmatch(key):
                raise BadInput.at("/Idempotency-Key", "must be 1 to 255 visible ASCII characters.")
            await self._once(_of_caller(scope, key), body, scope, receive, send)
        except ServiceError as error:
            await problems.of_error("/", error)(scope, receive, send)

    async def _once(self, key: str, body: bytes, scope: Scope, receive: Receive, send: Send) -> None:
        services: Services = scope["app"].state.services
        fingerprint = await asyncio.to_thread(_fingerprint, scope, body)
        before = await asyncio.to_thread(services.idempotency_keys.begin, key, fingerprint, services.now())
        if before is not None:
            await _repeat(before, send)
            return
        scope.setdefault("state", {})["job_id"] = hashlib.sha256(f"{key} {fingerprint}".encode()).hexdigest()[:32]
        said = _RecordedResponse(send)
        try:
            await self._app(scope, _again(body, receive), said)
        except BaseException:
            await asyncio.to_thread(services.idempotency_keys.cancel, key)
            raise
        try:
            if said.status in _NOT_KEPT or not said.whole or _is_asked_again(scope, said.status):
                await asyncio.to_thread(services.idempotency_keys.cancel, key)
            else:
                await asyncio.to_thread(services.idempotency_keys.finish, key, said.reply(), _user(scope))
        except ServiceError as error:  # the answer is on its way already
            log.warning("reply_not_kept", reason=error.detail)


class _RecordedResponse:
    """Passes an answer on and remembers it; its last part waits for nothing."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status, self.whole = 0, False
        self._headers: dict[str, str] = {}
        self._parts: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            sent = Headers(raw=message["headers"])
            self._headers = {name: sent[name] for name in _SENT if name in sent}
        elif message["type"] == "http.response.body":
            self._parts.append(message.get("body", b""))
            self.whole = not message.get("more_body", False)
        await self._send(message)

    def reply(self) -> StoredResponse:
        """The whole answer."""
        return StoredResponse(self.status, self._headers, b"".join(self._parts))


def _again(body: bytes, receive: Receive) -> Receive:
    sent = False

    async def once() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return once


async def _repeat(reply: StoredResponse, send: Send) -> None:
    headers = {**reply.headers, "content-length": str(len(reply.body)), "idempotent-replayed": "true"}
    raw: list[Any] = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": reply.status, "headers": raw})
    await send({"type": "http.response.body", "body": reply.body})


def _is_asked_again(scope: Scope, status: int) -> bool:
    said: dict[str, Any] = getattr(scope.get("route"), "openapi_extra", None) or {}
    return status == 200 and any(each.items() <= said.items() for each in (READS, TELLS_SECRET))


def _of_caller(scope: Scope, key: str) -> str:
    """The key as that of whoever asks: nobody is answered what was answered to another one."""
    owner = _caller(scope).key_id
    return key if owner is None else f"{owner} {key}"


def _caller(scope: Scope) -> Caller:
    caller: Caller = scope.get("state", {}).get("caller", ANYBODY)
    return caller


def _user(scope: Scope) -> str | None:
    """Of whom an answer tells: the user in the address, or in the body, which the route has read."""
    return scope.get("path_params", {}).get("user") or scope["state"].get("user")


def _fingerprint(scope: Scope, body: bytes) -> str:
    headers = Headers(scope=scope)
    asked = [scope["path"], scope["query_string"].decode("latin-1"), headers.get("accept"), headers.get("prefer")]
    fingerprint = hashlib.sha256(json.dumps(asked).encode())
    fingerprint.update(body)
    return fingerprint.hexdigest()
