"""The work of one step of each kind of job. Who runs the steps is `worker`.

A step takes the next pending items, works on them side by side and keeps what came of them in one transaction, so it
may be repeated at any time: what is kept is not taken again, and a model's text that was paid for is in the ledger.
"""

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from service import llm
from service.corpus import Corpus, LayoutStopped, LibraryEntry, lay_out_map, like_entries
from service.digests import DigestParts
from service.errors import (
    BadInput,
    EmbeddingAway,
    MapUnavailable,
    NotInLibrary,
    PaperNotFound,
    RowUnreadable,
    ServiceError,
    SourceNotFound,
    SourceUnavailable,
)
from service.jobs.digest_items import work_on_digests
from service.jobs.jobs import Jobs
from service.jobs.source_fetches import SourceFetches
from service.observability import log
from service.papers import Kept, Paper
from service.sources import FetchStopped
from service.storage import Job, JobItem, Libraries, LibraryImport
from service.summarization import GeneratedText, TextOptions, TextRequest, Writer, make_text_requests

_CHUNKS_QUOTED = 8
_EMBEDDED = 1_000  # papers of one step
_WAIT_S = 60  # at most, until a model's server is asked again
_AT_ONCE = 2  # chunks: one is fetched or kept while another one is with the text workers
_NO_PAPER = PaperNotFound("No paper has this id here.")


class JobHandlers:
    """The work on jobs in one process."""

    def __init__(
        self,
        jobs: Jobs,
        corpus: Corpus,
        libraries: Libraries,
        writer: Writer,
        fetches: SourceFetches,
        digests: DigestParts,
    ) -> None:
        """`writer` is the worker's own: a writer belongs to one event loop."""
        self._records, self._settings, self._now = jobs.records, jobs.settings, jobs.now
        self._corpus, self._libraries, self._writer = corpus, libraries, writer
        self._fetches, self._digests = fetches, digests
        self._ending = threading.Event()

    def end(self) -> None:
        """Break off a step that takes minutes: who works on its job later begins it again."""
        self._ending.set()
        self._fetches.sources.end()

    async def step(self, job_id: str) -> bool:
        """Work on the next items of a job; False when it has come to its end."""
        begun = self._now()
        job = await asyncio.to_thread(self._records.get, job_id)
        if job is None or not job.under_way:  # none: its user was deleted
            return False
        if job.status == "cancelling":
            await asyncio.to_thread(self._records.end, job_id, "cancelled", self._now())
            return False
        await asyncio.to_thread(self._records.begin, job_id, self._now())
        size = self._settings.chunk
        items = await asyncio.to_thread(self._records.pending, job_id, size * self._chunks(job))
        if not items:
            await asyncio.to_thread(self._complete, job_id)
            return False
        chunks = [items[start : start + size] for start in range(0, len(items), size)]
        slots = asyncio.Semaphore(_AT_ONCE)
        await asyncio.gather(*(self._chunk(job, chunk, slots, begun) for chunk in chunks))
        return True

    def _chunks(self, job: Job) -> int:
        """How many chunks a step takes: what costs nothing but time need not be written down so often."""
        quoted = job.kind == "summaries" and not self._writer.has_model_for(TextOptions.of(job.request).mode)
        return _CHUNKS_QUOTED if quoted else 1

    async def _chunk(self, job: Job, items: Sequence[JobItem], slots: asyncio.Semaphore, begun: datetime) -> None:
        async with slots:
            if done := await self._worked_apart(job, items, begun):
                await asyncio.to_thread(self._records.finish_items, job.id, done)

    def _complete(self, job_id: str) -> None:
        counts = self._records.counts(job_id)
        status = "failed" if counts.failed and not counts.done else "completed"
        self._records.end(job_id, status, self._now(), "Every item failed." if status == "failed" else None)

    async def _worked_apart(self, job: Job, items: Sequence[JobItem], begun: datetime) -> list[JobItem]:
        """What came of some items; where a damaged row or a fault of ours breaks that off, of each alone.

        What a repeat may mend, such as a full disk, is raised and the step repeated.
        """
        try:
            return await self._worked(job, items, begun)
        except RowUnreadable as error:
            failure: ServiceError = error
        except ServiceError:
            raise
        except Exception as error:  # noqa: BLE001  # whatever it is, it is logged, and the other items go on
            log.exception("job_items_broke_off", job=job.id, items=len(items), exc_info=error)
            failure = ServiceError("Something went wrong with this item; the log has the cause.")
        if len(items) == 1:
            return [replace(items[0], status="failed", body={"errors": [_error(None, failure)]})]
        return [done for item in items for done in await self._worked_apart(job, [item], begun)]

    async def _worked(  # one return for each kind
        self, job: Job, items: Sequence[JobItem], begun: datetime
    ) -> list[JobItem]:
        match job.kind:
            case "summaries":
                work = self._summaries(TextOptions.of(job.request), items, begun)
            case "import":
                work = asyncio.to_thread(self._imported, items)
            case "likes":
                work = asyncio.to_thread(self._liked, LibraryImport.from_json(job.request["import"]), items)
            case "embed":
                work = self._embedded(items)
            case "reindex":
                work = asyncio.to_thread(self._reindexed, items)
            case "map":
                work = self._map(items)
            case "fetch":
                work = self._fetched(job, items)
            case "digests":
                work = work_on_digests(self._digests.for_one_step(), self._writer, items, begun, self._now)
        return await work

    def _reindexed(self, items: Sequence[JobItem]) -> list[JobItem]:
        self._corpus.refresh()
        self._corpus.reindex()
        return [replace(item, status="done") for item in items]

    async def _embedded(self, items: Sequence[JobItem]) -> list[JobItem]:
        """Embed some papers; while the model's server is away or asks us to wait, the job waits, however long it is."""
        try:
            more = await asyncio.to_thread(self._corpus.embed_some, _EMBEDDED)
        except EmbeddingAway as error:
            log.warning("embedding_waits", reason=error.detail)
            await asyncio.sleep(_WAIT_S if error.retry_after is None else min(error.retry_after, _WAIT_S))
            return []
        return [] if more else [replace(item, status="done") for item in items]

    async def _map(self, items: Sequence[JobItem]) -> list[JobItem]:
        try:
            await asyncio.to_thread(lay_out_map, self._corpus, lambda: not self._ending.is_set())
        except MapUnavailable as error:  # this process lacks what the one that took the job in has
            return [replace(item, status="failed", body={"errors": [_error(None, error)]}) for item in items]
        except LayoutStopped:
            await asyncio.Event().wait()  # until this loop ends: a step that returns or fails is not begun again
        return [replace(item, status="done") for item in items]

    async def _fetched(self, job: Job, items: Sequence[JobItem]) -> list[JobItem]:
        """Fetch a page; a source that cannot be had fails the job, and its schedule begins another one later."""
        try:
            done = await asyncio.to_thread(self._fetches.step, job.request, self._now(), self._ending.is_set)
        except FetchStopped:
            await asyncio.Event().wait()  # as above
            return []
        except (SourceUnavailable, SourceNotFound, BadInput) as error:
            return [replace(item, status="failed", body={"errors": [_error(None, error)]}) for item in items]
        return [replace(item, status="done") for item in items] if done else []

    def _imported(self, items: Sequence[JobItem]) -> list[JobItem]:
        records: list[dict[str, Any]] = [dict(item.body or {}) for item in items]
        lines = [record.pop("line", None) for record in records]  # which jobs of older versions lack
        kept = self._corpus.add([Paper.model_validate(record) for record in records], self._now())
        return [
            replace(item, status="done", body=_outcome(each, line))
            for item, each, line in zip(items, kept, lines, strict=True)
        ]

    def _liked(self, made: LibraryImport, items: Sequence[JobItem]) -> list[JobItem]:
        entries = [LibraryEntry.from_json(item.body) for item in items]
        try:
            outcomes, kept = like_entries(self._corpus, self._libraries, made, entries, self._now())
        except NotInLibrary as error:  # undone meanwhile, or its user was deleted
            return [replace(item, status="failed", body={"errors": [_error(None, error)]}) for item in items]
        return [
            replace(item, status="done", body=asdict(outcome) | (_merges(each) if each else {}))
            for item, outcome, each in zip(items, outcomes, kept, strict=True)
        ]

    async def _summaries(self, options: TextOptions, items: Sequence[JobItem], begun: datetime) -> list[JobItem]:
        places, _ = await asyncio.to_thread(
            make_text_requests, self._corpus, options, [item.paper_id for item in items]
        )
        found = list(places.values())
        await asyncio.to_thread(self._writer.text_workers.open)
        if any(self._writer.needs_model(request) for request in found):
            await asyncio.to_thread(llm.load_litellm)  # seconds, the first time: no deadline should run meanwhile
            written = await asyncio.gather(*(self._one(request, options, begun) for request in found))
        else:
            written = await self._writer.quote_all(found)
        texts: dict[int, list[tuple[TextRequest, GeneratedText | ServiceError]]] = {}
        for place, request, text in zip(places, found, written, strict=True):
            dated = text.dated(request.paper) if isinstance(text, GeneratedText) else text
            texts.setdefault(place // len(set(options.kinds)), []).append((request, dated))
        return [_finished(item, texts.get(place, [])) for place, item in enumerate(items)]

    async def _one(self, request: TextRequest, options: TextOptions, begun: datetime) -> GeneratedText | ServiceError:
        try:
            allowance = self._writer.chain.allowance(options.user, options.key, begun)
            return await self._writer.write(request, allowance)
        except ServiceError as error:
            return error


def _outcome(kept: Kept, line: int | None) -> dict[str, Any]:
    """What became of the record at a line, as it is kept with a job."""
    return {"id": kept.id, "status": kept.outcome.value, "line": line, **_merges(kept)}


def _merges(kept: Kept) -> dict[str, Any]:
    """What was found to be one paper, and what could not be."""
    return {"merged": [asdict(each) for each in kept.merged], "conflicts": list(kept.messages)}


def _finished(item: JobItem, texts: Sequence[tuple[TextRequest, GeneratedText | ServiceError]]) -> JobItem:
    written = [text for _, text in texts if isinstance(text, GeneratedText)]
    errors = [_error(request.kind, text) for request, text in texts if isinstance(text, ServiceError)]
    if not texts:
        errors = [_error(None, _NO_PAPER)]
    return JobItem(
        item.place,
        item.paper_id,
        "failed"
        if errors
        else "quoted"
        if any(text.fallback and text.fallback.retryable for text in written)
        else "done",
        {"texts": [text.model_dump(mode="json") for text in written], "errors": errors},
        sum(text.provenance.tokens.read for text in written),
        sum(text.provenance.tokens.written for text in written),
        sum(round(text.provenance.cost_usd * 1e9) for text in written),
    )


def _error(kind: str | None, error: ServiceError) -> dict[str, Any]:
    return {"kind": kind, "status": error.status, "code": error.code, "title": error.title, "detail": error.detail}
