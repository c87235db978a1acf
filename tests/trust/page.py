"""docs/trust.md: each figure, what holds it, how that ended, and what is missing."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tests.trust.figures import GROUPS, Figure

DOCS: Final = Path(__file__).resolve().parents[2] / "docs"
FILE: Final = DOCS / "trust.json"
PAGE: Final = DOCS / "trust.md"
_INTRODUCTION: Final = """\
# Trust

What somebody who depends on this service would want to be counted, what counts it here, how that ended, and in which
way it is less than it should be. `make trust-quick` runs the tests of all figures (minutes), `make trust` the slow ones
and the commands as well (hours); both write this page. The tests are part of `make test`, which every change passes."""


def write() -> None:
    """Write the page from the figures and from what came of them last."""
    PAGE.write_text(page(json.loads(FILE.read_text("utf-8"))), encoding="utf-8")


def page(run: dict[str, Any]) -> str:
    """The page; `run` has the machine, and by figure what its tests and commands came to."""
    about = run["about"]
    machine = f"{about['cores']} cores ({about['processor']}), Python {about['python']}"
    ran = f"Last run: {about['date']}, `{about['command']}`, commit {about['commit']}, {machine}"
    said = [_INTRODUCTION, "", f"{ran}, seed {about['seed']}, {about['seconds']:,} s."]
    for group in GROUPS:
        said += ["", f"## {group.heading}", "", "| | what is counted | bar | held by | last run | missing |"]
        said += ["|---|---|---|---|---|---|"]
        said += [_line(figure, run["figures"].get(figure.id, {})) for figure in group.figures]
    return "\n".join(said) + "\n"


def _line(figure: Figure, came: dict[str, Any]) -> str:
    held = ", ".join([*_files(figure), *(f"`{command}`" for command in figure.commands)])
    cells = (figure.id, figure.counted, figure.bar, held or "nothing", _outcome(figure, came), figure.missing)
    return f"| {' | '.join(cells)} |"


def _files(figure: Figure) -> Iterator[str]:
    """Each file of tests, with how many of them where it is not all."""
    named = Counter(test.partition("::")[0] for test in figure.tests if "::" in test)
    for file in dict.fromkeys(test.partition("::")[0] for test in figure.tests):
        link = f"[{file.removeprefix('tests/')}](../{file})"
        yield f"{named[file]} of {link}" if file in named else link


def _outcome(figure: Figure, came: dict[str, Any]) -> str:
    if not figure.tests and not figure.commands:
        return "–"
    counts = came.get("tests", {})
    told = [f"{counts[name]:,} {name}" for name in ("passed", "failed", "skipped") if counts.get(name)]
    if figure.tests and not told:
        told.append("slow tests not run")
    ended = came.get("commands", {})
    told += [
        f"`{command}` {'failed' if ended[command] else 'ended well'}" for command in figure.commands if command in ended
    ]
    if left := sum(command not in ended for command in figure.commands):
        told.append(f"{left} {'command' if left == 1 else 'commands'} not run")
    return ", ".join(told) or "not run"
