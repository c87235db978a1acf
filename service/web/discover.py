"""The first page: what to read next for likes that stand in its address, which can be shared and needs no name."""

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from service.discovery import weighed_interests
from service.errors import BadInput
from service.ingest import pasted_ids
from service.papers import parse_id
from service.web.actions import Action, sent_fields
from service.web.feed import Feed
from service.web.keeping import keep_likes, save
from service.web.likes import Likes
from service.web.list_view import ListView
from service.web.page_route import PageRoute
from service.web.rendering import redirect, render
from service.web.services import Services, Use
from service.web.why import explained

router = APIRouter(route_class=PageRoute)

_LONGEST = 60_000  # characters: servers read no address of more than 64 KiB


@router.get("/")
def show(services: Use, request: Request) -> Response:
    """The list; without a like, papers that stand for the whole corpus."""
    likes, view = Likes.of(request.query_params), ListView.of(request.query_params)
    feed = Feed.of(services, likes.request(services.corpus, services.settings.limits, view.filters), view)
    return render(request, "discover.html", feed=feed, state=[*likes.fields()], papers=services.corpus.catalog.count())


@router.post("/")
async def change(services: Use, request: Request) -> Response:
    """Say something of a paper, or of an interest, and go on to the list that comes of it."""
    return await run_in_threadpool(_changed, services, await sent_fields(request))


@router.get("/why")
def why(services: Use, request: Request, paper: str) -> Response:
    """What each like does for a paper of the list, and where the paper would stand without it."""
    likes, view = Likes.of(request.query_params), ListView.of(request.query_params)
    asked = view.applied_to(likes.request(services.corpus, services.settings.limits, view.filters))
    return render(request, "why.html", why=explained(services, asked, parse_id(paper)), back=_address(likes, view))


def _changed(services: Services, fields: dict[str, str]) -> Response:
    kept_ids = services.corpus.snapshot().kept_ids
    likes, view, action = Likes.of(fields).under(kept_ids), ListView.of(fields), Action.of(fields)
    if action.name == "keep":
        keep_likes(services, likes)
        return redirect("/for-you")
    if action.name == "save":
        save(services, action.value)
        return redirect(_address(likes, view))
    last = None
    if action.said:
        last = services.corpus.paper(action.value).id
        likes = likes.saying(action.said, [last])
    elif action.name == "undo":
        likes = likes.without(kept_ids([parse_id(action.value)]))
    elif action.name == "paste":
        likes = likes.saying("liked", kept_ids(pasted_ids(fields.get("ids", ""))))
    elif action.weight is not None:
        likes = likes.weighing(_members(services, likes, view, action.value), action.weight)
    else:
        raise action.unknown()
    return redirect(_address(likes, view.after_saying(last)))


def _members(services: Services, likes: Likes, view: ListView, interest_id: str) -> tuple[str, ...]:
    """The likes of an interest."""
    asked = likes.request(services.corpus, services.settings.limits, view.filters)
    for each in weighed_interests(services.corpus, dict(zip(asked.liked, asked.factors, strict=True))):
        if each.interest.id == interest_id:
            return each.interest.paper_ids
    raise BadInput.at("/do", "there is no such interest.")


def _address(likes: Likes, view: ListView) -> str:
    query = urlencode([*likes.fields(), *view.fields()], safe=":,/")
    if len(query) > _LONGEST:
        raise BadInput.at("/liked", "so many do not fit into an address; import them as a file, in the library.")
    return f"/?{query}" if query else "/"
