"""What a row measured, and how: times of works that take turns, so that a busy moment is everybody's."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

Times = dict[str, list[float]]


@dataclass
class Measured:
    """Figures by name, "what, unit", our own first; and what could not be measured, with why."""

    figures: dict[str, float] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)

    def percentiles(self, times: Times) -> None:
        """The median and the 99th percentile of each, in ms."""
        for name, each in times.items():
            p50, p99 = np.percentile(each, [50, 99])
            self.figures |= {f"{name} p50, ms": float(p50), f"{name} p99, ms": float(p99)}


def unit_of(figure: str) -> str:
    return figure.rpartition(", ")[2]


def milliseconds(work: Callable[[], object]) -> float:
    before = time.perf_counter()
    work()
    return (time.perf_counter() - before) * 1000


def taking_turns(works: Mapping[str, Callable[[int], object]], turns: int) -> Times:
    """Milliseconds of each work in each turn, after one turn that does not count."""
    times: Times = {name: [] for name in works}
    for turn in range(-1, turns):
        for name, work in works.items():
            took = milliseconds(lambda work=work, turn=turn: work(max(turn, 0)))
            if turn >= 0:
                times[name].append(took)
    return times


def best_of(work: Callable[[], object], rounds: int = 3) -> float:
    """The least of some times, in seconds."""
    return min(milliseconds(work) for _ in range(rounds)) / 1000
