"""The Recommendations API: papers like some, and not like others."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.routing import APIRoute

from service.discovery import recommend, stateless_request
from service.errors import BadInput, PaperNotFound, at_most
from service.papers import Paper
from service.semantic_scholar.failures import FAILURES, READS
from service.semantic_scholar.fields import parse_fields
from service.semantic_scholar.paper_fields import show
from service.semantic_scholar.paper_ids import find_paper, find_papers
from service.semantic_scholar.schemas import AnyId, ExamplesIn, FromPaperQuery, RecommendationQuery, Recommended
from service.semantic_scholar.services import Services, Use

_POOLS = ("recent", "all-cs")


def recommendations_router(route_class: type[APIRoute]) -> APIRouter:
    """The routes, with bodies read by `route_class`."""
    router = APIRouter(
        prefix="/recommendations/v1", tags=["Paper Recommendations"], route_class=route_class, responses=FAILURES
    )
    for path, listed in (("/papers/", True), ("/papers", False)):
        reads = router.post(path, response_model_exclude_unset=True, openapi_extra=READS, include_in_schema=listed)
        reads(from_examples)
    router.get("/papers/forpaper/{paper_id:path}", response_model_exclude_unset=True)(from_paper)
    return router


def from_examples(services: Use, asked: Annotated[RecommendationQuery, Query()], body: ExamplesIn) -> Recommended:
    """What to read next for these examples; `notFound` says which of them are not here."""
    positive, negative = body.positive_paper_ids or [], body.negative_paper_ids or []
    most = services.settings.limits.liked
    at_most(most, len(positive), "/positivePaperIds")
    at_most(most, len(negative), "/negativePaperIds")
    if not positive:
        raise BadInput("positivePaperIds: name at least one paper.")
    liked = find_papers(services.corpus, positive)
    if not any(liked):
        raise PaperNotFound("Input papers not found")
    disliked = find_papers(services.corpus, negative)
    return _recommended(services, asked, _ids("/positivePaperIds", liked), _ids("/negativePaperIds", disliked))


def from_paper(services: Use, paper_id: AnyId, asked: Annotated[FromPaperQuery, Query()]) -> Recommended:
    """What to read next for one paper; whichever pool is named, it is of all papers here."""
    if asked.pool is not None and asked.pool not in _POOLS:
        raise BadInput(f"Unrecognized value for `from`. Restrict to: `{list(_POOLS)}`")
    return _recommended(services, asked, [find_paper(services.corpus, paper_id).id], [])


def _ids(pointer: str, papers: Sequence[Paper | None]) -> list[str]:
    """The ids of papers; for one that is not here, which has none, where it is named."""
    return [paper.id if paper else f"{pointer}/{place}" for place, paper in enumerate(papers)]


def _recommended(
    services: Services, asked: RecommendationQuery, liked: Sequence[str], disliked: Sequence[str]
) -> Recommended:
    fields, corpus = parse_fields(asked.fields), services.corpus
    try:
        request = stateless_request(corpus, services.settings.limits, liked=liked, disliked=disliked, limit=asked.limit)
    except BadInput as error:
        raise BadInput(_in_their_words(error.detail)) from None
    found = recommend(corpus, request)
    recommended = Recommended(recommended_papers=[show(item.paper, fields) for item in found.data])
    return recommended.model_copy(update={"not_found": list(found.not_found)}) if found.not_found else recommended


def _in_their_words(detail: str) -> str:
    return detail.replace("/liked", "/positivePaperIds").replace("/disliked", "/negativePaperIds")
