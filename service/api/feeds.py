"""Feeds for programs that read them: Atom, under an address that is secret, and what is trending for anybody."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from service.api.conditional import conditional
from service.api.services import Services, Use
from service.digests import ATOM, TRENDING, Feed, FeedReader, atom_document, base_address

router = APIRouter(prefix="/feeds", tags=["feeds"])

_ATOM: dict[int | str, dict[str, Any]] = {200: {"content": {ATOM: {"schema": {"type": "string"}}}}, 304: {}}


def _reader(services: Use) -> FeedReader:
    limits = services.settings.limits
    return FeedReader(services.database, services.corpus, services.libraries, services.writer, limits)


Reader = Annotated[FeedReader, Depends(_reader)]


@router.head(f"/{TRENDING}", include_in_schema=False)
@router.get(f"/{TRENDING}", response_class=Response, responses=_ATOM)
async def get_trending(request: Request, services: Use, reader: Reader) -> Response:
    """What is trending this week, for anybody who may read; a new list each day (UTC)."""
    return _answer(request, await reader.trending(base_of(request, services), services.now()))


@router.head("/{token}", include_in_schema=False)
@router.get("/{token}", response_class=Response, responses=_ATOM | {404: {}})
async def get_feed(request: Request, services: Use, reader: Reader, token: str) -> Response:
    """A feed of a user, for whoever has its address: no key is asked for, and no model."""
    return _answer(request, await reader.read(token, base_of(request, services), services.now()))


def base_of(request: Request, services: Services) -> str:
    """The address of this service, as its answers name it."""
    return base_address(services.settings.public_url, request.base_url)


def _answer(request: Request, feed: Feed) -> Response:
    return conditional(request, atom_document(feed), ATOM)
