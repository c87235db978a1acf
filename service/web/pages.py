"""Puts the pages onto an application that has the API."""

from pathlib import Path
from typing import Final, cast

from fastapi import FastAPI, Request
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.types import Scope

from service.web import about, batch, discover, for_you, kept, paper, paper_map, search, sign_in, status, user
from service.web.page_route import error_page

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
    for module in (discover, for_you, search, paper, kept, paper_map, batch, status, about, user, sign_in):
        app.include_router(module.router, include_in_schema=False, max_body_size=body)
    for router in (kept.uploads, batch.uploads):
        app.include_router(router, include_in_schema=False, max_body_size=upload)
    app.mount(_ASSETS, Assets(directory=Path(__file__).with_name("static")), name="static")
    _answer_browsers(app)


def _answer_browsers(app: FastAPI) -> None:
    """A page where there is nothing, for those who read pages; for all others the answer of the API."""
    answer = app.exception_handlers[HTTPException]

    async def handle(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101  # by registration
        if error.status_code == 404 and "text/html" in request.headers.get("accept", ""):
            return error_page(request, 404, "Nothing here", "There is no page at this address.")
        return cast(Response, answer(request, error))

    app.add_exception_handler(HTTPException, handle)
