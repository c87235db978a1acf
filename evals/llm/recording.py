"""What the configured language model writes about the cases, recorded, so that prompts and models can be compared."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from evals.datasets.sample_corpus import summary_cases
from evals.datasets.sampling import drawn
from evals.llm import fallback_chain
from evals.suites.request import Request
from service import llm, prompts
from service.errors import BadInput, ServiceError
from service.papers import Paper
from service.settings import LLMSettings
from service.summarization import GeneratedText, TextKind, TextRequest, TextWorkers, Writer
from service.text import sentences


def record(file: Path, kind: TextKind, settings: LLMSettings, request: Request) -> list[str]:
    """Write one line a case to `file`, as `score` reads it; the cases that got no text are named, with the reason.

    The path is the service's own: checked, repaired, within the budget. What was once answered costs nothing again.
    Raises BadInput when no model is configured, or no case got a text.
    """
    cases = summary_cases(request.cases)
    kept = drawn([case.id for case, _ in cases], request.limit, request.seed)
    text_requests = {case.id: TextRequest(paper, kind, mode="llm") for case, paper in cases if case.id in kept}
    with fallback_chain.open_chain(settings, request.runs) as chain:
        writer = Writer(chain, prompts.load(), TextWorkers(0), fallback_chain.now)
        found = asyncio.run(_texts(writer, text_requests))
    lines = [
        _line(case_id, text_requests[case_id].paper, text)
        for case_id, text in found.items()
        if isinstance(text, GeneratedText)
    ]
    if not lines:
        raise BadInput(f"no case got a text: {next(iter(found.values()), 'there are no cases')}")
    file.write_text("".join(lines), encoding="utf-8")
    return [f"{case_id}: {reason}" for case_id, reason in found.items() if isinstance(reason, str)]


async def _texts(writer: Writer, text_requests: dict[str, TextRequest]) -> dict[str, GeneratedText | str]:
    """The text of each case, or why there is none."""
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("recording", total=len(text_requests))

        async def one(text_request: TextRequest) -> GeneratedText | str:
            try:
                return await writer.write(text_request, writer.chain.allowance())
            except ServiceError as error:
                return error.detail
            finally:
                progress.advance(task)

        try:
            texts = await asyncio.gather(*map(one, text_requests.values()))
        finally:
            await llm.close()
    return dict(zip(text_requests, texts, strict=True))


def _line(case_id: str, paper: Paper, generated: GeneratedText) -> str:
    provenance = generated.provenance
    row = {
        "case_id": case_id,
        "text": generated.text,
        "evidence": _evidence(paper, generated),
        "model": provenance.model,
        "prompt": provenance.prompt,
        "dropped": generated.dropped,
        "cost_usd": provenance.cost_usd,
    }
    return json.dumps(row, ensure_ascii=False) + "\n"


def _evidence(paper: Paper, generated: GeneratedText) -> Sequence[Sequence[int]]:
    """For each sentence the numbers, from 0, of the abstract's sentences that support it."""
    lines = sentences(paper.abstract)
    return [
        [
            n
            for n, line in enumerate(lines)
            if any(span.start < line.end and line.start < span.end for span in sentence.support)
        ]
        for sentence in generated.sentences
    ]
