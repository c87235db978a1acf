"""Finding papers without a user: similar ones."""

from dataclasses import dataclass

import numpy as np

from service.library import Library
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


def similar(library: Library, paper_id: str, limit: int) -> Hits:
    """The `limit` papers nearest to one by cosine; none when it has no vector yet."""
    corpus = library.corpus()
    if paper_id not in corpus.rows:
        return Hits((), corpus.snapshot, library.model)
    own = corpus.rows[paper_id]
    query = corpus.vectors[own]
    rows = library.near(corpus, query[np.newaxis], limit * 2 + 50)
    scores = np.round(corpus.vectors[rows].astype(np.float64) @ query.astype(np.float64), _DIGITS)
    best = [row for row in rows[np.argsort(-scores, kind="stable")] if row != own][:limit]
    by_row = dict(zip(rows.tolist(), scores.tolist(), strict=True))
    found = library.catalog.get(corpus.ids[row] for row in best)
    return Hits(tuple(Hit(found[corpus.ids[row]], by_row[row]) for row in best), corpus.snapshot, library.model)
