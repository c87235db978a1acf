"""How an installation does, in one look: papers, index, models, money, jobs, sources, digests; how good texts were."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pydantic import ValidationError

from service.corpus import Check, Corpus, HitRate, hit_rates
from service.jobs.health import check_readiness
from service.jobs.jobs import JobProgress, Jobs
from service.jobs.source_fetches import SourceFetches
from service.jobs.source_schedule import SourceStatus, source_statuses
from service.llm import FallbackChain, ModelState
from service.storage import (
    DigestRecords,
    DigestStatus,
    Libraries,
    Spending,
    StoredAnswer,
    StoredDigest,
    Subscription,
    SubscriptionRecords,
    Webhook,
    WebhookRecords,
)
from service.storage.sql import Database
from service.summarization import GeneratedText

_LATEST_JOBS = 10
_LATEST_TEXTS = 1_000
_PAUSED = 10
_UNWELL = 20  # digests, and subscriptions, that are named
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DayOfTexts:
    """Texts that models wrote on one day (UTC): how many, their mean faithfulness, and sentences that were left out."""

    day: date
    texts: int
    faithfulness: float
    dropped: int


@dataclass(frozen=True, slots=True)
class DigestsInAll:
    """How many subscriptions there are by status, and digests of the last week by what came of them.

    `unwell` are the latest that were not sent, or perhaps not; `paused` are subscriptions that mail was refused for.
    """

    subscriptions: dict[str, int]
    week: dict[DigestStatus, int]
    unwell: list[StoredDigest]
    paused: list[Subscription]


@dataclass(frozen=True, slots=True)
class InstallationStatus:
    """`checks` are those of readiness, `jobs` the latest ones, `texts` the days of the last thousand, oldest first."""

    papers: int
    snapshot: str
    checks: list[Check]
    models: list[ModelState]
    spending: Spending
    budget_usd: float | None
    jobs: list[JobProgress]
    texts: list[DayOfTexts]
    hit_rates: list[HitRate]
    sources: list[SourceStatus]
    paused_webhooks: list[Webhook]
    digests: DigestsInAll

    @property
    def is_ready(self) -> bool:
        """Whether every check passed."""
        return all(check.ok for check in self.checks)


async def installation_status(
    corpus: Corpus,
    database: Database,
    libraries: Libraries,
    jobs: Jobs,
    fetches: SourceFetches,
    chain: FallbackChain,
    now: datetime,
) -> InstallationStatus:
    """How an installation does at a moment; nothing is spent: of a model is asked whether its address answers."""
    models = await chain.model_states()
    return await asyncio.to_thread(_status, corpus, database, libraries, jobs, fetches, chain, models, now)


def _status(
    corpus: Corpus,
    database: Database,
    libraries: Libraries,
    jobs: Jobs,
    fetches: SourceFetches,
    chain: FallbackChain,
    models: list[ModelState],
    now: datetime,
) -> InstallationStatus:
    return InstallationStatus(
        papers=corpus.catalog.count(),
        snapshot=corpus.catalog.snapshot_id(),
        checks=check_readiness(corpus, database, jobs),
        models=models,
        spending=chain.ledger.spending(now),
        budget_usd=chain.settings.budget_usd,
        jobs=[jobs.progress(each.id) for each in jobs.records.latest(_LATEST_JOBS)],
        texts=days_of_texts(chain.ledger.answers.latest(_LATEST_TEXTS)),
        hit_rates=hit_rates(corpus, libraries, now),
        sources=source_statuses(jobs, fetches, now),
        paused_webhooks=WebhookRecords(database).paused(_PAUSED),
        digests=_digests(SubscriptionRecords(database), DigestRecords(database), now),
    )


def _digests(subscriptions: SubscriptionRecords, digests: DigestRecords, now: datetime) -> DigestsInAll:
    return DigestsInAll(
        subscriptions.tally(), digests.tally(now - _WEEK), digests.unwell(_UNWELL), subscriptions.paused(_UNWELL)
    )


def days_of_texts(kept: Iterable[StoredAnswer]) -> list[DayOfTexts]:
    """The texts day by day, oldest first; those without a verdict are passed over."""
    scores: defaultdict[date, list[tuple[float, int]]] = defaultdict(list)
    for answer in kept:
        try:
            text = GeneratedText.model_validate(answer.body)
        except ValidationError:  # of another version
            continue
        if text.faithfulness:
            scores[answer.created_at.date()].append((text.faithfulness.score, text.dropped))
    return [
        DayOfTexts(day, len(found), sum(score for score, _ in found) / len(found), sum(left for _, left in found))
        for day, found in sorted(scores.items())
    ]
