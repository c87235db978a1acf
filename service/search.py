"""Finding papers without a user: similar ones."""

from dataclasses import dataclass

import numpy as np

from service.holdings import Holdings
from service.papers import Paper

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
    query = corpus.papers.dense[own]
    near = holdings.near(corpus)
    rows = np.arange(len(corpus)) if near is None else near(query[np.newaxis], limit * 2 + 50)
    scores = (corpus.papers.dense[rows].astype(np.float64) @ query).round(_DIGITS)
    order: list[int] = np.argsort(-scores, kind="stable").tolist()
    nearest = [(corpus.ids[int(rows[place])], float(scores[place])) for place in order if rows[place] != own][:limit]
    found = holdings.catalog.get([hit_id for hit_id, _ in nearest])
    hits = tuple(Hit(found[hit_id], score) for hit_id, score in nearest if hit_id in found)
    return Hits(hits, corpus.snapshot, holdings.model)
