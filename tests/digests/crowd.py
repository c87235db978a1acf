"""A thousand subscribers whose digests are due at once: how long that takes, and kill -9 in the middle of it.

python -m tests.digests.crowd SUBSCRIBERS KILLS [PAIR] [TASTES]

What arrives at a real mail server is held against what is written down: nobody may get two, every digest that is called
sent has arrived, and at most one a kill may be called unknown. With the pair `server` a server and a worker over
PostgreSQL and Chroma work at the same digests, and are killed at the same moment. With ten tastes a hundred readers
like the same, so that nearly every text about a paper is at hand when it is asked for.
"""

import random
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import sqlalchemy as sa

from service.api import Services
from service.app import build
from service.corpus import import_feedback
from service.digests import give_up_unanswered
from service.jobs import begin_due_digests
from service.storage import FeedbackEvent, FeedbackKind, Subscription
from service.storage.sql import Database, digests
from tests.corpora import NOW, paper
from tests.digests.mail_servers import Postbox, postbox
from tests.processes_served import alive, environment
from tests.stores import InFolders, stores_of

PAPERS, LIKES, AT_MOST = 300, 5, 10
PATIENCE_S = 300.0


@dataclass
class Outcome:
    """What the mail server has got, and what is written down of it."""

    kills: int
    seconds: float
    statuses: dict[str, int]
    arrived: int
    twice: int
    called_sent_and_not_there: int

    @property
    def sound(self) -> bool:
        """Whether nobody got two, nothing is called sent that is not, and a kill left one open at most."""
        ended = self.statuses.keys() <= {"sent", "unknown"}
        few = self.statuses.get("unknown", 0) <= self.kills
        return ended and few and not self.twice and not self.called_sent_and_not_there


def crowd(services: Services, subscribers: int, tastes: int) -> str:
    """Readers who like papers of one kind each, and whose digests are due; the id of the job that sends them."""
    services.corpus.add([paper(number) for number in range(PAPERS)], NOW)
    for number in range(subscribers):
        user, chance = f"reader{number}", random.Random(number % tastes)
        liked = [paper(number % 10 + 10 * chance.randrange(PAPERS // 10)).id for _ in range(LIKES)]
        events = [FeedbackEvent(each, FeedbackKind.LIKE) for each in dict.fromkeys(liked)]
        import_feedback(services.corpus, services.settings.limits, user, events, NOW)
        services.digests.subscriptions.put(_subscribed(user))
    return begin_due_digests(services.jobs, services.digests, datetime.now(UTC)) or ""


def _subscribed(user: str) -> Subscription:
    begun = datetime.now(UTC) - timedelta(days=2)
    kept = Subscription(user, f"{user}@example.net", at_most=AT_MOST, status="active", confirmed_at=begun)
    return replace(kept, confirm_token=f"c-{user}", unsubscribe_token=f"u-{user}", next_at=begun + timedelta(days=1))


def killed(stores: InFolders, folder: Path, subscribers: int, kills: int, tastes: int | None = None) -> Outcome:
    """Let a server send all digests, and kill it `kills` times meanwhile; each has one of `tastes`, or an own."""
    with build(stores.settings(folder)) as services:
        job = crowd(services, subscribers, tastes or subscribers)
    chance, left = random.Random(0), kills
    with postbox() as box, closing(stores.database(folder)) as database:
        began = time.monotonic()
        while True:
            with alive(folder, environment([]) | stores.environment(folder) | _mail(box)) as running:
                if left:
                    left -= 1
                    _arriving(box, len(box.letterbox.taken))
                    time.sleep(chance.uniform(0, 0.3))
                    running.kill()
                    continue
                _ended(running.client, job)
            break
        seconds = time.monotonic() - began
        with build(stores.settings(folder)) as services:
            give_up_unanswered(services.digests, datetime.now(UTC), all_of_them=True)
        return _outcome(kills, seconds, box, database)


def _mail(box: Postbox) -> dict[str, str]:
    values = {"TLS": "off", "SENDER": "Paperlark <digest@example.org>", **box.settings}
    return {f"PAPERLARK_MAIL__{name.upper()}": str(value) for name, value in values.items()} | {
        "PAPERLARK_JOBS__DEAD_AFTER_S": "2"
    }


def _arriving(box: Postbox, before: int) -> None:
    """Return when one more message has arrived, or after a while: perhaps there is none left."""
    for _ in range(600):
        if len(box.letterbox.taken) > before:
            return
        time.sleep(0.05)


def _ended(client: httpx2.Client, job: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while client.get(f"/v1/jobs/{job}").json()["ended_at"] is None:
        assert time.monotonic() < end
        time.sleep(1)  # to ask more often would slow what is measured


def _outcome(kills: int, seconds: float, box: Postbox, database: Database) -> Outcome:
    arrived = Counter(to for to, _ in box.letterbox.taken)
    with database.read() as connection:
        rows = connection.execute(sa.select(digests.c.user, digests.c.status)).all()
    return Outcome(
        kills,
        round(seconds, 1),
        dict(Counter(status for _, status in rows)),
        arrived.total(),
        sum(count > 1 for count in arrived.values()),
        sum(status == "sent" and f"{user}@example.net" not in arrived for user, status in rows),
    )


def main(subscribers: str, kills: str, pair: str = "embedded", tastes: str = "0") -> None:
    """Print what happened; exit with 1 when somebody got two, or something is called what it is not."""
    with stores_of(pair) as stores, tempfile.TemporaryDirectory() as folder:
        outcome = killed(stores, Path(folder) / "data", int(subscribers), int(kills), int(tastes))
    sys.stdout.write(f"{pair}: {outcome}\n")
    sys.exit(0 if outcome.sound else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])
