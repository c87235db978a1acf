"""What is done once a minute: by one process, whatever becomes of it, and only where there may be something to do."""

import threading
import time
from datetime import UTC, datetime

import pytest

from service.errors import StoreBusy
from service.jobs import JobHandlers, Sweep, Worker, worker


@pytest.fixture
def working(small, tmp_path, monkeypatch):
    """Has a worker sweep every second."""
    monkeypatch.setattr(worker, "_EVERY_MINUTE", "* * * * * *")
    handlers = JobHandlers(small.jobs, small.corpus, small.libraries, small.writer, small.fetches, small.digests)
    begun = []

    def work(*sweeps):
        one = Worker(small.jobs, handlers, f"sqlite:///{tmp_path / 'engine.db'}", shared=False, sweeps=sweeps)
        begun.append(one)
        one.start()
        return one

    yield work
    for each in begun:
        each.stop()


def test_sweeps_are_told_the_time_of_each_tick_once_and_one_that_fails_does_not_keep_the_others(working):
    ticks, enough = [], threading.Event()

    def ticked(at):
        ticks.append(at)
        if len(ticks) == 2:
            enough.set()

    def failing(error):
        def run(_):
            raise error

        return run

    working(
        Sweep("busy", failing(StoreBusy("The database is busy.")), lambda: True),
        Sweep("broken", failing(RuntimeError()), lambda: False),
        Sweep("sound", ticked, lambda: False),
    )
    assert enough.wait(30)
    assert len(ticks) == len(set(ticks))
    assert all(each.microsecond == 0 and abs((datetime.now(UTC) - each).total_seconds()) < 60 for each in ticks)


def test_nothing_is_launched_where_no_sweep_may_find_anything(working):
    idle = working(Sweep("idle", print, lambda: False))
    time.sleep(1.5)
    assert idle._dbos is None  # noqa: SLF001
