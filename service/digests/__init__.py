"""Digests: what is new for a user, built, kept, and sent by mail, feed or webhook; the door to mail servers.

Never ranks or writes a text itself: it asks `discovery` and `summarization`.
"""

from service.digests.digest import Digest, DigestAlert, DigestCause, DigestPaper, DigestText, DigestTrending
from service.digests.due import Due, last_due, local_date, next_due
from service.digests.subscriptions import Tokens, confirm, end, subscribe, subscription_of, unsubscribe
from service.digests.wishes import MOST_PAPERS, SubscriptionWishes
from service.storage import Subscription

__all__ = [
    "MOST_PAPERS",
    "Digest",
    "DigestAlert",
    "DigestCause",
    "DigestPaper",
    "DigestText",
    "DigestTrending",
    "Due",
    "Subscription",
    "SubscriptionWishes",
    "Tokens",
    "confirm",
    "end",
    "last_due",
    "local_date",
    "next_due",
    "subscribe",
    "subscription_of",
    "unsubscribe",
]
