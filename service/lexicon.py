"""The words of a corpus as features: one tf-idf row per text, and the words that two texts share."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from service.text import terms

Rows: TypeAlias = sparse.csr_array[np.float32]

_TEXTS_AT_LEAST = 2  # a word of one text alone can tie it to nothing


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words that count, sorted, with the column and the idf (float64) of each."""

    words: tuple[str, ...]
    columns: dict[str, int]
    idf: NDArray[np.float64]

    @classmethod
    def learn(cls, texts: Sequence[str], cap: int = 20_000) -> "Lexicon":
        """The up to `cap` words that occur in most texts, of those in two or more; equal counts go by spelling.

        The idf of a word found in d of n texts is ln((1 + n) / (1 + d)) + 1, smoothed as if one more text had
        every word (Manning, Raghavan & Schütze 2008, section 6.2, has the plain form).
        """
        found = Counter(word for text in texts for word in set(terms(text)))
        common = (word for word, count in found.items() if count >= _TEXTS_AT_LEAST)
        words = tuple(sorted(sorted(common, key=lambda word: (-found[word], word))[:cap]))
        counts = np.array([found[word] for word in words], dtype=np.float64)
        idf = np.log((1 + len(texts)) / (1 + counts)) + 1
        return cls(words, {word: column for column, word in enumerate(words)}, idf)

    def rows(self, texts: Sequence[str]) -> Rows:
        """Unit rows (1 + ln tf) · idf, shape (texts, words); a text without known words is a zero row."""
        columns: list[int] = []
        counts: list[int] = []
        ends = [0]
        for text in texts:
            known = Counter(self.columns[word] for word in terms(text) if word in self.columns)
            for column in sorted(known):
                columns.append(column)
                counts.append(known[column])
            ends.append(len(columns))
        places = np.array(columns, dtype=np.int32)
        values = (1 + np.log(np.array(counts, dtype=np.float64))) * self.idf[places]
        owner = np.repeat(np.arange(len(texts)), np.diff(ends))
        lengths = np.sqrt(np.bincount(owner, values**2, minlength=len(texts)))
        unit = (values / lengths[owner]).astype(np.float32)
        shape = (len(texts), len(self.words))
        return sparse.csr_array[np.float32]((unit, places, np.array(ends)), shape=shape, dtype=np.float32)

    def shared(self, rows: Rows, one: int, others: Sequence[int], most: int = 5) -> list[tuple[str, ...]]:
        """The words that add most to the product of row `one` with each of `others`, strongest first."""
        starts, columns, values = rows.indptr, rows.indices, rows.data
        own = np.zeros(len(self.words), dtype=np.float32)
        own[columns[starts[one] : starts[one + 1]]] = values[starts[one] : starts[one + 1]]
        found: list[tuple[str, ...]] = []
        for other in others:  # by slices: indexing a sparse array costs more than all of this
            theirs = slice(starts[other], starts[other + 1])
            products = own[columns[theirs]] * values[theirs]
            order = (-products).argsort(kind="stable")[: min(most, np.count_nonzero(products))]
            found.append(tuple(self.words[int(column)] for column in columns[theirs][order]))
        return found
