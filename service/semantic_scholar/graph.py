"""The Academic Graph API: papers by their ids, and by a search."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.routing import APIRoute

from service.discovery import closest_title, papers_about
from service.errors import BadInput, PaperNotFound, at_most
from service.semantic_scholar.failures import FAILURES
from service.semantic_scholar.fields import parse_fields
from service.semantic_scholar.filters import to_filters
from service.semantic_scholar.paper_fields import show, shown_fields
from service.semantic_scholar.paper_ids import find_paper, find_papers
from service.semantic_scholar.schemas import (
    MOST_FOUND,
    MOST_IDS,
    BatchIn,
    FieldsQuery,
    MatchList,
    MatchOut,
    PaperOut,
    SearchPage,
    SearchQuery,
)
from service.semantic_scholar.services import Use

AnyId = Annotated[str, Path(description="id of a paper, in any form", examples=["ARXIV:2106.15928"])]
"""Of a paper in a path: old arXiv ids, DOIs and links hold slashes, so routes take `:path`."""


def graph_router(route_class: type[APIRoute]) -> APIRouter:
    """The routes, with bodies read by `route_class`."""
    router = APIRouter(prefix="/graph/v1", tags=["Paper Data"], route_class=route_class, responses=FAILURES)
    router.post("/paper/batch", response_model_exclude_unset=True)(batch)
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
    found = papers_about(services.corpus, asked.query, MOST_FOUND, to_filters(asked)).data
    page = SearchPage(
        total=len(found), offset=asked.offset, data=[show(hit.paper, fields) for hit in found[asked.offset : end]]
    )
    return page.model_copy(update={"next": end}) if end < len(found) else page


def match(services: Use, asked: Annotated[SearchQuery, Query()]) -> MatchList:
    """The paper whose title is closest to the query; `offset` and `limit` are taken, for clients send them."""
    fields = parse_fields(asked.fields)
    found = closest_title(services.corpus, asked.query, to_filters(asked))
    if found is None:
        raise PaperNotFound("Title match not found")
    shown = shown_fields(found.paper, fields) | {"matchScore": found.score}
    return MatchList(data=[MatchOut.model_validate(shown)])
