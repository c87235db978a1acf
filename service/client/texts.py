"""Texts about papers as the server answers them, every sentence with its source."""

from typing import Literal, TypedDict


class Support(TypedDict):
    """A stretch of a paper's `abstract` that supports a sentence."""

    paper_id: str
    start: int
    end: int
    score: float


class Sentence(TypedDict):
    """A sentence of a text, where it stands there, what supports it, and the model that decided it, if one did."""

    text: str
    start: int
    end: int
    supported: bool
    support: list[Support]
    verifier: str | None


class Numbers(TypedDict):
    """Numbers that a text claims, and those that its source has."""

    claimed: int
    verified: int


class Faithfulness(TypedDict):
    """The checker's verdict."""

    score: float
    passed: bool
    numbers: Numbers
    reasons: list[str]
    checker: str


Tokens = TypedDict("Tokens", {"in": int, "out": int})
"""Tokens that a model read and wrote."""


class Provenance(TypedDict):
    """What a text was made from and by."""

    model: str
    prompt: str | None
    source_hash: str
    created_at: str | None
    tokens: Tokens
    cost_usd: float


class VerifierReport(TypedDict):
    """What a model that verifies was asked about sentences of a text, said, and cost."""

    model: str
    asked: int
    shown: int
    refused: int
    silent: dict[str, int]
    calls: int
    tokens: Tokens
    cost_usd: float


class Fallback(TypedDict):
    """Why a text is not what was asked for."""

    reason: str


class Text(TypedDict):
    """A summary or a blurb of one paper."""

    paper_id: str
    kind: Literal["summary", "blurb"]
    language: str
    text: str
    source: Literal["llm", "extractive"]
    stale: bool
    sentences: list[Sentence]
    faithfulness: Faithfulness | None
    verifier: VerifierReport | None
    source_damage: list[str]
    dropped: int
    fallback: Fallback | None
    provenance: Provenance


class ProblemField(TypedDict):
    """Where a request is wrong (JSON pointer) and what is wrong there."""

    pointer: str
    detail: str


class Problem(TypedDict):
    """A problem document (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    errors: list[ProblemField]
    request_id: str | None


class FailedText(TypedDict):
    """A text that was demanded of a model and could not be had, and why."""

    paper_id: str
    kind: str
    problem: Problem


class Texts(TypedDict):
    """One entry per paper and kind, in the order asked for."""

    data: list[Text]
    errors: list[FailedText]
    not_found: list[str]
