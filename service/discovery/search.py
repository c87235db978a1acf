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


def papers_about(corpus: Corpus, text: str, limit: int) -> Hits:
    """The `limit` papers nearest by cosine to what a text is about; all of them when there are no more.

    Raises EmbeddingUnavailable.
    """
    snapshot = corpus.snapshot()
    if not len(snapshot):
        return Hits((), snapshot.id, corpus.model)
    return _nearest(corpus, snapshot, corpus.embedder.embed([text])[0], limit)


def _nearest(
    corpus: Corpus, snapshot: Snapshot, query: NDArray[np.float32], limit: int, without: int | None = None
) -> Hits:
    search = corpus.approximate_search(snapshot)
    rows = np.arange(len(snapshot)) if search is None else search(query[np.newaxis], limit * 2 + 50)
    scores = (snapshot.papers.dense[rows].astype(np.float64) @ query).round(DIGITS)
    order = np.argsort(-scores, kind="stable")
    gone = {*corpus.gone_rows(snapshot).tolist(), without}
    standing = (row for row in rows[order].tolist() if row not in gone)
    nearest = list(islice(snapshot.near_duplicates.distinct(standing, [] if without is None else [without]), limit))
    found = corpus.catalog.get([snapshot.ids[row] for row in nearest])
    score_of = dict(zip(rows.tolist(), scores.tolist(), strict=True))
    hits = tuple(Hit(found[snapshot.ids[row]], score_of[row]) for row in nearest if snapshot.ids[row] in found)
    return Hits(hits, snapshot.id, corpus.model)
