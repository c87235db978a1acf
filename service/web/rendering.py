"""From a template and values to an answer: escaped once, here, and sent with what a browser may do with it."""

from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from service.access import caller_of
from service.corpus import USER_RULE
from service.web import words
from service.web.numbers import signed
from service.web.services import user_of

NAVIGATION: Final = (
    ("/", "Discover"),
    ("/for-you", "For you"),
    ("/trending", "Trending"),
    ("/search", "Search"),
    ("/kept", "Library"),
    ("/digest", "Digests"),
    ("/map", "Map"),
    ("/batch", "Batch"),
    ("/status", "Status"),
)
"""The pages that every page links to."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with none at all, browsers call the origin of our own forms `null`
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",  # a list that is gone back to is the present one
}


def paper_address(paper_id: str, liked: tuple[str, ...] = ()) -> str:
    """The page of a paper, for somebody who likes these."""
    query = "?" + urlencode({"liked": join_ids(liked)}, safe=":,/") if liked else ""
    return f"/papers/{quote(paper_id, safe='/:')}{query}"


def join_ids(ids: tuple[str, ...]) -> str:
    """Ids as one value of an address; a comma in one of them is escaped."""
    return ",".join(each.replace("%", "%25").replace(",", "%2C") for each in ids)


def render(request: Request, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
    """A page."""
    shared = {
        "path": request.url.path,
        "navigation": NAVIGATION,
        "user": user_of(request),
        "caller": caller_of(request.state),
        "user_rule": USER_RULE,
    }
    html = _TEMPLATES.get_template(template).render(**shared, **values)
    return HTMLResponse(html, status_code=status, headers=_HEADERS)


def redirect(address: str) -> RedirectResponse:
    """On to the page that shows what a form has changed."""
    return RedirectResponse(address, status_code=303)


def _environment() -> Environment:
    found = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    helpers = {"paper_address": paper_address, "join_ids": join_ids, "words": words}
    found.globals.update(helpers)  # pyright: ignore[reportUnknownMemberType]
    found.filters["signed"] = signed  # pyright: ignore[reportUnknownMemberType]
    return found


_TEMPLATES = _environment()
