"""A body posted to a webhook: signed, tried a few times, and only to addresses that were checked.

What is answered is not read, redirects are not followed, and no proxy of the environment stands between: it would look
up the name once more. What may have been taken is not posted again.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from ssl import SSLContext
from typing import Any, Final, Literal

import httpx
from tenacity import AsyncRetrying, RetryCallState, retry_if_result, stop_after_attempt, wait_exponential

from service import __version__
from service.digests.public_addresses import resolved
from service.digests.webhook_payload import DELIVERY, SIGNATURE, signature
from service.errors import BadInput
from service.settings import WebhookSettings
from service.storage import Webhook

_TRIES = 3
_MOST_ADDRESSES = 3  # of a name, in one try
_LATER: Final = frozenset({408, 425, 429})  # and all from 500 on: it may be taken another time
_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Posted:
    """What came of posting, and why in a few words; `gone` where the receiver wants nothing any more.

    `refused`: it would be again. `failed`: it was not taken, and may be another time. `unknown`: it was sent and not
    answered, so that nobody knows whether it was taken.
    """

    outcome: Literal["sent", "refused", "failed", "unknown"]
    reason: str
    gone: bool = False


_NOT_LOOKED_UP: Final = "the name cannot be looked up"
_UNANSWERED: Final = Posted("unknown", "it was sent, and no answer came")
Clock = Callable[[], datetime]


async def post(
    webhook: Webhook, body: bytes, delivery: str, settings: WebhookSettings, now: Clock, *, tries: int = _TRIES
) -> Posted:
    """Post a body, signed anew in each try; `delivery` is an id that stays the same, by which a repeat is known."""
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"Paperlark/{__version__}",
        DELIVERY: delivery,
    }

    async def try_once() -> Posted:
        signed = headers | {SIGNATURE: signature(webhook.secret, body, now())}
        return await _post_once(httpx.URL(webhook.url), body, signed, settings)

    retrying = AsyncRetrying(
        stop=stop_after_attempt(tries),
        wait=wait_exponential(multiplier=settings.retry_s),
        retry=retry_if_result(lambda posted: posted.outcome == "failed"),
        retry_error_callback=_last,
    )
    return await retrying(try_once)


def _last(state: RetryCallState) -> Posted:
    assert state.outcome is not None  # noqa: S101  # there was a try
    return state.outcome.result()


class _Progress:
    """How far a try has come; httpcore tells it of each step."""

    looked_up = sent = False

    async def __call__(self, step: str, _: Mapping[str, Any]) -> None:
        self.sent |= step.endswith("send_request_headers.started")


async def _post_once(url: httpx.URL, body: bytes, headers: Mapping[str, str], settings: WebhookSettings) -> Posted:
    progress = _Progress()
    try:
        async with asyncio.timeout(settings.timeout_s):
            return await _sent_somewhere(url, body, headers, settings, progress)
    except TimeoutError:
        if progress.sent:
            return _UNANSWERED
        return Posted("failed", "no connection in time" if progress.looked_up else _NOT_LOOKED_UP)


async def _sent_somewhere(
    url: httpx.URL, body: bytes, headers: Mapping[str, str], settings: WebhookSettings, progress: _Progress
) -> Posted:
    """To the first address of the name that can be connected to; each has an equal share of the time for that."""
    host, port = url.raw_host.decode("ascii"), url.port or _PORTS[url.scheme]
    try:
        addresses = (await resolved(host, port, private=settings.private))[:_MOST_ADDRESSES]
    except (OSError, UnicodeError):
        return Posted("failed", _NOT_LOOKED_UP)
    except BadInput as error:
        return Posted("refused", error.errors[0].detail.rstrip("."))
    progress.looked_up = True
    timeout = httpx.Timeout(None, connect=settings.timeout_s / max(1, len(addresses)))
    posted = Posted("failed", "the name has no address")
    for address in addresses:
        request = _pinned(url, address, body, headers)
        request.extensions |= {"timeout": timeout.as_dict(), "trace": progress}
        try:
            return await _sent(request)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            posted = Posted("failed", _why_unconnected(error))
        except httpx.HTTPError:
            return _UNANSWERED
    return posted


def _pinned(url: httpx.URL, address: str, body: bytes, headers: Mapping[str, str]) -> httpx.Request:
    """The request, to the very address that was checked, under the name that was asked for."""
    name = url.raw_host.decode("ascii")
    return httpx.Request(
        "POST",
        url.copy_with(host=address),
        headers={"Host": url.netloc.decode("ascii"), **headers},
        content=body,
        extensions={"sni_hostname": name},
    )


async def _sent(request: httpx.Request) -> Posted:
    async with httpx.AsyncClient(verify=_certificates(), trust_env=False) as client:
        answer = await client.send(request, stream=True)
        await answer.aclose()
    return _answered(answer.status_code)


@cache
def _certificates() -> SSLContext:
    """Those that are usual, or that the environment names, as its proxies are not; they take a while to read once."""
    return httpx.create_ssl_context()


def _answered(status: int) -> Posted:
    if 200 <= status < 300:
        return Posted("sent", f"answered {status}")
    later = status in _LATER or status >= 500
    return Posted("failed" if later else "refused", f"answered {status}", gone=status == 410)


def _why_unconnected(error: httpx.TransportError) -> str:
    if "CERTIFICATE" in str(error):
        return "its certificate is not trusted"
    return "no connection in time" if isinstance(error, httpx.ConnectTimeout) else "no connection"
