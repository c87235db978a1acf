"""The same verbs for a shell: serve, demo, ingest, recommend, summarize, similar, reindex, doctor, and the rest."""

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine, Generator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from pydantic import BaseModel, ValidationError

from service import settings
from service.cli import console
from service.cli import migrate_store as migrate_store
from service.cli import prompts as prompts
from service.errors import BadInput, ServiceError
from service.observability import configure

if TYPE_CHECKING:
    from service.api import Services, SummariesIn

Body = TypeVar("Body", bound=BaseModel)
Answer = TypeVar("Answer")

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="What to read next, why, and what each paper says.\n\n"
    "Start with `paperlark demo`, or `paperlark serve --sample`.",
)
app.add_typer(prompts.app, name="prompts")
app.command("migrate-store", epilog="Example: paperlark migrate-store --data-dir data")(migrate_store.migrate_store)

DataDir = Annotated[Path | None, typer.Option(help="Folder that holds everything (default: data).", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")]
Limit = Annotated[int, typer.Option(help="How many papers to show.")]


@app.command(epilog="Example: paperlark serve --sample --port 8000")
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on (default: 127.0.0.1).")] = None,
    port: Annotated[int | None, typer.Option(help="Port; 0 picks a free one (default: 8000).")] = None,
    data_dir: DataDir = None,
    sample: Annotated[
        bool, typer.Option("--sample", help="Load the sample corpus if there are no papers yet.")
    ] = False,
) -> None:
    """Start the HTTP API."""
    from service.cli import server

    with _services(data_dir, host=host, port=port) as services:
        if sample:
            _load_sample(services)
        server.run(services)


@app.command(epilog="Example: paperlark demo")
def demo(data_dir: DataDir = None) -> None:
    """The main job in the terminal: three liked papers in, explained recommendations and summaries out."""
    from service.api import papers, recommendations, summaries

    with _services(data_dir) as services:
        _load_sample(services)
        liked = papers.lookup(services, papers.Ids(ids=services.corpus.sample_ids()))
        wish = recommendations.RecommendationRequestIn(liked=[paper.id for paper in liked.data], limit=5)
        found = _run(recommendations.post(services, wish))
        if not found.data:
            raise BadInput("There are too few papers in this data folder for a demo; name an empty --data-dir.")
        asked = _checked(summaries.SummariesIn, paper_ids=[found.data[0].paper.id], liked=wish.liked)
        console.demo(liked, found, _run(summaries.answer(services, asked)))


@app.command(epilog="Example: paperlark ingest my-papers.jsonl saved-page.txt --data-dir data")
def ingest(
    files: Annotated[list[Path], typer.Argument(help="Files to read; the format is looked at.")],
    data_dir: DataDir = None,
    format: Annotated[str | None, typer.Option(help="hf-page, jsonl or json, if it must not be guessed.")] = None,  # noqa: A002
    as_json: Json = False,
) -> None:
    """Add the papers of one or more files; what cannot be read is named by line."""
    from service import ingest as reader
    from service.api import keep

    readings = [reader.read(_bytes(file), format, file.name) for file in files]
    with _services(data_dir) as services, console.progress("Embedding") as progress:
        reports = [
            (str(file), keep(services, reading, progress)) for file, reading in zip(files, readings, strict=True)
        ]
    _print(
        {"data": [{"file": name, **report.model_dump()} for name, report in reports]},
        as_json,
        lambda: console.imports(reports),
    )


@app.command(epilog="Example: paperlark recommend hf:neural-spline-flows --dislike hf:fast-neural-scene-flow")
def recommend(
    liked: Annotated[list[str], typer.Argument(help="Ids of liked papers, in any form.")],
    dislike: Annotated[list[str] | None, typer.Option(help="Id of a disliked paper; may be repeated.")] = None,
    limit: Limit = 10,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Recommend papers for liked ones, each with the likes that caused it."""
    from service.api import recommendations

    body = _checked(recommendations.RecommendationRequestIn, liked=liked, disliked=dislike or [], limit=limit)
    with _services(data_dir) as services:
        answer = _run(recommendations.post(services, body))
    _print(answer.model_dump(mode="json"), as_json, lambda: console.recommendations(answer))


@app.command(epilog="Example: PAPERLARK_STORE__URL=… PAPERLARK_INDEX__URL=… paperlark work")
def work(data_dir: DataDir = None) -> None:
    """Work on jobs beside servers that share a database, without HTTP; ends with Ctrl-C or SIGTERM."""
    import signal

    from service.app import working

    with _services(data_dir) as services:
        if not services.settings.shared:
            raise BadInput("`paperlark serve` works on its own jobs; workers beside it need PAPERLARK_STORE__URL.")
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with working(services), suppress(KeyboardInterrupt):
            signal.pause()


@app.command(epilog="Example: paperlark summarize --file ids.txt --out summaries.jsonl")
def summarize(
    papers: Annotated[list[str] | None, typer.Argument(help="Ids of the papers to summarise.")] = None,
    liked: Annotated[list[str] | None, typer.Option(help="Id of a liked paper that the blurb may refer to.")] = None,
    file: Annotated[Path | None, typer.Option(help="File of ids, one a line, for a large batch.")] = None,
    query: Annotated[str | None, typer.Option(help="In a few words, what the papers should be about.")] = None,
    user: Annotated[str | None, typer.Option(help="Whose best recommendations to take, without a query.")] = None,
    top: Annotated[int, typer.Option(help="How many papers of a query or a user.")] = 10,
    out: Annotated[
        Path | None, typer.Option(help="JSON Lines to write; what it has already is not done again.")
    ] = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Write a summary and a why-this-matters blurb of each paper: of those named, in a file, about something, or best.

    With --out a batch can be interrupted: the same command goes on where it stopped.
    """
    from service.api import summaries

    if bool(papers) + (file is not None) + (query is not None) > 1:
        raise BadInput("Take one of: ids, a --file of them, a --query.")
    if file is not None and out is None:
        raise BadInput("A --file is a batch: say with --out where the texts go.")
    ids = _ids(file) if file else papers
    chosen = {"paper_ids": ids} if ids else {"query": query, "top": top if query or user else None}
    body = _checked(summaries.SummariesIn, liked=liked or [], user=user, **chosen)
    with _services(data_dir) as services:
        body = summaries.named(services, body)
        if out is None:
            answer = _run(summaries.answer(services, body))
            _print(answer.model_dump(mode="json"), as_json, lambda: console.summaries(answer))
        else:
            _batch(services, body, out)


@app.command(epilog="Example: paperlark similar hf:neural-spline-flows --limit 5")
def similar(
    paper: Annotated[str, typer.Argument(help="Id of a paper, in any form.")],
    limit: Limit = 10,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """List the papers nearest to one."""
    from service.api import papers

    asked = _checked(papers.Nearest, limit=limit)
    with _services(data_dir) as services:
        answer = papers.similar(services, paper, asked)
    _print(answer.model_dump(mode="json"), as_json, lambda: console.similar(answer))


@app.command(epilog="Example: paperlark reindex --data-dir data")
def reindex(
    data_dir: DataDir = None,
    new_model: Annotated[
        bool, typer.Option(help="Move a shared store to this process's embedding model; stop the others first.")
    ] = False,
) -> None:
    """Build the Chroma index anew from the catalog; nothing is embedded again, unless the model is a new one."""
    with _services(data_dir, new_model=new_model) as services, console.progress("Indexing") as progress:
        services.corpus.reindex(progress)


@app.command(epilog="Example: paperlark doctor --json")
def doctor(data_dir: DataDir = None, as_json: Json = False) -> None:
    """Check the installation: database, disk, embedding model, index. Exit code 1 when something is wrong."""
    from service.api import diagnose

    with _services(data_dir) as services:
        checks = diagnose(services)
    _print({"data": [check.model_dump() for check in checks]}, as_json, lambda: console.checks(checks))
    if not all(check.ok for check in checks):
        raise typer.Exit(1)


@app.command("settings", epilog="Example: PAPERLARK_LIMITS__LIKED=50 paperlark settings")
def show_settings(as_json: Json = False) -> None:
    """Show every setting with its value and the environment variable that sets it."""
    current = settings.load()
    _print(current.model_dump(mode="json"), as_json, lambda: console.settings(settings.describe(current)))


def main() -> None:
    """The `paperlark` command: what the caller can mend exits with 2, what the installation lacks with 1."""
    try:
        app()
    except ServiceError as error:
        console.fail(error.detail)
        sys.exit(2 if error.status < HTTPStatus.INTERNAL_SERVER_ERROR else 1)


def _ids(file: Path) -> list[str]:
    from service.cli import batch as batch

    return batch.ids(file, _bytes(file))


def _batch(services: "Services", body: "SummariesIn", out: Path) -> None:
    from service.cli import batch as batch

    with console.progress("Summarising") as progress:
        try:
            failed = _run(batch.run(services, body, out, progress))
        except KeyboardInterrupt:
            raise BadInput(f"Interrupted; {out} keeps what is done, and the same command goes on from there.") from None
    if failed:
        raise BadInput(f"{len(failed)} papers failed and are not in {out}: {', '.join(failed[:5])}")


@contextmanager
def _services(data_dir: Path | None, *, new_model: bool = False, **overrides: object) -> Generator["Services"]:
    current = settings.load(data_dir=data_dir, **overrides)
    configure(current.log, current.secrets)
    from service.app import build  # chromadb takes seconds to import: `--help` must not wait for it

    with build(current, new_model=new_model) as services:
        yield services


def _run(work: Coroutine[Any, Any, Answer]) -> Answer:
    """The answer of work that may ask a language model, whose connections are closed after it."""
    from service import llm

    async def closing() -> Answer:
        try:
            return await work
        finally:
            await llm.close()

    return asyncio.run(closing())


def _load_sample(services: "Services") -> None:
    from service import ingest
    from service.api import keep
    from service.corpus import sample

    if services.corpus.catalog.count() == 0:
        with console.progress("Loading the sample corpus") as progress:
            keep(services, ingest.read(sample.data(), "jsonl"), progress)


def _checked(body: type[Body], **fields: object) -> Body:
    try:
        return body.model_validate(fields)
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False)
        shown = (f"{fault['loc'][0]}: {fault['msg'].removeprefix('Value error, ')}" for fault in faults[:3])
        raise BadInput("; ".join(shown)) from None


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadInput(f"{file}: {error.strerror}") from None


def _print(answer: dict[str, Any], as_json: bool, show: Callable[[], None]) -> None:
    if as_json:
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    else:
        show()
