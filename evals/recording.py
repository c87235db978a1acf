"""What the configured language model writes about the cases, recorded, so that prompts and models can be compared."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from evals import models
from evals.histories import shuffled
from evals.samples import Kind, summary_cases
from evals.suite import Request
from service import llm, prompts
from service.summarization.worker_processes import Desks
from service.errors import BadInput, ServiceError
from service.papers.paper import Paper
from service.settings.groups import LLMSettings
from service.summarization.writer import Order, Writer
from service.text.cleaning import sentences
from service.summarization.generated_text import Written


def record(file: Path, kind: Kind, settings: LLMSettings, request: Request) -> list[str]:
    """Write one line a case to `file`, as `score` reads it; the cases that got no text are named, with the reason.

    The path is the service's own: checked, repaired, within the budget. What was once answered costs nothing again.
    """
    cases = summary_cases(request.cases)
    kept = set(shuffled([case.id for case, _ in cases], request.seed)[: request.limit])
    orders = {case.id: Order(paper, kind, mode="llm") for case, paper in cases if case.id in kept}
    with models.chain(settings, request.runs) as chain:
        writer = Writer(chain, prompts.load(), Desks(0), models.now)
        found = asyncio.run(_written(writer, orders))
    lines = [
        _line(case_id, orders[case_id].paper, text) for case_id, text in found.items() if isinstance(text, Written)
    ]
    if not lines:
        raise BadInput(f"no case got a text: {next(iter(found.values()), 'there are no cases')}")
    file.write_text("".join(lines), encoding="utf-8")
    return [f"{case_id}: {reason}" for case_id, reason in found.items() if isinstance(reason, str)]


async def _written(writer: Writer, orders: dict[str, Order]) -> dict[str, Written | str]:
    """The text of each case, or why there is none."""
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("recording", total=len(orders))

        async def one(order: Order) -> Written | str:
            try:
                return await writer.write(order, writer.chain.request())
            except ServiceError as error:
                return error.detail
            finally:
                progress.advance(task)

        try:
            texts = await asyncio.gather(*map(one, orders.values()))
        finally:
            await llm.close()
    return dict(zip(orders, texts, strict=True))


def _line(case_id: str, paper: Paper, written: Written) -> str:
    made = written.provenance
    row = {
        "case_id": case_id,
        "text": written.text,
        "evidence": _evidence(paper, written),
        "model": made.model,
        "prompt": made.prompt,
        "dropped": written.dropped,
        "cost_usd": made.cost_usd,
    }
    return json.dumps(row, ensure_ascii=False) + "\n"


def _evidence(paper: Paper, written: Written) -> Sequence[Sequence[int]]:
    """For each sentence the numbers, from 0, of the abstract's sentences that support it."""
    lines = sentences(paper.abstract)
    return [
        [
            n
            for n, line in enumerate(lines)
            if any(span.start < line.end and line.start < span.end for span in said.support)
        ]
        for said in written.sentences
    ]
