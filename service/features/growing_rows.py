"""Rows that grow at their end without being copied, while whoever holds fewer of them sees what was there before."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Number = TypeVar("Number", bound=np.number[Any])

_ROOM = 4  # a quarter of the rows; memory that nobody has written to takes none
_LEAST_ROOM = 64


def with_room(rows: int) -> int:
    """The rows of an array with room for a quarter more than these."""
    return rows + rows // _ROOM + _LEAST_ROOM


class _Buffer(Generic[Number]):
    """An array with room at its end, and how many of its rows are used."""

    def __init__(self, array: NDArray[Number], used: int) -> None:
        self.array, self.used = array, used

    @classmethod
    def of(cls, rows: NDArray[Number], more: int = 0) -> "_Buffer[Number]":
        array = np.empty((with_room(len(rows) + more), *rows.shape[1:]), dtype=rows.dtype)
        array[: len(rows)] = rows
        return cls(array, len(rows))


@dataclass(frozen=True, slots=True)
class GrowingArray(Generic[Number]):
    """The first `length` rows of a buffer that others may have appended to since."""

    length: int
    _buffer: _Buffer[Number]

    @classmethod
    def of(cls, rows: NDArray[Number]) -> "GrowingArray[Number]":
        """A copy of rows, with room for a quarter more."""
        return cls(len(rows), _Buffer[Number].of(rows))

    @classmethod
    def within(cls, array: NDArray[Number], length: int) -> "GrowingArray[Number]":
        """The first rows of an array, of which the others are room: nothing is copied."""
        return cls(length, _Buffer(array, length))

    @property
    def rows(self) -> NDArray[Number]:
        """The rows themselves, (length, …): a view."""
        return self._buffer.array[: self.length]

    def appended(self, new: NDArray[Number]) -> "GrowingArray[Number]":
        """These rows and new ones behind them; copied only when there is no room. One thread at a time."""
        buffer, end = self._buffer, self.length + len(new)
        if buffer.used != self.length or end > len(buffer.array):
            buffer = _Buffer[Number].of(self.rows, len(new))
        buffer.array[self.length : end] = new
        buffer.used = end
        return GrowingArray(end, buffer)


@dataclass(frozen=True, slots=True)
class GrowingRows(Generic[Number]):
    """Compressed sparse rows that grow alike."""

    data: GrowingArray[Number]
    columns: GrowingArray[np.int32]
    ends: GrowingArray[np.int32]

    @classmethod
    def of(cls, matrix: sparse.csr_array[Number]) -> "GrowingRows[Number]":
        """A copy of a matrix with int32 columns, with room for a quarter more."""
        data: NDArray[Number] = matrix.data
        columns, ends = GrowingArray[np.int32].of(matrix.indices), GrowingArray[np.int32].of(matrix.indptr)
        return cls(GrowingArray[Number].of(data), columns, ends)

    def appended(self, new: sparse.csr_array[Number]) -> "GrowingRows[Number]":
        """These rows and new ones behind them, of which no column moves."""
        ends = new.indptr[1:] + self.ends.rows[-1]
        return GrowingRows(self.data.appended(new.data), self.columns.appended(new.indices), self.ends.appended(ends))

    def matrix(self, width: int) -> sparse.csr_array[Number]:
        """The rows as a matrix of so many columns: a view."""
        parts: Any = self.data.rows, self.columns.rows, self.ends.rows
        return sparse.csr_array[Number](parts, shape=(self.ends.length - 1, width))
