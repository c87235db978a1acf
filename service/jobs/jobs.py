"""Jobs as they are asked for, looked at, stopped and repeated; the work itself is in `handlers`."""

import json
import threading
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from service.corpus import diagnostics_of, entries_of, require_layout
from service.errors import JobEnded, JobNotFound, JobRunning, ResultsExpired, Unavailable
from service.ingest import Reading
from service.settings import JobSettings
from service.storage import Job, JobCounts, JobItem, JobKind, JobRecords, LibraryImport
from service.summarization import TextOptions

_OF_PAPERS = frozenset({"summaries", "import", "likes"})
_NOT_REPEATED = frozenset({"digests"})  # what these have not done is begun again by itself, in another job
_LATER_S = 3_600


@dataclass(frozen=True, slots=True)
class JobProgress:
    """A job as it stands; `eta_at` is when it will be done at the speed so far, None where that cannot be told."""

    job: Job
    counts: JobCounts
    eta_at: datetime | None


class Jobs:
    """The jobs of one installation; safe to share between threads."""

    def __init__(self, records: JobRecords, settings: JobSettings, now: Callable[[], datetime]) -> None:
        self.records, self.settings, self.now = records, settings, now
        self.waiting = threading.Event()  # set when there is something to do
        self.trouble: str | None = None  # why the worker of this process cannot work, and the way out

    def summarize(self, options: TextOptions, paper_ids: Iterable[str], job_id: str | None = None) -> str:
        """Begin a batch of texts; the id of the job."""
        items = [JobItem(place, paper_id) for place, paper_id in enumerate(dict.fromkeys(paper_ids))]
        return self._create("summaries", options.row(), items, job_id)

    def import_papers(self, readings: Iterable[Reading], job_id: str | None = None, user: str | None = None) -> str:
        """Begin to keep what is read from a file, for a user or for nobody in particular; the id of the job.

        The file is read to its end before: raises IngestError where `readings` do, and nothing is begun then.
        """
        request: dict[str, Any] = {"format": "", "rows": 0, "diagnostics": [], "user": user}
        # As text until they are written: the garbage collector stops everything to look through ten thousand papers.
        found = list[tuple[str, int, str]]()
        for reading in readings:
            request["format"] = reading.format
            request["rows"] += reading.rows
            request["diagnostics"] += ([*item] for item in reading.diagnostics)
            papers = zip(reading.papers, reading.lines, strict=True)
            found += ((paper.id, line, paper.model_dump_json()) for paper, line in papers)
        items = (
            JobItem(place, paper_id, body=json.loads(text) | {"line": line})
            for place, (paper_id, line, text) in enumerate(found)
        )
        return self._create("import", request, items, job_id)

    def import_likes(self, made: LibraryImport, reading: Reading, job_id: str | None = None) -> str:
        """Begin to like what was read from a user's library file; the id of the job."""
        request = {
            "user": made.user,
            "import": made.to_json(),
            "format": reading.format,
            "rows": reading.rows,
            "diagnostics": [[*item] for item in diagnostics_of(reading)],
        }
        entries = enumerate(entries_of(reading))
        items = (JobItem(place, entry.ids[0], body=entry.to_json()) for place, entry in entries)
        return self._create("likes", request, items, job_id)

    def embed(self) -> str:
        """Begin embedding what has no vector, unless a job is at it; the id of the job."""
        under_way = next((job.id for job in self.records.under_way() if job.kind == "embed"), None)
        return under_way or self._create("embed", {}, [JobItem(0, "")], None)

    @property
    def is_embedding(self) -> bool:
        """Whether a job is to embed what has no vector."""
        return any(job.kind == "embed" for job in self.records.under_way())

    def reindex(self, job_id: str | None = None) -> str:
        """Begin embedding what has no vector, and building the index anew; the id of the job."""
        return self._create("reindex", {}, [JobItem(0, "")], job_id)

    def lay_out_map(self, job_id: str | None = None) -> str:
        """Begin laying the map out anew, unless a job is at it; the id of the job. Raises MapUnavailable."""
        require_layout()
        under_way = (
            next((job.id for job in self.records.under_way() if job.kind == "map"), None) if not job_id else None
        )
        return under_way or self._create("map", {}, [JobItem(0, "")], job_id)

    def fetch(self, source: str, request: Mapping[str, Any], job_id: str | None = None) -> str:
        """Begin to fetch what a source has, unless a job is at it; the id of the job."""
        under_way = self.fetches_under_way().get(source)
        return under_way or self._create("fetch", {**request, "source": source}, [JobItem(0, "")], job_id)

    def fetches_under_way(self) -> dict[str, str]:
        """The ids of the jobs that fetch, by the names of their sources."""
        return {job.request["source"]: job.id for job in self.records.under_way() if job.kind == "fetch"}

    def send_digests(self, digest_ids: Sequence[str], confirmations: Sequence[str], job_id: str) -> str:
        """Begin to send digests, and to ask for confirmation by the hashes of its links; the id of the job.

        An item names no user: it says nothing of one that was deleted.
        """
        wanted = [{"confirmation": each} for each in confirmations] + [{"digest": each} for each in digest_ids]
        items = (JobItem(place, "", body=body) for place, body in enumerate(wanted))
        return self._create("digests", {}, items, job_id)

    def get(self, job_id: str, of: str | None = None) -> Job:
        """The job; raises JobNotFound, also where it is not `of` a user who may see no other's."""
        job = self.records.get(job_id)
        if job is None or of not in {None, job.request.get("user")}:
            raise JobNotFound("No job has this id here.")
        return job

    def progress(self, job_id: str) -> JobProgress:
        """How far a job is; raises JobNotFound."""
        job = self.get(job_id)
        counts = self.records.counts(job.id)
        return JobProgress(job, counts, _eta(job, counts, self.now()))

    def results(self, job_id: str, after: int, limit: int) -> tuple[Job, Sequence[JobItem], bool]:
        """The job, up to `limit` finished items behind the place `after`, in order, and whether more may come.

        Raises JobNotFound, ResultsExpired.
        """
        job = self.get(job_id)
        if job.status == "expired":
            raise ResultsExpired("This job ended so long ago that its results are gone; see PAPERLARK_JOBS__KEEP_DAYS.")
        items = self.records.results(job_id, after, limit)
        return job, items, job.under_way or len(items) == limit

    def cancel(self, job_id: str) -> JobProgress:
        """Ask for the end of a job; raises JobNotFound, or JobEnded when it has ended."""
        status = self.get(job_id).status
        if not self.records.cancel(job_id, self.now()):
            raise JobEnded(f"The job is {status} and cannot be cancelled any more.")
        return self.progress(job_id)

    def retry(self, job_id: str) -> JobProgress:
        """Do again what failed, was cancelled, or was quoted for want of a model, and nothing else.

        Raises JobNotFound, JobRunning, JobEnded.
        """
        job = self.get(job_id)
        if job.status == "expired":
            raise JobEnded("The job is expired and cannot be retried any more.")
        if job.kind in _NOT_REPEATED:
            raise JobEnded(
                f"A job of the kind {job.kind} is not retried: what it left undone is begun again by itself."
            )
        if job.kind == "fetch" and not job.under_way:  # another may be at its source by now
            raise JobEnded("A fetch is not repeated: begin another one of its source, which goes on where it was.")
        if not self.records.retry(job_id):
            raise JobRunning("The job has not ended; wait for it, or cancel it.")
        self.waiting.set()
        return self.progress(job_id)

    def expire(self) -> int:
        """Drop the results that are too old; of how many jobs."""
        return self.records.expire(timedelta(days=self.settings.keep_days), self.now())

    def _create(self, kind: JobKind, request: Mapping[str, Any], items: Iterable[JobItem], job_id: str | None) -> str:
        if (kind in _OF_PAPERS) and self.records.has_items_above(self.settings.keep_items):
            raise Unavailable(
                f"The jobs kept here have more than {self.settings.keep_items:,} papers: wait until results expire, or "
                "raise PAPERLARK_JOBS__KEEP_ITEMS.",
                retry_after=_LATER_S,
            )
        job_id = self.records.create(job_id or uuid.uuid4().hex, kind, request, items, self.now())
        self.waiting.set()
        return job_id


def _eta(job: Job, counts: JobCounts, now: datetime) -> datetime | None:
    finished = counts.done + counts.failed
    if job.status != "in_progress" or job.started_at is None or finished == 0:
        return None
    each = (now - job.started_at).total_seconds() / finished
    return now + timedelta(seconds=each * (counts.total - finished))
