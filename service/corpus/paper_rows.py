"""Which paper is at a row of a snapshot, and at which row the paper of an id is."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import overload

import numpy as np
from numpy.typing import NDArray


class PaperIds(Sequence[str]):
    """The id of the paper at each row; one paper more copies only the ids that came `later`."""

    def __init__(self, first: tuple[str, ...], later: tuple[str, ...] = ()) -> None:
        self._first, self._later = first, later

    def __len__(self) -> int:
        return len(self._first) + len(self._later)

    @overload
    def __getitem__(self, row: int) -> str: ...
    @overload
    def __getitem__(self, row: slice) -> tuple[str, ...]: ...
    def __getitem__(self, row: int | slice) -> str | tuple[str, ...]:
        if isinstance(row, slice):
            return tuple(self)[row]
        return self._first[row] if row < len(self._first) else self._later[row - len(self._first)]

    def __iter__(self) -> Iterator[str]:
        return chain(self._first, self._later)

    def __add__(self, new: tuple[str, ...]) -> "PaperIds":
        return PaperIds(self._first, self._later + new)


class PaperRows(Mapping[str, int]):
    """The row of each paper by each of its ids, of those at rows that are `present`, (n,).

    `first` never changes, and a change copies only `later`, in which an id counts rather than in `first`.
    """

    def __init__(self, first: dict[str, int], later: dict[str, int], present: NDArray[np.bool_]) -> None:
        self.first = first
        self._later = later
        self._present = present

    def __getitem__(self, paper_id: str) -> int:
        row = self._later.get(paper_id)
        if row is None:
            row = self.first[paper_id]
        if not self._present[row]:
            raise KeyError(paper_id)
        return row

    def __iter__(self) -> Iterator[str]:
        every = chain(self._later, (paper_id for paper_id in self.first if paper_id not in self._later))
        return (paper_id for paper_id in every if paper_id in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def with_later(self, later: dict[str, int], present: NDArray[np.bool_]) -> "PaperRows":
        """The same once some ids are at other rows."""
        return PaperRows(self.first, self._later | later, present)
