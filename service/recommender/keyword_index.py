"""Which papers have the words of a query, and how much each word tells: BM25 over the fields of a paper.

Robertson & Zaragoza, The probabilistic relevance framework: BM25 and beyond, 2009: section 3.3 has the saturation of
term frequencies and the normalisation by length, section 3.6 frequencies that are summed over fields first (BM25F).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from service.features import Indices, InvertedIndex, Matrix, TermCounts
from service.text import spellings

# Chosen on SciTLDR's train papers; k1 from 0.9 to 2, b from 0.4 to 0.75 and titles from 0 to 4 lie within 0.003 of MRR.
_SATURATION = 1.2  # k1
_LENGTH = 0.75  # b
_TITLE = 1.0  # of a word of the title, beside its count in the text, which the title is part of
_AUTHOR = 1.0


@dataclass(frozen=True, slots=True)
class WordMatch:
    """A word of a query, the rows of the papers that have it, ascending, and its share of the score of each."""

    word: str
    rows: Indices
    shares: Matrix

    def share_of(self, row: int) -> float:
        """The word's share of the score of one paper; 0 when it has not got the word."""
        at = int(np.searchsorted(self.rows, row))
        return float(self.shares[at]) if at < len(self.rows) and self.rows[at] == row else 0.0


@dataclass(frozen=True)
class KeywordIndex:
    """The terms of n papers: of title and abstract together, of titles, and of the names of authors.

    Rows that are not `present`, (n,), have no paper any more. `before` is the index of the first rows, where there is
    one, so that these are not turned round again.
    """

    text_counts: TermCounts
    title_counts: TermCounts
    author_counts: TermCounts
    present: NDArray[np.bool_] | None = None
    before: "KeywordIndex | None" = None

    @classmethod
    def of_indexes(cls, texts: InvertedIndex, titles: InvertedIndex, authors: InvertedIndex) -> "KeywordIndex":
        """The index of papers that are all there, whose terms have been turned round already."""
        found = cls(texts.counts, titles.counts, authors.counts)
        found.__dict__.update(texts=texts, titles=titles, authors=authors)
        return found

    def followed_by(
        self, texts: TermCounts, titles: TermCounts, authors: TermCounts, present: NDArray[np.bool_]
    ) -> "KeywordIndex":
        """The index of the same papers and of some that were appended."""
        return KeywordIndex(texts, titles, authors, present, self.before or self)

    def prepare(self) -> None:
        """Turn everything round now."""
        for index in (self.texts, self.titles, self.authors):
            index.postings("")

    @cached_property
    def texts(self) -> InvertedIndex:
        """Title and abstract by term; words that say nothing, numbers and single letters are no terms."""
        return self.before.texts.followed_by(self.text_counts) if self.before else InvertedIndex.of(self.text_counts)

    @cached_property
    def titles(self) -> InvertedIndex:
        """Titles by word."""
        return self.before.titles.followed_by(self.title_counts) if self.before else InvertedIndex.of(self.title_counts)

    @cached_property
    def authors(self) -> InvertedIndex:
        """Names of authors by word."""
        return (
            self.before.authors.followed_by(self.author_counts) if self.before else InvertedIndex.of(self.author_counts)
        )

    def matches(self, words: Sequence[str]) -> tuple[WordMatch, ...]:
        """Each of the words that some paper has, in any of its `spellings`, with its shares.

        A paper's shares add up to its BM25 score by the most that these words can give, so to less than 1.
        """
        room = np.zeros(len(self._penalties))  # one for all words: fresh memory for each costs three times their sums
        having = {word: self._frequencies(word, room) for word in words}
        found = {word: entries for word, entries in having.items() if len(entries[0])}
        weights = {word: self._rarity(len(rows)) for word, (rows, _) in found.items()}
        most = sum(weights.values())
        return tuple(
            WordMatch(word, rows, weights[word] / most * self._saturated(frequencies, rows))
            for word, (rows, frequencies) in found.items()
        )

    def _frequencies(self, word: str, room: Matrix) -> tuple[Indices, Matrix]:
        """The rows that have a word, and how often, more where it stands in the title. `room` (n,) is written over."""
        room[:] = 0
        for index, weight in ((self.texts, 1.0), (self.titles, _TITLE), (self.authors, _AUTHOR)):
            for form in spellings(word):
                rows, counts = index.postings(form)
                room[rows.astype(np.intp)] += weight * counts
        if self.present is not None:
            room[~self.present] = 0
        found = np.flatnonzero(room > 0)
        return found, room.take(found)

    def _rarity(self, papers: int) -> float:
        """The weight of a word that some papers have, as Lucene smooths it: never below 0."""
        present = len(self._penalties) if self.present is None else np.count_nonzero(self.present)
        return float(np.log1p((present - papers + 0.5) / (papers + 0.5)))

    def _saturated(self, frequencies: Matrix, rows: Indices) -> Matrix:
        return frequencies / (frequencies + self._penalties.take(rows))

    @cached_property
    def _penalties(self) -> Matrix:
        """What a frequency is held against, (n,): more in a long text."""
        lengths = self.text_counts.lengths + _TITLE * self.title_counts.lengths
        here = lengths if self.present is None else lengths[self.present]
        usual = float(here.mean()) if len(here) else 0.0
        relative = lengths / usual if usual else np.ones(len(lengths))
        penalties: Matrix = _SATURATION * (1 - _LENGTH + _LENGTH * relative)
        return penalties
