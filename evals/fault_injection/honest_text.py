"""An honest text and its source, for faults to be injected into."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from evals.fault_injection.wordings import Wordings


@dataclass(frozen=True, slots=True)
class Honest:
    """A text that its source supports; `far` and `near` are honest texts of a random and of the nearest paper."""

    title: str
    abstract: str
    text: str
    far: str = ""
    near: str = ""
    evidence: tuple[tuple[int, ...], ...] | None = None


Fault = Callable[[Honest, Random, Wordings], str | None]


def swap(text: str, span: tuple[int, int], new: str) -> str:
    """`text` with its stretch `span` replaced by `new`."""
    return text[: span[0]] + new + text[span[1] :]
