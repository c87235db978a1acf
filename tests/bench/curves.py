"""How a cost grows with the corpus: a power of its size fitted to what was measured, and where that leads."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

FROM = 10_000  # papers; below, what a request costs at any size hides how it grows


class Curve(NamedTuple):
    """cost = factor * size ** exponent."""

    factor: float
    exponent: float

    def __str__(self) -> str:
        return f"size^{round(self.exponent, 2) + 0.0:.2f}"

    def at(self, size: float) -> float:
        return self.factor * size**self.exponent

    def reaches(self, cost: float) -> float:
        """The size at which it costs so much; infinite where it does not grow."""
        return (cost / self.factor) ** (1 / self.exponent) if self.exponent > 0 else float("inf")


def fitted(costs: Mapping[int, float]) -> Curve | None:
    """The least squares of the logarithms, over sizes from FROM where there are two such; None without two sizes."""
    large = {size: cost for size, cost in costs.items() if size >= FROM and cost > 0}
    chosen = large if len(large) > 1 else {size: cost for size, cost in costs.items() if cost > 0}
    if len(chosen) < 2:
        return None
    exponent, constant = np.polyfit(np.log(list(chosen)), np.log(list(chosen.values())), 1)
    return Curve(float(np.exp(constant)), float(exponent))


def beyond(costs: Mapping[int, float], size: int) -> float | None:
    """The exponent between the smallest size from `size` on and the largest one; None without two such."""
    large = sorted(each for each in costs if each >= size)
    if len(large) < 2:
        return None
    low, high = large[0], large[-1]
    return float(np.log(costs[high] / costs[low]) / np.log(high / low))
