"""Which words stand side by side in each of many texts, so that few need be read for a phrase.

Each text has a Bloom filter of its pairs of words (Bloom 1970; a row of bits a text is a superimposed code, Roberts
1979): what is not in it stands nowhere in the text, and of an abstract's filter one in a hundred pairs that are not
there seems to be.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from service.features.growing_rows import GrowingArray
from service.features.row_merge import RowMerge
from service.text import words

BYTES = 256
"""Of a row: an abstract of 180 words sets three in ten of its bits."""

_HASHES = 4  # bits that each pair sets
_BITS = np.uint64(11)  # that tell one of 8 * BYTES
_PLACES = np.uint64(8 * BYTES - 1)
_SHIFTS = _BITS * np.arange(_HASHES, dtype=np.uint64)
# Odd numbers of Stafford's thirteenth mixer, as Steele, Lea and Flood have it: Fast splittable pseudorandom number
# generators, 2014.
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


@dataclass(frozen=True, slots=True)
class WordPairs:
    """The filters of n texts, (n, BYTES)."""

    filters: NDArray[np.uint8]
    _grown: GrowingArray[np.uint8] | None = None

    @classmethod
    def of(cls, texts: Sequence[str]) -> "WordPairs":
        """Look for the pairs of each text."""
        filters = np.zeros((len(texts), BYTES), dtype=np.uint8)
        for row, text in zip(filters, texts, strict=True):
            bits = np.zeros(8 * BYTES, dtype=np.bool_)
            bits[_places(words(text))] = True
            row[:] = np.packbits(bits)
        return cls(filters)

    @classmethod
    def within(cls, filters: GrowingArray[np.uint8]) -> "WordPairs":
        """Filters that have room already: nothing is copied."""
        return cls(filters.rows, filters)

    @classmethod
    def joined(cls, parts: Sequence["WordPairs"]) -> "WordPairs":
        """Those of some parts, one behind the other."""
        return cls(np.concatenate([part.filters for part in parts]))

    def merged(self, merge: RowMerge, new: "WordPairs") -> "WordPairs":
        """Those of a list of texts that follows from these and `new` ones."""
        return WordPairs(merge.rows(self.filters, new.filters))

    def taken(self, rows: NDArray[np.intp]) -> "WordPairs":
        """Those of the texts at some rows."""
        return WordPairs(self.filters[rows])

    def appended(self, new: "WordPairs") -> "WordPairs":
        """The same with new texts behind; what is there already is not copied."""
        return WordPairs.within((self._grown or GrowingArray[np.uint8].of(self.filters)).appended(new.filters))

    def having(self, phrase: Sequence[Collection[str]], among: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which of the texts `among` all, (n,), may have folded words in a row, given what may stand for each word.

        All of them for one word.
        """
        rows = np.flatnonzero(among)
        for first, second in pairwise(phrase):
            having = [self._with_pair(rows, one, other) for one in first for other in second]
            rows = np.unique(np.concatenate(having))
        found = np.zeros(len(self.filters), dtype=np.bool_)
        found[rows] = True
        return found

    def _with_pair(self, rows: NDArray[np.intp], one: str, other: str) -> NDArray[np.intp]:
        for byte, bit in self._bits(one, other):
            rows = rows[(self.filters[rows, byte] & bit) != 0]
        return rows

    @staticmethod
    def _bits(one: str, other: str) -> Iterator[tuple[int, int]]:
        """The bytes of a row, and the bit of each, that a pair sets."""
        for place in _places([one, other]).ravel().tolist():
            yield place // 8, 128 >> place % 8


def _places(text: Sequence[str]) -> NDArray[np.uint64]:
    """The bits that each pair of neighbours sets, (pairs, hashes)."""
    codes = np.fromiter(map(_code, text), np.uint64, len(text))
    mixed = (codes[:-1] << np.uint64(32)) | codes[1:]
    mixed = (mixed ^ (mixed >> np.uint64(30))) * _FIRST
    mixed = (mixed ^ (mixed >> np.uint64(27))) * _SECOND
    mixed ^= mixed >> np.uint64(31)
    return (mixed[:, np.newaxis] >> _SHIFTS) & _PLACES


def _code(word: str) -> int:
    return crc32(word.encode("utf-8", "surrogatepass"))
