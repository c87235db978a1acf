"""What a client does about jobs: begin some, follow them to their end, and read what came of them."""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from service.client.connection import path_of
from service.client.jobs import Job, JobResult, JobResults
from service.errors import RequestFailed

Progress = Callable[[int, int], None]
"""Called with how many items are done, and of how many."""

_LOOK_S = 0.5
_PAGE = 1_000


def in_silence(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


def given(options: dict[str, object]) -> dict[str, object]:
    """Without those that are None, which an address cannot say."""
    return {name: value for name, value in options.items() if value is not None}


def completed(job: Job) -> Job:
    """The job; raises RequestFailed unless it was completed."""
    if job["status"] != "completed":
        detail = job["error"] or f"The job {job['id']} is {job['status']}."
        raise RequestFailed(detail, status=503, code="job_not_completed", title="Job not completed")
    return job


class JobMethods:
    """Methods of a client, which says how the server is asked."""

    _ask: Callable[..., Any]

    def reindex(self, progress: Progress = in_silence) -> Job:
        """Embed what has no vector and build the index anew; the job, once it is done."""
        return completed(self._followed(self._ask("POST", "/v1/jobs", body={"kind": "reindex"}), progress))

    def lay_out_map(self, progress: Progress = in_silence) -> Job:
        """Lay the map out anew; the job, once it is done."""
        return completed(self._followed(self._ask("POST", "/v1/jobs", body={"kind": "map"}), progress))

    def job(self, job_id: str) -> Job:
        """How far a job is."""
        return self._ask("GET", f"/v1/jobs{path_of(job_id)}")

    def follow(self, job_id: str, progress: Progress = in_silence) -> Job:
        """The job, once it has ended, however that is."""
        while True:
            job = self.job(job_id)
            counts = job["counts"]
            progress(counts["done"] + counts["failed"], counts["total"])
            if job["ended_at"] is not None:
                return job
            time.sleep(_LOOK_S)

    def results(self, job_id: str) -> Iterator[JobResult]:
        """What came of each paper, in order, up to the end of what is done."""
        page = self._results(job_id)
        yield from page["data"]
        while page["data"] and page["next"]:
            page = self._results(job_id, page["next"])
            yield from page["data"]

    def cancel(self, job_id: str) -> Job:
        """End a job after the step under way."""
        return self._ask("POST", f"/v1/jobs{path_of(job_id)}/cancel")

    def retry(self, job_id: str) -> Job:
        """Do again what failed, was cancelled, or was quoted for want of a model."""
        return self._ask("POST", f"/v1/jobs{path_of(job_id)}/retry")

    def _results(self, job_id: str, cursor: str | None = None) -> JobResults:
        place = {"cursor": cursor} if cursor else {}
        return self._ask("GET", f"/v1/jobs{path_of(job_id)}/results", params={"limit": _PAGE} | place)

    def _followed(self, job: Job, progress: Progress) -> Job:
        """The job that a method of ours began, once it has ended; whoever stops waiting for it stops it."""
        try:
            return self.follow(job["id"], progress)
        except KeyboardInterrupt:
            with suppress(RequestFailed):
                self.cancel(job["id"])
            raise
