"""Puts the API of Semantic Scholar onto an application that has ours."""

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute

from service.semantic_scholar.failures import FailureTranslator
from service.semantic_scholar.graph import graph_router
from service.semantic_scholar.recommendations import recommendations_router


def add_routes(app: FastAPI, route_class: type[APIRoute], largest: int) -> None:
    """Let `app`, whose failures are problem documents, answer these routes and tell of them in documents of their own.

    Bodies have `largest` bytes at most, and are read by `route_class`.
    """
    graph, recommendations = graph_router(route_class), recommendations_router(route_class)
    _add_document(app, graph, "Academic Graph API")
    _add_document(app, recommendations, "Recommendations API")
    for router in (graph, recommendations):
        app.include_router(router, include_in_schema=False, max_body_size=largest)
    app.add_middleware(FailureTranslator, prefixes=(f"{graph.prefix}/", f"{recommendations.prefix}/"))


def _add_document(app: FastAPI, router: APIRouter, title: str) -> None:
    """Where Semantic Scholar has the document of an API, that of ours."""
    version = app.version  # FastAPI remembers each function of a route for good: `app` in it would stay, and its papers

    async def document() -> JSONResponse:
        return JSONResponse(get_openapi(title=title, version=version, routes=router.routes))

    app.add_api_route(f"{router.prefix}/swagger.json", document, include_in_schema=False)
