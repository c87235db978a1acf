"""The question whether an address wants digests is sent, in bounds, and what came of it is written down."""

from datetime import datetime, timedelta
from typing import Final

from service.digests.delivery import Delivery
from service.digests.message import confirmation_message
from service.digests.parts import DigestParts
from service.digests.sending import NO_SERVER
from service.digests.smtp import Mailer
from service.digests.subscriptions import require_confirmable
from service.errors import RateLimited
from service.storage import Subscription

CONFIRMED_WITHIN: Final = timedelta(minutes=10)
"""For so long whoever has begun to send a confirmation is left alone with it."""
_AGAIN = timedelta(minutes=20)
_GIVEN_UP: Final = timedelta(days=1)  # a mail server that puts it off for so long takes no mail
_SENT: Final = "A mail that asks for confirmation was sent."
_UNKNOWN: Final = "Nobody knows whether the mail that asks for confirmation arrived; ask for another one if it did not."


def send_confirmation(parts: DigestParts, mailer: Mailer | None, token_hash: str, now: datetime) -> Delivery | None:
    """Ask the subscriber whose link to confirm has this hash; None where there is nothing to ask any more.

    Without a `mailer` it is put off, as when the mail server is away.
    """
    subscription = parts.subscriptions.by_hash(token_hash)
    if subscription is None or subscription.status != "pending" or subscription.next_at is None:
        return None
    delivery = _asked(parts, mailer, subscription, now)
    _settle(parts, subscription, delivery, now)
    return delivery


def _asked(parts: DigestParts, mailer: Mailer | None, subscription: Subscription, now: datetime) -> Delivery:
    if mailer is None:
        return Delivery("deferred", NO_SERVER)
    try:
        require_confirmable(parts.subscriptions, subscription.address, now)
    except RateLimited as error:
        return Delivery("refused", error.detail)
    return mailer.send(
        confirmation_message(subscription, parts.settings.mail, parts.public_url, now),
        subscription.address,
        before_data=lambda: parts.subscriptions.record_asked(subscription.address, now),
    )


def _settle(parts: DigestParts, subscription: Subscription, delivery: Delivery, now: datetime) -> None:
    given_up = subscription.created_at is not None and now - subscription.created_at > _GIVEN_UP
    if delivery.outcome == "deferred" and not given_up:
        changes = {"reason": delivery.reason, "next_at": now + _AGAIN}
    else:
        reason = {"sent": _SENT, "unknown": _UNKNOWN}.get(delivery.outcome, delivery.reason)
        changes = {"reason": reason, "next_at": None}
    parts.subscriptions.change(subscription, **changes)
