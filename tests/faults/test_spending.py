"""Many callers and kill -9: the budget holds, and a call whose end nobody saw stays counted."""

import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.settings import StoreSettings
from service.storage import Budget, BudgetExceeded, Ledger, Spending
from service.storage.sql import Database
from tests.faults.processes import start
from tests.faults.spender import CEILING, COST, NOW

pytestmark = pytest.mark.embedded("kills spenders over one SQLite file; tests/scale has those over PostgreSQL")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "paperlark.db", StoreSettings(min_free_mb=0, busy_timeout_s=60))
    database.migrate()
    yield database
    database.close()


@pytest.fixture
def ledger(database: Database) -> Ledger:
    return Ledger(database)


def test_threads_that_reserve_at_once_never_pass_the_budget(ledger: Ledger):
    """14 calls of 7 fit into 100, and 3 of one user into 21, however the threads come."""
    outcomes: list[str] = []

    def spend(worker: int) -> None:
        for _ in range(3):
            user = None if worker % 2 else "ann"
            try:
                ledger.reserve("stub", 7, user=user, now=NOW, budget=Budget(total_nano=100, user_day_nano=21))
                outcomes.append("reserved")
            except BudgetExceeded as error:
                outcomes.append(error.scope)

    threads = [threading.Thread(target=spend, args=(worker,)) for worker in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 96
    assert outcomes.count("reserved") == 14
    assert ledger.spending(NOW) == Spending(98, 98, 98, 14, 14, 0, 0)
    assert ledger.audit() == []


def test_threads_that_settle_the_same_call_settle_it_once(ledger: Ledger):
    number = ledger.reserve("stub", 100, user=None, now=NOW, budget=Budget())
    threads = [threading.Thread(target=ledger.settle, args=(number, cost, cost, cost, NOW)) for cost in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = ledger.spending(NOW)
    assert 1 <= spent.total_nano == spent.tokens_in == spent.tokens_out <= 8
    assert spent.open_calls == 0
    assert ledger.audit() == []


@pytest.mark.parametrize("settled", [0, 3])
def test_a_call_whose_process_died_counts_at_its_ceiling_ever_after(tmp_path: Path, ledger: Ledger, settled: int):
    with start("-m", "tests.faults.spender", tmp_path, str(settled)) as spender:
        said = [spender.stdout.readline() for _ in range(2 * settled + 1)]
        spender.kill()
    assert spender.returncode == -signal.SIGKILL
    assert said[-1].startswith("reserved")
    total = settled * COST + CEILING
    assert ledger.spending(NOW) == Spending(total, total, CEILING, 1, settled + 1, 3 * settled, 5 * settled)
    assert ledger.audit() == []
    with pytest.raises(BudgetExceeded):
        ledger.reserve("stub", 1, user=None, now=NOW, budget=Budget(total_nano=total))
    ledger.reserve("stub", 1, user=None, now=NOW, budget=Budget(total_nano=total + 1))


@pytest.mark.parametrize("steps", [2, 5])
def test_killed_at_any_moment_the_ledger_knows_every_call_that_was_acknowledged(
    tmp_path: Path, ledger: Ledger, steps: int
):
    with start("-m", "tests.faults.spender", tmp_path, "1000000") as spender:
        said = "".join(spender.stdout.readline() for _ in range(steps))
        spender.kill()
        said += spender.stdout.read()
    assert spender.returncode == -signal.SIGKILL
    reserved, settled = (said.count(verb) for verb in ("reserved", "settled"))
    spent = ledger.spending(NOW)
    closed = spent.calls - spent.open_calls
    assert spent.total_nano == closed * COST + spent.open_calls * CEILING
    assert spent.open_calls <= 1
    assert 0 <= spent.calls - reserved <= 1  # the last step may have been written and not been said
    assert 0 <= closed - settled <= 1
    assert ledger.audit() == []
