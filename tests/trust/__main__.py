"""Run what counts the figures of trust: `python -m tests.trust [--quick] [FIGURE…]`; it writes docs/trust.md.

With --quick only tests, and none of those that `make test` leaves out as slow; otherwise these and the commands, too.
"""

import argparse
import json
import shlex
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench import machine
from tests.trust import page
from tests.trust.figures import FIGURES, Figure

ROOT = page.DOCS.parent
SEED = 0  # of what is killed when, and of made-up requests


def main(arguments: Sequence[str]) -> int:
    """1 when a test or a command failed, 2 when a figure is asked for that is not there."""
    parser = argparse.ArgumentParser("python -m tests.trust", description=__doc__)
    parser.add_argument("figures", nargs="*", metavar="FIGURE", help=", ".join(each.id for each in FIGURES))
    parser.add_argument("--quick", action="store_true", help="only tests that are not slow: minutes")
    asked = parser.parse_args(arguments)
    if unknown := set(asked.figures) - {each.id for each in FIGURES}:
        parser.error(f"there is no figure {min(unknown)}")
    wanted = [each for each in FIGURES if not asked.figures or each.id in asked.figures]
    began = time.monotonic()
    about = machine.described()
    came = {figure.id: {"tests": counts} for figure, counts in _tests(wanted, quick=asked.quick)}
    if not asked.quick:
        commands = dict.fromkeys(command for each in wanted for command in each.commands)
        ended = {command: _ended(command) for command in commands}
        for each in wanted:
            came[each.id]["commands"] = {command: ended[command] for command in each.commands}
    about |= {
        "date": datetime.now(UTC).date().isoformat(),
        "command": shlex.join(["python", "-m", "tests.trust", *arguments]),
        "seed": SEED,
        "seconds": round(time.monotonic() - began),
    }
    _keep(about, came, all_of_them=not asked.figures)
    failed = [name for name, each in came.items() if _failed(each)]
    sys.stdout.write(f"{page.PAGE.relative_to(ROOT)}: {', '.join(failed) + ' failed' if failed else 'all well'}\n")
    return int(bool(failed))


def _keep(about: dict[str, Any], came: dict[str, Any], *, all_of_them: bool) -> None:
    """Write what came of a run, of some figures beside what is known of the others."""
    before = {} if all_of_them or not page.FILE.exists() else json.loads(page.FILE.read_text("utf-8"))["figures"]
    kept = {"about": about, "figures": before | came}
    page.FILE.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    page.write()


def _failed(came: dict[str, Any]) -> bool:
    return bool(came["tests"].get("failed")) or any(came.get("commands", {}).values())


def _tests(figures: Sequence[Figure], *, quick: bool) -> Iterable[tuple[Figure, dict[str, int]]]:
    """How the tests of each figure ended; all are run once, however many figures have them."""
    nodes = list(dict.fromkeys(test for each in figures for test in each.tests))
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        marks = [] if quick else ["-m", ""]
        if nodes:
            subprocess.run(
                [sys.executable, "-m", "pytest", *marks, f"--junitxml={report}", *nodes], cwd=ROOT, check=False
            )
        cases = [*ET.parse(report).iter("testcase")] if report.exists() else []  # noqa: S314 - pytest's own
    for each in figures:
        yield each, dict(Counter(_ending(case) for case in cases if any(_is_of(case, test) for test in each.tests)))


def _is_of(case: ET.Element, test: str) -> bool:
    file, _, name = test.partition("::")
    module = file.removesuffix(".py").replace("/", ".")
    return case.get("classname") == module and (not name or case.get("name", "").partition("[")[0] == name)


def _ending(case: ET.Element) -> str:
    found = {child.tag for child in case}
    return "failed" if found & {"failure", "error"} else "skipped" if "skipped" in found else "passed"


def _ended(command: str) -> int:
    sys.stdout.write(f"$ {command}\n")
    sys.stdout.flush()
    return subprocess.run(command, shell=True, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
