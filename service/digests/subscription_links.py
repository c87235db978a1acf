"""The links of a mail: what a token is of, and what comes of pressing its button."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from service.digests.subscriptions import confirm, end
from service.storage import Subscription, SubscriptionRecords


@dataclass(frozen=True, slots=True)
class SubscriptionLink:
    """What a link does, and the subscription that it does it to."""

    does: Literal["confirm", "unsubscribe"]
    subscription: Subscription

    @property
    def is_done(self) -> bool:
        """Whether to press its button would change nothing."""
        status = self.subscription.status
        return status == "ended" if self.does == "unsubscribe" else status != "pending"


def link_of(records: SubscriptionRecords, token: str) -> SubscriptionLink | None:
    """What a token is of; None for one that is of nothing, or not any more. It only looks."""
    found = records.by_token(token)
    if found is None:
        return None
    if found.unsubscribe_token == token:
        return SubscriptionLink("unsubscribe", found)
    return None if found.status == "ended" else SubscriptionLink("confirm", found)


def follow_link(records: SubscriptionRecords, token: str, now: datetime) -> SubscriptionLink | None:
    """Confirm or end the subscription that a token is of; None where it is of nothing. Once more changes nothing."""
    if ended := end(records, token):
        return SubscriptionLink("unsubscribe", ended)
    confirmed = confirm(records, token, now)
    return None if confirmed is None else SubscriptionLink("confirm", confirmed)
