"""What many here like of late, and what readers of the sources have voted for, with what each score is made of."""

from collections.abc import Mapping
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from service.discovery import DAYS, TrendingRequest, likes_of_user, trending, window_of
from service.errors import SnapshotGone
from service.storage import VoteRecords
from service.web.actions import Action, sent_fields
from service.web.keeping import keep_word
from service.web.list_view import ListView
from service.web.page_route import PageRoute
from service.web.rendering import redirect, render
from service.web.services import Services, Use

router = APIRouter(prefix="/trending", route_class=PageRoute)


@router.get("")
def show(services: Use, request: Request) -> Response:
    """The list of a window, a day where none is named."""
    fields, view = request.query_params, ListView.of(request.query_params)
    asked = TrendingRequest(window_of(fields.get("window") or "day"), view.length, view.filters)
    limits, votes = services.settings.limits, VoteRecords(services.database)
    try:
        found = trending(services.corpus, votes, limits, asked, services.now(), fields.get("cursor") or None)
    except SnapshotGone:  # a cursor of yesterday
        return redirect(_address(fields))
    return render(
        request,
        "trending.html",
        found=found,
        view=view,
        windows=[*DAYS],
        more=found.next and _address(fields, cursor=found.next),
        liked={paper.id for paper, _ in likes_of_user(services.corpus, services.user)} if found.data else (),
    )


@router.post("")
async def change(services: Use, request: Request) -> Response:
    """Keep what is said of a paper, and go on to the same list."""
    return await run_in_threadpool(_changed, services, await sent_fields(request))


def _changed(services: Services, fields: dict[str, str]) -> Response:
    action = Action.of(fields)
    if keep_word(services, action) is None:
        raise action.unknown()
    return redirect(_address(fields))


def _address(fields: Mapping[str, str], **changed: str) -> str:
    kept = {"window": fields["window"]} if fields.get("window") else {}
    query = urlencode(kept | dict(ListView.of(fields).fields()) | changed, safe=":,/")
    return f"/trending?{query}" if query else "/trending"
