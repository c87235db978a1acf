"""Digests: what is new for a user, built, kept, and sent by mail, feed or webhook; the door to mail servers.

Never ranks or writes a text itself: it asks `discovery` and `summarization`.
"""

from service.digests.archive import ArchivedDigest, archived_digest, latest_digest
from service.digests.atom import MEDIA_TYPE as ATOM
from service.digests.atom import Feed, FeedEntry, atom_document
from service.digests.confirming import CONFIRMED_WITHIN, send_confirmation
from service.digests.digest import Digest, DigestAlert, DigestCause, DigestPaper, DigestText, DigestTrending
from service.digests.due import WEEKDAYS, last_due, local_date, next_due
from service.digests.feed_addresses import (
    FEED_RULE,
    base_address,
    feed_name,
    feed_url,
    make_feed,
    new_token,
    possible_feeds,
    revoke_feed,
)
from service.digests.feeds import TRENDING, FeedReader
from service.digests.html import digest_page
from service.digests.message import confirmation_message, digest_message, trial_message
from service.digests.parts import DigestParts
from service.digests.sending import Outcome, give_up_unanswered, send_digests
from service.digests.smtp import Mailer
from service.digests.subscription_links import SubscriptionLink, follow_link, link_of
from service.digests.subscriptions import (
    Tokens,
    confirm,
    end,
    require_confirmable,
    subscribe,
    subscription_of,
    unsubscribe,
)
from service.digests.webhook_delivery import Posted
from service.digests.webhooks import delete_webhook, new_secret, post_digest, put_webhook, try_webhook, webhook_of
from service.digests.wishes import MOST_PAPERS, SubscriptionWishes
from service.storage import Subscription

__all__ = [
    "ATOM",
    "CONFIRMED_WITHIN",
    "FEED_RULE",
    "MOST_PAPERS",
    "TRENDING",
    "WEEKDAYS",
    "ArchivedDigest",
    "Digest",
    "DigestAlert",
    "DigestCause",
    "DigestPaper",
    "DigestParts",
    "DigestText",
    "DigestTrending",
    "Feed",
    "FeedEntry",
    "FeedReader",
    "Mailer",
    "Outcome",
    "Posted",
    "Subscription",
    "SubscriptionLink",
    "SubscriptionWishes",
    "Tokens",
    "archived_digest",
    "atom_document",
    "base_address",
    "confirm",
    "confirmation_message",
    "delete_webhook",
    "digest_message",
    "digest_page",
    "end",
    "feed_name",
    "feed_url",
    "follow_link",
    "give_up_unanswered",
    "last_due",
    "latest_digest",
    "link_of",
    "local_date",
    "make_feed",
    "new_secret",
    "new_token",
    "next_due",
    "possible_feeds",
    "post_digest",
    "put_webhook",
    "require_confirmable",
    "revoke_feed",
    "send_confirmation",
    "send_digests",
    "subscribe",
    "subscription_of",
    "trial_message",
    "try_webhook",
    "unsubscribe",
    "webhook_of",
]
