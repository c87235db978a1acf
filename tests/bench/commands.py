"""What one waits for in a terminal: help, the first start, the next ones, beside the interpreter and the imports."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bench.api import serving
from tests.bench.ground import Ground, environment
from tests.bench.measured import Measured, best_of

ROUNDS = 5
PAPERLARK = Path(sys.executable).with_name("paperlark")


def measure(ground: Ground, _size: int) -> Measured:
    """Milliseconds or seconds, each the best of some rounds; a first start can only be tried once a folder."""
    fresh = [ground.fresh(f"first{turn}") for turn in range(ground.rounds(2))]
    rounds = ground.rounds(ROUNDS)
    first = min(best_of(lambda folder=folder: _served(folder), 1) for folder in fresh)
    return Measured({
        "paperlark --help, ms": _ms([PAPERLARK, "--help"], rounds),
        "bare interpreter, ms": _ms([sys.executable, "-c", "pass"], rounds),
        "interpreter and the imports of help, ms": _ms([sys.executable, "-c", "import service.cli"], rounds),
        "first start with the sample, s": first,
        "next start, s": best_of(lambda: _served(fresh[0]), ground.rounds(3)),
        "interpreter and the imports of serve, s": _ms(
            [sys.executable, "-c", "import service.app, service.cli.server, chromadb"], rounds
        )
        / 1000,
    })  # fmt: skip


def _served(folder: Path) -> None:
    with serving(str(folder)):
        pass


def _ms(command: Sequence[str | Path], rounds: int) -> float:
    run: Callable[[], object] = lambda: subprocess.run(  # noqa: E731
        command, env=environment(), check=True, stdout=subprocess.DEVNULL
    )
    return 1000 * best_of(run, rounds)
