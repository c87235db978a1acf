"""Whether an installation can serve: the checks of its papers, and whether the work on jobs goes on."""

import asyncio
import time
from collections.abc import Callable
from math import inf
from typing import Final

from service import corpus as papers
from service.corpus import Check, Corpus, run_checks
from service.errors import Unavailable
from service.jobs.jobs import Jobs
from service.storage.sql import Database

_WELL_FOR_S: Final = 1.0


class Readiness:
    """What is found by checks that write and take a thread: once at a time, however many ask.

    Who asks while they run gets what they find, and so does who asks within a second if all was well.
    """

    def __init__(self, look: Callable[[], list[Check]], clock: Callable[[], float] = time.monotonic) -> None:
        self._look, self._clock = look, clock
        self._lock = asyncio.Lock()
        self._found: list[Check] = []
        self._found_at = -inf

    async def checks(self) -> list[Check]:
        """The outcome of each check."""
        asked_at = self._clock()
        async with self._lock:
            lasts = _WELL_FOR_S if all(check.ok for check in self._found) else 0
            if self._found_at + lasts < asked_at:
                self._found = await asyncio.to_thread(self._look)
                self._found_at = self._clock()
            return self._found


def check_readiness(corpus: Corpus, database: Database, jobs: Jobs) -> list[Check]:
    """The checks of `corpus.check_readiness`, and whether this process, if it works on jobs, can."""
    found = papers.check_readiness(corpus, database, lambda: jobs.is_embedding)
    return [*found, *run_checks({"jobs": lambda: _work_goes_on(jobs)})]


def _work_goes_on(jobs: Jobs) -> str:
    under_way = len(jobs.records.under_way())
    if jobs.trouble:
        raise Unavailable(f"{under_way} {'job stands' if under_way == 1 else 'jobs stand'} still: {jobs.trouble}")
    return "1 job is under way." if under_way == 1 else f"{under_way} jobs are under way."
