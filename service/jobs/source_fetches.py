"""Fetches of sources as jobs: how one is asked for, and its step, which is a page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter

from service.errors import BadInput, JobRunning, Unavailable
from service.jobs.jobs import Jobs
from service.settings import SourceSpec
from service.sources import FetchStopped, Sources, SourceStores, fetch, read_since

_SPEC: TypeAdapter[SourceSpec] = TypeAdapter(SourceSpec)
_ANOTHER_S = 1  # until whoever begins a fetch at this moment has begun it


@dataclass(frozen=True, slots=True)
class SourceFetches:
    """What fetches need: the sources, and where what they bring is kept."""

    sources: Sources
    stores: SourceStores

    def step(self, request: Mapping[str, Any], now: datetime, is_ending: Callable[[], bool]) -> bool:
        """Fetch the next page of what a job asks for; whether that was all.

        Raises SourceUnavailable, SourceNotFound for what is in the settings no longer, FetchStopped when the process
        ends.
        """

        def look(_done: int, _total: int) -> None:
            if is_ending():
                raise FetchStopped

        given = request["spec"]
        spec = _SPEC.validate_python(given) if given else self.sources.spec(request["source"])
        since = date.fromisoformat(request["since"]) if request["since"] else None
        first_days = self.sources.settings.first_days
        source = self.sources.of(spec)
        return fetch(self.stores, source, since, now, look, first_days=first_days, most_pages=1).is_done


def begin_fetch(
    jobs: Jobs,
    fetches: SourceFetches,
    name: str,
    now: datetime,
    since: str | None = None,
    spec: SourceSpec | None = None,
    job_id: str | None = None,
) -> str:
    """Begin a fetch, unless a job is at it, of a source of the settings or of the one that `spec` says; the job's id.

    `since` is a day, or so many days back. Raises BadInput, SourceNotFound, JobRunning when one is at
    it from another day on, and Unavailable when somebody else begins it at this moment.
    """
    if spec is None:
        fetches.sources.spec(name)
    elif spec.name != name:
        raise BadInput.at("/source", f"is {spec.name}, and not the source of this address.")
    day = read_since(since, now).isoformat() if since else None
    if under_way := jobs.fetches_under_way().get(name):
        if day and jobs.get(under_way).request["since"] != day:
            raise JobRunning("A job fetches this source from another day on: wait for it, or cancel it.")
        return under_way
    if not fetches.stores.records.claim(name, now):
        raise Unavailable("A fetch of this source was begun just now; try again in a moment.", retry_after=_ANOTHER_S)
    request = {"since": day, "spec": None if spec is None else spec.model_dump(mode="json", exclude={"every"})}
    return jobs.fetch(name, request, job_id)
