"""Whether the service lives, is ready, and what it is made of."""

from collections.abc import Callable

from fastapi import APIRouter
from pydantic import BaseModel

from service import __version__
from service.api.services import Services, Use
from service.errors import ServiceError, StoreBroken, Unavailable

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """`ok`, or the answer would have been a problem document."""

    status: str = "ok"


class Check(BaseModel):
    """One part of the installation, and what is wrong with it."""

    name: str
    ok: bool
    detail: str


class Ready(Health):
    """What was checked."""

    checks: list[Check]


class Models(BaseModel):
    """What turns text into vectors, and who writes."""

    embedding: str
    writer: str


class Meta(BaseModel):
    """What this installation holds."""

    version: str
    papers: int
    snapshot: str
    models: Models
    sample_ids: list[str]
    limits: dict[str, int]


@router.get("/healthz")
def healthz() -> Health:
    """The process answers; nothing else is looked at."""
    return Health()


@router.get("/readyz")
def readyz(services: Use) -> Ready:
    """The database takes writes, there is room on the disk, every paper is embedded and a query reaches it."""
    checks = [_checked(name, check, services) for name, check in _CHECKS.items()]
    if wrong := [check for check in checks if not check.ok]:
        raise Unavailable(" ".join(f"{check.name}: {check.detail}" for check in wrong))
    return Ready(checks=checks)


def diagnose(services: Services) -> list[Check]:
    """What readyz checks, and also whether the database file is sound and the weights are the pinned ones."""
    thorough = {**_CHECKS, "database file": _file_is_sound, "embedding model": _model_answers}
    return [_checked(name, check, services) for name, check in thorough.items()]


def _checked(name: str, check: Callable[[Services], str], services: Services) -> Check:
    try:
        return Check(name=name, ok=True, detail=check(services))
    except ServiceError as error:
        return Check(name=name, ok=False, detail=error.detail)


def _takes_writes(services: Services) -> str:
    with services.database.write():
        return f"{services.holdings.catalog.count()} papers; writes are accepted."


def _all_embedded(services: Services) -> str:
    holdings = services.holdings
    if waiting := holdings.catalog.count_stale(holdings.model):
        raise Unavailable(f"{waiting} papers wait to be embedded.")
    others = sorted(holdings.catalog.models().keys() - {holdings.model})
    return f"Every paper has a vector of {holdings.model}." + (
        f" Also kept: those of {', '.join(others)}." if others else ""
    )


def _index_whole(services: Services) -> str:
    if not services.holdings.whole():
        raise Unavailable("A query does not reach every paper; restart the service or run `paperlark reindex`.")
    return "Queries reach every paper."


def _file_is_sound(services: Services) -> str:
    if wrong := services.database.check():
        raise StoreBroken(f"{services.database.path}: {wrong[0]}; restore it from a backup.")
    return f"{services.database.path} passes SQLite's quick_check."


def _model_answers(services: Services) -> str:
    services.holdings.embedder.embed(["A test."])
    return "The weights are the pinned ones."


_CHECKS = {"database": _takes_writes, "embeddings": _all_embedded, "index": _index_whole}


@router.get("/v1/meta")
def meta(services: Use) -> Meta:
    """Version, models, limits, and how many papers there are."""
    catalog = services.holdings.catalog
    return Meta(
        version=__version__,
        papers=catalog.count(),
        snapshot=catalog.snapshot(),
        models=Models(embedding=services.holdings.model, writer="extractive"),
        sample_ids=services.holdings.sample_ids(),
        limits=services.settings.limits.model_dump(),
    )
