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
from service.discovery.rough_scores import RoughScores
from service.embedding import MODEL
from service.errors import EmbeddingUnavailable
from service.features import Indices, Matrix
from service.observability import log
from service.recommender import WordMatch

_UNRELATED = 0.25  # cosine below which a paper without any of the words is no hit: 1 of 200 that were sought lies there
_ANY = 1e-9  # a cosine that is any at all
_NEAREST = 0.75  # quantile of the corpus's cosines below which it is none under another model, whose scale nobody knows


@dataclass(frozen=True, slots=True)
class QueryScores:
    """The parts of the scores of n papers: `matches` and their weighted sum `keyword` (n,), and a query's `vector`.

    The vector, (dim,), is None where meaning does not count, and where it should have and the embedding model gave
    none, which `words_only` says. Where something is `required` of a paper, all that have it are hits; else those with
    a word, or a cosine of `least` or more.
    """

    snapshot: Snapshot
    matches: tuple[WordMatch, ...]
    weights: tuple[float, float]
    keyword: Matrix
    vector: NDArray[np.float32] | None
    words_only: bool
    required: bool
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
        weights = (by_words, 0.0 if vector is None else by_meaning)
        least = 1.0 if vector is None else _least_cosine(corpus.model, snapshot, vector)
        return cls(snapshot, matches, weights, keyword, vector, words_only, bool(query.required), least)

    def best(self, corpus: Corpus, allowed: Mask, most: int) -> tuple[Matrix, Mask]:
        """The scores, (n,), nearly, of the allowed papers that answer and can be among the best `most`; which, (n,)."""
        vector = np.zeros(0, np.float32) if self.vector is None else self.vector
        related = -np.inf if self.required else max(self.least, _ANY)
        words = self.keyword.astype(np.float32)
        scores = RoughScores(self.snapshot, words, vector, self.weights[1], least=0, related=related)
        return scores.best(corpus, allowed, most)

    def exact(self, rows: Indices) -> Shares:
        """The shares of some papers."""
        semantic = np.zeros(len(rows))
        if self.vector is not None:
            cosines = self.snapshot.papers.dense[rows].astype(np.float64) @ self.vector.astype(np.float64)
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
    cosines = np.vecdot(snapshot.papers.dense[snapshot.drawn_rows], vector)
    return float(np.quantile(cosines, _NEAREST)) if len(cosines) else _ANY


def _vector(corpus: Corpus, query: Query, by_words: float) -> NDArray[np.float32] | None:
    """The query's vector, (dim,); None where the model gives none and words can do. Raises EmbeddingUnavailable."""
    try:
        return corpus.embedder.embed([query.text])[0]
    except EmbeddingUnavailable as error:
        if not by_words:
            raise
        log.warning("search_by_words_only", reason=error.detail)
        return None
