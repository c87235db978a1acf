"""Finding papers without a user: those like another one, and those about something."""

from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from service.corpus import Corpus, Snapshot
from service.discovery.ranking import DIGITS
from service.errors import one_to
from service.papers import Paper
from service.settings import LimitSettings
from service.storage import Filters


@dataclass(frozen=True, slots=True)
class Hit:
    """A paper and its cosine similarity."""

    paper: Paper
    score: float


@dataclass(frozen=True, slots=True)
class Hits:
    """The nearest papers of one snapshot, ordered by (score, id), of `total` that they are the nearest among."""

    data: tuple[Hit, ...]
    snapshot: str
    model: str
    total: int = 0


def similar(corpus: Corpus, limits: LimitSettings, paper_id: str, limit: int) -> Hits:
    """The `limit` papers nearest by cosine to the one of an id in any form; none when it has no vector yet.

    No withdrawn or retracted paper and no notice, no near-duplicate of the paper itself, and of near-duplicates only
    the nearest.

    Raises BadInput for a limit below 1 or above `limits.results`, PaperNotFound, InvalidPaperId.
    """
    one_to(limits.results, limit, "/limit")
    paper_id, snapshot = corpus.paper(paper_id).id, corpus.snapshot()
    if paper_id not in snapshot.rows:
        return Hits((), snapshot.id, corpus.model)
    own = snapshot.rows[paper_id]
    return _nearest(corpus, snapshot, snapshot.papers.dense[own], limit, without=own)


def papers_about(corpus: Corpus, text: str, limit: int, filters: Filters | None = None) -> Hits:
    """The `limit` papers nearest by cosine to what a text is about, of those that filters allow; all when no more are.

    Raises EmbeddingUnavailable.
    """
    snapshot = corpus.snapshot()
    if not len(snapshot):
        return Hits((), snapshot.id, corpus.model)
    return _nearest(corpus, snapshot, corpus.embedder.embed([text])[0], limit, filters=filters)


def _nearest(
    corpus: Corpus,
    snapshot: Snapshot,
    query: NDArray[np.float32],
    limit: int,
    without: int | None = None,
    filters: Filters | None = None,
) -> Hits:
    own = [] if without is None else [without]
    filtered = filters is not None and bool(filters.conditions())
    allowed = _allowed(corpus, snapshot, filters if filtered else None)
    allowed[own] = False
    search = None if filtered else corpus.approximate_search(snapshot)  # the nearest may all be filtered out
    candidates = np.arange(len(snapshot)) if search is None else search(query[np.newaxis], limit * 2 + 50)
    rows = candidates[allowed[candidates]]
    scores = (snapshot.papers.dense[rows].astype(np.float64) @ query).round(DIGITS)
    order = np.argsort(-scores, kind="stable")
    nearest = list(islice(snapshot.near_duplicates.distinct(rows[order].tolist(), own), limit))
    found = corpus.catalog.get([snapshot.ids[row] for row in nearest])
    score_of = dict(zip(rows.tolist(), scores.tolist(), strict=True))
    hits = tuple(Hit(found[snapshot.ids[row]], score_of[row]) for row in nearest if snapshot.ids[row] in found)
    return Hits(hits, snapshot.id, corpus.model, int(allowed.sum()))


def _allowed(corpus: Corpus, snapshot: Snapshot, filters: Filters | None) -> NDArray[np.bool_]:
    """Which papers still stand and are not filtered out, shape (papers,)."""
    allowed = np.ones(len(snapshot), dtype=bool)
    if filters is not None:
        matching = corpus.catalog.matching(filters)
        allowed = np.fromiter((paper_id in matching for paper_id in snapshot.ids), dtype=bool, count=len(snapshot))
    allowed[corpus.gone_rows(snapshot)] = False
    return allowed
