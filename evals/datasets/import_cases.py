"""Records as people have them, each with what reading must make of it; the fields are told in cases/README.md."""

from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict, Field

from evals.datasets.records import Row, rows

CASES = Path(__file__).parents[1] / "cases" / "imports.jsonl"


class ImportCase(Row):
    """A record, whether a paper must come of it, what must be in it, and the fields that must be named."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=False)

    share: Literal["a", "b"]
    case: str
    kind: str
    record: object
    kept: bool
    expect: dict[str, Any]
    noted: tuple[str, ...]
    has: dict[str, tuple[str, ...]] = Field(default={})
    lacks: dict[str, tuple[str, ...]] = Field(default={})

    @property
    def id(self) -> str:
        """Unique among all."""
        return f"{self.share}, {self.kind}: {self.case}"


def import_cases() -> list[ImportCase]:
    """All cases, in the order of the file."""
    return [case for _, case in rows(CASES, ImportCase)]
