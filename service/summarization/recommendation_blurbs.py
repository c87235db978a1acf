"""Why each recommended paper matters to whoever asked, inside the list, which waits for that only so long."""

import asyncio
import time
from collections.abc import Sequence

from service.corpus import Corpus
from service.discovery import Recommendation
from service.summarization.generated_text import GeneratedText
from service.summarization.writer import TextRequest, Writer


async def blurbs(
    corpus: Corpus, writer: Writer, found: Sequence[Recommendation], user: str | None, key: str | None
) -> list[GeneratedText | None]:
    """A blurb for each recommendation, in order; those not written in time are quoted, and are there the next time.

    One that is due to be made anew is shown as it was, where that takes too long.

    None for those that could not even be quoted within as long again, where many lists are made at once. `user` is for
    whom, and `key` the id of the key that asked.
    """
    if not found:
        return []
    requests = await asyncio.to_thread(_requests, corpus, found)
    allowance = writer.chain.allowance(user, key)
    tasks = [asyncio.create_task(writer.write(request, allowance)) for request in requests]
    _, late = await asyncio.wait(tasks, timeout=writer.chain.settings.inline_s)
    for task in late:
        task.cancel()  # we stop waiting; the writer goes on until its own deadline
    waiting = [request for request, task in zip(requests, tasks, strict=True) if task in late]
    until = time.monotonic() + writer.chain.settings.inline_s  # counted while it waits for a thread, too
    quoted = iter(await asyncio.to_thread(_quoted, writer, waiting, until))
    return [next(quoted) if task in late else task.result() for task in tasks]


def _quoted(writer: Writer, requests: Sequence[TextRequest], until: float) -> list[GeneratedText | None]:
    return [_late(writer, request) if time.monotonic() < until else None for request in requests]


def _late(writer: Writer, request: TextRequest) -> GeneratedText:
    """What a model wrote before, and is late to write anew; else the abstract quoted."""
    return writer.kept(request) or writer.quoted(request, "deadline")


async def kept_blurbs(corpus: Corpus, writer: Writer, found: Sequence[Recommendation]) -> list[GeneratedText]:
    """A blurb for each recommendation, in order: one that a model wrote before, or a quoted one; none is asked."""
    requests = await asyncio.to_thread(_requests, corpus, found)
    return [await writer.kept_or_quoted(request) for request in requests]


def written_blurbs(corpus: Corpus, writer: Writer, found: Sequence[Recommendation]) -> list[GeneratedText]:
    """The blurbs of recommendations that a model wrote before; none is asked, and no abstract quoted."""
    return [text for request in _requests(corpus, found) if (text := writer.kept(request))]


def _requests(corpus: Corpus, found: Sequence[Recommendation]) -> list[TextRequest]:
    causes = [[cause.paper_id for cause in item.because if cause.contribution > 0] for item in found]
    known = corpus.catalog.get({paper_id for ids in causes for paper_id in ids})
    return [
        TextRequest(item.paper, "blurb", tuple(known[paper_id] for paper_id in ids if paper_id in known))
        for item, ids in zip(found, causes, strict=True)
    ]
