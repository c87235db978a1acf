"""Pairs of a true and a false sentence about the same lines, on which a model that verifies is calibrated.

They were written for this project by one author (November 2026), from no paper and no data set: lines as abstracts of
many fields have them, one retelling in other words, and its twin with one fault (`fault` says of which kind) and the
same words otherwise. Of some 170 pairs those are kept of which the rules (checker g7) leave both sentences undecided:
that is what a verifier is asked about.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("calibration_pairs.jsonl")


@dataclass(frozen=True, slots=True)
class CalibrationPair:
    """Lines of an abstract, a sentence that they say, and one that they do not."""

    evidence: tuple[str, ...]
    true: str
    false: str


@cache
def calibration_pairs() -> Sequence[CalibrationPair]:
    """All of them, in order."""
    rows = [json.loads(line) for line in _FILE.read_text(encoding="utf-8").splitlines()]
    return tuple(CalibrationPair(tuple(row["evidence"]), row["true"], row["false"]) for row in rows)
