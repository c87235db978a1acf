"""Which texts have a term, by tf-idf: what a text's words have in common with all others costs what they share."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.features.tfidf import Rows


@dataclass(frozen=True, slots=True)
class TermPostings:
    """The tf-idf `rows` of n texts, and those of the first of them by term: `first` (terms, first texts)."""

    rows: Rows
    first: Rows

    @classmethod
    def of(cls, rows: Rows) -> "TermPostings":
        """Turn rows round: a copy, 0.1 s for the nine million entries of 100,000 abstracts."""
        return cls(rows, rows.T.tocsr())

    def followed_by(self, rows: Rows) -> "TermPostings":
        """The same for rows to which others were appended since, which are looked at as they are."""
        return TermPostings(rows, self.first)

    def products(self, text: Rows) -> NDArray[np.float32]:
        """The product of the row of one text, (1, terms), with each row, (n,)."""
        known = self.first.shape[1]
        of_first = text.data @ self.first[text.indices]
        behind = self.rows[known:] @ text.toarray()[0] if known < self.rows.shape[0] else of_first[:0]
        return np.concatenate([of_first, behind])
