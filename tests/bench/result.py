"""What a run measured, kept as one JSON file that later runs add to."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench.measured import Measured, unit_of
from tests.bench.rows import Row

FILE = "performance.json"
ANY = 0  # the size of what does not depend on one


class Result:
    """Per row and size: figures, what is missing, and the commit, load and command of the run that measured them."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.content: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {"rows": {}}

    def add(self, row: Row, size: int, measured: Measured, run: dict[str, Any]) -> None:
        """Put in the figures of a row, in the place of earlier ones, and write the file."""
        of_run = {"commit", "load", "command", "seed", "data"}
        entry = asdict(measured) | {key: value for key, value in run.items() if key in of_run}
        self.content["machine"] = {key: value for key, value in run.items() if key not in of_run}
        self.content["rows"].setdefault(row.name, {})[str(size)] = entry
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(json.dumps(self.content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    def entries(self, row: str) -> dict[int, dict[str, Any]]:
        """The entries of a row by size, smallest first."""
        found = self.content["rows"].get(row, {})
        return {size: found[str(size)] for size in sorted(map(int, found))}

    def figures(self, row: str) -> dict[int, dict[str, float]]:
        return {size: entry["figures"] for size, entry in self.entries(row).items()}

    def costs(self, row: str, figure: str) -> dict[int, float]:
        """A figure by size, where it was measured."""
        return {size: each[figure] for size, each in self.figures(row).items() if size and figure in each}


def printed(row: Row, size: int, measured: Measured) -> str:
    """The figures of a row at a size, each also as so many times the first one of its unit, which is ours."""
    lines = [f"{row.name}: {row.title}" + (f", {size:,} papers" if size else "")]
    own: dict[str, float] = {}
    for name, value in measured.figures.items():
        first = own.setdefault(unit_of(name), value)
        times = f"{number(value / first):>10} x" if first and value is not first else ""
        lines.append(f"  {name:52}{number(value):>12}{times}")
    lines += [f"  {name:52}{'-':>12}  {why}" for name, why in measured.missing.items()]
    return "\n".join(lines)


def number(value: float) -> str:
    """With three digits that count."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}" if abs(value) >= 1 else f"{value:.3f}"
