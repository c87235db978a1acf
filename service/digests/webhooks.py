"""Webhooks: where a user's digests are posted as they are made; paused when nobody takes them."""

import asyncio
import re
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import httpx

from service.digests.digest import Digest
from service.digests.public_addresses import is_public
from service.digests.webhook_delivery import Clock, Posted, post
from service.digests.webhook_payload import payload_of, trial_payload
from service.errors import BadInput, WebhookNotFound
from service.observability import log
from service.settings import WebhookSettings
from service.storage import DigestRecords, Webhook, WebhookFormat, WebhookRecords

_LONGEST_URL = 2_000
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+", re.IGNORECASE)
_LAST_PORT = 65_535
_MOST_FAILURES = 5  # in a row, then it is paused


def new_secret() -> str:
    """What a webhook's receiver knows its posts by: 32 random bytes, as text."""
    return secrets.token_urlsafe(32)


def put_webhook(
    records: WebhookRecords,
    settings: WebhookSettings,
    user: str,
    url: str,
    form: WebhookFormat,
    secret: str,
    now: datetime,
) -> tuple[Webhook, bool]:
    """Have a user's digests posted to an address; and whether `secret` is the one that they are signed with.

    The same address again keeps the secret that it has, and goes on if it was paused. Raises BadInput.
    """
    checked = _checked_url(url, settings)
    before = records.get(user)
    if before and before.url == checked:
        webhook, is_new = replace(before, format=form, failures=0, paused_at=None), False
    else:
        webhook, is_new = Webhook(user, checked, form, secret, now), True
    records.put(webhook)
    return webhook, is_new


def webhook_of(records: WebhookRecords, user: str) -> Webhook:
    """The webhook of a user; raises WebhookNotFound."""
    if (found := records.get(user)) is None:
        raise _no_webhook()
    return found


def delete_webhook(records: WebhookRecords, user: str) -> None:
    """Post nothing to a user's webhook any more; raises WebhookNotFound."""
    if not records.delete(user):
        raise _no_webhook()


async def post_digests(
    records: WebhookRecords,
    settings: WebhookSettings,
    digests: DigestRecords,
    digest_ids: Sequence[str],
    now: Clock,
) -> None:
    """Post those of some digests that are made, not skipped, and of users with a webhook; one fault spoils no other."""
    if not await asyncio.to_thread(records.has_any):
        return

    async def posted(digest_id: str) -> None:
        kept = await asyncio.to_thread(digests.get, digest_id)
        if kept and kept.body is not None and kept.status != "skipped":
            await post_digest(records, settings, Digest.model_validate_json(kept.body), now)

    faults = await asyncio.gather(*map(posted, digest_ids), return_exceptions=True)
    for digest_id, fault in zip(digest_ids, faults, strict=True):
        if isinstance(fault, Exception):
            log.error("digest_not_posted", digest=digest_id, exc_info=fault)


async def post_digest(records: WebhookRecords, settings: WebhookSettings, digest: Digest, now: Clock) -> Posted | None:
    """Post a kept digest to the webhook of its user, and what came of it; the id of the delivery is the digest's.

    None where there is no webhook or it is paused, where it was put after the digest was made, or where somebody has
    begun to post this digest before: it is posted at most once, but for tries that were not taken.
    """
    webhook = await asyncio.to_thread(records.get, digest.user)
    if webhook is None or not await asyncio.to_thread(records.claim, webhook, digest.id, now()):
        return None
    posted = await post(webhook, payload_of(digest, webhook.format), digest.id, settings, now)
    most = 0 if posted.gone else _MOST_FAILURES
    outcome, reason = posted.outcome, posted.reason
    await asyncio.to_thread(records.record, webhook, outcome, reason, now(), most_failures=most)
    return posted


async def try_webhook(records: WebhookRecords, settings: WebhookSettings, user: str, now: Clock) -> Posted:
    """Post a word that says so to the webhook of a user, once, paused or not; raises WebhookNotFound."""
    webhook = await asyncio.to_thread(webhook_of, records, user)
    delivery = f"test-{int(now().timestamp())}"
    return await post(webhook, trial_payload(webhook.format), delivery, settings, now, tries=1)


def _checked_url(text: str, settings: WebhookSettings) -> str:
    if len(text) > _LONGEST_URL:
        raise BadInput.at("/url", f"has {len(text):,} characters; the most is {_LONGEST_URL:,}.")
    try:
        url = httpx.URL(text)
        port, host = url.port, url.raw_host.decode("ascii")
    except (httpx.InvalidURL, ValueError):
        raise BadInput.at("/url", "is no address.") from None
    if (
        url.scheme not in {"http", "https"}
        or not _HOST.fullmatch(host)
        or not 0 < (1 if port is None else port) <= _LAST_PORT
    ):
        raise BadInput.at("/url", "must be an http or https address.")
    if url.userinfo:
        raise BadInput.at("/url", "must hold no user and no password; posts are known by their signature.")
    if not settings.private and _is_private(host):
        raise BadInput.at(
            "/url", "is not public; whoever runs this service allows that by PAPERLARK_WEBHOOKS__PRIVATE."
        )
    return str(url)


def _is_private(host: str) -> bool:
    """Whether a host says by itself that it is not public; of other names that is told when they are looked up."""
    if f".{host.rstrip('.')}".endswith(".localhost"):
        return True
    is_ip = ":" in host or host.replace(".", "").isdecimal()
    return is_ip and not is_public(host)


def _no_webhook() -> WebhookNotFound:
    return WebhookNotFound("This user has no webhook.")
