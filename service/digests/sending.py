"""Digests are handed to the mail server, each once, and what came of it is written down.

The order is what makes it once: a digest is kept with the papers that it shows, it is written down that it is being
handed over, and only then is the message given away. Whatever breaks off before that is done again; after it, nothing.
"""

import asyncio
import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from pydantic import ValidationError
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential

from service.digests.building import build_digest, paper_ids
from service.digests.digest import Digest
from service.digests.message import digest_message
from service.digests.parts import DigestParts
from service.digests.smtp import Delivery, Mailer
from service.digests.subscriptions import pause
from service.digests.webhooks import post_digests
from service.errors import DiskFull, ServiceError, StoreAway, StoreBusy
from service.observability import log
from service.storage import DigestStatus, NotClaimed, NotWanted, StoredDigest, Subscription, UserErased
from service.summarization import Writer

_AT_ONCE = 2  # digests that are made side by side: one is put together while the texts of another are quoted
_TRIES = 6  # of a digest that cannot be made, or that a mail server puts off
_FIRST_WAIT = timedelta(minutes=15)  # as long as greylisting usually asks for; then twice as long each time
_PASSING: Final = (DiskFull, StoreAway, StoreBusy)  # the job's step is repeated until these have passed
_ENDED: Final = "The subscription has ended meanwhile."
_UNANSWERED: Final = "Nobody knows whether it arrived: the work broke off before the mail server’s answer was kept."
NO_SERVER: Final = "No mail server is set: PAPERLARK_MAIL__HOST."
"""Why nothing was sent where none is."""
_LEAST_SILENCE = timedelta(minutes=10)

Clock = Callable[[], datetime]


class Outcome(NamedTuple):
    """What came of a digest, and why, where it was not sent."""

    status: DigestStatus | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class _Letter:
    """A digest that is to be handed over, and to whom."""

    digest: Digest
    subscription: Subscription
    stored: StoredDigest


async def send_digests(
    parts: DigestParts, writer: Writer, digest_ids: Sequence[str], begun: datetime, now: Clock
) -> list[Outcome]:
    """Make and hand over the claimed ones of some digests, in order; `begun` is when the work on them began.

    Safe to be done again, and by several processes at once: each digest is handed over by one of them, once. What keeps
    one from being kept is raised when the others have been handed over.
    """
    slots = asyncio.Semaphore(_AT_ONCE)

    async def made(digest_id: str) -> _Letter | Outcome:
        async with slots:
            return await _made(parts, writer, digest_id, begun, now)

    found = await asyncio.gather(*map(made, digest_ids), return_exceptions=True)
    broken = [each for each in found if isinstance(each, BaseException)]
    letters = [each for each in found if not isinstance(each, BaseException)]
    posts = asyncio.create_task(post_digests(parts.webhooks, parts.settings.webhooks, parts.digests, digest_ids, now))
    try:
        outcomes = await asyncio.to_thread(_handed_over, parts, letters, now)
    finally:
        await posts
    if broken:
        raise broken[0]
    return outcomes


def give_up_unanswered(parts: DigestParts, now: datetime, *, all_of_them: bool = False) -> int:
    """Write down that nobody knows what came of digests whose sender has been silent for too long; how many.

    `all_of_them` says that nobody else sends digests of this installation.
    """
    silence = max(_LEAST_SILENCE, timedelta(seconds=6 * parts.settings.mail.timeout_s))
    return parts.digests.give_up(None if all_of_them else now - silence, now, _UNANSWERED)


async def _made(parts: DigestParts, writer: Writer, digest_id: str, begun: datetime, now: Clock) -> _Letter | Outcome:
    """A digest ready to be handed over, or what came of it instead; one that cannot be made is put off."""
    stored = await asyncio.to_thread(parts.digests.get, digest_id)
    if stored is None or stored.status != "claimed":
        return Outcome(stored.status if stored else None)
    subscription = await asyncio.to_thread(parts.subscriptions.get, stored.user)
    if subscription is None or subscription.status != "active":
        return await asyncio.to_thread(_ended, parts, stored, "skipped", _ENDED, now())
    try:
        return await _letter(parts, writer, stored, subscription, begun, now)
    except (UserErased, NotClaimed):
        return Outcome(None)
    except _PASSING:
        raise
    except Exception as error:  # noqa: BLE001  # whatever it is, it is logged, and the other readers get theirs
        log.exception("digest_not_made", digest=digest_id, exc_info=error)
        said = error.detail if isinstance(error, ServiceError) else "the log has the cause."
        delivery = Delivery("deferred", f"It could not be made: {said}")
        return await asyncio.to_thread(_written_down, parts, stored, subscription, "", delivery, now())


async def _letter(
    parts: DigestParts, writer: Writer, stored: StoredDigest, subscription: Subscription, begun: datetime, now: Clock
) -> _Letter | Outcome:
    """The same of a subscription that goes on; what keeps the digest from being made is raised."""
    digest = await _kept(parts, writer, stored, subscription, begun, now)
    if subscription.when_empty == "skip" and not paper_ids(digest):
        return await asyncio.to_thread(_ended, parts, stored, "skipped", "There is nothing new in it.", now())
    if not subscription.address:
        return await asyncio.to_thread(_ended, parts, stored, "kept", None, now())
    return _Letter(digest, subscription, stored)


async def _kept(
    parts: DigestParts, writer: Writer, stored: StoredDigest, subscription: Subscription, begun: datetime, now: Clock
) -> Digest:
    """The digest that was kept before the work on it broke off, or one that is made now and kept."""
    if stored.body is not None:
        try:
            return Digest.model_validate_json(stored.body)
        except ValidationError:  # damaged, or of another version
            log.warning("digest_unreadable", digest=stored.id)
            await asyncio.to_thread(parts.digests.unmake, stored.id)
    allowance = writer.chain.allowance(stored.user, None, begun) if subscription.by_model else None
    digest = await build_digest(parts, writer, subscription, stored.period, now(), allowance)
    body = json.dumps(digest.model_dump(mode="json")).encode("ascii")
    try:
        await asyncio.to_thread(parts.digests.keep, stored.id, body, paper_ids(digest), digest.made_at, begun)
    except NotClaimed:
        return await asyncio.to_thread(_kept_by_another, parts, stored.id)
    return digest


def _kept_by_another(parts: DigestParts, digest_id: str) -> Digest:
    """What somebody else made of a digest meanwhile and has yet to hand over; raises NotClaimed."""
    stored = parts.digests.get(digest_id)
    if stored is None or stored.status != "claimed" or stored.body is None:
        raise NotClaimed
    return Digest.model_validate_json(stored.body)


def _ended(
    parts: DigestParts, stored: StoredDigest, status: DigestStatus, reason: str | None, now: datetime
) -> Outcome:
    parts.digests.finish(stored.id, "", status, reason, now)
    return Outcome(status, reason)


def _handed_over(parts: DigestParts, letters: Sequence[_Letter | Outcome], now: Clock) -> list[Outcome]:
    if parts.settings.mail.host is None:
        put_off = Delivery("deferred", NO_SERVER)
        return [_settled(parts, each, "", put_off, now()) if isinstance(each, _Letter) else each for each in letters]
    with parts.handing_over, Mailer(parts.settings.mail) as mailer:
        return [_sent(parts, mailer, each, now) if isinstance(each, _Letter) else each for each in letters]


def _sent(parts: DigestParts, mailer: Mailer, letter: _Letter, now: Clock) -> Outcome:
    sender = uuid.uuid4().hex
    try:
        delivery = _delivered(parts, mailer, letter, sender, now)
    except NotClaimed:  # somebody else has, or the user was erased
        return Outcome(None)
    except NotWanted:
        return _ended(parts, letter.stored, "skipped", _ENDED, now())
    return _settled(parts, letter, sender, delivery, now())


def _delivered(parts: DigestParts, mailer: Mailer, letter: _Letter, sender: str, now: Clock) -> Delivery:
    """Give the message away; whatever a title does to it, other readers get theirs."""
    digest_id, address, settings = letter.digest.id, letter.subscription.address, parts.settings
    try:
        message = digest_message(letter.digest, letter.subscription, settings.mail, parts.public_url)
    except Exception as error:  # noqa: BLE001
        log.exception("digest_not_put_into_mail", digest=digest_id, exc_info=error)
        return Delivery("refused", "It could not be put into a mail; the log has the cause.")
    return mailer.send(
        message, address, before_data=lambda: parts.digests.begin_sending(digest_id, sender, address, now())
    )


def _settled(parts: DigestParts, letter: _Letter, sender: str, delivery: Delivery, now: datetime) -> Outcome:
    outcome = _written_down(parts, letter.stored, letter.subscription, sender, delivery, now)
    if delivery.permanent:
        pause(parts.subscriptions, letter.subscription, f"Mail was refused for good: {outcome.reason}")
    return outcome


def _written_down(
    parts: DigestParts,
    stored: StoredDigest,
    subscription: Subscription,
    sender: str,
    delivery: Delivery,
    now: datetime,
) -> Outcome:
    """Write down what came of it, and try again later what was put off, as long as it is of use."""
    status, reason, retry_at = delivery.outcome, delivery.reason or None, None
    if status == "deferred":
        retry_at = now + _FIRST_WAIT * 2**stored.tries
        next_at = subscription.next_at
        if stored.tries + 1 >= _TRIES or (next_at and retry_at >= next_at):
            status, reason, retry_at = "refused", f"Put off {stored.tries + 1} times: {reason}", None
    trying = Retrying(
        retry=retry_if_exception_type((StoreAway, StoreBusy)),
        stop=stop_after_attempt(5),
        wait=wait_exponential(multiplier=0.2, max=5),
        reraise=True,
    )
    trying(parts.digests.finish, stored.id, sender, status, None if status == "sent" else reason, now, retry_at)
    return Outcome(status, reason)
