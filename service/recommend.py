"""Recommendations for a liked history: candidates, exact score, diversity, explanation."""

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from service import taste
from service.library import Library
from service.papers import Paper
from service.store.corpus import Corpus
from service.text import terms

_NAMED = 20  # liked or disliked papers named per recommendation; the rest is summed up
_DIGITS = 9  # of a score: beyond them equal arithmetic may differ between machines
_POOL = 10  # candidates per wanted result that take part in the diversity step


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for; ids are canonical and no id is in two lists."""

    liked: tuple[str, ...]
    disliked: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    limit: int = 10
    diversity: float = 0.3


@dataclass(frozen=True, slots=True)
class Cause:
    """One liked or disliked paper's share of a score: contribution = its weight x similarity."""

    paper_id: str
    contribution: float
    similarity: float
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A paper, and why: the contributions and adjustments add up to the score."""

    rank: int
    paper: Paper
    score: float
    confidence: str
    because: tuple[Cause, ...]
    adjustments: dict[str, float]


@dataclass(frozen=True, slots=True)
class Recommendations:
    """The answer to a wish on one snapshot; an empty one says why."""

    data: tuple[Recommendation, ...]
    snapshot: str
    model: str
    not_found: tuple[str, ...]
    excluded: dict[str, int] = field(default_factory=dict[str, int])
    empty_reason: str | None = None


def recommend(library: Library, wish: Wish) -> Recommendations:
    """The best papers for a wish, best first, ordered by (score, id); a named paper never comes back."""
    corpus = library.corpus()
    named = (*wish.liked, *wish.disliked, *wish.exclude)
    known = library.catalog.get(dict.fromkeys(named))
    not_found = tuple(paper_id for paper_id in dict.fromkeys(named) if paper_id not in known)
    liked = [paper_id for paper_id in wish.liked if paper_id in corpus.rows]
    disliked = [paper_id for paper_id in wish.disliked if paper_id in corpus.rows]
    excluded = {
        reason: count
        for reason, ids in (("liked", wish.liked), ("disliked", wish.disliked), ("exclude", wish.exclude))
        if (count := sum(paper_id in corpus.rows for paper_id in ids))
    }
    if not liked:
        reason = "liked_not_embedded_yet" if known.keys() & set(wish.liked) else "no_liked_paper_known"
        return Recommendations((), corpus.snapshot, library.model, not_found, excluded, reason)
    data = _rank(library, corpus, wish, known, liked, disliked)
    reason = None if data else "nothing_left_after_exclusions"
    return Recommendations(data, corpus.snapshot, library.model, not_found, excluded, reason)


def _rank(
    library: Library,
    corpus: Corpus,
    wish: Wish,
    known: dict[str, Paper],
    liked: list[str],
    disliked: list[str],
) -> tuple[Recommendation, ...]:
    user = taste.learn(_centred(corpus, liked), _centred(corpus, disliked))
    pool = _shortlist(library, corpus, wish, user, liked)
    candidates = taste.centred(corpus.vectors[pool], corpus.centre)
    similarities = taste.similarities(user, candidates)
    picks = taste.diversify(similarities @ user.weights, candidates, wish.limit, wish.diversity)
    ids = [corpus.ids[int(row)] for row in pool]
    found = library.catalog.get([ids[pick] for pick, _ in picks])
    picks = [(pick, penalty) for pick, penalty in picks if ids[pick] in found]  # one may just have been deleted
    thresholds = _unrelated(corpus.snapshot, library)
    recommendations: list[Recommendation] = []
    for rank, (pick, penalty) in enumerate(picks, start=1):
        paper = found[ids[pick]]
        row = similarities[pick]
        because, rest = _causes(paper, [known[paper_id] for paper_id in (*liked, *disliked)], user.weights, row)
        adjustments = {"diversity": round(penalty, _DIGITS)} | rest
        score = sum(cause.contribution for cause in because) + sum(adjustments.values())
        recommendations.append(
            Recommendation(
                rank,
                paper,
                round(score, _DIGITS),
                _confidence(row[: len(liked)].max(), thresholds),
                because,
                adjustments,
            )
        )
    return tuple(recommendations)


def _shortlist(library: Library, corpus: Corpus, wish: Wish, user: taste.Taste, liked: list[str]) -> NDArray[np.intp]:
    """Rows of the best candidates, in the order of rows, that is of ids."""
    barred = {corpus.rows[i] for i in (*wish.liked, *wish.disliked, *wish.exclude) if i in corpus.rows}
    wanted = wish.limit * _POOL + len(barred)
    queries = corpus.vectors[[corpus.rows[paper_id] for paper_id in liked]]
    # The likes' mean stands for the centroid: a learned direction is no safe query for an approximate index.
    rows = library.near(corpus, np.vstack([queries.mean(axis=0), queries[:_NAMED]]), wanted * 2)
    rows = rows[~np.isin(rows, list(barred))]
    if len(rows) <= wanted:
        return rows
    scores = np.round(taste.centred(corpus.vectors[rows], corpus.centre) @ user.direction, _DIGITS)
    return np.sort(rows[np.argsort(-scores, kind="stable")[:wanted]])


def _causes(
    paper: Paper, examples: list[Paper], weights: taste.Matrix, row: taste.Matrix
) -> tuple[tuple[Cause, ...], dict[str, float]]:
    """The papers that moved the score most, strongest first, and what all others add."""
    parts = np.round(weights * row, _DIGITS)
    order: list[int] = np.argsort(-np.abs(parts), kind="stable").tolist()
    named = tuple(
        Cause(
            examples[i].id,
            float(parts[i]),
            round(float(row[i]), _DIGITS),
            _shared_terms(examples[i], paper),
        )
        for i in order[:_NAMED]
    )
    rest = order[_NAMED:]
    return named, {"other_likes": round(float(parts[rest].sum()), _DIGITS)} if len(rest) else {}


def _shared_terms(one: Paper, other: Paper) -> tuple[str, ...]:
    """Up to five words or pairs of words that both papers use, most used first, pairs before words."""
    first, second = _term_counts(one), _term_counts(other)
    shared = {term: min(count, second[term]) for term, count in first.items() if term in second}
    ranked = sorted(shared, key=lambda term: (-shared[term] * (1 + term.count(" ")), term))
    chosen: list[str] = []
    for term in ranked:
        if not any(term in longer or longer in term for longer in chosen):
            chosen.append(term)
    return tuple(chosen[:5])


def _term_counts(paper: Paper) -> Counter[str]:
    words = terms(paper.title) * 2 + terms(paper.abstract)  # a word of the title counts for more
    return Counter(words) + Counter(f"{a} {b}" for a, b in pairwise(words))


def _confidence(similarity: float, unrelated: tuple[float, float]) -> str:
    """How far the nearest like is beyond unrelated papers of this corpus: their 99.9th and 99th percentile."""
    high, medium = unrelated
    return "high" if similarity > high else "medium" if similarity > medium else "low"


@lru_cache(maxsize=2)
def _unrelated(_snapshot: str, library: Library) -> tuple[float, float]:
    corpus = library.corpus()
    high, medium = np.quantile(taste.unrelated(corpus.vectors, corpus.centre), [0.999, 0.99])
    return float(high), float(medium)


def _centred(corpus: Corpus, ids: list[str]) -> taste.Matrix:
    return taste.centred(corpus.vectors[[corpus.rows[paper_id] for paper_id in ids]], corpus.centre)
