"""What a subscriber asks for and what comes of it at once: a mail that asks for confirmation, or a digest now."""

from datetime import UTC, datetime, timedelta

from service.digests import DigestParts, SubscriptionWishes, Tokens, require_confirmable, subscribe, subscription_of
from service.errors import BadInput, RateLimited
from service.jobs.digest_schedule import begin_due_digests
from service.jobs.jobs import Jobs
from service.storage import StoredDigest, Subscription, digest_id

_A_DAY = 5  # digests that one user asks for


def subscribe_and_confirm(
    jobs: Jobs, parts: DigestParts, user: str, wishes: SubscriptionWishes, tokens: Tokens, now: datetime
) -> Subscription:
    """Keep what a user wishes of digests and, for a new address, begin to ask whether it wants them.

    Raises BadInput that names the field, RateLimited.
    """
    mail = parts.settings.mail
    kept = subscribe(parts.subscriptions, parts.corpus, parts.libraries, mail, user, wishes, tokens, now)
    begin_due_digests(jobs, parts, now)
    return kept


def send_now(jobs: Jobs, parts: DigestParts, user: str, now: datetime) -> StoredDigest | None:
    """Begin to make a digest for a user now, in addition to those that are due; the digest, as it stands.

    None for a subscription that waits for its confirmation: another mail that asks for it is begun. Raises
    NotInLibrary, BadInput for a subscription that is paused or has ended, RateLimited.
    """
    subscription = subscription_of(parts.subscriptions, user)
    if subscription.status == "pending":
        require_confirmable(parts.subscriptions, subscription.address, now)
        parts.subscriptions.change(subscription, next_at=now)
        begin_due_digests(jobs, parts, now)
        return None
    if subscription.status != "active":
        raise BadInput(f"The subscription is {subscription.status}; save it again to go on.")
    period = f"{now.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
    _require_few(parts, user, now)
    parts.digests.claim(user, period, now)
    begin_due_digests(jobs, parts, now)
    return parts.digests.get(digest_id(user, period))


def _require_few(parts: DigestParts, user: str, now: datetime) -> None:
    if parts.digests.count_asked_for(user, now - timedelta(days=1)) >= _A_DAY:
        raise RateLimited(f"{_A_DAY} digests were asked for within a day; ask again later.", retry_after=3_600)
