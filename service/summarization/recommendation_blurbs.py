"""Why each recommended paper matters to whoever asked, inside the list, which waits for that only so long."""

import asyncio
from collections.abc import Sequence

from service.corpus import Corpus
from service.discovery import Recommendation
from service.summarization.generated_text import GeneratedText
from service.summarization.writer import TextRequest, Writer


async def blurbs(
    corpus: Corpus, writer: Writer, found: Sequence[Recommendation], user: str | None, key: str | None
) -> list[GeneratedText]:
    """A blurb for each recommendation, in order; those not written in time are quoted, and are there the next time.

    `user` is for whom, and `key` the id of the key that asked.
    """
    if not found:
        return []
    requests = await asyncio.to_thread(_requests, corpus, found)
    allowance = writer.chain.allowance(user, key)
    tasks = [asyncio.create_task(writer.write(request, allowance)) for request in requests]
    _, late = await asyncio.wait(tasks, timeout=writer.chain.settings.inline_s)
    for task in late:
        task.cancel()  # we stop waiting; the writer goes on until its own deadline
    return [
        await asyncio.to_thread(writer.quoted, request, "deadline") if task in late else task.result()
        for request, task in zip(requests, tasks, strict=True)
    ]


async def kept_blurbs(corpus: Corpus, writer: Writer, found: Sequence[Recommendation]) -> list[GeneratedText]:
    """A blurb for each recommendation, in order: one that a model wrote before, or a quoted one; none is asked."""
    requests = await asyncio.to_thread(_requests, corpus, found)
    return [await writer.kept_or_quoted(request) for request in requests]


def _requests(corpus: Corpus, found: Sequence[Recommendation]) -> list[TextRequest]:
    causes = [[cause.paper_id for cause in item.because if cause.contribution > 0] for item in found]
    known = corpus.catalog.get({paper_id for ids in causes for paper_id in ids})
    return [
        TextRequest(item.paper, "blurb", tuple(known[paper_id] for paper_id in ids if paper_id in known))
        for item, ids in zip(found, causes, strict=True)
    ]
