"""When each source of the settings is fetched next; and those that are due begun, once by all processes together."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from service.jobs.jobs import Jobs
from service.jobs.source_fetches import SourceFetches
from service.settings import SourceSpec
from service.storage import SourceState

_SKEW = timedelta(hours=1)  # by which clocks of several machines may differ; one that is further off was set back
_LONGEST_WAIT = timedelta(days=1)  # that a server's wish is heeded for


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """A source, its state, and when it is fetched next.

    `every` and `next_at` are None of one that no schedule has; `next_at` may lie behind us when it is due. `job_id` is
    of the job that is at it.
    """

    state: SourceState
    every: timedelta | None
    next_at: datetime | None
    job_id: str | None

    @property
    def status(self) -> Literal["never", "under_way", "done", "failed"]:
        """How its last fetch went."""
        if self.job_id:
            return "under_way"
        if self.state.began_at is None:
            return "never"
        return "done" if self.state.bookmark is None and self.state.error is None and self.state.ended_at else "failed"


def source_statuses(jobs: Jobs, fetches: SourceFetches, now: datetime) -> list[SourceStatus]:
    """The sources of the settings in their order, then those that were fetched by hand, by name."""
    states = {state.name: state for state in fetches.stores.records.all()}
    under_way = jobs.fetches_under_way()
    scheduled = [
        SourceStatus(state, spec.every, next_fetch(spec, state, now), under_way.get(name))
        for name, spec in fetches.sources.specs.items()
        for state in (states.pop(name, None) or SourceState(name),)
    ]
    return [*scheduled, *(SourceStatus(state, None, None, under_way.get(state.name)) for state in states.values())]


def next_fetch(spec: SourceSpec, state: SourceState, now: datetime) -> datetime:
    """When a source is due: its interval after it last began, or after an error when its server may be asked again.

    At once when it never was fetched, or when the clock was set back behind what is written down.
    """
    if state.began_at is None or state.began_at > now + _SKEW:
        return now
    if state.retry_at is None or state.retry_at > now + max(spec.every, _LONGEST_WAIT) + _SKEW:
        return state.began_at + spec.every
    return state.retry_at


def begin_due_fetches(jobs: Jobs, fetches: SourceFetches, now: datetime) -> list[str]:
    """Begin a job for each source that is due and that no job is at; the ids of the jobs.

    Of several processes that look at one moment, one begins it.
    """
    if not fetches.sources.specs:
        return []
    due = [each.state.name for each in source_statuses(jobs, fetches, now) if _is_due(each, now)]
    names = [name for name in due if fetches.stores.records.claim(name, now)]
    return [jobs.fetch(name, {"since": None, "spec": None}) for name in names]


def _is_due(status: SourceStatus, now: datetime) -> bool:
    return status.job_id is None and status.next_at is not None and status.next_at <= now
