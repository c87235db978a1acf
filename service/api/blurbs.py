"""Why each recommended paper matters to whoever asked, inside the list, which waits for that only so long."""

import asyncio

from service.api.services import Services
from service.discovery.recommendations import Recommendation
from service.summarization.writer import Order
from service.summarization.generated_text import Written


async def blurbs(services: Services, found: tuple[Recommendation, ...], user: str | None) -> list[Written]:
    """A blurb for each recommendation, in order; those not written in time are quoted, and are there the next time."""
    if not found:
        return []
    writer = services.writer
    orders = await asyncio.to_thread(_orders, services, found)
    request = writer.chain.request(user)
    tasks = [asyncio.create_task(writer.write(order, request)) for order in orders]
    _, late = await asyncio.wait(tasks, timeout=services.settings.llm.inline_s)
    for task in late:
        task.cancel()  # we stop waiting; the writer goes on until its own deadline
    return [
        await asyncio.to_thread(writer.quoted, order, "deadline") if task in late else task.result()
        for order, task in zip(orders, tasks, strict=True)
    ]


def _orders(services: Services, found: tuple[Recommendation, ...]) -> list[Order]:
    causes = [[cause.paper_id for cause in item.because if cause.contribution > 0] for item in found]
    known = services.holdings.catalog.get({paper_id for ids in causes for paper_id in ids})
    return [
        Order(item.paper, "blurb", tuple(known[paper_id] for paper_id in ids if paper_id in known))
        for item, ids in zip(found, causes, strict=True)
    ]
