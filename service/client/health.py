"""Whether the server lives, is ready, and what it is made of, as it answers."""

from typing import Literal, TypedDict

from service.client.sources import SourceBrief
from service.client.texts import Tokens


class Health(TypedDict):
    """`ok`, or there would have been no such answer."""

    status: str


class Check(TypedDict):
    """One part of the installation, and what is wrong with it."""

    name: str
    ok: bool
    detail: str


class Ready(Health):
    """What was checked."""

    checks: list[Check]


class Checks(TypedDict):
    """Everything that can be checked."""

    data: list[Check]


class Model(TypedDict):
    """A configured language model."""

    model: str
    reachable: bool | None
    resting: bool
    last_failure: str | None


class Verifier(TypedDict):
    """The model that verifies sentences that another call wrote."""

    model: str
    mode: Literal["undecided", "all"]
    used: bool | None
    auc: float | None
    detail: str


class Models(TypedDict):
    """What turns text into vectors, and who writes."""

    embedding: str
    embedding_dim: int
    writer: Literal["llm", "extractive"]
    llm: list[Model]
    verifier: Verifier | None


class Spending(TypedDict):
    """What language models have cost, in US dollars."""

    total_usd: float
    today_usd: float
    budget_usd: float | None
    calls: int
    tokens: Tokens
    verifier_usd: float
    verifier_calls: int


class Meta(TypedDict):
    """What the installation holds."""

    version: str
    papers: int
    snapshot: str
    index_recall: float | None
    models: Models
    spending: Spending
    sample_ids: list[str]
    sample_note: str | None
    limits: dict[str, int]
    sources: list[SourceBrief]
