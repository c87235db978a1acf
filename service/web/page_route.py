"""Routes that answer with a page, also where they fail."""

from collections.abc import Callable, Coroutine
from typing import Any, Final

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from service.errors import ServiceError
from service.web.rendering import render

REFUSED: Final = {
    400: (
        "Unreadable form",
        "The form is broken, or what stands in one of its fields is too long; choose a file instead.",
    ),
    413: (
        "Too large",
        "It is larger than this server takes at once; from the shell `paperlark likes import` takes files of any size.",
    ),
}
"""What is said of a body that the framework refuses, by status."""


class PageRoute(APIRoute):
    """A route whose failures are pages that say what happened and where to go on."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Answer a request that is refused with a page."""
        answer = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                return await answer(request)
            except ServiceError as error:
                return error_page(request, error.status, error.title, error.detail)
            except RequestValidationError as error:
                field = error.errors()[0]
                detail = f"{field['loc'][-1]}: {field['msg']}."
                return error_page(request, 422, "Invalid input", detail)
            except HTTPException as error:
                if said := REFUSED.get(error.status_code):
                    return error_page(request, error.status_code, *said)
                raise

        return handle


def error_page(request: Request, status: int, title: str, detail: str) -> Response:
    """What went wrong, in words fit to be shown, and where to go on."""
    return render(request, "error.html", status=status, code=status, heading=title, detail=detail)
