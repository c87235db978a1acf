"""A model's server that fails: how soon its texts come back when it lives again, and that every deadline is kept."""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from service import llm, settings
from service.api import Services
from service.app import build
from service.observability import configure
from service.papers import Paper
from service.settings import LLMSettings, LogSettings
from service.storage import Ledger
from service.summarization import TextRequest, Writer
from tests.bench.models import stub, writer_on
from tests.corpora import NOW, samples
from tests.model_parts import asked, played, texts
from tests.upstream import FAULTS, Upstream

DEADLINE_S, BREAKER_S = 10.0, 2.0


def main() -> None:
    """Print the figures."""
    configure(LogSettings(level="error"))
    llm.load_litellm()
    with tempfile.TemporaryDirectory() as folder:
        _recovery(Path(folder))
    with tempfile.TemporaryDirectory() as folder, build(settings.load(data_dir=folder)) as services:
        services.corpus.add(samples(60), services.now())
        _deadlines(services)


def _recovery(folder: Path) -> None:
    papers = [paper for paper in samples(400) if paper.abstract]
    with writer_on(folder / "recovery.db", papers) as make, Upstream() as upstream:
        knobs = {"breaker_s": BREAKER_S, "breaker_failures": 3, "attempts": 1}
        writer = make(LLMSettings.model_validate({"models": played(upstream, "good"), **knobs}))
        print(
            f"model text after a dead server lives again  {asyncio.run(_revived(writer, upstream, papers)):.2f} s",
            end="",
        )
        print(f", breaker {BREAKER_S} s")


async def _revived(writer: Writer, upstream: Upstream, papers: Sequence[Paper]) -> float:
    queue = iter(papers)

    async def source() -> str:
        return (await writer.write(TextRequest(next(queue), "summary"), writer.chain.allowance())).source

    assert [await source() for _ in range(20)] == ["llm"] * 20
    upstream.die()
    assert {await source() for _ in range(20)} == {"extractive"}
    called = len(upstream.calls)
    assert {await source() for _ in range(20)} == {"extractive"}
    assert len(upstream.calls) == called, "called while its breaker was open"
    upstream.die(dead=False)
    before = time.perf_counter()
    while await source() != "llm":  # noqa: ASYNC110  # a user would ask again as well
        await asyncio.sleep(0.02)
    await llm.close()
    return time.perf_counter() - before


def _deadlines(services: Services) -> None:
    ids = services.corpus.catalog.first_ids(20)
    print(f"deadline {DEADLINE_S} s: longest answer for one paper (summary and blurb), and for 20, and their calls")
    worst = 0.0
    for fault in FAULTS:
        row = [_longest(services, fault, ids[:count]) for count in (1, 20)]
        worst = max(worst, *(seconds for seconds, _ in row))
        print(f"  {fault:18}" + "".join(f"{seconds:8.2f} s {calls:4}" for seconds, calls in row))
    print(f"longest of all                     {worst:8.2f} s (bar {DEADLINE_S + 0.5} s)")


def _longest(services: Services, fault: str, ids: list[str]) -> tuple[float, int]:
    knobs = {"deadline_s": DEADLINE_S, "attempt_s": DEADLINE_S * 2 / 3}  # as the defaults are to each other
    ledger = Ledger(services.database)
    earlier = ledger.spending(NOW).calls
    with stub() as url, asked(services, url, fault, **knobs) as client:
        before = time.perf_counter()
        found = texts(client, paper_ids=ids)
        seconds = time.perf_counter() - before
    assert all(item["source"] == "extractive" and item["fallback"] for item in found)
    return seconds, ledger.spending(NOW).calls - earlier
