"""Batches: jobs as they are asked for, and the work of one step of each kind. Who runs the steps is `jobs.py`.

A step takes the next pending items, works on them side by side and keeps what came of them in one transaction, so it
may be repeated at any time: what is kept is not taken again, and a model's text that was paid for is in the ledger.
"""

import asyncio
import threading
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from service import llm
from service.corpus import Corpus
from service.errors import JobEnded, JobNotFound, JobRunning, PaperNotFound, ServiceError
from service.papers import Paper
from service.settings import JobSettings
from service.storage import Job, JobItem, JobKind, JobRecords
from service.summarization import GeneratedText, TextOptions, TextRequest, Writer, make_text_requests

_CHUNKS_QUOTED = 8
_AT_ONCE = 2  # chunks: one is fetched or kept while another one is at the desks
_MISSING = PaperNotFound("No paper has this id here.")


class Jobs:
    """The jobs of one process: asked for, worked on, looked at."""

    def __init__(
        self, kept: JobRecords, corpus: Corpus, writer: Writer, settings: JobSettings, now: Callable[[], datetime]
    ) -> None:
        """`writer` is the worker's own: a writer belongs to one event loop."""
        self.kept, self.settings, self.now = kept, settings, now
        self.wake = threading.Event()  # rung when there is something to do
        self._corpus, self._writer = corpus, writer

    def summarize(self, asked: TextOptions, paper_ids: Iterable[str], job_id: str | None = None) -> str:
        """Begin a batch of summaries; the id of the job."""
        items = [JobItem(place, paper_id) for place, paper_id in enumerate(dict.fromkeys(paper_ids))]
        return self._create("summaries", asked.row(), items, job_id)

    def import_papers(self, papers: Sequence[Paper], said: Mapping[str, Any], job_id: str | None = None) -> str:
        """Begin an import of papers that were read; `said` is what else the file gave."""
        items = [JobItem(place, paper.id, body=paper.model_dump(mode="json")) for place, paper in enumerate(papers)]
        return self._create("import", said, items, job_id)

    def reindex(self, job_id: str | None = None) -> str:
        """Begin embedding what has no vector, and building the index anew."""
        return self._create("reindex", {}, [JobItem(0, "")], job_id)

    def get(self, job_id: str) -> Job:
        """The job; raises JobNotFound."""
        if (job := self.kept.get(job_id)) is None:
            raise JobNotFound("No job has this id here.")
        return job

    def cancel(self, job_id: str) -> Job:
        """Ask for the end of a job; raises JobNotFound, or JobEnded when it has ended."""
        status = self.get(job_id).status
        if not self.kept.cancel(job_id, self.now()):
            raise JobEnded(f"The job is {status} and cannot be cancelled any more.")
        return self.get(job_id)

    def retry(self, job_id: str) -> Job:
        """Do again what failed, was cancelled, or was quoted for want of a model, and nothing else.

        Raises JobNotFound, JobRunning, JobEnded.
        """
        status = self.get(job_id).status
        if status == "expired":
            raise JobEnded("The job is expired and cannot be retried any more.")
        if not self.kept.retry(job_id):
            raise JobRunning("The job has not ended; wait for it, or cancel it.")
        self.wake.set()
        return self.get(job_id)

    def expire(self) -> int:
        """Drop the results that are too old; of how many jobs."""
        return self.kept.expire(timedelta(days=self.settings.keep_days), self.now())

    async def step(self, job_id: str) -> bool:
        """Work on the next items of a job; False when it has come to its end."""
        job = await asyncio.to_thread(self.kept.get, job_id)
        if job is None or not job.under_way:  # none: its user was deleted
            return False
        if job.status == "cancelling":
            await asyncio.to_thread(self.kept.end, job_id, "cancelled", self.now())
            return False
        await asyncio.to_thread(self.kept.begin, job_id, self.now())
        size = self.settings.chunk
        items = await asyncio.to_thread(self.kept.pending, job_id, size * self._chunks(job))
        if not items:
            await asyncio.to_thread(self._complete, job_id)
            return False
        chunks = [items[start : start + size] for start in range(0, len(items), size)]
        places = asyncio.Semaphore(_AT_ONCE)
        await asyncio.gather(*(self._chunk(job, chunk, places) for chunk in chunks))
        return True

    def _chunks(self, job: Job) -> int:
        """How many chunks a step takes: what costs nothing but time need not be written down so often."""
        quoted = job.kind == "summaries" and not self._writer.has_model_for(TextOptions.of(job.request).mode)
        return _CHUNKS_QUOTED if quoted else 1

    async def _chunk(self, job: Job, items: Sequence[JobItem], places: asyncio.Semaphore) -> None:
        async with places:
            done = await self._worked(job, items)
            await asyncio.to_thread(self.kept.finish_items, job.id, done)

    def _create(self, kind: JobKind, request: Mapping[str, Any], items: list[JobItem], job_id: str | None) -> str:
        job_id = job_id or uuid.uuid4().hex
        self.kept.create(job_id, kind, request, items, self.now())
        self.wake.set()
        return job_id

    def _complete(self, job_id: str) -> None:
        counts = self.kept.counts(job_id)
        status = "failed" if counts.failed and not counts.done else "completed"
        self.kept.end(job_id, status, self.now(), "Every item failed." if status == "failed" else None)

    async def _worked(self, job: Job, items: Sequence[JobItem]) -> list[JobItem]:
        match job.kind:
            case "summaries":
                return await self._summaries(TextOptions.of(job.request), items)
            case "import":
                return await asyncio.to_thread(self._imported, items)
            case "reindex":
                await asyncio.to_thread(self._corpus.refresh)
                await asyncio.to_thread(self._corpus.reindex)
                return [replace(item, status="done") for item in items]

    def _imported(self, items: Sequence[JobItem]) -> list[JobItem]:
        papers = [Paper.model_validate(item.body) for item in items]
        outcomes = self._corpus.add(papers, self.now())
        return [
            replace(item, status="done", body={"id": item.paper_id, "status": outcome.value})
            for item, outcome in zip(items, outcomes, strict=True)
        ]

    async def _summaries(self, asked: TextOptions, items: Sequence[JobItem]) -> list[JobItem]:
        places, _ = await asyncio.to_thread(make_text_requests, self._corpus, asked, [item.paper_id for item in items])
        found = list(places.values())
        await asyncio.to_thread(self._writer.text_workers.open)
        if any(self._writer.needs_model(order) for order in found):
            await asyncio.to_thread(llm.load_litellm)  # seconds, the first time: no deadline should run meanwhile
            written = await asyncio.gather(*(self._one(order, asked.user) for order in found))
        else:
            written = await self._writer.quote_all(found)
        texts: dict[str, list[tuple[TextRequest, GeneratedText | ServiceError]]] = {}
        for order, text in zip(found, written, strict=True):
            texts.setdefault(order.paper.id, []).append((order, text))
        return [_finished(item, texts.get(item.paper_id, [])) for item in items]

    async def _one(self, order: TextRequest, user: str | None) -> GeneratedText | ServiceError:
        try:
            return await self._writer.write(order, self._writer.chain.allowance(user))
        except ServiceError as error:
            return error


def _finished(item: JobItem, texts: Sequence[tuple[TextRequest, GeneratedText | ServiceError]]) -> JobItem:
    written = [text for _, text in texts if isinstance(text, GeneratedText)]
    errors = [_error(order.kind, text) for order, text in texts if isinstance(text, ServiceError)]
    if not texts:
        errors = [_error(None, _MISSING)]
    return JobItem(
        item.place,
        item.paper_id,
        "failed" if errors else "quoted" if any(text.fallback and text.fallback.heals for text in written) else "done",
        {"texts": [text.model_dump(mode="json") for text in written], "errors": errors},
        sum(text.provenance.tokens.read for text in written),
        sum(text.provenance.tokens.written for text in written),
        sum(round(text.provenance.cost_usd * 1e9) for text in written),
    )


def _error(kind: str | None, error: ServiceError) -> dict[str, Any]:
    return {"kind": kind, "status": error.status, "code": error.code, "title": error.title, "detail": error.detail}
