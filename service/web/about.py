"""Pages that say what a word on other pages is worth."""

from fastapi import APIRouter, Request, Response

from service.faithfulness import CHECKER
from service.web.page_route import PageRoute
from service.web.rendering import render

router = APIRouter(route_class=PageRoute)


@router.get("/faithfulness")
async def faithfulness(request: Request) -> Response:
    """What is checked before a sentence is shown, and what is not."""
    return render(request, "faithfulness.html", checker=CHECKER)
