"""How the installation does: its parts, its models and what they cost, its jobs, and how good texts and lists were."""

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from service.jobs import installation_status
from service.web.page_route import PageRoute
from service.web.rendering import render
from service.web.services import Use

router = APIRouter(route_class=PageRoute)


@router.get("/status")
async def status(services: Use, request: Request) -> Response:
    """One look at everything; no model is asked for a text."""
    found = await installation_status(
        services.corpus,
        services.database,
        services.libraries,
        services.jobs,
        services.fetches,
        services.writer.chain,
        services.now(),
    )
    return await run_in_threadpool(render, request, "status.html", found=found)
