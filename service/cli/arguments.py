"""Arguments that several commands take, and how they are read."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from service.errors import BadInput, FieldError, InvalidPaperId
from service.papers import parse_id

DataDir = Annotated[Path | None, typer.Option(help="Folder that holds everything (default: data).", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")]
Limit = Annotated[int, typer.Option(help="How many papers to show.")]

_SHOWN = 5  # faults that one message names


def parsed_ids(name: str, given: Iterable[str]) -> list[str]:
    """The canonical forms of ids; raises BadInput that says which argument has one that cannot exist."""
    found = list[str]()
    for each in given:
        try:
            found.append(parse_id(each))
        except InvalidPaperId as error:
            raise BadInput(f"{name}: {error.detail}") from None
    return found


def ids_in(file: Path) -> list[str]:
    """The ids of a file, one a line, each once; raises BadInput that names the lines without an id."""
    try:
        lines = bytes_of(file).decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise BadInput(f"{file}: the file is not UTF-8 text.") from None
    found, faults = list[str](), list[FieldError]()
    for number, line in enumerate(lines, 1):
        try:
            found += [parse_id(line.strip())] if line.strip() else []
        except InvalidPaperId as error:
            faults.append(FieldError(f"/line/{number}", error.detail))
    if faults:
        named = "; ".join(f"line {fault.pointer.rpartition('/')[2]}: {fault.detail}" for fault in faults[:_SHOWN])
        raise BadInput(f"{file}: {len(faults)} lines are no ids. {named}", errors=tuple(faults))
    if not found:
        raise BadInput(f"{file}: the file has no ids.")
    return list(dict.fromkeys(found))


def bytes_of(file: Path) -> bytes:
    """The content of a file; raises BadInput that names one that cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadInput(f"{file}: {error.strerror}") from None
