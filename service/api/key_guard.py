"""Who is let in: a request needs a key with the scope of its route, in time, and for its own user alone."""

import asyncio
import re
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, unquote, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Send
from starlette.types import Scope as Request

from service.access import KEY_PATTERN, WINDOW_S, Caller, Keys, Rate, Rates, Scope
from service.api import problems
from service.api.scopes import is_open, scope_of
from service.errors import KeyInAddress, KeyNeeded, KeyRefused, RateLimited, ServiceError

_STRANGER: Final = Caller(scopes=())
_USER: Final = re.compile(r"/v1/users/([^/]+)")
_BEARER: Final = re.compile(r"bearer +(.*)", re.IGNORECASE | re.DOTALL)
_HOW: Final = "send one as `Authorization: Bearer paperlark_…`; whoever runs this service makes them."


class PageKeys(NamedTuple):
    """The cookie in which pages keep a key, and the address where a browser that has none is sent.

    It comes back from there to an address of at most `longest_then` characters.
    """

    cookie: str
    sign_in: str
    longest_then: int


class KeyGuard:
    """ASGI middleware before everything that keeps or repeats an answer; it leaves in `state` who asks."""

    def __init__(self, app: ASGIApp, keys: Keys, rates: Rates, page: PageKeys) -> None:
        self._app, self._keys, self._rates, self._page = app, keys, rates, page

    async def __call__(self, scope: Request, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it with 401, 403, 404 or 429."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        try:
            _refuse_key_in_address(scope)
            if is_open(method, scope["path"]):
                _leave(scope, _STRANGER)
            else:
                caller = await self._recognised(Headers(scope=scope))
                needed = scope_of(method, scope["path"])
                send = await self._counted(caller, needed or "read", send)
                _leave(scope, _allowed(scope, caller, needed))
                if needed is None:
                    await problems.of_status("/", 404)(scope, receive, send)
                    return
        except ServiceError as error:
            await self._refusal(scope, error)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _recognised(self, headers: Headers) -> Caller:
        bearers = map(_BEARER.fullmatch, headers.getlist("authorization"))
        cookies = (cookie_parser(each).get(self._page.cookie) for each in headers.getlist("cookie"))
        presented = [found[1] for found in bearers if found] + headers.getlist("x-api-key")
        presented += [each for each in cookies if each]
        if not presented:
            raise KeyNeeded(f"This service asks for a key: {_HOW}")
        if len(presented) > 1:
            raise KeyRefused("More than one key was presented; send one, in one header.")
        return await asyncio.to_thread(self._keys.recognise, presented[0])

    async def _counted(self, caller: Caller, scope: Scope, send: Send) -> Send:
        """Where to send an answer, which says what is left of the quota; raises RateLimited when nothing is."""
        rate = await self._rates.hit(caller.key_id or "", scope)
        if rate.exceeded:
            raise RateLimited(
                f"This key may ask {rate.quota} times a minute for what needs the scope {scope}.",
                retry_after=rate.reset_s,
            )
        return _with_rate(send, scope, rate)

    def _refusal(self, scope: Request, error: ServiceError) -> Response:
        if error.status != 401 or "text/html" not in Headers(scope=scope).get("accept", ""):
            return problems.of_error("/", error)
        then = _address(scope)
        if scope["method"] != "GET" or len(then) > self._page.longest_then:
            then = "/"
        return RedirectResponse(f"{self._page.sign_in}?{urlencode({'then': then})}", status_code=303)


def _refuse_key_in_address(scope: Request) -> None:
    if KEY_PATTERN.search(scope["path"]) or KEY_PATTERN.search(unquote(scope["query_string"].decode("latin-1"))):
        raise KeyInAddress(f"A key stands in the address, where logs keep it: revoke it, and {_HOW}")


def _address(scope: Request) -> str:
    """What was asked for, as it was written."""
    path, query = scope["raw_path"].decode("latin-1"), scope["query_string"].decode("latin-1")
    return f"{path}?{query}" if query else path


def _allowed(scope: Request, caller: Caller, needed: Scope | None) -> Caller:
    """The caller, if this may be asked; raises NotAllowed for another user's path or query as well."""
    if needed is not None:
        caller.require(needed)
    if in_path := _USER.match(scope["path"]):
        caller.user_for(in_path[1])
    for name, user in parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True):
        if name == "user":
            caller.user_for(user)
    return caller


def _leave(scope: Request, caller: Caller) -> None:
    state = scope.setdefault("state", {})
    state["caller"] = caller
    if caller.user is not None:
        state["user"] = caller.user  # of whom all answers tell


def _with_rate(send: Send, scope: Scope, rate: Rate) -> Send:
    """Sends an answer with its RateLimit fields (draft-ietf-httpapi-ratelimit-headers-10)."""

    async def note(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["RateLimit-Policy"] = f'"{scope}";q={rate.quota};w={WINDOW_S}'
            headers["RateLimit"] = f'"{scope}";r={rate.left};t={rate.reset_s}'
        await send(message)

    return note
