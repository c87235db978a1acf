"""Whether the service lives, is ready, and what it is made of."""

import asyncio
from collections.abc import Callable
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from service import __version__
from service.api.services import Services, Use
from service.errors import ServiceError, StoreBroken, Unavailable
from service.summarization import Tokens

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


class ModelOut(BaseModel):
    """A configured language model."""

    model: str
    reachable: bool | None = Field(description="whether its address answers; null where it is not ours to know")
    resting: bool = Field(description="left alone for a while after failures")


class Spending(BaseModel):
    """What language models have cost, in US dollars, calls under way at their highest price."""

    total_usd: float
    today_usd: float
    budget_usd: float | None
    calls: int
    tokens: Tokens


class Models(BaseModel):
    """What turns text into vectors, and who writes."""

    embedding: str
    writer: Literal["llm", "extractive"]
    llm: list[ModelOut]


class Meta(BaseModel):
    """What this installation holds."""

    version: str
    papers: int
    snapshot: str
    models: Models
    spending: Spending
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
    thorough = {
        **_CHECKS,
        "database file": _file_is_sound,
        "embedding model": _model_answers,
        "ledger": _ledger_adds_up,
        "language models": _writers_reachable,
    }
    return [_checked(name, check, services) for name, check in thorough.items()]


def _checked(name: str, check: Callable[[Services], str], services: Services) -> Check:
    try:
        return Check(name=name, ok=True, detail=check(services))
    except ServiceError as error:
        return Check(name=name, ok=False, detail=error.detail)


def _takes_writes(services: Services) -> str:
    with services.database.write():
        return f"{services.corpus.catalog.count()} papers; writes are accepted."


def _all_embedded(services: Services) -> str:
    corpus = services.corpus
    if waiting := corpus.catalog.vectors.count_unembedded(corpus.model):
        raise Unavailable(f"{waiting} papers wait to be embedded.")
    others = sorted(corpus.catalog.vectors.count_by_model().keys() - {corpus.model})
    return f"Every paper has a vector of {corpus.model}." + (
        f" Also kept: those of {', '.join(others)}." if others else ""
    )


def _index_whole(services: Services) -> str:
    if not services.corpus.whole():
        raise Unavailable("A query does not reach every paper; restart the service or run `paperlark reindex`.")
    return "Queries reach every paper."


def _file_is_sound(services: Services) -> str:
    if wrong := services.database.check():
        raise StoreBroken(f"{services.database.name}: {wrong[0]}; restore it from a backup.")
    return f"{services.database.name} is sound."


def _model_answers(services: Services) -> str:
    services.corpus.embedder.embed(["A test."])
    return "The weights are the pinned ones."


def _ledger_adds_up(services: Services) -> str:
    if wrong := services.writer.chain.ledger.audit():
        raise StoreBroken(f"{wrong[0]}; restore the database from a backup.")
    return "The totals of the ledger are those of its calls."


def _writers_reachable(services: Services) -> str:
    model_states = asyncio.run(services.writer.chain.model_states())
    if not model_states:
        return "None is configured; texts are quoted from abstracts. Set PAPERLARK_LLM__MODELS to have them written."
    if silent := [state.model for state in model_states if state.reachable is False]:
        raise Unavailable(f"No answer from {', '.join(silent)}; check its api_base and api_key.")
    spending = _spending(services)
    return f"{', '.join(state.model for state in model_states)}; ${spending.total_usd:.4f} spent in {spending.calls} calls."


_CHECKS = {"database": _takes_writes, "embeddings": _all_embedded, "index": _index_whole}


@router.get("/v1/meta")
async def meta(services: Use) -> Meta:
    """Version, models and what they cost, limits, and how many papers there are."""
    model_states = await services.writer.chain.model_states()
    return await asyncio.to_thread(
        _meta,
        services,
        [ModelOut(model=state.model, reachable=state.reachable, resting=state.breaker_open) for state in model_states],
    )


def _meta(services: Services, model_states: list[ModelOut]) -> Meta:
    catalog = services.corpus.catalog
    return Meta(
        version=__version__,
        papers=catalog.count(),
        snapshot=catalog.snapshot_id(),
        models=Models(
            embedding=services.corpus.model, writer="llm" if model_states else "extractive", llm=model_states
        ),
        spending=_spending(services),
        sample_ids=services.corpus.sample_ids(),
        limits=services.settings.limits.model_dump(),
    )


def _spending(services: Services) -> Spending:
    spent = services.writer.chain.ledger.spending(services.now())
    return Spending(
        total_usd=spent.total_nano / 1e9,
        today_usd=spent.today_nano / 1e9,
        budget_usd=services.settings.llm.budget_usd,
        calls=spent.calls,
        tokens=Tokens(read=spent.tokens_in, written=spent.tokens_out),
    )
