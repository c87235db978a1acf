"""Processes of our own for pure work: they end with the one that started them, which alone hears a ctrl-C."""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Self, TypeVar, TypeVarTuple

from threadpoolctl import threadpool_limits  # pyright: ignore[reportMissingTypeStubs]

ASK_S = 5
"""How often a pool is asked whether it is broken, while its work is waited for."""
_AHEAD = 4  # pieces of work a process that are begun before the first is needed
_QUIET = "ignore:resource_tracker:UserWarning"  # after a kill of who started them, Python's own tidying is not news
_NICE = 19  # who waits for them comes first

T = TypeVar("T")
U = TypeVar("U")
Ts = TypeVarTuple("Ts")


def new_pool(count: int) -> ProcessPoolExecutor:
    """So many processes, which start with their first work."""
    if _QUIET not in sys.warnoptions:  # they are handed on to what multiprocessing starts
        sys.warnoptions.append(_QUIET)
    # Not forked: here are threads, SQLite and Chroma, of which a copy would be of no use and full of locks.
    return ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), _initialise)


def submit(pool: ProcessPoolExecutor, work: Callable[[*Ts], T], *values: *Ts) -> Future[T]:
    """Begin a piece of work. Raises BrokenProcessPool when a process has died."""
    with _uninterrupted():
        return pool.submit(work, *values)


def is_broken(pool: ProcessPoolExecutor) -> bool:
    """Whether a pool refuses work since a process died; one that is closed still ends what it began."""
    try:
        submit(pool, os.getpid)
    except BrokenProcessPool:
        return True
    except RuntimeError:
        pass
    return False


def kill_children() -> None:
    """End what a broken pool leaves: Python forgets a process that it was starting, and waits for it for ever."""
    for process in multiprocessing.active_children():  # the workers alone are any
        process.kill()


class ProcessMap:
    """Does what `map` does, in `count` processes that each have some work ahead; what they cannot do is done here.

    They start with the first work, and end with the context.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            if is_broken(pool):
                kill_children()
            pool.shutdown(cancel_futures=True)

    def __call__(self, work: Callable[[T], U], values: Iterable[T]) -> Iterator[U]:
        """What `work` makes of each value, in order; where `values` end with an exception, it comes behind the rest."""
        self._pool = self._pool or new_pool(self._count)
        return _mapped(self._pool, self._count * _AHEAD, work, values)


def _mapped(pool: ProcessPoolExecutor, ahead: int, work: Callable[[T], U], values: Iterable[T]) -> Iterator[U]:
    waiting: deque[tuple[T, Future[U] | None]] = deque()
    coming, fault = iter(values), None
    while fault is None:
        try:
            value = next(coming)
        except StopIteration:
            break
        except Exception as error:  # noqa: BLE001  # raised again
            fault = error
            break
        waiting.append((value, _begun(pool, work, value)))
        if len(waiting) > ahead:
            yield _outcome(pool, work, *waiting.popleft())
    while waiting:
        yield _outcome(pool, work, *waiting.popleft())
    if fault is not None:
        raise fault


def _begun(pool: ProcessPoolExecutor, work: Callable[[T], U], value: T) -> Future[U] | None:
    try:
        return submit(pool, work, value)
    except (BrokenProcessPool, OSError):
        return None


def _outcome(pool: ProcessPoolExecutor, work: Callable[[T], U], value: T, future: Future[U] | None) -> U:
    try:
        # In Python 3.11 `submit` and the thread that clears a broken pool may meet, and nobody ends that future then.
        while future is not None and not wait([future], timeout=ASK_S).done:
            if is_broken(pool):
                future = None
        if future is not None:
            return future.result()
    except BrokenProcessPool:
        pass
    return work(value)


@contextmanager
def _uninterrupted() -> Generator[None]:
    """A process that is started meanwhile never sees a ctrl-C in the terminal: it ends with who started it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _initialise() -> None:
    """What a new process does first."""
    os.nice(_NICE)
    threadpool_limits(1, user_api="blas")
    gc.freeze()  # what was imported stays
    threading.Thread(target=_exit_with_parent, name="leave", daemon=True).start()


def _exit_with_parent() -> None:
    """Go when the process that started this one is gone, also when it was killed and could not say so."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
