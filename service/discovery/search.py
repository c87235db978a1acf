"""Finding papers without a user: those like another one, and those about something."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.corpus.snapshot import Corpus
from service.corpus.corpus import Holdings
from service.papers.paper import Paper

_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Hit:
    """A paper and its cosine similarity."""

    paper: Paper
    score: float


@dataclass(frozen=True, slots=True)
class Hits:
    """The nearest papers of one snapshot, ordered by (score, id)."""

    data: tuple[Hit, ...]
    snapshot: str
    model: str


def similar(holdings: Holdings, paper_id: str, limit: int) -> Hits:
    """The `limit` papers nearest to one by cosine; none when it has no vector yet."""
    corpus = holdings.corpus()
    if paper_id not in corpus.rows:
        return Hits((), corpus.snapshot, holdings.model)
    own = corpus.rows[paper_id]
    return _nearest(holdings, corpus, corpus.papers.dense[own], limit, without=own)


def about(holdings: Holdings, text: str, limit: int) -> Hits:
    """The `limit` papers nearest by cosine to what a text is about; all of them when there are no more.

    Raises EmbeddingUnavailable.
    """
    corpus = holdings.corpus()
    if not len(corpus):
        return Hits((), corpus.snapshot, holdings.model)
    return _nearest(holdings, corpus, holdings.embedder.embed([text])[0], limit)


def _nearest(
    holdings: Holdings, corpus: Corpus, query: NDArray[np.float32], limit: int, without: int | None = None
) -> Hits:
    near = holdings.near(corpus)
    rows = np.arange(len(corpus)) if near is None else near(query[np.newaxis], limit * 2 + 50)
    scores = (corpus.papers.dense[rows].astype(np.float64) @ query).round(_DIGITS)
    order: list[int] = np.argsort(-scores, kind="stable").tolist()
    nearest = [(corpus.ids[int(rows[place])], float(scores[place])) for place in order if rows[place] != without]
    found = holdings.catalog.get([hit_id for hit_id, _ in nearest[:limit]])
    hits = tuple(Hit(found[hit_id], score) for hit_id, score in nearest[:limit] if hit_id in found)
    return Hits(hits, corpus.snapshot, holdings.model)
