"""From a ranking to a page of recommendations, diverse, each with the papers that caused it and how sure it is."""

from itertools import starmap

import numpy as np

from service.corpus import Corpus, Snapshot
from service.discovery.ranking import DIGITS
from service.discovery.request import RecommendationRequest
from service.discovery.result import Cause, Recommendation, Recommendations
from service.features import Matrix
from service.papers import Paper
from service.recommender import Confidence, Ranking, confidence, diversify, evidence, interest_quota

_NAMED = 20  # liked or disliked papers named per recommendation; the rest is summed up


class ExplainedList:
    """One ranking on its way to becoming a list with reasons."""

    def __init__(self, corpus: Corpus, snapshot: Snapshot, request: RecommendationRequest, ranking: Ranking) -> None:
        """`ranking` is of `snapshot`, for `request`, in which at least one like counts."""
        self._corpus, self._snapshot, self._request, self._ranking = corpus, snapshot, request, ranking
        factors = dict(zip(request.liked, request.factors, strict=True))
        self._interests = corpus.interests(snapshot, [paper_id for paper_id in request.liked if factors[paper_id]])
        members = [[snapshot.rows[name] for name in interest.paper_ids] for interest in self._interests]
        shares = [sum(factors[name] for name in interest.paper_ids) for interest in self._interests]
        self._quota = interest_quota(ranking.shares(members), shares)
        self._examples = snapshot.ids_at(ranking.model.examples)

    def page(self, not_found: tuple[str, ...], excluded: dict[str, int], copies: int = 0) -> Recommendations:
        """The page that was asked for; `copies` of named papers are no candidates already."""
        ranking, request, snapshot = self._ranking, self._request, self._snapshot
        end = request.offset + request.limit
        best_first = np.argsort(-ranking.scores.round(DIGITS), kind="stable")
        repeats = snapshot.near_duplicates.among(ranking.rows, best_first)
        picks = diversify(ranking.scores, ranking.candidates, end, request.diversity, self._quota, repeats)
        repeated = int(np.any([repeats(pick) for pick, _ in picks], axis=0).sum())
        if repeated or copies:
            excluded["duplicates"] = repeated + copies
        final = {pick: round(float(ranking.scores[pick]) + penalty, DIGITS) for pick, penalty in picks}
        order = sorted(range(request.offset, len(picks)), key=lambda at: (-final[picks[at][0]], picks[at][0]))
        page = [picks[at] for at in order]
        places = [pick for pick, _ in page]
        ids = [snapshot.ids[int(row)] for row in ranking.rows[places]]
        found = self._corpus.catalog.get(ids)
        contributions = ranking.contributions(places)
        sure = self._confidences(places, contributions)
        data = [
            self._recommendation(request.offset + 1 + at, found[ids[at]], *page[at], sure[at], contributions[:, at])
            for at in range(len(page))
            if ids[at] in found  # or else it has just been deleted
        ]
        return Recommendations(
            tuple(data),
            snapshot.id,
            self._corpus.model,
            not_found,
            excluded,
            self._interests,
            None if data else "no_more_candidates",
            len(ranking.rows) - repeated > end,
            tuple((snapshot.ids[int(ranking.rows[pick])], final[pick]) for pick, _ in picks),
        )

    def _recommendation(
        self, rank: int, paper: Paper, pick: int, penalty: float, sure: Confidence, contributions: Matrix
    ) -> Recommendation:
        because, rest = self._causes(pick, contributions, paper)
        adjustments = rest | {"diversity": round(penalty, DIGITS)}
        score = sum(cause.contribution for cause in because) + sum(adjustments.values())
        served = int(self._quota.interest[pick])
        return Recommendation(
            rank,
            paper,
            round(score, DIGITS),
            sure,
            because,
            adjustments,
            self._interests[max(served, 0)].id,
        )

    def _confidences(self, picks: list[int], contributions: Matrix) -> list[Confidence]:
        """How sure each pick is: the evidence of the likes, less what the dislikes say against it."""
        model, likes = self._ranking.model, len(self._ranking.model.likes)
        found = evidence(contributions[:likes], model.weights[:likes]) + contributions[likes:].sum(axis=0)
        co_likes = self._ranking.co_likes[:, picks].sum(axis=0)
        return [confidence(float(value), co_likes=bool(shared)) for value, shared in zip(found, co_likes, strict=True)]

    def _causes(self, pick: int, parts: Matrix, paper: Paper) -> tuple[tuple[Cause, ...], dict[str, float]]:
        """The papers that the score of a paper owes most to, strongest first, and the rest of it."""
        parts = parts.round(DIGITS)
        order = np.argsort(-np.abs(parts), kind="stable")
        named, others = order[:_NAMED], order[_NAMED:]
        snapshot, row = self._snapshot, int(self._ranking.rows[pick])
        names = [self._examples[place] for place in map(int, named)]
        likeness = snapshot.papers.centred[self._ranking.model.examples[named]] @ snapshot.papers.centred[row]
        columns = (
            names,
            parts[named].tolist(),
            likeness.astype(np.float64).round(6).tolist(),
            self._ranking.co_likes[named, pick].round(DIGITS).tolist(),
            self._corpus.concepts(snapshot).shared(paper.id, names, {paper.id: paper}),
        )
        rest = {"baseline": round(float(self._ranking.scores[pick] - parts.sum()), DIGITS)}
        if len(others):
            rest["other_likes"] = round(float(parts[others].sum()), DIGITS)
        return tuple(starmap(Cause, zip(*columns, strict=True))), rest
