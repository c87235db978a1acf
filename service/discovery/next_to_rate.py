"""Which papers to ask somebody about: a few ratings after which a list is least in doubt."""

from dataclasses import dataclass

import numpy as np

from service.corpus import Corpus
from service.discovery.ranking import DIGITS, RankedRequest
from service.discovery.recommendations import recommended
from service.discovery.request import RecommendationRequest
from service.discovery.result import Recommendations
from service.errors import one_to
from service.papers import Paper
from service.recommender import most_informative

_CONSIDERED = 100  # best candidates: which of them are best is the question
_MOST = 20


@dataclass(frozen=True, slots=True)
class PaperToRate:
    """A paper, and which share of the doubt about the best hundred its rating takes away, from 0 to 1."""

    paper: Paper
    share: float


def next_to_rate(corpus: Corpus, request: RecommendationRequest) -> list[PaperToRate]:
    """The `limit` papers, of the hundred best for a request, whose rating says most about the others.

    Empty when no like counts: then anything says as much, and `recommend` shows what stands for the corpus. Raises
    BadInput for a limit below 1 or above 20.
    """
    one_to(_MOST, request.limit, "/limit")
    return papers_to_rate(RankedRequest(corpus, request), request.limit)


def recommend_and_ask(
    corpus: Corpus, request: RecommendationRequest, count: int
) -> tuple[Recommendations, list[PaperToRate]]:
    """The list of a request that names a like, and `count` papers to rate next, at the price of one ranking."""
    ranked = RankedRequest(corpus, request)
    return recommended(ranked), papers_to_rate(ranked, count)


def papers_to_rate(ranked: RankedRequest, count: int) -> list[PaperToRate]:
    """The `count` papers whose rating says most about the others."""
    if not any(factor for _, factor in ranked.likes) or not ranked.allowed.any():
        return []
    ranking, _ = ranked.ranking
    snapshot = ranked.now.snapshot
    best = np.sort(np.argsort(-ranking.scores.round(DIGITS), kind="stable")[:_CONSIDERED])
    rated = snapshot.papers.take(ranking.model.examples)
    found = most_informative(ranking.candidates.take(best), rated, snapshot.ranker.background, count)
    ids = snapshot.ids_at(ranking.rows[best[[each.candidate for each in found]]])
    papers = ranked.corpus.catalog.get(ids)
    return [PaperToRate(papers[name], each.share) for name, each in zip(ids, found, strict=True) if name in papers]
