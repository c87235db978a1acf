"""Whether the service lives, is ready, and what it is made of."""

import asyncio
from dataclasses import asdict
from typing import Literal, Self

from fastapi import APIRouter
from pydantic import BaseModel, Field

from service import __version__, jobs
from service.api.services import Services, Use
from service.api.sources import SourceBrief, sources_for_readers
from service.errors import Unavailable
from service.llm import ModelState
from service.summarization import Tokens, VerifierState, diagnose

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


class CheckList(BaseModel):
    """Everything that was checked, whether it is well or not."""

    data: list[Check]


class ModelOut(BaseModel):
    """A configured language model."""

    model: str
    reachable: bool | None = Field(description="whether its address answers; null where it is not ours to know")
    resting: bool = Field(description="left alone for a while after failures")
    last_failure: str | None = Field(
        default=None, description="why its last call failed, a word of docs/models.md; null when it did not"
    )


class VerifierOut(BaseModel):
    """The model that verifies sentences that another call wrote."""

    model: str
    mode: Literal["undecided", "all"] = Field(description="about which sentences it is asked")
    used: bool | None = Field(description="whether it tells true from false; null before it was first needed")
    auc: float | None = Field(description="how often it is surer of a true sentence than of a false one")
    detail: str

    @classmethod
    def of(cls, state: VerifierState) -> Self:
        """The public view of a verifier."""
        found = state.calibration
        used, auc = (None, None) if found is None else (not found.useless, found.auc)
        return cls(model=state.model, mode=state.mode, used=used, auc=auc, detail=state.detail)


class Spending(BaseModel):
    """What language models have cost, in US dollars, calls under way at their highest price."""

    total_usd: float
    today_usd: float
    budget_usd: float | None
    calls: int
    tokens: Tokens
    verifier_usd: float = Field(description="the part of `total_usd` that verified sentences")
    verifier_calls: int


class Models(BaseModel):
    """What turns text into vectors, and who writes."""

    embedding: str
    embedding_dim: int = Field(description="how many numbers a vector has")
    writer: Literal["llm", "extractive"]
    llm: list[ModelOut]
    verifier: VerifierOut | None


class Meta(BaseModel):
    """What this installation holds."""

    version: str
    papers: int
    snapshot: str
    index_recall: float | None = Field(
        description="share of the true best 50 that the index finds, as measured when it was filled; null where exact "
        "scans answer"
    )
    models: Models
    spending: Spending
    sample_ids: list[str]
    sample_note: str | None = Field(description="what the papers of the sample corpus lack; null without them")
    limits: dict[str, int]
    sources: list[SourceBrief] = Field(description="where new papers come from")


@router.get("/healthz")
async def healthz() -> Health:  # or else it waits for a thread to be free
    """The process answers; nothing else is looked at."""
    return Health()


@router.get("/readyz")
async def readyz(services: Use) -> Ready:
    """What is written comes back, there is room, every paper is embedded, a query reaches it, and jobs go on."""
    found = await services.readiness.checks()
    if wrong := [check for check in found if not check.ok]:
        raise Unavailable(" ".join(f"{check.name}: {check.detail}" for check in wrong))
    return Ready(checks=[Check(**asdict(check)) for check in found])


@router.get("/v1/checks")
async def checks(services: Use) -> CheckList:
    """Everything that can be checked of an installation, thoroughly; takes seconds."""
    states = await services.writer.chain.model_states()
    ready = await asyncio.to_thread(jobs.check_readiness, services.corpus, services.database, services.jobs)
    more = await asyncio.to_thread(
        diagnose, services.corpus, services.database, services.writer, states, services.now()
    )
    found = [*ready, *more]
    return CheckList(data=[Check(**asdict(check)) for check in found])


@router.get("/v1/meta")
async def meta(services: Use) -> Meta:
    """Version, models and what they cost, limits, and how many papers there are."""
    model_states = await services.writer.chain.model_states()
    return await asyncio.to_thread(
        _meta,
        services,
        [_model(state) for state in model_states],
    )


def _model(state: ModelState) -> ModelOut:
    return ModelOut(
        model=state.model,
        reachable=state.reachable,
        resting=state.breaker_open,
        last_failure=state.last_failure,
    )


def _meta(services: Services, model_states: list[ModelOut]) -> Meta:
    catalog, verifier = services.corpus.catalog, services.writer.verifier
    return Meta(
        version=__version__,
        papers=catalog.count(),
        snapshot=catalog.snapshot_id(),
        index_recall=services.corpus.index_recall(),
        models=Models(
            embedding=services.corpus.model,
            embedding_dim=services.corpus.embedder.info.dim,
            writer="llm" if model_states else "extractive",
            llm=model_states,
            verifier=VerifierOut.of(verifier.state()) if verifier else None,
        ),
        spending=_spending(services),
        sample_ids=services.corpus.sample_ids(),
        sample_note=services.corpus.sample_note(),
        limits=services.settings.limits.model_dump(),
        sources=sources_for_readers(services),
    )


def _spending(services: Services) -> Spending:
    spent = services.writer.chain.ledger.spending(services.now())
    return Spending(
        total_usd=spent.total_nano / 1e9,
        today_usd=spent.today_nano / 1e9,
        budget_usd=services.settings.llm.budget_usd,
        calls=spent.calls,
        tokens=Tokens(read=spent.tokens_in, written=spent.tokens_out),
        verifier_usd=spent.verifying_nano / 1e9,
        verifier_calls=spent.verifying_calls,
    )
