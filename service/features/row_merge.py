"""How a sorted list follows from an older one: which runs of it stay, and what comes between them."""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", bound=np.generic)


@dataclass(frozen=True, slots=True)
class RowMerge:
    """Runs of the old list and of the new items that make up the list, in order.

    A run (source, start, end) takes items start to end - 1 of the old list if source is 0, of the new items if it is 1.
    `removed` are the indices in the old list of what is not taken, ascending.
    """

    runs: tuple[tuple[int, int, int], ...]
    removed: tuple[int, ...] = ()

    @classmethod
    def of(cls, old: Sequence[str], new: Sequence[str], deleted: Collection[str]) -> "RowMerge":
        """`old` and `new`, each sorted and without repeats, less `deleted`; an item in both is taken from `new`."""
        runs: list[tuple[int, int, int]] = []
        removed: list[int] = []
        new_index = {item: index for index, item in enumerate(new)}
        done = 0
        for item in sorted(new_index.keys() | set(deleted)):
            at = bisect_left(old, item, done)
            _append(runs, 0, done, at)
            if item in new_index:
                _append(runs, 1, new_index[item], new_index[item] + 1)
            done = at
            if at < len(old) and old[at] == item:
                removed.append(at)
                done = at + 1
        _append(runs, 0, done, len(old))
        return cls(tuple(runs), tuple(removed))

    def items(self, old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
        """The merged list itself, from the two that it was made of."""
        return tuple(chain.from_iterable((old, new)[source][start:end] for source, start, end in self.runs))

    def rows(self, old: NDArray[Number], new: NDArray[Number]) -> NDArray[Number]:
        """Rows that belong to the merged items, from those of the old and of the new ones, along axis 0."""
        both = (old, new)
        return np.concatenate([both[source][start:end] for source, start, end in self.runs] or [new[:0]])

    def within(self, old_ends: NDArray[Any], new_ends: NDArray[Any]) -> "RowMerge":
        """The same for lists in which item i has the entries `ends[i]` to `ends[i + 1]`, as in compressed rows."""
        ends = (old_ends, new_ends)
        return RowMerge(
            tuple((source, int(ends[source][start]), int(ends[source][end])) for source, start, end in self.runs)
        )


def _append(runs: list[tuple[int, int, int]], source: int, start: int, end: int) -> None:
    if runs and runs[-1][0] == source and runs[-1][2] == start:
        runs[-1] = (source, runs[-1][1], end)
    elif end > start:
        runs.append((source, start, end))
