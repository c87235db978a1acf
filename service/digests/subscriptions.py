"""Subscribing, confirming and ending: use cases of whoever wants digests, or wants none any more.

Nothing is mailed to an address before whoever reads its mail has confirmed it, and only so many confirmations go to one
address, or to all, within a day: nobody can have us write to a stranger again and again.
"""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from service.corpus import Corpus
from service.digests.due import next_due
from service.digests.wishes import (
    SubscriptionWishes,
    check_wishes,
    checked_address,
    checked_collections,
    checked_interests,
)
from service.errors import BadInput, NotInLibrary, RateLimited
from service.settings import MailSettings
from service.storage import Libraries, Subscription, SubscriptionRecords

_TO_ONE_ADDRESS, _TO_ALL = 3, 500  # confirmations within a day
_BETWEEN = timedelta(minutes=5)  # two confirmations to one address
_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the links of a new subscription hold: random, and made by whoever asks for it."""

    confirm: str
    unsubscribe: str


def subscribe(
    records: SubscriptionRecords,
    corpus: Corpus,
    libraries: Libraries,
    mail: MailSettings,
    user: str,
    wishes: SubscriptionWishes,
    tokens: Tokens,
    now: datetime,
) -> Subscription:
    """Keep what a user wishes of digests, instead of what was wished before.

    One with another address begins anew, as does one that was ended: it waits for its confirmation. One that was paused
    goes on. Raises BadInput that names the field, and RateLimited where too many confirmations were asked for.
    """
    check_wishes(wishes)
    wished = replace(
        wishes,
        address=checked_address(wishes.address),
        collections=checked_collections(libraries, user, wishes.collections),
        interests=checked_interests(corpus, user, wishes.interests),
    )
    before = records.get(user)
    if before and before.address == wished.address and before.status != "ended":
        kept = _changed(before, wished, now)
    else:
        kept = _begun(records, mail, user, wished, tokens, now)
    records.put(kept)
    return kept


def subscription_of(records: SubscriptionRecords, user: str) -> Subscription:
    """What a user has subscribed to; raises NotInLibrary."""
    if (found := records.get(user)) is None:
        raise NotInLibrary("This user has no subscription.")
    return found


def unsubscribe(records: SubscriptionRecords, user: str) -> None:
    """Remove a user's subscription, not the digests that were made; raises NotInLibrary."""
    if not records.delete(user):
        raise NotInLibrary("This user has no subscription.")


def confirm(records: SubscriptionRecords, token: str, now: datetime) -> Subscription | None:
    """Begin to send what the holder of a link to confirm has subscribed to; None where the link is of nothing.

    Once more changes nothing. A link of a subscription that has ended is of nothing.
    """
    found = records.by_token(token)
    if found is None or found.confirm_token != token or found.status == "ended":
        return None
    if found.status != "pending":
        return found
    begun = replace(found, status="active", reason=None, confirmed_at=now, next_at=next_due(found, now).at)
    changes = {name: getattr(begun, name) for name in ("status", "reason", "confirmed_at", "next_at")}
    return begun if records.change(found, **changes) else confirm(records, token, now)  # it changed under our hands


def end(records: SubscriptionRecords, token: str) -> Subscription | None:
    """End what the holder of a link to unsubscribe gets; None where the link is of nothing.

    Once more changes nothing.
    """
    found = records.by_token(token)
    if found is None or found.unsubscribe_token != token:
        return None
    if found.status != "ended" and not records.change(found, status="ended", reason=None, next_at=None):
        return end(records, token)  # as above
    return replace(found, status="ended", reason=None, next_at=None)


def pause(records: SubscriptionRecords, subscription: Subscription, reason: str) -> None:
    """Send no more to an address that mail is refused for, and keep why."""
    records.change(subscription, status="paused", reason=reason, next_at=None)


def require_confirmable(records: SubscriptionRecords, address: str, now: datetime) -> None:
    """Raise RateLimited when no confirmation may go to an address now."""
    asked = records.asked(address, now)
    if asked.to_address >= _TO_ONE_ADDRESS or asked.to_all >= _TO_ALL:
        raise RateLimited("Too many confirmations were asked for within a day; ask again later.", retry_after=_DAY_S)
    if asked.latest and (left := (asked.latest + _BETWEEN - now).total_seconds()) > 0:
        raise RateLimited("A confirmation has just been sent to this address; look for it.", retry_after=int(left) + 1)


def _changed(before: Subscription, wished: SubscriptionWishes, now: datetime) -> Subscription:
    """The same subscription with other wishes; a pending one goes on waiting for its confirmation."""
    kept = replace(before, **asdict(wished))
    if before.status == "pending":
        return kept
    return replace(kept, status="active", reason=None, next_at=next_due(kept, now).at)


def _begun(
    records: SubscriptionRecords,
    mail: MailSettings,
    user: str,
    wished: SubscriptionWishes,
    tokens: Tokens,
    now: datetime,
) -> Subscription:
    """A new subscription: pending with a confirmation that is due, or active where no mail is wanted."""
    kept = Subscription(
        user,
        **asdict(wished),
        confirm_token=tokens.confirm,
        unsubscribe_token=tokens.unsubscribe,
        created_at=now,
        next_at=now,
    )
    if not wished.address:
        return replace(kept, status="active", confirmed_at=now, next_at=next_due(kept, now).at)
    if mail.host is None:
        raise BadInput.at(
            "/address", "no mail is sent from here: set PAPERLARK_MAIL__HOST, or give none; digests are kept anyway."
        )
    require_confirmable(records, wished.address, now)
    return kept
