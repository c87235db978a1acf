"""Servers that papers come from, asked politely: one call at a time, a pause between two, bounds of time and size.

A call that fails in passing is tried again, as late as the server asks for.
"""

import asyncio
import threading
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from http import HTTPStatus
from math import ceil
from ssl import SSLContext
from typing import Final, TypeVar

import httpx
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception,
    sleep_using_event,
    wait_exponential_jitter,
)

from service import __version__
from service.errors import SourceUnavailable
from service.settings import FetchSettings, is_loopback
from service.sources.unpacking import PACKINGS, Body, NotUnpacked, TooLarge

T = TypeVar("T")

BUSY: Final = frozenset({429, 500, 502, 503, 504})
"""Statuses of a server that may answer later."""
_BACKOFF = wait_exponential_jitter(multiplier=2, max=60)
_LATER_S, _REFUSED_S = 900, 21_600  # until a schedule asks again: of what may pass, and of what somebody has to mend
_LATEST_S = 86_400
_MOST_REDIRECTS = 5
_LOOK_S = 0.2  # how often a call under way looks whether it is to end
_SAID = 200  # characters of an answer that are shown


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: the address it came from in the end, its status, its headers, and its body, unpacked."""

    url: str
    status: int
    headers: httpx.Headers
    body: bytes


class Unreadable(Exception):
    """What a server answered is not what it is asked for, cut short, or empty where it should not be, in few words."""


class FetchStopped(Exception):
    """This process ends; whoever fetches later goes on."""


class _Failed(Exception):
    """A call that failed; `retry_after_s` is when to ask again, None where nobody said."""

    def __init__(self, reason: str, *, passing: bool, retry_after_s: float | None = None) -> None:
        super().__init__(reason)
        self.reason, self.passing, self.retry_after_s = reason, passing, retry_after_s


class SourceServer:
    """One server; safe to share between threads, which then take turns."""

    def __init__(
        self,
        settings: FetchSettings,
        pause_s: float = 0.0,
        busy: frozenset[int] = BUSY,
        ended: threading.Event | None = None,
        *,
        one_host: bool = False,
    ) -> None:
        """`pause_s` is what the server asks for between two calls; what is under way ends when `ended` is set.

        With `one_host`, no redirect to another host is followed.
        """
        self._settings, self._busy, self._one_host = settings, busy, one_host
        self._pause_s = pause_s if settings.pause_s is None else settings.pause_s
        self._ended = ended or threading.Event()
        self._turn = threading.Lock()
        self._not_before = 0.0  # of the monotonic clock

    def get(
        self,
        url: str,
        read: Callable[[Answer], T],
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        allowed: Collection[int] = (),
    ) -> T:
        """What `read` makes of the answer; where it raises Unreadable, the server is asked again as for another fault.

        `allowed` are statuses, beside 200, that `read` is shown. Raises SourceUnavailable with what went wrong in the
        end, FetchStopped.
        """
        retrying = Retrying(
            stop=self._should_stop,
            wait=_wait_of_our_own,
            retry=retry_if_exception(lambda error: isinstance(error, _Failed) and error.passing),
            sleep=sleep_using_event(self._ended),
            reraise=True,
        )
        try:
            return retrying(self._read, url, read, params, headers, allowed)
        except _Failed as error:
            if self._ended.is_set():
                raise FetchStopped from None
            later = error.retry_after_s or (_LATER_S if error.passing else _REFUSED_S)
            raise SourceUnavailable(f"{httpx.URL(url).host} {error.reason}.", retry_after=ceil(later)) from None

    def _should_stop(self, state: RetryCallState) -> bool:
        too_long = _wait_as_asked(state) > self._settings.wait_s
        return self._ended.is_set() or too_long or state.attempt_number >= self._settings.tries

    def _read(
        self,
        url: str,
        read: Callable[[Answer], T],
        params: Mapping[str, str] | None,
        headers: Mapping[str, str] | None,
        allowed: Collection[int],
    ) -> T:
        try:
            return read(self._checked(self._answer(url, params, headers), allowed))
        except Unreadable as error:
            raise _Failed(f"answers what cannot be read: {error}", passing=True) from None

    def _answer(self, url: str, params: Mapping[str, str] | None, headers: Mapping[str, str] | None) -> Answer:
        with self._turn:
            rest = max(0.0, self._not_before - time.monotonic())
            if rest > self._settings.wait_s:  # as it told another source, too
                raise _Failed(f"has asked us to wait for {rest:,.0f} s", passing=True, retry_after_s=rest)
            if self._ended.wait(rest):
                raise FetchStopped
            try:
                response = asyncio.run(self._called(url, params, headers or {}))
            except TimeoutError:
                raise _Failed(f"did not answer whole within {self._settings.call_s:g} s", passing=True) from None
            except httpx.InvalidURL:
                raise _Failed("has sent us on to what is no address", passing=False) from None
            except httpx.HTTPError as error:
                raise _Failed(f"cannot be reached, or broke off ({type(error).__name__})", passing=True) from None
            finally:
                self._not_before = time.monotonic() + self._pause_s
            self._heed(response)
        return response

    def _heed(self, response: Answer) -> None:
        """Have every source wait before its next call as a server asks: with a good answer, for a while at most."""
        if response.status in self._busy:
            asked = _wait_asked_for(response)
        else:
            names = ("backoff", "retry-after") if response.status == HTTPStatus.OK else ("backoff",)
            waits = [wait for name in names if (wait := _seconds(response.headers.get(name))) is not None]
            asked = min(waits[0], self._settings.wait_s) if waits else None
        if asked is not None:
            self._not_before = max(self._not_before, time.monotonic() + asked)

    def _checked(self, response: Answer, allowed: Collection[int]) -> Answer:
        if response.status == HTTPStatus.OK or response.status in allowed:
            return response
        name, asked = f"answers with status {response.status}", _wait_asked_for(response)
        if response.status in self._busy:
            wish = f"asks us to wait for {asked:,.0f} s" if asked else "asks us to wait, or fails"
            raise _Failed(f"{name}: it {wish}", passing=True, retry_after_s=asked)
        said = _said(response)
        for key in self._settings.keys:
            said = said.replace(key.get_secret_value() or "\0", "***")
        raise _Failed(f"{name}{said}", passing=False, retry_after_s=asked)

    async def _called(self, url: str, params: Mapping[str, str] | None, headers: Mapping[str, str]) -> Answer:
        """One call within its time; raises TimeoutError, httpx.HTTPError, _Failed."""
        call = asyncio.create_task(self._followed(httpx.URL(url, params=params or None), headers))
        try:
            async with asyncio.timeout(self._settings.call_s):
                while not (await asyncio.wait({call}, timeout=_LOOK_S))[0]:
                    if self._ended.is_set():
                        raise FetchStopped
        finally:
            call.cancel()
        return await call

    async def _followed(self, url: httpx.URL, headers: Mapping[str, str]) -> Answer:
        agent = {"User-Agent": _agent(self._settings.contact), "Accept-Encoding": PACKINGS}
        for _ in range(_MOST_REDIRECTS):
            async with httpx.AsyncClient(
                verify=_certificates(), timeout=self._settings.call_s, trust_env=not is_loopback(url.host)
            ) as client:
                response = await self._received(client, url, {**agent, **headers})
            if response.status not in range(300, 400) or not response.headers.get("location"):
                return response
            there = url.join(response.headers["location"])
            if self._one_host and there.host != url.host:
                raise _Failed(f"sends us on to {there.host}, which nobody has set as a source", passing=False)
            if there.scheme != "https" and (there.scheme, there.host) != (url.scheme, url.host):
                raise _Failed(f"sends us on to {there.host}, without https", passing=False)
            url, headers = there, headers if there.host == url.host else {}  # a key is for the one it was given to
        raise _Failed("sends us on and on", passing=False)

    async def _received(self, client: httpx.AsyncClient, url: httpx.URL, headers: Mapping[str, str]) -> Answer:
        most = self._settings.answer_mb * 2**20
        async with client.stream("GET", url, headers=headers) as response:
            try:
                body = Body(response.headers.get("content-encoding", ""), most)
                async for piece in response.aiter_raw():  # unpacked by httpx, a piece could fill the memory
                    body.add(piece)
                return Answer(str(url), response.status_code, response.headers, body.whole())
            except TooLarge:
                raise _Failed(f"answers with more than {self._settings.answer_mb} MB", passing=False) from None
            except NotUnpacked:
                raise _Failed("answers packed in a way that was not asked for, or broken", passing=True) from None


def _wait_as_asked(state: RetryCallState) -> float:
    """Seconds until the next try: as many as the server asked for, or else ever more, with some chance."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after_s if isinstance(error, _Failed) else None
    return _BACKOFF(state) if asked is None else asked


def _wait_of_our_own(state: RetryCallState) -> float:
    """The same but for what the server asked for, which is waited for before its next call, whoever makes it."""
    error = state.outcome.exception() if state.outcome else None
    return 0.0 if isinstance(error, _Failed) and error.retry_after_s is not None else _BACKOFF(state)


def _wait_asked_for(response: Answer) -> float | None:
    """For how many seconds an answer that is no good one asks us to wait; None where it does not."""
    waits = (_seconds(response.headers.get(header)) for header in ("retry-after", "backoff"))
    return next(filter(None, waits), None) or _until_more(response.headers)


def _seconds(header: str | None) -> float | None:
    """What Retry-After or Backoff asks for, a number of seconds or a moment; None where it cannot be read."""
    if not header:
        return None
    try:
        if header.strip().isdecimal():
            return min(float(header), _LATEST_S)
        moment = parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(0.0, (aware - datetime.now(UTC)).total_seconds()), _LATEST_S)


def _until_more(headers: httpx.Headers) -> float | None:
    """Seconds until a server that has a budget for each client has some for us again; OpenAlex's is renewed daily."""
    left, needed = headers.get("x-ratelimit-remaining", ""), headers.get("x-ratelimit-credits-required", "1")
    is_spent = left.isdecimal() and needed.isdecimal() and int(left[:9]) < int(needed[:9])
    return _seconds(headers.get("x-ratelimit-reset")) if is_spent else None


def _said(response: Answer) -> str:
    """The first words of a refusal in plain text, for a person."""
    if not response.headers.get("content-type", "").startswith(("text/plain", "application/json")):
        return ""
    text = "".join(
        char if char.isprintable() else " " for char in response.body[: 4 * _SAID].decode("utf-8", "replace")
    )
    return f": {' '.join(text.split())[:_SAID]}" if text.strip() else ""


def _agent(contact: str) -> str:
    """Who asks, so that whoever runs the server can write before they block."""
    return f"Paperlark/{__version__}" + (f" (mailto:{contact})" if contact else "")


@cache
def _certificates() -> SSLContext:
    return httpx.create_ssl_context()
