"""Readers who have liked something and subscribed, and how their digests are looked for and sent."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from service.corpus import give_feedback
from service.digests import SubscriptionWishes, Tokens, confirm, send_digests, subscribe
from service.jobs import begin_due_digests
from service.settings import MailSettings
from service.storage import FeedbackEvent, FeedbackKind

NOW = datetime(2026, 11, 28, 6, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def at_box(parts, box=None):
    """The parts, whose mail goes to a box; to nowhere without one."""
    where = box.settings if box else {"host": "127.0.0.1", "port": 1}
    mail = MailSettings(tls="off", sender="Paperlark <digest@example.org>", timeout_s=2, **where)
    return replace(parts, settings=parts.settings.model_copy(update={"mail": mail}))


def like(services, user, *paper_ids, now=NOW):
    for paper_id in paper_ids:
        give_feedback(services.corpus, user, FeedbackEvent(paper_id, FeedbackKind.LIKE), now)


def pending(parts, user, now=NOW, **wishes):
    """A reader who has yet to confirm."""
    tokens = Tokens(f"confirm-{user}", f"end-{user}")
    wished = SubscriptionWishes(**{"address": f"{user}@example.net"} | wishes)
    return subscribe(parts.subscriptions, parts.corpus, parts.libraries, parts.settings.mail, user, wished, tokens, now)


def confirmed(parts, user, now=NOW, **wishes):
    """A reader whose first digest is due at seven."""
    kept = pending(parts, user, now, **wishes)
    return kept if kept.status == "active" else confirm(parts.subscriptions, f"confirm-{user}", now)


def due(services, parts, now):
    """The ids of the digests that a look at a moment finds to be sent."""
    job = begin_due_digests(services.jobs, parts, now)
    items = services.jobs.records.pending(job, 1_000) if job else []
    return [item.body["digest"] for item in items if "digest" in item.body]


def sent(services, parts, ids, now=NOW):
    """What comes of the work on some digests at a moment."""
    return asyncio.run(send_digests(parts, services.writer, ids, now, lambda: now))


def send_due(services, parts, now):
    """What comes of all that is due at a moment."""
    return sent(services, parts, due(services, parts, now), now)
