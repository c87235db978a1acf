"""Puts the pages onto an application that has the API."""

from pathlib import Path
from typing import Final

from fastapi import FastAPI
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.types import Scope

from service.web import (
    about,
    batch,
    digest,
    discover,
    for_you,
    kept,
    paper,
    paper_map,
    search,
    sign_in,
    status,
    subscription_links,
    trending,
    user,
)
from service.web.refusals import ReadableRefusals

UPLOADS: Final = (kept.uploads.prefix, batch.uploads.prefix)
"""Addresses that take files."""

_ASSETS = "/static"


class Assets(StaticFiles):
    """Stylesheet and scripts; a browser asks each time whether they are still the same."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, or word that it has not changed."""
        answer = await super().get_response(path, scope)
        answer.headers["Cache-Control"] = "no-cache"
        return answer


def add_pages(app: FastAPI, body: int, upload: int) -> None:
    """Let `app` answer with pages; forms have `body` bytes at most, and files `upload`."""
    for module in (
        discover,
        for_you,
        trending,
        search,
        paper,
        kept,
        digest,
        paper_map,
        batch,
        status,
        about,
        user,
        sign_in,
        subscription_links,
    ):
        app.include_router(module.router, include_in_schema=False, max_body_size=body)
    for router in (kept.uploads, batch.uploads):
        app.include_router(router, include_in_schema=False, max_body_size=upload)
    app.mount(_ASSETS, Assets(directory=Path(__file__).with_name("static")), name="static")
    app.add_middleware(ReadableRefusals)
