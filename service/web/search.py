"""Search: what somebody types, found as it is typed, and kept by a name."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from service.discovery import (
    Arrival,
    Mode,
    SearchPage,
    SearchRequest,
    Sort,
    check_dates,
    delete_search,
    newest,
    papers_within,
    save_search,
    saved_search,
    search,
)
from service.errors import BadInput, SnapshotGone
from service.storage import Filters, SavedSearch
from service.text import Span
from service.web.actions import Action, sent_fields
from service.web.feed_links import feed_links
from service.web.likes import Likes
from service.web.list_view import ListView
from service.web.page_route import PageRoute
from service.web.rendering import redirect, render
from service.web.services import Services, Use

router = APIRouter(prefix="/search", route_class=PageRoute)

Word = TypeVar("Word", bound=StrEnum)

_LONGEST = 8_000  # characters, which any proxy lets through
_LIKES = ("liked", "disliked", "seen", "muted", "more")
_FILTERS = ("after", "before", "topic", "words", "without", "any", "venue", "source", "since")
_KEPT = (*_LIKES, "saved", "q", "mode", "sort", "within", *_FILTERS, "length")


@router.get("")
def show(services: Use, request: Request) -> Response:
    """What a query finds; without one, the box and the saved searches."""
    fields = request.query_params
    asked, view, filters = _asked(services, fields)
    state = [*Likes.of(fields).fields()]
    try:
        found = _found(services, asked, view, filters)
    except SnapshotGone:  # a cursor of yesterday
        return redirect(_address(fields))
    saved = services.libraries.searches.of_user(services.user)
    addresses = {name: saved_address(name, wanted) for name, (wanted, _) in saved.items()}
    feeds, here = feed_links(services, request), _address(fields)
    return render(
        request,
        "search.html",
        state=state,
        asked={name: asked.get(name, "") for name in ("q", "mode", "sort", "within")},
        view=view,
        found=found,
        newest=[] if found else _newest(services, asked, view, filters),
        more=found and found.next and _address(fields, cursor=found.next),
        marked=marked,
        saved={name: (wanted, addresses[name]) for name, (wanted, _) in saved.items()},
        feed=next((feeds.get(f"search:{name}") for name, address in addresses.items() if address == here), None),
        modes=[*Mode],
        sorts=[*Sort],
    )


@router.post("")
async def change(services: Use, request: Request) -> Response:
    """Keep a search, or forget one."""
    return await run_in_threadpool(_changed, services, await sent_fields(request))


def marked(text: str, spans: tuple[Span, ...], within: Span | None = None) -> Iterator[tuple[str, bool]]:
    """The text, or the part of it that is `within`, in pieces, and whether each is one of the spans."""
    start, end = (within.start, within.end) if within else (0, len(text))
    for span in spans:
        if start <= span.start and span.end <= end:
            yield text[start : span.start], False
            yield text[span.start : span.end], True
            start = span.end
    yield text[start:end], False


def saved_address(name: str, wanted: SavedSearch) -> str:
    """The page of a saved search: what it asks for, spelled out, or its name where an address does not hold that."""
    spelled = {"q": wanted.query} | dict(ListView.of_filters(wanted.filters).fields())
    address = _address(spelled)
    try:
        is_whole = (ListView.of(spelled).filters or Filters()) == wanted.filters
    except BadInput:  # longer than a field may be
        is_whole = False
    return address if is_whole and len(address) <= _LONGEST else f"/search?{urlencode({'saved': name})}"


def _asked(services: Services, fields: Mapping[str, str]) -> tuple[Mapping[str, str], ListView, Filters | None]:
    """What an address asks for, itself or by the name of a saved search; raises BadInput, NotInLibrary."""
    view = ListView.of(fields)
    if not (name := fields.get("saved")):
        return fields, view, view.filters
    _, wanted, _ = saved_search(services.libraries, services.user, name)
    view = replace(ListView.of_filters(wanted.filters), length=view.length)
    return {**fields, "q": wanted.query}, view, None if wanted.filters == Filters() else wanted.filters


def _found(services: Services, fields: Mapping[str, str], view: ListView, filters: Filters | None) -> SearchPage | None:
    if not fields.get("q", "").strip():
        return None
    request = SearchRequest(
        fields["q"],
        _word(Mode, fields, "mode"),
        _word(Sort, fields, "sort"),
        filters or Filters(),
        _within(services, fields),
        view.length,
    )
    return search(services.corpus, services.settings.limits, request, fields.get("cursor") or None)


def _newest(services: Services, fields: Mapping[str, str], view: ListView, filters: Filters | None) -> list[Arrival]:
    """What came last of what the filters let through; without any, nothing."""
    if filters is None:
        return []
    check_dates(filters)
    return newest(services.corpus, filters, view.length, among=_within(services, fields))


def _within(services: Services, fields: Mapping[str, str]) -> tuple[str, ...] | None:
    likes = fields.get("within") == "likes"
    user = services.user if likes else None
    return papers_within(services.corpus, services.libraries, user, likes=likes, collection=None)


def _changed(services: Services, fields: dict[str, str]) -> Response:
    action = Action.of(fields)
    if action.name == "save":
        wanted = SavedSearch(fields.get("q", ""), ListView.of(fields).filters or Filters())
        limits, name = services.settings.limits, fields.get("name", "")
        save_search(services.libraries, limits, services.user, name, wanted, services.now())
    elif action.name == "forget":
        delete_search(services.libraries, services.user, action.value)
    else:
        raise action.unknown()
    return redirect(_address(fields))


def _word(kind: type[Word], fields: Mapping[str, str], name: str) -> Word:
    text = fields.get(name) or next(iter(kind)).value
    if text not in {each.value for each in kind}:
        raise BadInput.at(f"/{name}", f"must be one of {', '.join(kind)}.")
    return kind(text)


def _address(fields: Mapping[str, str], cursor: str = "") -> str:
    kept = {name: fields[name] for name in _KEPT if fields.get(name)} | ({"cursor": cursor} if cursor else {})
    return f"/search?{urlencode(kept)}" if kept else "/search"
