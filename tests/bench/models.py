"""The model layer in front of a stub upstream: throughput, the event loop, deadlines kept, recovery, start-up.

The stub of the throughput figures thinks for one second and runs in a process of its own. All checks are included.
"""

import asyncio
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from service import ingest, llm, prompts, settings
from service.api import Services
from service.app import build
from service.cli import server
from service.corpus import sample
from service.llm import FallbackChain
from service.observability import configure
from service.papers import Paper, Source, make_paper
from service.settings import LLMSettings, LogSettings, StoreSettings
from service.storage import Catalog, Ledger
from service.storage.sql import Database
from service.summarization import TextRequest, TextWorkers, Writer
from tests.bench.api import resident_mb, serving
from tests.corpora import NOW, samples
from tests.model_parts import asked, played, texts
from tests.upstream import FAULTS, Upstream

PAPERS, AT_ONCE, SECONDS = 1_000, 32, 1.0
DEADLINE_S = 10.0
BREAKER_S = 2.0


def main() -> None:
    """Print the figures."""
    print(f"cores {os.cpu_count()}, load average {os.getloadavg()[0]:.1f}")
    configure(LogSettings(level="error"))
    llm.load_litellm()
    with tempfile.TemporaryDirectory() as folder:
        _throughput(Path(folder))
        _recovery(Path(folder))
    with tempfile.TemporaryDirectory() as folder, build(settings.load(data_dir=folder)) as services:
        services.corpus.add(ingest.read(sample.data(), "jsonl").papers[:60], services.now())
        _deadlines(services)
    _starts()


def _throughput(folder: Path) -> None:
    papers = _papers(PAPERS)
    with _writer_on(folder / "many.db", papers) as make, _stub() as url:
        model = {"model": "openai/slow", "api_base": url}
        writer = make(LLMSettings.model_validate({"models": [model], "concurrency": AT_ONCE}))
        server.tune()
        cpu = time.process_time()
        wall, blocked, calls = asyncio.run(_watched(_written(writer, papers), _first(writer, papers[0])))
        cpu = time.process_time() - cpu
        bare, bare_blocked, _ = asyncio.run(_watched(_bare(f"{url}/chat/completions", _bodies(papers, calls))))
    ideal = calls * SECONDS / AT_ONCE
    print(f"{PAPERS:,} papers, {calls:,} calls of {SECONDS} s, {AT_ONCE} at once: ideal {ideal:.2f} s")
    for name, seconds, longest in (
        ("checked summaries", wall, blocked),
        ("the same by bare httpx", bare, bare_blocked),
    ):
        print(f"{name:35}{seconds:8.2f} s, {seconds / ideal:.3f} x ideal, loop blocked {longest:.0f} ms at most")
    aside = resource.getrusage(resource.RUSAGE_CHILDREN)  # the stub and the text workers, which have ended
    print(
        f"CPU of checked summaries{'':11}{cpu:8.2f} s here, {aside.ru_utime + aside.ru_stime:.2f} s in other processes"
    )


def _papers(count: int) -> list[Paper]:
    """The sample, and again under other titles until there are enough."""
    own = list(samples(784))
    more = [make_paper(f"{p.title}, again", p.abstract, source=Source(name="bench")) for p in own if p.abstract]
    return [paper for paper in [*own, *more] if paper.abstract][:count]


@contextmanager
def _writer_on(path: Path, papers: list[Paper]) -> Generator[Callable[[LLMSettings], Writer]]:
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
def _stub() -> Generator[str]:
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
    print(f"written by the model               {sources.count('llm'):8}")
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


def _recovery(folder: Path) -> None:
    papers = _papers(400)
    with _writer_on(folder / "recovery.db", papers) as make, Upstream() as upstream:
        knobs = {"breaker_s": BREAKER_S, "breaker_failures": 3, "attempts": 1}
        writer = make(LLMSettings.model_validate({"models": played(upstream, "good"), **knobs}))
        print(
            f"model text after a dead server lives again  {asyncio.run(_revived(writer, upstream, papers)):.2f} s",
            end="",
        )
        print(f", breaker {BREAKER_S} s")


async def _revived(writer: Writer, upstream: Upstream, papers: list[Paper]) -> float:
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
    with _stub() as url, asked(services, url, fault, **knobs) as client:
        before = time.perf_counter()
        found = texts(client, paper_ids=ids)
        seconds = time.perf_counter() - before
    assert all(item["source"] == "extractive" and item["fallback"] for item in found)
    return seconds, ledger.spending(NOW).calls - earlier


def _starts() -> None:
    os.environ["PAPERLARK_EMBEDDING__MAX_TOKENS"] = "16"
    with tempfile.TemporaryDirectory() as folder, Upstream() as upstream:
        with serving(folder):
            pass  # the sample is loaded
        for models in ("[]", f'[{{"model": "openai/good", "api_base": "{upstream.url}"}}]'):
            os.environ["PAPERLARK_LLM__MODELS"] = models
            before = time.perf_counter()
            with serving(folder) as (_, process):
                seconds = time.perf_counter() - before
                time.sleep(20)  # litellm is imported meanwhile
                print(f"start {'with a' if 'good' in models else 'without'} model    {seconds:8.1f} s", end="")
                print(f", resident memory {resident_mb(process.pid):.0f} MB")
    del os.environ["PAPERLARK_LLM__MODELS"], os.environ["PAPERLARK_EMBEDDING__MAX_TOKENS"]
