"""`python -m evals`: list the suites, run them, and read what they found."""

import json
import shlex
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from evals.metrics.score import Judge
from evals.reporting import gates
from evals.reporting.outcome import Outcome
from evals.suites.registry import SUITES, development_packages
from evals.suites.request import Half, Request
from service import settings
from service.errors import BadInput, ServiceError
from service.summarization import TextKind

app = typer.Typer(add_completion=False, no_args_is_help=True, help="How good is it, and how sure are we?")

Names = Annotated[
    list[str] | None, typer.Argument(metavar="[SUITE…]", help="names from `list`; without one, all that need no data")
]
Data = Annotated[Path | None, typer.Option(help="folder or file of the benchmark")]
Cases = Annotated[Path | None, typer.Option(help="cases as JSONL instead of those of the data or of the project")]
Likes = Annotated[Path | None, typer.Option(help="likes.jsonl of more users, who are only learned from")]
AsJson = Annotated[bool, typer.Option("--json", help="one JSON object on standard output, nothing else")]
Html = Annotated[Path | None, typer.Option(help="write the report to this file")]
Markdown = Annotated[Path | None, typer.Option(help="write the tables to this file, for a pull request")]
Limit = Annotated[int | None, typer.Option(min=1, help="measure on this many users or cases, chosen by the seed")]
Seed = Annotated[int, typer.Option(min=0, help="of everything drawn")]
Cache = Annotated[Path | None, typer.Option(help="folder for vectors, instead of the system's cache folder")]
Runs = Annotated[Path, typer.Option("--runs", help="folder of the runs, which are resumed there")]
Bars = Annotated[Path, typer.Option("--gates", help="what the figures must reach, as TOML")]
Halved = Annotated[
    Half | None,
    typer.Option("--half", help="of `edits`, the kinds whose cases people look at, or the others; else all"),
]
Judged = Annotated[
    bool,
    typer.Option("--judge", help="also ask the model of PAPERLARK_LLM__MODELS about each text, which may cost"),
]
Verified = Annotated[
    bool,
    typer.Option("--verifier", help="with --judge, ask in the way in which the service verifies: a token a sentence"),
]
RunFile = Annotated[Path, typer.Argument(help="a file that a run left behind, runs/ID.jsonl")]

RUNS = Path("runs")
_WITH_TABLES = (
    "edits",
    "entailment",
    "faults",
    "consistency",
    "importers",
)  # suites whose runs mean nothing without their own tables


@app.callback()
def main() -> None:
    """Keep the commands as words of their own."""


@app.command("list")
def list_suites() -> None:
    """Name each suite and the question it answers."""
    for suite in SUITES.values():
        typer.echo(f"{suite.name:18}{suite.question}")


@app.command()
def run(
    suites: Names = None,
    data: Data = None,
    cases: Cases = None,
    likes: Likes = None,
    as_json: AsJson = False,
    html: Html = None,
    markdown: Markdown = None,
    limit: Limit = None,
    seed: Seed = 0,
    cache: Cache = None,
    folder: Runs = RUNS,
    bars: Bars = gates.GATES,
    judged: Judged = False,
    verified: Verified = False,
    half: Halved = None,
) -> None:
    """Run suites; exit code 1 when a gate is missed, 2 when the command or the data is unusable."""
    chosen = suites or [name for name, suite in SUITES.items() if not suite.needs_data]
    for name in sorted(SUITES.keys() - chosen) if not suites else ():
        typer.echo(f"skipped: {name} needs --data, public data that you have downloaded", err=True)
    unknown = [name for name in chosen if name not in SUITES]
    if unknown:
        raise typer.BadParameter(f"there is no suite {unknown[0]}; `list` names them", param_hint="SUITE")
    request = Request(data, cases, likes, limit, seed, cache, folder, half=half)
    with _usage_errors(), _judge(judged, folder, verified=verified) as judge:
        request = replace(request, judge=judge)
        wanted = gates.read_gates(bars)
        measures = [SUITES[name].load() for name in dict.fromkeys(chosen)]  # all of them before the first one runs
        outcomes = [measure(request) for measure in measures]
        _publish(outcomes, as_json, html, markdown)
        missed = gates.missed(outcomes, wanted)
    for sentence in missed:
        typer.echo(f"gate missed: {sentence}", err=True)
    if missed:
        raise typer.Exit(1)


@app.command()
def score(
    file: Annotated[Path, typer.Argument(help="JSON lines {case_id, text, evidence?}")],
    kind: Annotated[TextKind, typer.Option(help="what the texts are")] = "summary",
    cases: Cases = None,
    as_json: AsJson = False,
    html: Html = None,
    markdown: Markdown = None,
    seed: Seed = 0,
    folder: Runs = RUNS,
    judged: Judged = False,
) -> None:
    """Grade texts that another model or prompt produced; lines that cannot be used are named, the rest is graded."""
    request = Request(None, cases, None, None, seed, None, folder)
    with _usage_errors(), _judge(judged, folder) as judge:
        with development_packages("score"):
            from evals.suites import submitted_texts
        outcome, unusable = submitted_texts.score(file, kind, replace(request, judge=judge))
        for fault in unusable:
            typer.echo(f"unscored: {fault}", err=True)
        _publish([outcome], as_json, html, markdown)


@app.command()
def record(
    file: Annotated[Path, typer.Argument(help="where to write JSON lines, as `score` reads them")],
    kind: Annotated[TextKind, typer.Option(help="what to write")] = "summary",
    prompt: Annotated[str | None, typer.Option(help="id of a prompt, as in summary/v1; without it the one set")] = None,
    cases: Cases = None,
    limit: Limit = None,
    seed: Seed = 0,
    folder: Runs = RUNS,
) -> None:
    """Have the model of PAPERLARK_LLM__MODELS write about the cases; `score` recordings, then `compare` the runs."""
    request = Request(None, cases, None, limit, seed, None, folder)
    from evals.llm import recording

    with _usage_errors():
        current = settings.load().llm
        chosen = current.model_copy(update={f"{kind}_prompt": prompt} if prompt else {})
        for failure in recording.record(file, kind, chosen, request):
            typer.echo(f"not recorded: {failure}", err=True)


@app.command()
def measure(
    kind: Annotated[TextKind, typer.Option(help="what to write")] = "summary",
    prompt: Annotated[str | None, typer.Option(help="id of a prompt, as in summary/v2; without it the one set")] = None,
    limit: Limit = 12,
    seed: Seed = 0,
    folder: Runs = RUNS,
) -> None:
    """Have the model of PAPERLARK_LLM__MODELS write about sample papers: a row of docs/models.md, and the texts."""
    from evals.llm import measurement

    with _usage_errors():
        current = settings.load().llm
        chosen = current.model_copy(update={f"{kind}_prompt": prompt} if prompt else {})
        for line in measurement.measure(kind, chosen, Request(None, None, None, limit, seed, None, folder)):
            typer.echo(line)


@app.command()
def compare(
    a: RunFile,
    b: RunFile,
    as_json: AsJson = False,
    html: Html = None,
    markdown: Markdown = None,
    seed: Seed = 0,
) -> None:
    """B against A, case by case: differences with paired intervals, wins and losses."""
    from evals.reporting import comparison

    with _usage_errors():
        _publish([comparison.compare(a, b, seed)], as_json, html, markdown)


@app.command("report")
def report_run(
    file: RunFile,
    html: Annotated[Path, typer.Option(help="write the report to this file")] = Path("report.html"),
    baseline: Annotated[Path | None, typer.Option(help="an earlier run to compare with")] = None,
    seed: Seed = 0,
) -> None:
    """One HTML page of a run: figures, worst cases beside their sources, and what changed since a baseline."""
    from evals.reporting import comparison, graded_texts, runs

    with _usage_errors():
        graded = runs.read(file)
        if graded[0].suite in _WITH_TABLES:
            raise BadInput(f"{file.name} has no texts to grade: `run {graded[0].suite} --html FILE` shows this run")
        outcomes = [graded_texts.outcome(graded[0].suite, graded, seed)]
        if baseline is not None:
            outcomes.append(comparison.compare(baseline, file, seed))
        _publish(outcomes, as_json=False, html=html, markdown=None)


@app.command()
def blind(
    sheets: Annotated[list[Path], typer.Argument(metavar="SHEET.csv…", help="the sheet to write, or those filled in")],
    scored: Annotated[bool, typer.Option("--score", help="say what the filled-in sheets say")] = False,
    kind: Annotated[TextKind, typer.Option(help="what is to be read")] = "summary",
    count: Annotated[int, typer.Option(min=1, help="papers on the sheet")] = 30,
    data: Annotated[Path | None, typer.Option(help="papers as JSON lines, instead of the sample")] = None,
    also: Annotated[
        list[str] | None, typer.Option("--text", metavar="NAME=FILE", help="another writer's texts")
    ] = None,
    key: Annotated[Path | None, typer.Option(help="the key, if it is not beside the first sheet")] = None,
    as_json: AsJson = False,
    seed: Seed = 0,
) -> None:
    """Have people read texts without knowing who wrote them: write a sheet, or add up those that they filled in."""
    from evals import blind

    with _usage_errors():
        if scored:
            found, origins = blind.read_key(key or sheets[0].with_suffix(".key.json"))
            readers = [blind.read_marks(sheet, found, origins) for sheet in sheets]
            _publish([blind.summarise(readers, found, origins, seed)], as_json, None, None)
            return
        papers = blind.papers(data)
        by = blind.writers(kind) | {name: blind.recorded(Path(file)) for name, _, file in map(_named, also or [])}
        beside = blind.write_sheet(sheets[0], papers, kind, by, count, seed)
        typer.echo(
            f"{sheets[0]} is to be filled in with 1 to 5; {beside} says who wrote what: keep it from the readers"
        )


def _named(text: str) -> tuple[str, str, str]:
    if not all(parts := text.partition("=")):
        raise BadInput(f"--text wants NAME=FILE, and got {text}")
    return parts


@contextmanager
def _judge(wanted: bool, folder: Path, *, verified: bool = False) -> Generator[Judge | None]:
    """The models of the settings as a judge, or the one that verifies, if one is wanted."""
    if not wanted:
        yield None
        return
    from evals.llm import fallback_chain, judge, verifier_judge

    with fallback_chain.open_chain(settings.load().llm, folder) as chain:
        yield verifier_judge.VerifierJudge.of(chain) if verified else judge.ModelJudge(chain)


@contextmanager
def _usage_errors() -> Generator[None]:
    """Say what is wrong in one line, and leave with code 2."""
    try:
        yield
    except ServiceError as error:
        typer.echo(f"error: {error.detail}", err=True)
        raise typer.Exit(2) from None
    except OSError as error:  # what is read says so itself: this is a run or a report that cannot be written
        typer.echo(f"error: {error.filename} cannot be written: {error.strerror}", err=True)
        raise typer.Exit(2) from None


def _publish(outcomes: Sequence[Outcome], as_json: bool, html: Path | None, markdown: Path | None) -> None:
    from evals.reporting import report

    if html is not None:
        html.write_text(report.page(outcomes, f"python -m evals {shlex.join(sys.argv[1:])}"), encoding="utf-8")
    if markdown is not None:
        markdown.write_text(report.markdown(outcomes), encoding="utf-8")
    if as_json:
        typer.echo(json.dumps({"results": [row for outcome in outcomes for row in outcome.results]}))
    else:
        report.show(outcomes)


if __name__ == "__main__":
    app()
