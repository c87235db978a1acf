"""What the store of an installation says of it to Prometheus: the same from each of its processes."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from service import __version__
from service.corpus import Corpus
from service.errors import IndexFailed, ServiceError
from service.jobs.jobs import Jobs
from service.llm import FallbackChain
from service.storage import JobTally
from service.storage.sql import Database

_NANO = 1e9


@dataclass(frozen=True, slots=True)
class InstallationMetrics:
    """Reads the metrics when Prometheus asks; a store that is away is told, and is no error."""

    corpus: Corpus
    database: Database
    jobs: Jobs
    chain: FallbackChain

    def collect(self) -> list[Metric]:
        """The metrics as they are now; of what cannot be read there is none."""
        build = GaugeMetricFamily("paperlark_build_info", "The version.", labels=["version"])
        build.add_metric([__version__], 1)
        try:
            stored = [*self._papers(), *self._money(), *self._work()]
        except ServiceError:
            return [build, _gauge("paperlark_store_up", "Whether the database answers.", 0)]
        return [build, _gauge("paperlark_store_up", "Whether the database answers.", 1), *stored, *self._index()]

    def _papers(self) -> Iterable[Metric]:
        vectors, model = self.corpus.catalog.vectors, self.corpus.model
        yield _gauge("paperlark_papers", "Papers in the catalog.", self.corpus.catalog.count())
        yield _gauge("paperlark_unembedded_papers", "Papers that wait to be embedded.", vectors.count_unembedded(model))
        yield _gauge("paperlark_unindexed_vectors", "Vectors that the index lacks.", vectors.count_unindexed(model))
        if (free := self.database.free_disk()) is not None:
            yield _gauge("paperlark_free_disk_bytes", "Room on the disk of the data folder.", free)

    def _index(self) -> Iterable[Metric]:
        try:
            self.corpus.index.count()
            recall = self.corpus.index_recall()
        except IndexFailed:
            yield _gauge("paperlark_index_up", "Whether the index answers.", 0)
            return
        yield _gauge("paperlark_index_up", "Whether the index answers.", 1)
        if recall is not None:
            yield _gauge("paperlark_index_recall", "Share of the true best 50 that the index finds.", recall)

    def _money(self) -> Iterable[Metric]:
        spent = self.chain.ledger.spending(self.jobs.now())
        yield _counter("paperlark_spent_usd", "What language models cost, at the most.", spent.total_nano / _NANO)
        yield _gauge("paperlark_spent_today_usd", "The part of this day (UTC).", spent.today_nano / _NANO)
        yield _gauge("paperlark_reserved_usd", "The part that open calls can cost.", spent.open_nano / _NANO)
        yield _counter("paperlark_paid_calls", "Calls of language models in the ledger.", spent.calls)
        tokens = CounterMetricFamily("paperlark_tokens", "Tokens of language models.", labels=["direction"])
        tokens.add_metric(["in"], spent.tokens_in)
        tokens.add_metric(["out"], spent.tokens_out)
        yield tokens
        if (budget := self.chain.settings.budget_usd) is not None:
            yield _gauge("paperlark_budget_usd", "All that may ever be spent.", budget)

    def _work(self) -> Iterable[Metric]:
        tallies, now = self.jobs.records.tally(), self.jobs.now()
        jobs = GaugeMetricFamily("paperlark_jobs", "Jobs by what is known of them.", labels=["kind", "status"])
        for (kind, status), some in groupby(tallies, key=lambda tally: (tally.kind, tally.status)):
            jobs.add_metric([kind, status], sum(tally.jobs for tally in some))
        oldest = GaugeMetricFamily(
            "paperlark_oldest_job_seconds", "Age of the oldest job that has not ended.", labels=["status"]
        )
        for status, age in _ages(tallies, now.timestamp()).items():
            oldest.add_metric([status], age)
        yield from (jobs, oldest)
        stuck = self.jobs.trouble is not None
        yield _gauge("paperlark_jobs_stand_still", "Whether the worker of this process cannot work.", stuck)


def _ages(tallies: Iterable[JobTally], now: float) -> dict[str, float]:
    """Seconds since the oldest job of each status was asked for, of those that have not ended."""
    ages: dict[str, float] = {"queued": 0.0, "in_progress": 0.0}
    for tally in tallies:
        if tally.under_way:
            ages[tally.status] = max(ages.get(tally.status, 0.0), now - tally.oldest.timestamp())
    return ages


def _gauge(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(name, about, value=value)


def _counter(name: str, about: str, value: float) -> Metric:
    return CounterMetricFamily(name, about, value=value)
