"""Work in other processes gives what it gives here, whoever dies."""

import multiprocessing
import os
import signal
from concurrent.futures import Future, ProcessPoolExecutor

import pytest

from service.processes import ProcessMap


def doubled(number: int) -> int:
    return 2 * number


def doubled_or_dead(number: int) -> int:
    """Ends its process where it is one of several."""
    if number == 30 and multiprocessing.parent_process() is not None:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def test_results_come_in_order_and_a_fault_behind_them():
    def values():
        yield from range(100)
        raise LookupError("no more")

    found = []
    with ProcessMap(2) as mapped, pytest.raises(LookupError, match="no more"):
        found.extend(mapped(doubled, values()))
    assert found == [2 * number for number in range(100)]
    assert multiprocessing.active_children() == []


def test_processes_start_with_the_first_work():
    with ProcessMap(2):
        assert multiprocessing.active_children() == []


def test_only_some_values_are_taken_ahead():
    taken = []
    with ProcessMap(2) as mapped:
        results = mapped(doubled, (taken.append(number) or number for number in range(1_000)))
        assert next(results) == 0
    assert len(taken) == 9


def test_what_a_process_dies_of_is_done_here():
    with ProcessMap(2) as mapped:
        assert list(mapped(doubled_or_dead, range(100))) == [2 * number for number in range(100)]
    assert multiprocessing.active_children() == []


def test_work_that_python_forgot_is_done_here(monkeypatch):
    submit, forgotten = ProcessPoolExecutor.submit, []

    def forgetful(pool, work, *values):
        if forgotten or values != (5,):
            return submit(pool, work, *values)
        os.kill(multiprocessing.active_children()[0].pid, signal.SIGKILL)
        forgotten.append(Future())
        return forgotten[0]

    monkeypatch.setattr("service.processes.ASK_S", 0.5)
    monkeypatch.setattr(ProcessPoolExecutor, "submit", forgetful)
    with ProcessMap(2) as mapped:
        assert list(mapped(doubled, range(20))) == [2 * number for number in range(20)]
    assert forgotten
