"""A thousand summaries by a model that thinks for a second a call, beside the bare calls: checks are included.

The stub of the model runs in a process of its own.
"""

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from service import llm, prompts, settings
from service.cli import server
from service.llm import FallbackChain
from service.papers import Paper
from service.settings import LLMSettings, StoreSettings
from service.storage import Catalog, Ledger
from service.storage.sql import Database
from service.summarization import TextRequest, TextWorkers, Writer
from tests.bench.ground import Ground
from tests.bench.measured import Measured
from tests.corpora import NOW

PAPERS, AT_ONCE, SECONDS = 1_000, 32, 1.0


def measure(ground: Ground, _size: int) -> Measured:
    """Seconds, how many times what thinking alone takes, and the longest time that the event loop was held up."""
    llm.load_litellm()
    papers = ground.papers(ground.some(PAPERS))
    with writer_on(ground.fresh("written").with_suffix(".db"), papers) as make, stub() as url:
        model = {"model": "openai/slow", "api_base": url}
        writer = make(LLMSettings.model_validate({"models": [model], "concurrency": AT_ONCE}))
        server.tune()
        cpu = time.process_time()
        wall, blocked, calls = asyncio.run(_watched(_written(writer, papers), _first(writer, papers[0])))
        cpu = time.process_time() - cpu
        bare, bare_blocked, _ = asyncio.run(_watched(_bare(f"{url}/chat/completions", _bodies(papers, calls))))
    return Measured({
        "checked summaries, s": wall,
        "bare httpx, s": bare,
        "of bare httpx, x": wall / bare,
        "of the thinking alone, x": wall / (calls * SECONDS / AT_ONCE),
        "event loop held up at most, ms": blocked,
        "event loop of bare httpx held up at most, ms": bare_blocked,
        "processor time, s": cpu,
        "calls, calls": calls,
    })  # fmt: skip


@contextmanager
def writer_on(path: Path, papers: list[Paper]) -> Generator[Callable[[LLMSettings], Writer]]:
    database = Database(path, StoreSettings())
    database.migrate()
    Catalog(database).put(papers, NOW)
    text_workers = TextWorkers(settings.load().text_processes)
    text_workers.open()
    yield lambda known: Writer(
        FallbackChain(known, Ledger(database), lambda: NOW), prompts.load(), text_workers, lambda: NOW
    )
    text_workers.close()
    database.close()


@contextmanager
def stub() -> Generator[str]:
    with subprocess.Popen([sys.executable, "-m", "tests.upstream"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()


async def _watched(
    work: Coroutine[Any, Any, int], first: Coroutine[Any, Any, object] | None = None
) -> tuple[float, float, int]:
    """Seconds that it took, the longest time in ms that the event loop did not get round, and the result.

    What comes `first` is watched, but takes no time: a second call of the stub would else count as ours.
    """
    longest = 0.0

    async def tick() -> None:
        nonlocal longest
        last = time.perf_counter()
        while True:
            await asyncio.sleep(0.001)
            now = time.perf_counter()
            longest, last = max(longest, now - last), now

    ticking = asyncio.create_task(tick())
    if first is not None:
        await first
    before = time.perf_counter()
    result = await work
    seconds = time.perf_counter() - before
    ticking.cancel()
    await llm.close()
    return seconds, longest * 1000, result


async def _side_by_side(jobs: Iterable[Callable[[], Coroutine[Any, Any, Any]]], most: int) -> list[Any]:
    """What the jobs say, `most` of them under way; a task for each one would be more than a server ever has."""
    waiting, said = iter(jobs), list[Any]()

    async def work() -> None:
        for job in waiting:
            said.append(await job())

    await asyncio.gather(*(work() for _ in range(most)))
    return said


async def _first(writer: Writer, paper: Paper) -> None:
    await writer.write(TextRequest(paper, "blurb"), writer.chain.allowance())  # what is made at first use


async def _written(writer: Writer, papers: list[Paper]) -> int:
    before = writer.chain.ledger.spending(NOW).calls

    async def source(paper: Paper) -> str:
        return (await writer.write(TextRequest(paper, "summary"), writer.chain.allowance())).source

    # Some are checked while others are written; the chain bounds the calls.
    sources = await _side_by_side((lambda paper=paper: source(paper) for paper in papers), 2 * AT_ONCE)
    assert "llm" in sources, "no text is the model's"
    return writer.chain.ledger.spending(NOW).calls - before


async def _bare(url: str, bodies: list[dict[str, object]]) -> int:
    async with httpx.AsyncClient(timeout=60, limits=httpx.Limits(max_connections=None)) as client:
        answers = await _side_by_side((lambda body=body: client.post(url, json=body) for body in bodies), AT_ONCE)
    return sum(bool(answer.json()["choices"]) for answer in answers)


def _bodies(papers: list[Paper], calls: int) -> list[dict[str, object]]:
    """What the writer sends, once for each of its calls."""
    prompt = prompts.load().get("summary/v1")
    asked_for = [
        prompt.messages(language="English", max_words="120", source=prompts.source_block([paper])) for paper in papers
    ]
    return [
        {"model": "slow", "max_tokens": 2500, "messages": list(asked_for[turn % len(papers)])} for turn in range(calls)
    ]
