"""The library of whoever sits before the page: what is new, likes, collections with notes, imports."""

import hashlib
from typing import Annotated

from fastapi import APIRouter, File, Request, Response, UploadFile
from fastapi.concurrency import run_in_threadpool

from service import ingest
from service.corpus import library_import, undo_import
from service.digests import make_feed, new_token, revoke_feed
from service.discovery import (
    collect_papers,
    collection_content,
    delete_collection,
    likes_of_user,
    news,
    put_collection,
    see_alerts,
    take_out_of_collection,
)
from service.errors import BadInput
from service.export import FORMATS
from service.jobs import import_or_begin
from service.storage import FeedRecords
from service.web.actions import Action, sent_fields
from service.web.feed_links import feed_links
from service.web.keeping import keep_word
from service.web.list_view import moment
from service.web.page_route import PageRoute
from service.web.rendering import redirect, render
from service.web.search import saved_address
from service.web.services import Services, Use

router = APIRouter(prefix="/kept", route_class=PageRoute)
uploads = APIRouter(prefix="/kept/imports", route_class=PageRoute)

_SHOWN = 50  # likes, unless all are asked for
_NEW = 5  # papers of a search or an author
_LISTED = 100  # entries of a kind, or diagnostics, in the report of an import


@router.get("")
def show(services: Use, request: Request) -> Response:
    """Everything that is kept."""
    corpus, libraries = services.corpus, services.libraries
    likes = likes_of_user(corpus, services.user)[::-1]
    collections = libraries.collections.of_user(services.user)
    limits, now = services.settings.limits, services.now()
    return render(
        request,
        "kept.html",
        news=news(corpus, libraries, limits, services.user, None, per_alert=min(_NEW, limits.results), now=now),
        searches={
            name: saved_address(name, wanted) for name, (wanted, _) in libraries.searches.of_user(services.user).items()
        },
        likes=likes if "all" in request.query_params else likes[:_SHOWN],
        count=len(likes),
        collections=[collection_content(corpus, libraries, services.user, each.name) for each in collections],
        imports=libraries.imports.of_user(services.user)[::-1],
        formats=[*FORMATS],
        feeds=feed_links(services, request),
    )


@router.post("")
async def change(services: Use, request: Request) -> Response:
    """Take something back, or change a collection."""
    await run_in_threadpool(_change, services, await sent_fields(request))
    return redirect("/kept")


@router.get("/imports")
def go_back() -> Response:
    """Where the address of what was imported leads later: to the library."""
    return redirect("/kept")


@uploads.post("")
def take_in(services: Use, request: Request, file: Annotated[UploadFile, File()]) -> Response:
    """Like what is in a library file, and say line by line what could not be read."""
    data = file.file.read()
    if not data:
        raise BadInput.at("/file", "is empty, or none was chosen.")
    reading = ingest.read(data, None, most_bytes=services.settings.limits.import_mb * 2**20)
    made = library_import(services.user, hashlib.sha256(data).hexdigest(), reading.format, None, services.now())
    done = import_or_begin(services.corpus, services.libraries, services.jobs, made, reading, services.now())
    if isinstance(done, str):
        return render(request, "imported.html", job=done)
    offered = services.corpus.catalog.get([name for entry in done.offered[:_LISTED] for name in entry.candidates])
    return render(request, "imported.html", job=None, report=done, offered=offered, most=_LISTED)


def _change(services: Services, fields: dict[str, str]) -> None:
    corpus, libraries, action = services.corpus, services.libraries, Action.of(fields)
    name = fields.get("collection", "")
    if action.name == "note":
        collect_papers(corpus, libraries, services.user, name, [action.value], fields.get("note", ""), services.now())
    elif action.name == "take-out":
        take_out_of_collection(corpus, libraries, services.user, name, action.value)
    elif action.name == "describe":
        put_collection(libraries, services.user, name, fields.get("note", ""), services.now())
    elif action.name == "delete":
        delete_collection(libraries, services.user, name)
    elif action.name == "feed":
        feeds, token = FeedRecords(services.database), new_token()
        make_feed(feeds, corpus, libraries, services.user, action.value, token, services.now())
    elif action.name == "revoke-feed":
        revoke_feed(FeedRecords(services.database), services.user, action.value)
    elif action.name == "undo-import":
        undo_import(libraries, services.user, action.value)
    elif action.name == "seen-alerts":
        limits, at = services.settings.limits, moment(fields, "until")
        see_alerts(corpus, libraries, limits, services.user, at, services.now())
    elif keep_word(services, action) is None:
        raise action.unknown()
