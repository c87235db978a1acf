"""A reader who has liked something and subscribed, and how digests are made and sent for her."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from service.api import Services
from service.corpus import give_feedback
from service.digests import (
    ArchivedDigest,
    Digest,
    DigestParts,
    SubscriptionWishes,
    Tokens,
    confirm,
    send_digests,
    subscribe,
)
from service.digests.building import build_digest, paper_ids
from service.jobs import begin_due_digests
from service.papers import Paper
from service.settings import MailSettings
from service.storage import FeedbackEvent, FeedbackKind, Subscription

NOW = datetime(2037, 11, 28, 6, 0, tzinfo=UTC)  # a Saturday, later than any paper of the sample came here
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def at_box(parts: DigestParts, box=None) -> DigestParts:
    """The parts, whose mail goes to a box; to nowhere without one."""
    where = box.settings if box else {"host": "127.0.0.1", "port": 1}
    mail = MailSettings(tls="off", sender="Paperlark <digest@example.org>", timeout_s=2, **where)
    return replace(parts, settings=parts.settings.model_copy(update={"mail": mail}))


@dataclass
class Reader:
    """Somebody, and a moment that is later than all of other tests; her digest is due an hour after it."""

    services: Services
    parts: DigestParts
    name: str
    now: datetime
    added: list[str] = field(default_factory=list[str])

    @property
    def address(self) -> str:
        return f"{self.name}@example.net"

    @property
    def subscription(self) -> Subscription:
        return self.parts.subscriptions.get(self.name)

    @property
    def archive(self) -> list[ArchivedDigest]:
        return [ArchivedDigest.of(each) for each in self.parts.digests.of_user(self.name)]

    @property
    def latest(self) -> ArchivedDigest:
        return self.archive[0]

    def period(self, days: int = 0) -> str:
        return f"{self.now + days * DAY:%Y-%m-%d}"

    def likes(self, *paper_ids: str) -> None:
        for paper_id in paper_ids:
            give_feedback(self.services.corpus, self.name, FeedbackEvent(paper_id, FeedbackKind.LIKE), self.now)

    def add(self, *papers: Paper, after: timedelta) -> None:
        """Papers that come here so long after the moment."""
        self.added += [each.id for each in self.services.corpus.add(papers, self.now + after)]

    def takes_back(self) -> None:
        """Remove what came, which would be new to the next reader."""
        for paper_id in {*self.services.corpus.catalog.resolve(self.added).values()}:
            self.services.corpus.delete(paper_id)

    def asks(self, now: datetime | None = None, **wishes: object) -> Subscription:
        """Subscribes, and has yet to confirm."""
        parts, tokens = self.parts, Tokens(f"confirm-{self.name}", f"end-{self.name}")
        wished = SubscriptionWishes(**{"address": self.address, "at_most": 2} | wishes)
        mail = parts.settings.mail
        return subscribe(
            parts.subscriptions, parts.corpus, parts.libraries, mail, self.name, wished, tokens, now or self.now
        )

    def subscribes(self, **wishes: object) -> Subscription:
        """Subscribes and confirms."""
        kept = self.asks(**wishes)
        confirm(self.parts.subscriptions, f"confirm-{self.name}", self.now)
        return self.parts.subscriptions.get(self.name) or kept

    def built(self, day: int = 0, *, back: bool = False, pays: bool = True, **wishes: object) -> Digest:
        """The digest of a day after the moment, or before it, as it would be with these wishes."""
        now = self.now + (-day if back else day) * DAY
        subscription = Subscription(self.name, self.address, **{"at_most": 2, "status": "active"} | wishes)

        async def build() -> Digest:
            writer = self.services.writer
            allowance = writer.chain.allowance(self.name, None, now) if pays else None
            return await build_digest(self.parts, writer, subscription, f"{now:%Y-%m-%d}", now, allowance)

        return asyncio.run(build())

    def keep(self, digest: Digest) -> Digest:
        """The digest as one that was made."""
        self.parts.digests.claim(self.name, digest.period, digest.made_at)
        body = digest.model_dump_json().encode()
        self.parts.digests.keep(digest.id, body, paper_ids(digest), digest.made_at, digest.made_at)
        return digest

    def due(self, after: timedelta = HOUR) -> list[str]:
        """The ids of the digests that a look so long after the moment finds to be sent."""
        job = begin_due_digests(self.services.jobs, self.parts, self.now + after)
        items = self.services.jobs.records.pending(job, 1_000) if job else []
        return [item.body["digest"] for item in items if "digest" in item.body]

    def sent(self, ids: list[str], after: timedelta = HOUR) -> list[str | None]:
        """What comes of the work on some digests."""
        now = self.now + after
        return [
            each.status for each in asyncio.run(send_digests(self.parts, self.services.writer, ids, now, lambda: now))
        ]

    def send_due(self, after: timedelta = HOUR) -> list[str | None]:
        """What comes of all that is due."""
        return self.sent(self.due(after), after)
