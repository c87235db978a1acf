"""The figures of `figures.toml`: what is counted, and which tests and commands count it."""

import tomllib
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, TypeAdapter


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Figure(_Read):
    """One figure; `missing` is empty where the tests and commands count all of it."""

    id: str
    counted: str
    bar: str
    tests: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    missing: str = ""


class Group(_Read):
    """Figures of one kind, under a heading."""

    heading: str
    figures: tuple[Figure, ...]


_FILE: Final = Path(__file__).with_name("figures.toml")

GROUPS: Final = TypeAdapter(tuple[Group, ...]).validate_python(tomllib.loads(_FILE.read_text("utf-8"))["groups"])
FIGURES: Final = tuple(figure for group in GROUPS for figure in group.figures)
