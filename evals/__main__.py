"""`python -m evals`: list the suites, run them, and read what they found."""

import json
import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer
from platformdirs import user_cache_path

from evals import recommendations, report
from evals.suite import Request, Suite
from service.errors import ServiceError

SUITES: dict[str, Suite] = {suite.name: suite for suite in (recommendations.SUITE,)}

app = typer.Typer(add_completion=False, no_args_is_help=True, help="How good is it, and how sure are we?")

Names = Annotated[list[str], typer.Argument(metavar="SUITE…", help="names from `list`")]
Data = Annotated[Path | None, typer.Option(help="folder or file of the benchmark")]
Cases = Annotated[Path | None, typer.Option(help="cases as JSONL instead of DATA/cases.jsonl or drawn ones")]
Likes = Annotated[Path | None, typer.Option(help="likes.jsonl of more users, who are only learned from")]
AsJson = Annotated[bool, typer.Option("--json", help="one JSON object on standard output, nothing else")]
Html = Annotated[Path | None, typer.Option(help="write the report to this file")]
Limit = Annotated[int | None, typer.Option(min=1, help="measure on this many users or cases, chosen by the seed")]
Seed = Annotated[int, typer.Option(min=0, help="of everything drawn")]
Cache = Annotated[Path | None, typer.Option(help="folder for vectors, instead of the system's cache folder")]


@app.callback()
def main() -> None:
    """Keep `run` and `list` as words of their own, also when there is only one."""


@app.command("list")
def list_suites() -> None:
    """Name each suite and the question it answers."""
    for suite in SUITES.values():
        typer.echo(f"{suite.name:18}{suite.question}")


@app.command()
def run(
    suites: Names,
    data: Data = None,
    cases: Cases = None,
    likes: Likes = None,
    as_json: AsJson = False,
    html: Html = None,
    limit: Limit = None,
    seed: Seed = 0,
    cache: Cache = None,
) -> None:
    """Run suites and print what they found; exit code 2 when the command or the data is unusable."""
    unknown = [name for name in suites if name not in SUITES]
    if unknown:
        raise typer.BadParameter(f"there is no suite {unknown[0]}; `list` names them", param_hint="SUITE")
    request = Request(data, cases, likes, limit, seed, cache or user_cache_path("paperlark"))
    try:
        outcomes = [SUITES[name].run(request) for name in dict.fromkeys(suites)]
    except ServiceError as error:
        typer.echo(f"error: {error.detail}", err=True)
        raise typer.Exit(2) from None
    if html is not None:
        html.write_text(report.page(outcomes, f"python -m evals {shlex.join(sys.argv[1:])}"), encoding="utf-8")
    if as_json:
        typer.echo(json.dumps({"results": [row for outcome in outcomes for row in outcome.results]}))
    else:
        report.show(outcomes)


if __name__ == "__main__":
    app()
