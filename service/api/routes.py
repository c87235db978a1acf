"""Puts the API onto an application: routes, what stands before them, and one shape for every error."""

from collections.abc import Sequence

from fastapi import FastAPI

from service.access import Rates
from service.api import (
    digests,
    feeds,
    health,
    hit_rates,
    imports,
    jobs,
    metrics,
    paper_map,
    papers,
    problems,
    recommendations,
    search,
    sources,
    summaries,
    trending,
    user_alerts,
    user_collections,
    user_data,
    user_exports,
    user_feeds,
    user_imports,
    user_impressions,
    user_searches,
    user_webhook,
    users,
)
from service.api.cross_site import CrossSiteGuard
from service.api.guard import Guard
from service.api.idempotency import IdempotencyMiddleware
from service.api.key_guard import KeyGuard, PageKeys
from service.api.services import Services

_ID_BYTES = 100  # of a paper in a request for a batch


def add_routes(app: FastAPI, services: Services, uploads: Sequence[str] = (), page: PageKeys | None = None) -> None:
    """Let `app` answer every route of the API over built services; `uploads` are other addresses that take files.

    `page` says how pages present a key; None where nobody needs one.
    """
    limits = services.settings.limits
    body, file = limits.body_mb * 2**20, limits.import_mb * 2**20
    batch = body + limits.job_papers * _ID_BYTES
    larger = dict.fromkeys(uploads, file) | {imports.router.prefix: file, summaries.router.prefix: batch}
    app.state.services = services
    app.add_middleware(IdempotencyMiddleware)

    def largest(path: str) -> int:
        return file if user_imports.PATH.fullmatch(path) else larger.get(path, body)

    settings = services.settings
    if page:
        rates = Rates(settings.access)
        app.add_middleware(KeyGuard, keys=services.keys, rates=rates, page=page)
    pays = not settings.embedding.is_local
    app.add_middleware(CrossSiteGuard, host=settings.host, hosts=settings.known_hosts, reading_pays=pays)
    app.add_middleware(Guard, limits=limits, largest=largest)  # the outermost
    problems.add_error_handlers(app)
    lists = (
        papers,
        paper_map,
        search,
        trending,
        recommendations,
        users,
        user_collections,
        user_data,
        user_exports,
        user_impressions,
        hit_rates,
        user_searches,
        sources,
        user_feeds,
        user_webhook,
        feeds,
        user_alerts,
        digests,
    )
    for module in (health, metrics, *lists, jobs):
        app.include_router(module.router, max_body_size=body)
    app.include_router(summaries.router, max_body_size=batch)
    for module in (imports, user_imports):
        app.include_router(module.router, max_body_size=file)
