"""The corpus as a map, with what somebody likes and should read on it; and the same as a list, for who sees no map."""

import gzip
import json
from dataclasses import asdict

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from service.discovery import PapersOnMap, RecommendationRequest, papers_on_map, request_for_library
from service.storage import Filters
from service.web.actions import Action, sent_fields
from service.web.likes import Likes
from service.web.page_route import PageRoute
from service.web.rendering import redirect, render
from service.web.services import Services, Use

router = APIRouter(prefix="/map", route_class=PageRoute)

_PAPERS = 2_000


@router.get("")
def show(services: Use, request: Request) -> Response:
    """The page; the map itself is drawn from `/map/papers` by its script."""
    likes = Likes.of(request.query_params)
    found = _found(services, likes)
    return render(request, "map.html", found=found, state=[*likes.fields()], shown=len(found.ids))


@router.get("/papers")
def papers(services: Use, request: Request) -> Response:
    """Where papers lie, for the script; packed, for titles and ids say much the same."""
    found = json.dumps(asdict(_found(services, Likes.of(request.query_params))), ensure_ascii=False).encode()
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(found, media_type="application/json")
    headers = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(gzip.compress(found, 6, mtime=0), media_type="application/json", headers=headers)


@router.post("")
async def lay_out(services: Use, request: Request) -> Response:
    """Begin laying the map out anew, and go on to the job's page."""
    action = Action.of(await sent_fields(request))
    if action.name != "lay-out":
        raise action.unknown()
    return redirect(f"/batch/{await run_in_threadpool(services.jobs.lay_out_map)}")


def _found(services: Services, likes: Likes) -> PapersOnMap:
    return papers_on_map(services.corpus, _request(services, likes), _PAPERS)


def _request(services: Services, likes: Likes) -> RecommendationRequest:
    """What the address says of papers, or else what is kept."""
    if any(likes.fields()):
        return likes.request(services.corpus, services.settings.limits, None)
    return request_for_library(services.corpus, services.libraries, services.user, None, Filters(), None)
