"""The items of a job that sends digests: digests, and questions whether an address wants them."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from typing import Final

from service import llm
from service.digests import DigestParts, Mailer, Outcome, send_confirmation, send_digests
from service.storage import JobItem
from service.summarization import Writer

_NOT_SENT: Final = {
    "kind": None,
    "status": 502,
    "code": "not_sent",
    "title": "Not sent",
    "detail": "The digest, or the subscription, says why.",
}


async def work_on_digests(
    parts: DigestParts, writer: Writer, items: Sequence[JobItem], begun: datetime, now: Callable[[], datetime]
) -> list[JobItem]:
    """What came of each item; safe to be done again."""
    unnamed = [_unnamed(item) for item in items if not {"confirmation", "digest"} & item.body.keys()]
    asked = [item for item in items if "confirmation" in item.body]
    wanted = [item for item in items if "digest" in item.body]
    if writer.has_model_for("auto"):
        await asyncio.to_thread(llm.load_litellm)  # seconds, the first time: no deadline should run meanwhile
    await asyncio.to_thread(writer.text_workers.open)
    confirmed = await asyncio.to_thread(_confirmations, parts, [item.body["confirmation"] for item in asked], now)
    sent = await send_digests(parts, writer, [item.body["digest"] for item in wanted], begun, now)
    done = zip((*asked, *wanted), (*confirmed, *sent), strict=True)
    return unnamed + [_finished(item, came) for item, came in done]


def _confirmations(parts: DigestParts, hashes: Sequence[str], now: Callable[[], datetime]) -> list[Outcome]:
    # No host: there was one when they were asked for.
    with Mailer(parts.settings.mail) if parts.settings.mail.host else nullcontext() as mailer:
        found = [send_confirmation(parts, mailer, each, now()) for each in hashes]
    return [Outcome(each.outcome) if each else Outcome(None) for each in found]


def _finished(item: JobItem, came: Outcome) -> JobItem:
    """The item without what it was about, nor a server's words: nothing of a user stays with the job."""
    body = {"status": came.status or "gone", "errors": [_NOT_SENT] if came.status in {"refused", "unknown"} else []}
    return replace(item, status="failed" if body["errors"] else "done", body=body)


def _unnamed(item: JobItem) -> JobItem:
    """An item that says of nothing what to do: it has ended before."""
    return replace(item, status="failed", body={"status": "gone", "errors": [_NOT_SENT]})
