"""Digests: what is new for a user, built, kept, and sent by mail, feed or webhook; the door to mail servers.

Never ranks or writes a text itself: it asks `discovery` and `summarization`.
"""

from service.digests.atom import MEDIA_TYPE as ATOM
from service.digests.atom import Feed, FeedEntry, atom_document
from service.digests.digest import Digest, DigestAlert, DigestCause, DigestPaper, DigestText, DigestTrending
from service.digests.due import Due, last_due, local_date, next_due
from service.digests.feed_addresses import FEED_RULE, feed_name, make_feed, new_token, revoke_feed
from service.digests.feeds import TRENDING, FeedReader
from service.digests.subscriptions import Tokens, confirm, end, subscribe, subscription_of, unsubscribe
from service.digests.webhook_delivery import Posted
from service.digests.webhooks import delete_webhook, new_secret, post_digest, put_webhook, try_webhook, webhook_of
from service.digests.wishes import MOST_PAPERS, SubscriptionWishes
from service.storage import Subscription

__all__ = [
    "ATOM",
    "FEED_RULE",
    "MOST_PAPERS",
    "TRENDING",
    "Digest",
    "DigestAlert",
    "DigestCause",
    "DigestPaper",
    "DigestText",
    "DigestTrending",
    "Due",
    "Feed",
    "FeedEntry",
    "FeedReader",
    "Posted",
    "Subscription",
    "SubscriptionWishes",
    "Tokens",
    "atom_document",
    "confirm",
    "delete_webhook",
    "end",
    "feed_name",
    "last_due",
    "local_date",
    "make_feed",
    "new_secret",
    "new_token",
    "next_due",
    "post_digest",
    "put_webhook",
    "revoke_feed",
    "subscribe",
    "subscription_of",
    "try_webhook",
    "unsubscribe",
    "webhook_of",
]
