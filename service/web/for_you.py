"""The list for likes that are kept here."""

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from service.discovery import RecommendationRequest, request_for_library, weigh_interests
from service.papers import parse_id
from service.storage import Filters
from service.web.actions import Action, sent_fields
from service.web.feed import Feed
from service.web.keeping import keep_word
from service.web.list_view import ListView
from service.web.page_route import PageRoute
from service.web.rendering import redirect, render
from service.web.services import Services, Use
from service.web.why import explained

router = APIRouter(prefix="/for-you", route_class=PageRoute)


@router.get("")
def show(services: Use, request: Request) -> Response:
    """What to read next for what is kept."""
    view = ListView.of(request.query_params)
    feed = Feed.of(services, _asked(services, view), view)
    return render(request, "for_you.html", feed=feed, state=[])


@router.post("")
async def change(services: Use, request: Request) -> Response:
    """Keep what is said of a paper or an interest, and go on to the list that comes of it."""
    return await run_in_threadpool(_changed, services, await sent_fields(request))


@router.get("/why")
def why(services: Use, request: Request, paper: str) -> Response:
    """What each like does for a paper of the list."""
    view = ListView.of(request.query_params)
    found = explained(services, view.applied_to(_asked(services, view)), parse_id(paper))
    return render(request, "why.html", why=found, back=_address(view))


def _asked(services: Services, view: ListView) -> RecommendationRequest:
    filters = view.filters or Filters()
    return request_for_library(services.corpus, services.libraries, services.user, None, filters, None)


def _changed(services: Services, fields: dict[str, str]) -> Response:
    view, action = ListView.of(fields), Action.of(fields)
    last = None
    if action.weight is not None:
        weigh_interests(services.corpus, services.user, [(action.value, action.weight)])
    elif (paper_id := keep_word(services, action)) is None:
        raise action.unknown()
    elif action.said:
        last = paper_id
    elif action.name == "save":
        last = view.last
    return redirect(_address(view.after_saying(last)))


def _address(view: ListView) -> str:
    query = urlencode([*view.fields()], safe=":,/")
    return f"/for-you?{query}" if query else "/for-you"
