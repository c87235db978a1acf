"""A process that makes calls and pays for them: python -m tests.faults.spender FOLDER CALLS."""

import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from service.settings import StoreSettings
from service.storage import Budget, Ledger
from service.storage.sql import Database

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
CEILING, COST = 100, 1  # nano-dollars of each call


def main(folder: Path, calls: int) -> None:
    """Print `reserved NUMBER` and `settled NUMBER` once each is acknowledged; the call after the last never returns."""
    ledger = Ledger(Database(folder / "paperlark.db", StoreSettings(min_free_mb=0)))
    for made in range(calls + 1):
        number = ledger.reserve("stub", CEILING, user="ann", now=NOW, budget=Budget())
        say("reserved", number)
        if made == calls:
            signal.pause()
        ledger.settle(number, COST, 3, 5, NOW)
        say("settled", number)


def say(verb: str, number: int) -> None:
    sys.stdout.write(f"{verb} {number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
