"""The same verbs for a shell: serve, demo, ingest, recommend, summarize, similar, reindex, doctor, and the rest."""

import asyncio
import sys
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from service import settings
from service.cli import console, ingest, json_output, likes, migrate_store, papers, prompts, user_collections
from service.cli.arguments import DataDir, Json, Limit, ids_in, opened, parsed_ids, user_name
from service.errors import BadInput, ServiceError

if TYPE_CHECKING:
    from service.app import Services
    from service.summarization import TextOptions, Texts

Answer = TypeVar("Answer")

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="What to read next, why, and what each paper says.\n\n"
    "Start with `paperlark demo`, or `paperlark serve --sample`.",
)
app.add_typer(prompts.app, name="prompts")
app.add_typer(papers.app, name="papers")
app.add_typer(likes.app, name="likes")
app.add_typer(user_collections.app, name="collections")
app.command(epilog="Example: paperlark ingest library.bib saved-page.txt --data-dir data")(ingest.ingest)
app.command("migrate-store", epilog="Example: paperlark migrate-store --data-dir data")(migrate_store.migrate_store)


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

    with opened(data_dir, host=host, port=port) as services:
        if sample:
            _load_sample(services)
        server.run(services)


@app.command(epilog="Example: paperlark demo")
def demo(data_dir: DataDir = None) -> None:
    """The main job in the terminal: three liked papers in, explained recommendations and summaries out."""
    from service.discovery import recommend, stateless_request
    from service.summarization import TextOptions

    with opened(data_dir) as services:
        _load_sample(services)
        corpus, limits = services.corpus, services.settings.limits
        liked, _ = corpus.lookup(corpus.sample_ids())
        ids = [paper.id for paper in liked]
        found = recommend(corpus, stateless_request(corpus, limits, liked=ids, limit=5))
        if not found.data:
            raise BadInput("There are too few papers in this data folder for a demo; name an empty --data-dir.")
        options = TextOptions(("summary", "blurb"), tuple(ids))
        texts = _run(_texts(services, options, [found.data[0].paper.id]))
    console.demo(liked, found, texts)


@app.command(epilog="Example: paperlark recommend hf:neural-spline-flows --dislike hf:fast-neural-scene-flow")
def recommend(
    liked: Annotated[list[str] | None, typer.Argument(help="Ids of liked papers, in any form.")] = None,
    dislike: Annotated[list[str] | None, typer.Option(help="Id of a disliked paper; may be repeated.")] = None,
    user: Annotated[str | None, typer.Option(help="Go by what this user likes, instead of ids.")] = None,
    collection: Annotated[str | None, typer.Option(help="Go by this collection of the user's.")] = None,
    limit: Limit = 10,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Recommend papers for liked ones, or for those of a user, each with the likes that caused it."""
    from service.discovery import recommend_page, request_for_library, stateless_request
    from service.storage import Filters

    if (user is None) == (not liked) or (user and dislike) or (collection and not user):
        raise BadInput("Name liked papers (and --dislike others), or a --user (and one --collection of theirs).")
    likes, dislikes = parsed_ids("liked", liked or []), parsed_ids("disliked", dislike or [])
    with opened(data_dir) as services:
        corpus, limits = services.corpus, services.settings.limits
        if user:
            request = request_for_library(corpus, services.library, user_name(user), collection, Filters(), None)
        else:
            request = stateless_request(corpus, limits, liked=likes, disliked=dislikes)
        found = recommend_page(corpus, limits, replace(request, limit=limit)).found
    _print(as_json, lambda: json_output.recommendations(found), lambda: console.recommendations(found))


@app.command(epilog="Example: PAPERLARK_STORE__URL=… PAPERLARK_INDEX__URL=… paperlark work")
def work(data_dir: DataDir = None) -> None:
    """Work on jobs beside servers that share a database, without HTTP; ends with Ctrl-C or SIGTERM."""
    import signal

    from service.app import working

    with opened(data_dir) as services:
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
    from service.summarization import TextOptions, check_text_options, select_papers

    if bool(papers) + (file is not None) + (query is not None) > 1:
        raise BadInput("Take one of: ids, a --file of them, a --query.")
    if file is not None and out is None:
        raise BadInput("A --file is a batch: say with --out where the texts go.")
    given = ids_in(file) if file else parsed_ids("paper_ids", papers or [])
    options = TextOptions(("summary", "blurb"), tuple(parsed_ids("liked", liked or [])), user)
    count = top if not given and (query or user) else None
    with opened(data_dir) as services:
        corpus, limits = services.corpus, services.settings.limits
        paper_ids = select_papers(corpus, limits, given, query=query, user=user if count else None, top=count)
        check_text_options(limits, services.writer, options, options.liked, paper_ids)
        if out is None:
            found = _run(_texts(services, options, paper_ids))
            _print(as_json, lambda: json_output.texts(found), lambda: console.paragraphs(found))
        else:
            _batch(services, options, paper_ids, out)


@app.command(epilog="Example: paperlark similar hf:neural-spline-flows --limit 5")
def similar(
    paper: Annotated[str, typer.Argument(help="Id of a paper, in any form.")],
    limit: Limit = 10,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """List the papers nearest to one."""
    from service import discovery

    with opened(data_dir) as services:
        found = discovery.similar(services.corpus, services.settings.limits, paper, limit)
    _print(as_json, lambda: json_output.hits(found), lambda: console.similar(found))


@app.command(epilog="Example: paperlark reindex --data-dir data")
def reindex(
    data_dir: DataDir = None,
    new_model: Annotated[
        bool, typer.Option(help="Move a shared store to this process's embedding model; stop the others first.")
    ] = False,
) -> None:
    """Build the Chroma index anew from the catalog; nothing is embedded again, unless the model is a new one."""
    with opened(data_dir, new_model=new_model) as services, console.progress("Indexing") as progress:
        services.corpus.reindex(progress)


@app.command(epilog="Example: paperlark doctor --json")
def doctor(data_dir: DataDir = None, as_json: Json = False) -> None:
    """Check the installation: database, disk, embedding model, index. Exit code 1 when something is wrong."""
    from service.app import diagnose

    with opened(data_dir) as services:
        checks = diagnose(services)
    _print(as_json, lambda: json_output.checks(checks), lambda: console.checks(checks))
    if not all(check.ok for check in checks):
        raise typer.Exit(1)


@app.command("settings", epilog="Example: PAPERLARK_LIMITS__LIKED=50 paperlark settings")
def show_settings(as_json: Json = False) -> None:
    """Show every setting with its value and the environment variable that sets it."""
    current = settings.load()
    _print(as_json, lambda: current.model_dump(mode="json"), lambda: console.settings(settings.describe(current)))


def main() -> None:
    """The `paperlark` command: what the caller can mend exits with 2, what the installation lacks with 1."""
    try:
        app()
    except ServiceError as error:
        console.fail(error.detail)
        sys.exit(2 if error.status < HTTPStatus.INTERNAL_SERVER_ERROR else 1)


async def _texts(services: "Services", options: "TextOptions", paper_ids: Sequence[str]) -> "Texts":
    from service.summarization import TextBatch

    batch = await TextBatch.begin(services.corpus, services.writer, options, paper_ids)
    return await batch.texts()


def _batch(services: "Services", options: "TextOptions", paper_ids: Sequence[str], out: Path) -> None:
    from service.cli import batch

    with console.progress("Summarising") as progress:
        try:
            failed = _run(batch.run(services, options, paper_ids, out, progress))
        except KeyboardInterrupt:
            raise BadInput(f"Interrupted; {out} keeps what is done, and the same command goes on from there.") from None
    if failed:
        raise BadInput(f"{len(failed)} papers failed and are not in {out}: {', '.join(failed[:5])}")


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
    from service.corpus import load_sample

    with console.progress("Loading the sample corpus") as progress:
        load_sample(services.corpus, services.now(), progress)


def _print(as_json: bool, answer: Callable[[], dict[str, Any]], show: Callable[[], None]) -> None:
    if as_json:
        json_output.write(answer())
    else:
        show()
