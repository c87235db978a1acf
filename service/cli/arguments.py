"""Arguments that several commands take, how they are read, and the services that a data folder holds."""

import sys
from collections.abc import Generator, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from service import settings
from service.cli import console
from service.errors import BadInput, FieldError, InvalidPaperId
from service.observability import configure
from service.papers import parse_id

if TYPE_CHECKING:
    from service.app import Services

DataDir = Annotated[Path | None, typer.Option(help="Folder that holds everything (default: data).", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")]
Limit = Annotated[int, typer.Option(help="How many papers to show.")]
Since = Annotated[str | None, typer.Option(help="Only papers that came here from this day or moment on.")]
User = Annotated[str, typer.Option(help="Your own name for the user.")]

STANDARD_INPUT = Path("-")
_CHUNK = 262_144  # bytes
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


def size_of(file: Path) -> int:
    """Its length in bytes, 0 of a pipe; raises BadInput that names a file that cannot be read."""
    try:
        return 0 if file == STANDARD_INPUT else file.stat().st_size
    except OSError as error:
        raise BadInput(f"{file}: {error.strerror}") from None


def chunks_of(file: Path) -> Iterator[bytes]:
    """A file, or standard input, in parts, so that it may be larger than memory; raises BadInput as `bytes_of` does."""
    try:
        with _binary(file) as opened_file:
            while chunk := opened_file.read(_CHUNK):
                yield chunk
    except OSError as error:
        raise BadInput(f"{file}: {error.strerror}") from None


def name_of(file: Path) -> str:
    """What a file is called in messages."""
    return "standard input" if file == STANDARD_INPUT else file.name


def _binary(file: Path) -> AbstractContextManager[IO[bytes]]:
    return nullcontext(sys.stdin.buffer) if file == STANDARD_INPUT else file.open("rb")


@contextmanager
def opened(data_dir: Path | None, *, quiet: bool = False, **overrides: object) -> Generator["Services"]:
    """The services over a data folder, as the settings have them otherwise; `quiet` logs no requests."""
    current = settings.load(data_dir=data_dir, **overrides)
    log = current.log.model_copy(update={"level": "warning"}) if quiet and current.log.level == "info" else current.log
    configure(log, current.secrets)
    from service.app import build  # chromadb takes seconds to import: `--help` must not wait for it

    with build(current) as services:
        yield services


def load_sample(services: "Services") -> None:
    """Keep the sample papers in a folder that has none."""
    from service import corpus

    with console.progress("Loading the sample corpus") as progress:
        corpus.load_sample(services.corpus, services.now(), progress)
