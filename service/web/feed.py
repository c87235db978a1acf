"""A list of recommendations with all that its page says of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from service.corpus import Corpus
from service.discovery import (
    FIRST,
    Change,
    Recommendation,
    RecommendationRequest,
    Recommendations,
    WeighedInterest,
    changes,
    recommend,
    recommend_and_ask,
    recommended_ids,
    weighed_interests,
)
from service.errors import one_to
from service.papers import Paper
from service.summarization import lines_at_hand
from service.web.contributions import Part, parts_of
from service.web.list_view import LENGTH, MOST, ListView
from service.web.services import Services

SAVED = "Saved"
"""The collection of what is saved without saying where."""
_ASKED_AT, _QUESTIONS = 2, 3  # likes, and papers to ask about: with the third like the list knows enough
_TOLD = 3  # likes of which a page of a paper is told


@dataclass(frozen=True, slots=True)
class Feed:
    """A list: what is in it, what the last word did to it, and who asked by which papers.

    `lines` has what is written already of papers of the list, by id.
    """

    items: tuple[Recommendation, ...]
    changes: Mapping[str, Change]
    interests: list[WeighedInterest]
    named: Mapping[str, Paper]
    request: RecommendationRequest
    view: ListView
    not_found: tuple[str, ...]
    empty_reason: str | None
    to_rate: tuple[Paper, ...]
    saved: frozenset[str]
    topics: Mapping[str, tuple[str, ...]]
    longer: int | None
    lines: Mapping[str, str]

    @classmethod
    def of(cls, services: Services, request: RecommendationRequest, view: ListView) -> "Feed":
        """The list of a request."""
        corpus = services.corpus
        asked = view.applied_to(request)
        if not asked.liked and view.length == LENGTH:
            asked = replace(asked, limit=FIRST)
        one_to(services.settings.limits.results, asked.limit, "/length")
        found, to_rate = _found(corpus, asked)
        return cls(
            found.data,
            _changes(services, asked, view.last, found) if view.last else {},
            weighed_interests(corpus, dict(zip(request.liked, request.factors, strict=True))),
            corpus.catalog.get([*request.liked, *request.disliked, *request.exclude]),
            request,
            view,
            found.not_found,
            found.empty_reason,
            to_rate,
            _saved(services),
            {item.paper.id: _topic(services, item.paper.id) for item in found.data if not item.because},
            min(asked.limit + 10, MOST) if found.more and asked.limit < MOST else None,
            lines_at_hand(services.writer, (item.paper for item in found.data if item.paper.abstract)),
        )

    def title(self, paper_id: str) -> str:
        """The title of a paper that the request names, or else its id."""
        return self.named[paper_id].title if paper_id in self.named else paper_id

    def parts(self, item: Recommendation) -> list[Part]:
        """The score of a recommendation, taken apart."""
        return parts_of(item, self.title)

    def why_liked(self, paper_id: str) -> tuple[str, ...]:
        """The likes to tell the page of a paper of: those that speak for it."""
        item = next(item for item in self.items if item.paper.id == paper_id)
        return tuple(cause.paper_id for cause in item.because if cause.contribution > 0)[:_TOLD]


def _changes(
    services: Services, request: RecommendationRequest, last: str, found: Recommendations
) -> dict[str, Change]:
    """What was said last did to each paper of the list; nothing where there was no list before."""
    before = request.without(last)
    if not before.liked or not request.liked:
        return {}
    return {each.paper_id: each for each in changes(recommended_ids(services.corpus, before), found, last)}


def _found(corpus: Corpus, request: RecommendationRequest) -> tuple[Recommendations, tuple[Paper, ...]]:
    """The list, and the papers to ask about next, when one more like still tells much."""
    if len(request.liked) != _ASKED_AT:
        return recommend(corpus, request), ()
    found, to_rate = recommend_and_ask(corpus, request, _QUESTIONS)
    return found, tuple(each.paper for each in to_rate)


def _topic(services: Services, paper_id: str) -> tuple[str, ...]:
    """What the paper is about."""
    return services.corpus.concepts(services.corpus.snapshot()).common([paper_id])


def _saved(services: Services) -> frozenset[str]:
    kept = services.libraries.collections.papers(services.user, SAVED)
    return frozenset(services.corpus.snapshot().kept_ids([each.paper_id for each in kept]))
