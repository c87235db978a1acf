"""A grade with its reason, and who gives one beside the checker."""

from typing import Protocol, Self

from pydantic import BaseModel, ConfigDict, Field

from service.faithfulness import Source


class Score(BaseModel):
    """One grade and its reason; no value means unscored, for the reason given."""

    model_config = ConfigDict(frozen=True)

    value: float | None = Field(allow_inf_nan=False)
    why: str = ""

    @classmethod
    def flag(cls, fine: bool, reason: str) -> Self:
        """1 when all is fine, else 0 with the reason."""
        return cls(value=float(fine), why="" if fine else reason)


class Judge(Protocol):
    """A second opinion on faithfulness."""

    @property
    def name(self) -> str:
        """Who judges, and how: what a grade depends on."""
        ...

    def grade(self, source: Source, text: str) -> Score:
        """The share of the text's sentences that the source supports, 0 to 1; unscored where there is no verdict."""
        ...
