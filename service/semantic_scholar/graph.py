"""The Academic Graph API: papers by their ids, and by a search."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.routing import APIRoute

from service.discovery import closest_title, first_papers
from service.errors import BadInput, PaperNotFound, at_most
from service.papers import Paper
from service.semantic_scholar.failures import FAILURES, READS
from service.semantic_scholar.fields import parse_fields
from service.semantic_scholar.filters import to_filters
from service.semantic_scholar.paper_fields import show, shown_fields
from service.semantic_scholar.paper_ids import find_paper, find_papers
from service.semantic_scholar.schemas import (
    MOST_FOUND,
    MOST_IDS,
    AnyId,
    BatchIn,
    FieldsQuery,
    MatchList,
    MatchOut,
    PaperOut,
    SearchPage,
    SearchQuery,
)
from service.semantic_scholar.services import Services, Use

_MATCHED_AGAINST = 100  # papers about what a title says


def graph_router(route_class: type[APIRoute]) -> APIRouter:
    """The routes, with bodies read by `route_class`."""
    router = APIRouter(prefix="/graph/v1", tags=["Paper Data"], route_class=route_class, responses=FAILURES)
    router.post("/paper/batch", response_model_exclude_unset=True, openapi_extra=READS)(batch)
    router.get("/paper/search", response_model_exclude_unset=True)(search)
    router.get("/paper/search/match", response_model_exclude_unset=True)(match)
    router.get("/paper/{paper_id:path}", response_model_exclude_unset=True)(paper)
    return router


def paper(services: Use, paper_id: AnyId, asked: Annotated[FieldsQuery, Query()]) -> PaperOut:
    """One paper."""
    return show(find_paper(services.corpus, paper_id), parse_fields(asked.fields))


def batch(services: Use, asked: Annotated[FieldsQuery, Query()], body: BatchIn) -> list[PaperOut | None]:
    """The papers of up to 500 ids, in the order asked for; null for one that is not here."""
    if not body.ids:
        raise BadInput("No valid paper ids given")
    at_most(MOST_IDS, len(body.ids), "/ids")
    fields = parse_fields(asked.fields)
    return [found and show(found, fields) for found in find_papers(services.corpus, body.ids)]


def search(services: Use, asked: Annotated[SearchQuery, Query()]) -> SearchPage:
    """The papers that are about something, best first."""
    fields, end = parse_fields(asked.fields), asked.offset + asked.limit
    if end > MOST_FOUND:
        raise BadInput(f"offset + limit must be <= {MOST_FOUND}")
    found, total = _found(services, asked, end + 1)
    data = [show(paper, fields) for paper in found[asked.offset : end]]
    page = SearchPage(total=total, offset=asked.offset, data=data)
    return page.model_copy(update={"next": end}) if min(len(found), MOST_FOUND) > end else page


def match(services: Use, asked: Annotated[SearchQuery, Query()]) -> MatchList:
    """The paper whose title is closest to the query; `offset` and `limit` are taken, for clients send them."""
    fields = parse_fields(asked.fields)
    found, _ = _found(services, asked, _MATCHED_AGAINST)
    best = closest_title(asked.query, found)
    if best is None:
        raise PaperNotFound("Title match not found")
    shown = shown_fields(best.paper, fields) | {"matchScore": best.score}
    return MatchList(data=[MatchOut.model_validate(shown)])


def _found(services: Services, asked: SearchQuery, most: int) -> tuple[list[Paper], int]:
    """The best `most` papers that a search finds, and of how many they are."""
    return first_papers(services.corpus, asked.query, to_filters(asked), most, "/query")
