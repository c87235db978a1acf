"""Why each recommended paper matters to whoever asked, inside the list, which waits for that only so long."""

import asyncio

from service.api.services import Services
from service.discovery import Recommendation
from service.summarization import GeneratedText, TextRequest


async def blurbs(services: Services, found: tuple[Recommendation, ...], user: str | None) -> list[GeneratedText]:
    """A blurb for each recommendation, in order; those not written in time are quoted, and are there the next time."""
    if not found:
        return []
    writer = services.writer
    make_text_requests = await asyncio.to_thread(_orders, services, found)
    allowance = writer.chain.allowance(user)
    tasks = [asyncio.create_task(writer.write(request, allowance)) for request in make_text_requests]
    _, late = await asyncio.wait(tasks, timeout=services.settings.llm.inline_s)
    for task in late:
        task.cancel()  # we stop waiting; the writer goes on until its own deadline
    return [
        await asyncio.to_thread(writer.quoted, request, "deadline") if task in late else task.result()
        for request, task in zip(make_text_requests, tasks, strict=True)
    ]


def _orders(services: Services, found: tuple[Recommendation, ...]) -> list[TextRequest]:
    causes = [[cause.paper_id for cause in item.because if cause.contribution > 0] for item in found]
    known = services.corpus.catalog.get({paper_id for ids in causes for paper_id in ids})
    return [
        TextRequest(item.paper, "blurb", tuple(known[paper_id] for paper_id in ids if paper_id in known))
        for item, ids in zip(found, causes, strict=True)
    ]
