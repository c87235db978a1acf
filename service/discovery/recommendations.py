"""Recommendations for a liked history: candidates, exact score, diversity, explanation."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import starmap

import numpy as np
from numpy.typing import NDArray

from service.corpus import Corpus, LabelledInterest, PapersAndLikes, Snapshot
from service.features import Matrix, kernel_matrix
from service.papers import Paper
from service.recommender import Confidence, Ranking, abstains, confidences, diversify, interest_quota
from service.storage import Filters

_NAMED = 20  # liked or disliked papers named per recommendation; the rest is summed up
_ENOUGH = 100  # papers from which "unrelated" can be told from "related"; in fewer we never abstain
_DIGITS = 9  # of a score: beyond them equal arithmetic may differ between machines


@dataclass(frozen=True, slots=True)
class RecommendationRequest:
    """What is asked for; ids are canonical, each in one list only, likes and dislikes most recent first.

    `weights` has a factor per like (0 mutes it); `user` is who asks, whose likes must not speak for others.
    """

    liked: tuple[str, ...]
    disliked: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    limit: int = 10
    offset: int = 0
    diversity: float = 0.3
    filters: Filters | None = None
    user: str | None = None
    weights: tuple[float, ...] | None = None

    @property
    def factors(self) -> tuple[float, ...]:
        """The factor of each like, 1 where none is given."""
        return self.weights or (1.0,) * len(self.liked)


@dataclass(frozen=True, slots=True)
class Cause:
    """A liked or disliked paper's share of a score, of which `co_likes` is what other users' likes add."""

    paper_id: str
    contribution: float
    similarity: float
    co_likes: float
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A paper, and why: the contributions and adjustments add up to the score."""

    rank: int
    paper: Paper
    score: float
    confidence: Confidence
    because: tuple[Cause, ...]
    adjustments: dict[str, float]
    interest: str | None


@dataclass(frozen=True, slots=True)
class Recommendations:
    """The answer to a wish on one snapshot; an empty one says why.

    `order` has the id and score of every place up to the end of the page, as they were filled.
    """

    data: tuple[Recommendation, ...]
    snapshot: str
    model: str
    not_found: tuple[str, ...]
    excluded: dict[str, int] = field(default_factory=dict[str, int])
    interests: tuple[LabelledInterest, ...] = ()
    empty_reason: str | None = None
    more: bool = False
    order: tuple[tuple[str, float], ...] = ()


def recommend(corpus: Corpus, request: RecommendationRequest) -> Recommendations:
    """The best papers for a wish, best first, ordered by (score, id); a named paper never comes back."""
    papers_and_likes = corpus.papers_and_likes()
    snapshot = papers_and_likes.snapshot
    unseen = [
        name
        for name in dict.fromkeys((*request.liked, *request.disliked, *request.exclude))
        if name not in snapshot.rows
    ]
    waiting = corpus.catalog.get(unseen)
    not_found = tuple(name for name in unseen if name not in waiting)
    allowed, excluded = eligible(corpus, snapshot, request)

    def empty(reason: str) -> Recommendations:
        return Recommendations((), snapshot.id, corpus.model, not_found, excluded, empty_reason=reason)

    heard = [pair for pair in zip(request.liked, request.factors, strict=True) if pair[0] in snapshot.rows]
    if not heard:
        return empty("liked_not_embedded_yet" if waiting.keys() & set(request.liked) else "no_liked_paper_known")
    if not any(weight for _, weight in heard):
        return empty("every_like_is_muted")
    if not allowed.any():
        return empty("all_filtered" if excluded.get("filters") else "nothing_left_after_exclusions")
    return _Answer(
        corpus, papers_and_likes, request, _ranking(corpus, papers_and_likes, request, allowed)
    ).recommendations(not_found, excluded)


@dataclass(frozen=True, slots=True)
class Standing:
    """A paper's score and its rank among the candidates, from 1."""

    score: float
    rank: int


def what_if(
    corpus: Corpus, request: RecommendationRequest, paper_id: str, without: frozenset[str]
) -> tuple[Standing | None, Standing | None]:
    """Where a paper of the corpus stands, and where it would without some likes or dislikes; None without any like."""
    papers_and_likes = corpus.papers_and_likes()
    allowed, _ = eligible(corpus, papers_and_likes.snapshot, request)
    # Muted, not dropped: a dropped paper could be drawn into the background, and so be held against the candidate.
    muted = tuple(name for name in (*request.liked, *request.disliked) if name in without)
    kept = tuple(name for name in request.liked if name not in without)
    less = replace(
        request,
        liked=kept + muted,
        weights=(1.0,) * len(kept) + (0.0,) * len(muted),
        disliked=tuple(name for name in request.disliked if name not in without),
    )
    return (
        _standing(corpus, papers_and_likes, request, allowed, paper_id),
        _standing(corpus, papers_and_likes, less, allowed, paper_id),
    )


def _standing(
    corpus: Corpus,
    papers_and_likes: PapersAndLikes,
    request: RecommendationRequest,
    allowed: NDArray[np.bool_],
    paper_id: str,
) -> Standing | None:
    if not any(
        weight and name in papers_and_likes.snapshot.rows
        for name, weight in zip(request.liked, request.factors, strict=True)
    ):
        return None
    row = papers_and_likes.snapshot.rows[paper_id]
    ranking = _ranking(corpus, papers_and_likes, request, allowed, also=(row,))
    scores = ranking.scores.round(_DIGITS)
    own = float(scores[np.searchsorted(ranking.rows, row)])
    return Standing(own, 1 + int((scores > own).sum()))


def _ranking(
    corpus: Corpus,
    papers_and_likes: PapersAndLikes,
    request: RecommendationRequest,
    allowed: NDArray[np.bool_],
    also: Sequence[int] = (),
) -> Ranking:
    rows = papers_and_likes.snapshot.rows
    heard = [(rows[name], weight) for name, weight in zip(request.liked, request.factors, strict=True) if name in rows]
    return papers_and_likes.snapshot.ranker.with_co_likes(papers_and_likes.co_likes).rank(
        [row for row, _ in heard],
        [rows[name] for name in request.disliked if name in rows],
        weights=[weight for _, weight in heard],
        allowed=allowed,
        user=papers_and_likes.users.get(request.user) if request.user else None,
        search=corpus.near(papers_and_likes.snapshot),
        also=also,
    )


def eligible(
    corpus: Corpus, snapshot: Snapshot, request: RecommendationRequest
) -> tuple[NDArray[np.bool_], dict[str, int]]:
    """Which rows of the corpus may be recommended for a wish, and how many may not, by reason."""
    allowed = np.ones(len(snapshot), dtype=bool)
    excluded: dict[str, int] = {}
    for reason, ids in (("liked", request.liked), ("disliked", request.disliked), ("exclude", request.exclude)):
        rows = [snapshot.rows[paper_id] for paper_id in ids if paper_id in snapshot.rows]
        allowed[rows] = False
        if rows:
            excluded[reason] = len(rows)
    if request.filters is not None and request.filters.conditions():
        matching = corpus.catalog.matching(request.filters)
        passed = np.fromiter((paper_id in matching for paper_id in snapshot.ids), dtype=bool, count=len(snapshot))
        excluded["filters"] = int((allowed & ~passed).sum())
        allowed &= passed
    return allowed, excluded


class _Answer:
    """One ranking on its way to becoming a list with explanations."""

    def __init__(
        self, corpus: Corpus, papers_and_likes: PapersAndLikes, request: RecommendationRequest, ranking: Ranking
    ) -> None:
        self._corpus, self._snapshot, self._wish, self._ranking = corpus, papers_and_likes.snapshot, request, ranking
        factors = dict(zip(request.liked, request.factors, strict=True))
        heard = [paper_id for paper_id in request.liked if factors[paper_id]]
        self._interests = self._snapshot.interests(heard)
        members = [[self._snapshot.rows[name] for name in interest.paper_ids] for interest in self._interests]
        shares = [sum(factors[name] for name in interest.paper_ids) for interest in self._interests]
        self._likes = [row for interest in members for row in interest]
        self._quota = interest_quota(ranking.model.examples, ranking.parts, members, shares)

    def recommendations(self, not_found: tuple[str, ...], excluded: dict[str, int]) -> Recommendations:
        """The page that was asked for."""
        ranking, request, snapshot = self._ranking, self._wish, self._snapshot
        end = request.offset + request.limit
        picks = diversify(ranking.scores, ranking.candidates, end, request.diversity, self._quota)
        likeness, co_likes = self._closeness([pick for pick, _ in picks])
        if len(snapshot) >= _ENOUGH and abstains(likeness, co_likes, snapshot.unrelated):
            return Recommendations(
                (), snapshot.id, self._corpus.model, not_found, excluded, self._interests, "nothing_close_enough"
            )
        final = {pick: round(float(ranking.scores[pick]) + penalty, _DIGITS) for pick, penalty in picks}
        turns = sorted(range(request.offset, len(picks)), key=lambda turn: (-final[picks[turn][0]], picks[turn][0]))
        page, likeness, co_likes = [picks[turn] for turn in turns], likeness[turns], co_likes[turns]
        places = [pick for pick, _ in page]
        ids = [snapshot.ids[int(row)] for row in ranking.rows[places]]
        found = self._corpus.catalog.get(ids)
        contributions = ranking.contributions(places).round(_DIGITS)
        standard = ranking.model.standardised(ranking.scores[places])
        data: list[Recommendation] = []
        for place, (pick, penalty) in enumerate(page):
            if ids[place] in found:  # or else it has just been deleted
                known = bool(co_likes[place])
                sure = confidences(standard[[place]], likeness[[place]], snapshot.unrelated, co_likes=known)[0]
                rank = request.offset + place + 1
                data.append(self._recommendation(rank, found[ids[place]], pick, penalty, sure, contributions[:, place]))
        return Recommendations(
            tuple(data),
            snapshot.id,
            self._corpus.model,
            not_found,
            excluded,
            self._interests,
            None if data else "no_more_candidates",
            len(ranking.rows) > end,
            tuple((snapshot.ids[int(ranking.rows[pick])], final[pick]) for pick, _ in picks),
        )

    def _recommendation(
        self, rank: int, paper: Paper, pick: int, penalty: float, sure: Confidence, contributions: Matrix
    ) -> Recommendation:
        because, rest = self._causes(pick, contributions)
        adjustments = rest | {"diversity": round(penalty, _DIGITS)}
        score = sum(cause.contribution for cause in because) + sum(adjustments.values())
        served = int(self._quota.interest[pick])
        return Recommendation(
            rank,
            paper,
            round(score, _DIGITS),
            sure,
            because,
            adjustments,
            self._interests[max(served, 0)].id,
        )

    def _closeness(self, picks: list[int]) -> tuple[Matrix, Matrix]:
        """How like its nearest like each pick is, and what other users' likes add to it; shape (picks,) both."""
        likes, chosen = self._snapshot.papers.take(self._likes), self._ranking.candidates.take(picks)
        return kernel_matrix(likes, chosen).max(axis=0), self._ranking.co_likes[:, picks].sum(axis=0)

    def _causes(self, pick: int, parts: Matrix) -> tuple[tuple[Cause, ...], dict[str, float]]:
        """The papers that the score owes most to, strongest first, and the rest of it."""
        order = np.argsort(-np.abs(parts), kind="stable")
        named, others = order[:_NAMED], order[_NAMED:]
        snapshot, row = self._snapshot, int(self._ranking.rows[pick])
        examples: list[int] = self._ranking.model.examples[named].tolist()
        likeness = snapshot.papers.centred[examples] @ snapshot.papers.centred[row]
        columns = (
            [snapshot.ids[example] for example in examples],
            parts[named].tolist(),
            likeness.astype(np.float64).round(6).tolist(),
            self._ranking.co_likes[named, pick].round(_DIGITS).tolist(),
            snapshot.vocabulary.shared_terms(snapshot.papers.lexical, row, examples),
        )
        rest = {"baseline": round(float(self._ranking.scores[pick] - parts.sum()), _DIGITS)}
        if len(others):
            rest["other_likes"] = round(float(parts[others].sum()), _DIGITS)
        return tuple(starmap(Cause, zip(*columns, strict=True))), rest
