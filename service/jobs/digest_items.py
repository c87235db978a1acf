"""The items of a job that sends digests: digests, and questions whether an address wants them."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from service import llm
from service.digests import NO_SERVER, DigestParts, Mailer, Outcome, send_confirmation, send_digests
from service.storage import JobItem
from service.summarization import Writer


async def work_on_digests(
    parts: DigestParts, writer: Writer, items: Sequence[JobItem], begun: datetime, now: Callable[[], datetime]
) -> list[JobItem]:
    """What came of each item; safe to be done again."""
    asked = [item for item in items if "confirmation" in item.body]
    wanted = [item for item in items if "digest" in item.body]
    if writer.has_model_for("auto"):
        await asyncio.to_thread(llm.load_litellm)  # seconds, the first time: no deadline should run meanwhile
    await asyncio.to_thread(writer.text_workers.open)
    confirmed = await asyncio.to_thread(_confirmations, parts, [item.body["confirmation"] for item in asked], now)
    sent = await send_digests(parts, writer, [item.body["digest"] for item in wanted], begun, now)
    return [_finished(item, came) for item, came in zip((*asked, *wanted), (*confirmed, *sent), strict=True)]


def _confirmations(parts: DigestParts, hashes: Sequence[str], now: Callable[[], datetime]) -> list[Outcome]:
    if parts.settings.mail.host is None:  # it was when they were asked for
        return [Outcome("refused", NO_SERVER) for _ in hashes]
    with Mailer(parts.settings.mail) as mailer:
        found = [send_confirmation(parts, mailer, each, now()) for each in hashes]
    return [Outcome(each.outcome, each.reason or None) if each else Outcome(None) for each in found]


def _finished(item: JobItem, came: Outcome) -> JobItem:
    """The item without what it was about, so that nothing secret stays with the job."""
    errors = [{"kind": None, "status": 502, "code": "not_sent", "title": "Not sent", "detail": came.reason or ""}]
    body = {"status": came.status or "gone", "errors": errors if came.status in {"refused", "unknown"} else []}
    return replace(item, status="failed" if body["errors"] else "done", body=body)
