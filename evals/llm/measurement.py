"""What a model makes of texts, by the service's own path: kept, dropped, copied, and its calls and seconds."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from evals.datasets.sample_corpus import sample_papers
from evals.datasets.sampling import drawn
from evals.llm import fallback_chain
from evals.suites.request import Request
from service import llm, prompts
from service.papers import Paper
from service.settings import LLMSettings
from service.summarization import GeneratedText, TextKind, TextRequest, TextWorkers, Writer, copied_share
from service.text import sentences, terms

_LIKED = 2  # papers that a blurb is told of


@dataclass(frozen=True, slots=True)
class Measured:
    """One text, the calls and the seconds it took."""

    text: GeneratedText
    paper: Paper
    calls: int
    seconds: float


def measure(kind: TextKind, settings: LLMSettings, request: Request) -> list[str]:
    """Rows of a table for the papers that are drawn; what was once answered is not asked again, so use a new folder."""
    papers = sample_papers()
    wanted = [papers[paper_id] for paper_id in sorted(drawn(list(papers), request.limit, request.seed))]
    with fallback_chain.open_chain(settings, request.runs) as chain:
        writer = Writer(chain, prompts.load(), TextWorkers(0), fallback_chain.now)
        measured = asyncio.run(_texts(writer, [_request(paper, kind, list(papers.values())) for paper in wanted]))
    return [_row(kind, settings, measured), *(_line(each) for each in measured)]


def _request(paper: Paper, kind: TextKind, papers: Sequence[Paper]) -> TextRequest:
    """The request of a text; a blurb is told of the papers that share most words with its own."""
    own = {*terms(paper.title), *terms(paper.abstract)}
    others = [other for other in papers if other.id != paper.id]
    others.sort(key=lambda other: (-len(own & {*terms(other.abstract)}) / (20 + len(other.abstract.split())), other.id))
    return TextRequest(paper, kind, tuple(others[:_LIKED]) if kind == "blurb" else ())


async def _texts(writer: Writer, text_requests: Sequence[TextRequest]) -> list[Measured]:
    """One after the other, so that each has the server for itself."""
    measured = list[Measured]()
    ledger = writer.chain.ledger
    for text_request in text_requests:
        calls, begun = ledger.spending(fallback_chain.now()).calls, time.perf_counter()
        text = await writer.write(text_request, writer.chain.allowance())
        seconds = time.perf_counter() - begun
        measured.append(
            Measured(text, text_request.paper, ledger.spending(fallback_chain.now()).calls - calls, seconds)
        )
    await llm.close()
    return measured


def _row(kind: TextKind, settings: LLMSettings, measured: Sequence[Measured]) -> str:
    kept = [each for each in measured if each.text.source == "llm"]
    whole = sum(each.text.dropped <= 1 for each in kept)
    told = [sentence.text for each in kept for sentence in each.text.sentences]
    source = [each.paper.abstract[slice(*span)] for each in kept for span in sentences(each.paper.abstract)]
    copied = sum(copied_share([sentence], source) == 1 for sentence in told)
    tied = sum(len({span.paper_id for s in each.text.sentences for span in s.support}) > 1 for each in kept)
    cells = [
        settings.summary_prompt if kind == "summary" else settings.blurb_prompt,
        f"{len(kept)} of {len(measured)}",
        str(whole),
        str(sum(each.text.dropped for each in kept)),
        f"{copied} of {len(told)}",
        str(tied) if kind == "blurb" else "–",
        f"{sum(each.calls for each in measured) / len(measured):.1f}",
        f"{sum(each.seconds for each in measured) / len(measured):.0f}",
    ]
    return f"| {' | '.join(cells)} |"


def _line(each: Measured) -> str:
    why = each.text.fallback.reason if each.text.fallback else "kept"
    return f"{each.paper.id} {why} -{each.text.dropped}: {each.text.text}"
