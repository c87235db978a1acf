"""Whether a server runs out of file descriptors, which nothing else says: new connections are then just not taken."""

import resource
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from service.observability import log

_LOOK_S = 10.0
_ALMOST = 0.9  # of the limit
_OPEN = Path("/proc/self/fd")  # of Linux; elsewhere nothing is watched


def raise_limit() -> None:
    """Let this process open as many files as its user may."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(OSError, ValueError):  # macOS takes no limit without an end
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


@contextmanager
def watched(look_s: float = _LOOK_S) -> Generator[None]:
    """While it lasts, log an error each time that nine tenths of the files that may be open are."""
    ended = threading.Event()
    thread = threading.Thread(target=_watch, args=(ended, look_s), name="open-files", daemon=True)
    if _OPEN.is_dir():
        thread.start()
    try:
        yield
    finally:
        ended.set()
        if thread.ident is not None:
            thread.join()


def _watch(ended: threading.Event, look_s: float) -> None:
    told = False
    while not ended.wait(look_s):
        limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        running_out = _open_files(limit) >= _ALMOST * limit
        if running_out and not told:
            log.error("files_run_out", limit=limit, advice="raise `ulimit -n`, or LimitNOFILE of the unit")
        told = running_out


def _open_files(limit: int) -> int:
    """How many files are open; all of them when even to look takes one more than there is."""
    try:
        return sum(1 for _ in _OPEN.iterdir())
    except OSError:
        return limit
