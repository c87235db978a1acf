"""An honest text and its source, for faults to be injected into."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from zlib import crc32

from evals.fault_injection.wordings import Wordings


@dataclass(frozen=True, slots=True)
class HonestText:
    """A text that its source supports.

    `far` and `near` are honest texts about a random and about the most similar other paper. `evidence` has for each
    sentence the numbers, from 0, of the abstract's sentences that it rests on, if it cites any.
    """

    title: str
    abstract: str
    text: str
    far: str = ""
    near: str = ""
    evidence: tuple[tuple[int, ...], ...] | None = None


_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")

# A fault is injected into a text by a generator and wordings; None where it does not apply.
Fault = Callable[[HonestText, Random, Wordings], str | None]


def share(title: str) -> int:
    """0 or 1 by the title of a paper: thresholds are chosen on share 0 and reported on share 1."""
    return crc32(title.encode()) % 2


def has_number_beyond(case: HonestText) -> bool:
    """Whether the text has a number, in digits, that title and abstract lack: people quote the paper's other pages."""
    return not set(_DIGITS.findall(case.text)) <= set(_DIGITS.findall(f"{case.title} {case.abstract}"))


def swap(text: str, span: tuple[int, int], new: str) -> str:
    """`text` with its stretch `span` replaced by `new`."""
    return text[: span[0]] + new + text[span[1] :]
