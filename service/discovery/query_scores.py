"""How well each paper of a snapshot answers a query: a share for its words, and one for its meaning."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.corpus import Corpus, Snapshot
from service.discovery.listing import WEIGHTS, Mode, Shares
from service.discovery.matching import Mask
from service.discovery.query import Query
from service.discovery.ranking import DIGITS
from service.embedding import MODEL
from service.errors import EmbeddingUnavailable
from service.features import Indices, Matrix
from service.observability import log
from service.recommender import WordMatch

_UNRELATED = 0.25  # cosine below which a paper without any of the words is no hit: 1 of 200 that were sought lies there
_NEAREST = 0.75  # quantile of the corpus's cosines below which it is none under another model, whose scale nobody knows
_MOST_COPIED = 0.15  # share of the papers from which on all are sooner looked at than these copied to one place
_CANDIDATES = 2_000  # of an approximate index, and as many by words


@dataclass(frozen=True, slots=True)
class QueryScores:
    """The parts of the scores of n papers: `matches` and their weighted sum `keyword` (n,), and cosines, (n,).

    `rough` cosines are in single precision, 0 where nobody looked; from `least` on they are those of a hit. `vector` is
    None where meaning does not count, and where it should have and the embedding model gave none, as `words_only` says.
    """

    snapshot: Snapshot
    matches: tuple[WordMatch, ...]
    weights: tuple[float, float]
    keyword: Matrix
    rough: NDArray[np.float32]
    vector: NDArray[np.float64] | None
    words_only: bool
    least: float

    @classmethod
    def of(cls, corpus: Corpus, snapshot: Snapshot, query: Query, mode: Mode, allowed: Mask) -> "QueryScores":
        """Score the allowed papers, (n,). What a query has not, words or a meaning, does not count."""
        by_words, by_meaning = _weights(query, mode)
        is_asked = bool(by_meaning) and bool(allowed.any())
        vector = _vector(corpus, query, by_words) if is_asked else None
        words_only = is_asked and vector is None
        if words_only:
            by_words = 1.0
        matches = snapshot.keyword_index.matches(query.words) if by_words else ()
        # Where no word counts, what was asked for is there or not.
        keyword = np.full(len(snapshot), 0.0 if query.words else by_words)
        for match in matches:
            keyword[match.rows] += by_words * match.shares
        if vector is None:
            rough = np.zeros(len(snapshot), np.float32)
            return cls(snapshot, matches, (by_words, 0.0), keyword, rough, None, words_only, 1.0)
        rough = _cosines(corpus, snapshot, vector, allowed, keyword)
        least = _least_cosine(corpus.model, snapshot, vector)
        exact = vector.astype(np.float64)
        return cls(snapshot, matches, (by_words, by_meaning), keyword, rough, exact, words_only, least)

    def hits(self, query: Query, allowed: Mask) -> Mask:
        """The allowed papers that answer, (n,): all where the query says what a paper must have."""
        near = (self.rough > 0) & (self.rough >= self.least)
        return allowed if query.required else allowed & ((self.keyword > 0) | near)

    @property
    def totals(self) -> Matrix:
        """The scores of all papers, (n,), nearly."""
        return self.keyword + self.weights[1] * self.rough

    def exact(self, rows: Indices) -> Shares:
        """The shares of some papers."""
        semantic = np.zeros(len(rows))
        if self.vector is not None:
            cosines = self.snapshot.papers.dense[rows].astype(np.float64) @ self.vector
            semantic = self.weights[1] * np.maximum(cosines, 0)
        return Shares(rows, self.keyword[rows].round(DIGITS), semantic.round(DIGITS))

    def telling(self) -> Mapping[str, float]:
        """How much each word of the query tells: its share of the score of the paper that has the most of it."""
        return {match.word: float(match.shares.max()) for match in self.matches}

    def words_of(self, row: int) -> tuple[str, ...]:
        """The words that a paper has, those first that tell the most of it."""
        shares = {match.word: match.share_of(row) for match in self.matches}
        return tuple(sorted((word for word, share in shares.items() if share), key=lambda word: (-shares[word], word)))


def _weights(query: Query, mode: Mode) -> tuple[float, float]:
    """What words and meaning count of a query, in all 1."""
    by_words, by_meaning = WEIGHTS[mode]
    by_words, by_meaning = by_words * bool(query.words), by_meaning * bool(query.text)
    whole = by_words + by_meaning
    return (by_words / whole, by_meaning / whole) if whole else (1.0, 0.0)


def _least_cosine(model: str, snapshot: Snapshot, vector: NDArray[np.float32]) -> float:
    """The cosine from which on a paper has to do with what is asked.

    Three quarters of the papers that tell it may be anywhere below, and a quarter anywhere above.
    """
    if model.startswith(f"{MODEL}@"):
        return _UNRELATED
    return float(np.quantile(np.vecdot(snapshot.papers.dense[snapshot.drawn_rows], vector), _NEAREST))


def _vector(corpus: Corpus, query: Query, by_words: float) -> NDArray[np.float32] | None:
    """The query's vector, (dim,); None where the model gives none and words can do. Raises EmbeddingUnavailable."""
    try:
        return corpus.embedder.embed([query.text])[0]
    except EmbeddingUnavailable as error:
        if not by_words:
            raise
        log.warning("search_by_words_only", reason=error.detail)
        return None


def _cosines(
    corpus: Corpus, snapshot: Snapshot, vector: NDArray[np.float32], allowed: Mask, keyword: Matrix
) -> NDArray[np.float32]:
    """The cosine of each allowed paper, (n,); where an approximate index is asked, of its candidates and by words.

    A sum for each paper (`vecdot`) takes less than half the time of a product of matrix and vector in OpenBLAS.
    """
    found = np.zeros(len(snapshot), dtype=np.float32)
    rows = np.flatnonzero(allowed)
    if (look := corpus.approximate_search(snapshot)) is not None and len(rows) > _CANDIDATES:
        by_words = rows[np.argsort(-keyword[rows], kind="stable")[:_CANDIDATES]]
        near = look(vector[np.newaxis], _CANDIDATES)
        rows = np.union1d(near[allowed[near]], by_words)
    if len(rows) > _MOST_COPIED * len(snapshot):
        return np.maximum(np.vecdot(snapshot.papers.dense, vector), 0)
    found[rows] = np.maximum(np.vecdot(snapshot.papers.dense[rows], vector), 0)
    return found
