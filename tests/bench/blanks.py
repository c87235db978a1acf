"""How many honest papers lose a sentence that is taken for planted, by file, with 95 % intervals.

    python -m tests.bench.blanks [--half 0|1] [--examples] [FILE…]

A FILE has papers as JSON lines: title, and abstract or (as SciTLDR) source, a list of sentences; without any, it is
the sample. Copyright notices and marks of databases are blanked on purpose and counted apart. The halves are by a hash
of the title: rules are written with half 0 in sight.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from hashlib import sha256
from math import sqrt
from pathlib import Path
from typing import NamedTuple

from service import ingest
from service.corpus import sample
from service.errors import InvalidPaper
from service.faithfulness import is_foreign_language, is_injection, without_injections, without_outliers
from service.papers import Paper, Source, make_paper
from service.text import sentences

_NOTICE = re.compile(r"©|\(c\) ?\d|\bcopyright\b|\brights reserved\b", re.IGNORECASE)
_SHOWN = 240  # characters of an example
_Z = 1.96


class Blank(NamedTuple):
    """A sentence that a paper lost, and why."""

    reason: str
    text: str


def main(arguments: Sequence[str] = ()) -> None:
    """Print a line for each file, and what was lost if asked to."""
    parser = argparse.ArgumentParser("python -m tests.bench.blanks")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--examples", action="store_true")
    asked = parser.parse_args(arguments)
    print(f"{'file':24}{'papers':>8}{'lost one':>10}{'share, 95 % interval':>26}{'a notice only':>15}")
    for name, papers in _files(asked.files):
        chosen = [paper for paper in papers if asked.half in (None, half(paper.title))]
        print_row(name, [blanked(paper) for paper in chosen], asked.examples)


def print_row(name: str, lost: Sequence[list[Blank]], examples: bool) -> None:
    matter = [blanks for blanks in lost if any(not _NOTICE.search(blank.text) for blank in blanks)]
    low, high = wilson(len(matter), len(lost))
    share = f"{len(matter) / max(len(lost), 1):.2%} ({low:.2%} to {high:.2%})"
    notices = sum(map(bool, lost)) - len(matter)
    print(f"{name:24}{len(lost):>8}{len(matter):>10}{share:>26}{notices:>15}", flush=True)
    for blank in sorted(blank for blanks in lost for blank in blanks) if examples else ():
        print(f"    {blank.reason}: {blank.text[:_SHOWN]}")


def blanked(paper: Paper) -> list[Blank]:
    """What is taken out of a paper before texts about it are checked, as `verify_claims` does it."""
    english = not is_foreign_language(paper.abstract)
    left = [without_injections(field, english) for field in (paper.title, paper.abstract)]
    kept = without_outliers(*left)
    found: list[Blank] = []
    for field, ordered, whole in zip((paper.title, paper.abstract), left, kept, strict=True):
        for start, end in sentences(field):
            if not ordered[start:end].strip():
                found.append(Blank(_reason(field[start:end], english), field[start:end]))
            elif whole[start:end] != ordered[start:end]:
                found.append(Blank("stands apart", field[start:end]))
    return found


def _reason(sentence: str, english: bool) -> str:
    if is_injection(sentence):
        return "order or hidden"
    return "language" if english and is_foreign_language(sentence) else "beside one of these"


def half(title: str) -> int:
    """Which half a paper is of."""
    return sha256(title.encode()).digest()[0] % 2


def wilson(count: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    if not total:
        return 0.0, 1.0
    share, square = count / total, _Z**2 / total
    middle, width = share + square / 2, _Z * sqrt(share * (1 - share) / total + square / (4 * total))
    return max(0.0, (middle - width) / (1 + square)), (middle + width) / (1 + square)


def _files(paths: Sequence[Path]) -> Iterator[tuple[str, list[Paper]]]:
    if not paths:
        yield "sample", [paper for paper in ingest.read(sample.data(), "jsonl").papers if paper.abstract]
    for path in paths:
        rows = (json.loads(line) for line in path.read_text("utf-8").splitlines())
        papers = (_paper(row) for row in rows)
        yield path.name, [paper for paper in papers if paper and paper.abstract]


def _paper(row: dict) -> Paper | None:
    abstract = row["abstract"] if "abstract" in row else " ".join(row["source"])
    try:
        return make_paper(row["title"], abstract or "", source=Source(name="bench"))
    except InvalidPaper:
        return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
