"""Benchmark files: JSON lines or CSV, each row checked, every fault named with file and line."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from service.errors import BadInput


class Row(BaseModel):
    """A line of a benchmark file; keys that we do not use are passed over."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)


R = TypeVar("R", bound=Row)


def rows(path: Path, kind: type[R]) -> Iterator[tuple[int, R]]:
    """Each row of a JSONL or CSV file with its line number; raises BadInput naming both where it is not a `kind`."""
    for line, row in sound_and_broken(path, kind):
        if isinstance(row, BadInput):
            raise row
        yield line, row


def sound_and_broken(path: Path, kind: type[R]) -> Iterator[tuple[int, R | BadInput]]:
    """As `rows`, but the error takes the place of a row that is not a `kind`, and the rest is read."""
    for line, raw in _csv(path) if path.suffix == ".csv" else _lines(path):
        try:
            yield line, kind.model_validate_json(raw) if isinstance(raw, bytes) else kind.model_validate(raw)
        except ValidationError as error:
            fault = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, fault["loc"]))
            yield line, BadInput(f"{path.name}:{line}: {where + ': ' if where else ''}{fault['msg']}")


def opened(path: Path) -> bytes:
    """The bytes of a file; raises BadInput when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}") from None


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    for line, raw in enumerate(opened(path).removeprefix(codecs.BOM_UTF8).split(b"\n"), start=1):
        if raw.strip():
            yield line, raw


def _csv(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(opened(path).decode("utf-8-sig", "replace").splitlines())
    for row in reader:
        yield reader.line_num, row
