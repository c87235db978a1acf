"""Processes of our own in which texts are quoted and verified, so that no request waits for the interpreter.

Only pure work goes there, and only values go with it. Until `open` is called, and with no processes at all, the same
work is done here, in one thread. A process that dies, as by the kernel when memory is short, costs no text.
"""

import asyncio
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import TypeAlias, TypeVar, TypeVarTuple

from tenacity import retry, retry_if_exception_type, stop_after_attempt

from service.observability import log
from service.papers import Paper
from service.processes import ASK_S, is_broken, kill_children, new_pool, submit
from service.summarization.claim_verification import verify_claims
from service.summarization.generated_text import GeneratedText, TextKind
from service.summarization.output_parser import Claim
from service.summarization.quotation import quote
from service.summarization.verification import SourceSentence, Verification

QuoteArguments: TypeAlias = tuple[Paper, TextKind, Sequence[Paper], int, str | None]
"""What `quote` is asked for: the paper, the kind, liked papers, the most words, why no model wrote it."""

_CHUNK = 8  # texts that a process quotes in one go: a check that comes meanwhile waits for no more
_START_S = 60
# One thread: several would not check faster, but make the event loop and the ledger wait for the interpreter.
_HERE = ThreadPoolExecutor(1, "text")

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class TextWorkers:
    """At most `count` processes; safe to use from several event loops and threads."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool: ProcessPoolExecutor | None = None
        self._changing = threading.Lock()

    def open(self) -> None:
        """Start the processes, and return when the first is ready; seconds, so not from an event loop."""
        with self._changing:
            if self._count == 0 or self._pool is not None:
                return
            self._pool, begun = _started(self._count)
        # A process that cannot start is met again by the first work; `close` may come meanwhile.
        wait(begun, timeout=_START_S)

    def close(self) -> None:
        """End the processes, and wait for that; what comes later is done here."""
        with self._changing:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(cancel_futures=True)

    async def quote(self, requests: Sequence[QuoteArguments]) -> list[GeneratedText]:
        """The texts that `quotation.quote` makes, in order."""
        chunks = [tuple(requests[start : start + _CHUNK]) for start in range(0, len(requests), _CHUNK)]
        found = await asyncio.gather(*(self._done(_quotes, chunk) for chunk in chunks))
        return [text for chunk in found for text in chunk]

    async def verify(self, claims: Sequence[Claim], paper: Paper, source: Sequence[SourceSentence]) -> Verification:
        """What `verify_claims` finds."""
        return await self._done(verify_claims, claims, paper, source)

    async def _done(self, work: Callable[[*Ts], T], *values: *Ts) -> T:
        try:
            return await self._in_process(work, *values)
        except BrokenProcessPool:
            await asyncio.to_thread(self._give_up)
            return await _here(work, *values)

    @retry(retry=retry_if_exception_type(BrokenProcessPool), stop=stop_after_attempt(2), reraise=True)
    async def _in_process(self, work: Callable[[*Ts], T], *values: *Ts) -> T:
        pool = self._pool
        if pool is None:
            return await _here(work, *values)
        try:
            return await _outcome(pool, submit(pool, work, *values))
        except BrokenProcessPool:
            self._replace(pool)
            raise

    def _replace(self, broken: ProcessPoolExecutor) -> None:
        with self._changing:
            if self._pool is broken:
                log.warning("text_worker_lost", detail="A process died; what it did is done again in another one.")
                kill_children()
                self._pool, _ = _started(self._count)

    def _give_up(self) -> None:
        """Who dies again at the same work would do so for ever, as where there is too little memory."""
        with self._changing:  # as one: a pool of no process cannot be started
            known, self._count = self._count, 0
            pool, self._pool = self._pool, None
        if known:
            log.error(
                "text_workers_lost", detail="Processes die again and again; texts are checked and quoted in the server."
            )
        kill_children()
        if pool is not None:
            pool.shutdown(cancel_futures=True)


def _started(count: int) -> tuple[ProcessPoolExecutor | None, list[Future[int]]]:
    """A pool and what its processes do first; none where the system has no room for one: the work is done here then."""
    try:
        pool = new_pool(count)
        return pool, [submit(pool, os.getpid) for _ in range(count)]
    except OSError as error:
        log.warning(
            "text_workers_missing", reason=f"{type(error).__name__}: {error}", detail="The server does their work."
        )
        kill_children()
        return None, []


async def _outcome(pool: ProcessPoolExecutor, future: Future[T]) -> T:
    """What the work gives; raises BrokenProcessPool also when the pool broke and Python forgot the work.

    In Python 3.11 `submit` and the thread that clears a broken pool may meet, and nobody ends that future then.
    """
    waited_for = asyncio.wrap_future(future)
    try:
        while not (await asyncio.wait([waited_for], timeout=ASK_S))[0]:
            if is_broken(pool):
                raise BrokenProcessPool
        return waited_for.result()
    finally:
        waited_for.cancel()


async def _here(work: Callable[[*Ts], T], *values: *Ts) -> T:
    return await asyncio.get_running_loop().run_in_executor(_HERE, work, *values)


def _quotes(requests: Sequence[QuoteArguments]) -> list[GeneratedText]:
    return [quote(*request) for request in requests]
