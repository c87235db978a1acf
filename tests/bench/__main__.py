"""Speed on this machine: `python -m tests.bench [ROW…] [--sizes 784,10000]`; without a row, all of them.

Prints each row's figures side by side, adds them to DIR/performance.json, and draws DIR/ROW.svg. `page` writes
docs/performance.md from that; `attacks`, `blanks`, `bodies`, `injections` and `outages` are studies of their own.
"""

import argparse
import importlib
import shlex
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

from service.observability import configure
from service.settings import LogSettings
from tests.bench import machine, page
from tests.bench.ground import Ground
from tests.bench.measured import Measured
from tests.bench.result import ANY, FILE, Result, printed
from tests.bench.rows import BY_NAME, ROWS, Row

STUDIES = ("attacks", "blanks", "bodies", "injections", "outages")
SMALL = "784,10000"


def main(arguments: Sequence[str]) -> int:
    """1 when a row failed, 2 when something else was asked for than there is."""
    asked = _parsed(arguments)
    if asked.rows == ["page"]:
        page.write(asked.out / FILE)
        return 0
    if len(asked.rows) == 1 and asked.rows[0] in STUDIES:
        importlib.import_module(f"tests.bench.{asked.rows[0]}").main()
        return 0
    configure(LogSettings(level="error"))
    rows = [BY_NAME[name] for name in asked.rows] or ROWS
    run = machine.described() | {
        "seed": asked.seed,
        "data": asked.data.name if asked.data else "the sample",
        "threads": "one for BLAS; Chroma's own",
        "command": shlex.join(["python", "-m", "tests.bench", *arguments]),
    }
    print("\n".join(f"{name}: {value}" for name, value in run.items()), flush=True)
    with tempfile.TemporaryDirectory() as folder, threadpool_limits(1, user_api="blas"):
        ground = Ground(Path(folder), asked.seed, asked.data, asked.out, asked.before, brief=asked.brief)
        failed = _run(rows, asked.sizes, ground, run, Result(asked.out / FILE))
    page.draw(Result(asked.out / FILE), asked.out)
    return int(failed)


def _run(rows: Sequence[Row], sizes: Sequence[int], ground: Ground, run: dict[str, Any], result: Result) -> bool:
    """Whether a row failed; a failure is told in the place of its figures."""
    failed = False
    for row in rows:
        for size in sizes if row.sized else [ANY]:
            try:
                measured = row.measure(ground, size)
            except Exception as error:  # noqa: BLE001  # the other rows are still worth their time
                traceback.print_exc()
                measured = Measured(missing={"this row": f"failed: {type(error).__name__}: {error}"[:200]})
                failed = True
            result.add(row, size, measured, run)
            print(printed(row, size, measured), flush=True)
    return failed


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.bench", description=__doc__)
    names = [*BY_NAME, *STUDIES, "page"]
    parser.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(names))
    parser.add_argument("--sizes", type=_sizes, default=SMALL, help=f"papers, as in {SMALL}")
    parser.add_argument("--data", type=Path, help="papers as JSON lines to grow from, instead of the sample")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--before", type=Path, help="a checkout of earlier code, served beside this one")
    parser.add_argument("--brief", action="store_true", help="few requests: only to see that everything works")
    parser.add_argument("--out", type=Path, default=Path("runs/bench"), help="folder of the result and the plots")
    asked = parser.parse_args(arguments)
    if unknown := [name for name in asked.rows if name not in names]:
        parser.error(f"there is no row {unknown[0]!r}; there are {', '.join(names)}")
    if len(asked.rows) > 1 and (alone := set(asked.rows) - set(BY_NAME)):
        parser.error(f"{min(alone)!r} is no row, so it is asked for alone")
    if asked.before and not (asked.before / "service").is_dir():
        parser.error(f"--before {asked.before}: there is no checkout of the repository")
    return asked


def _sizes(words: str) -> list[int]:
    try:
        sizes = [int(word) for word in words.split(",")]
    except ValueError:
        raise argparse.ArgumentTypeError(f"{words!r} is not a list of numbers, as in {SMALL}") from None
    if min(sizes) < 1:
        raise argparse.ArgumentTypeError("a corpus has one paper at least")
    return sorted(set(sizes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
