"""Finding papers without a user or a query: those like another one, and those about something."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.corpus import Corpus, Snapshot
from service.discovery.listing import WEIGHTS, Because, Line, Mode, Shares, Sort, first, in_order
from service.discovery.matching import Mask
from service.discovery.pages import check_mark, cursor_after, read_cursor
from service.discovery.ranking import DIGITS
from service.discovery.rough_scores import RoughScores
from service.errors import one_to
from service.features import Indices, Matrix
from service.papers import Paper, parse_id
from service.settings import LimitSettings


@dataclass(frozen=True, slots=True)
class SimilarPaper:
    """A paper, its score, and why: two shares that add up to it, and concepts that both papers name."""

    paper: Paper
    score: float
    because: Because


@dataclass(frozen=True, slots=True)
class SimilarPage:
    """Similar papers of one snapshot, and the cursor of the next page."""

    data: tuple[SimilarPaper, ...]
    snapshot: str
    model: str
    next: str | None = None


def similar(
    corpus: Corpus,
    limits: LimitSettings,
    paper_id: str,
    limit: int,
    *,
    mode: Mode = Mode.HYBRID,
    sort: Sort = Sort.RELEVANCE,
    cursor: str | None = None,
) -> SimilarPage:
    """The page behind `cursor`, or the first one, of the papers like the one of an id; none when it has no vector yet.

    The score is the cosine of the tf-idf rows and that of the embeddings, in equal parts or one alone. No withdrawn or
    retracted paper and no notice, no near-duplicate of the paper itself, and of near-duplicates only the first.

    Raises BadInput for a limit below 1 or above `limits.results` and for a cursor of another request, SnapshotGone when
    the list has changed, PaperNotFound, InvalidPaperId.
    """
    one_to(limits.results, limit, "/limit")
    snapshot = corpus.snapshot()
    kept_id = snapshot.kept_id(parse_id(paper_id))
    if kept_id not in snapshot.rows:
        kept_id = corpus.paper(paper_id).id
    asked = f"similar {mode} {sort} {kept_id}"
    mark = read_cursor(cursor, asked)
    if kept_id not in snapshot.rows:
        return SimilarPage((), snapshot.id, corpus.model)
    start = mark.offset if mark else 0
    end = start + limit
    listed = _like(corpus, snapshot, snapshot.rows[kept_id], mode, sort)
    found = first(end + 1, listed, lambda shares: _distinct(snapshot, shares, snapshot.rows[kept_id]))
    order = [(snapshot.ids[row], score) for row, *_, score in found]
    if mark:
        check_mark(mark, order, snapshot.id)
    return SimilarPage(
        _shown(corpus, snapshot, kept_id, found[start:end]),
        snapshot.id,
        corpus.model,
        cursor_after(order[:end], asked, snapshot.id) if len(found) > end else None,
    )


def papers_about(corpus: Corpus, text: str, limit: int) -> list[str]:
    """The ids of the `limit` papers nearest by cosine to what a text is about; of all when there are no more.

    Raises EmbeddingUnavailable.
    """
    snapshot = corpus.snapshot()
    if not snapshot.size:
        return []
    dense, query = snapshot.papers.dense, corpus.embedder.embed([text])[0]
    allowed = _standing(corpus, snapshot)
    scores = RoughScores(snapshot, np.zeros(len(snapshot), dtype=np.float32), query, 1.0)

    def exact(rows: Indices) -> Shares:
        return Shares(rows, np.zeros(len(rows)), _products(dense[rows], query))

    def listed(most: int) -> Shares:
        rough, hits = scores.best(corpus, allowed, most)
        return in_order(corpus, snapshot, Sort.RELEVANCE, rough, hits, exact, most)

    found = first(limit, listed, lambda shares: _distinct(snapshot, shares, None))
    return [snapshot.ids[row] for row, *_ in found]


def _like(corpus: Corpus, snapshot: Snapshot, own: int, mode: Mode, sort: Sort) -> Callable[[int], Shares]:
    """How to list the papers like the one at a row."""
    papers, (by_words, by_meaning) = snapshot.papers, WEIGHTS[mode]
    vector = papers.dense[own]
    allowed = _standing(corpus, snapshot)
    allowed[own] = False
    words = np.zeros(len(papers), dtype=np.float32)
    if by_words:
        words = by_words * snapshot.postings.products(papers.lexical[[own]])
    if not by_meaning:
        allowed &= words > 0
    scores = RoughScores(snapshot, words, vector, by_meaning)

    def exact(rows: Indices) -> Shares:
        semantic = by_meaning * _products(papers.dense[rows], vector)
        return Shares(rows, words[rows].astype(np.float64).round(DIGITS), semantic.round(DIGITS))

    def listed(most: int) -> Shares:
        best = most if sort is Sort.RELEVANCE else len(papers)
        rough, hits = scores.best(corpus, allowed, best)
        return in_order(corpus, snapshot, sort, rough, hits, exact, most)

    return listed


def _standing(corpus: Corpus, snapshot: Snapshot) -> Mask:
    """The papers that may be shown, (papers,)."""
    allowed = snapshot.present.copy()
    allowed[corpus.gone_rows(snapshot)] = False
    return allowed


def _products(vectors: NDArray[np.float32], vector: NDArray[np.float32]) -> Matrix:
    return (vectors.astype(np.float64) @ vector).round(DIGITS)


def _distinct(snapshot: Snapshot, shares: Shares, own: int | None) -> Iterator[Line]:
    """The papers of a list that duplicate neither the one at `own` nor an earlier one."""
    found = {line[0]: line for line in shares.lines()}
    named = [] if own is None else [own]
    return (found[row] for row in snapshot.near_duplicates.distinct(found, named))


def _shown(corpus: Corpus, snapshot: Snapshot, own: str, found: list[Line]) -> tuple[SimilarPaper, ...]:
    ids = [snapshot.ids[row] for row, *_ in found]
    papers = corpus.catalog.get([own, *ids])
    shared = corpus.concepts(snapshot).shared(own, ids, papers)
    return tuple(
        SimilarPaper(papers[paper_id], score, Because(keyword, semantic, terms))
        for paper_id, (_, keyword, semantic, score), terms in zip(ids, found, shared, strict=True)
        if paper_id in papers
    )
