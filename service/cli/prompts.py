"""`paperlark prompts`: look at the prompts, check them, compare two versions, release one."""

import difflib
from pathlib import Path
from typing import Annotated

import typer

from service import prompts
from service.errors import BadInput

app = typer.Typer(
    no_args_is_help=True,
    help="The prompts that models are given: show, check, compare and release them.\n\n"
    "A prompt has an id, as summary/v1; the settings choose it by that.",
)


def ids(incomplete: str) -> list[str]:
    """For the shell's completion: the ids that begin so."""
    try:
        return [name for name in prompts.load().ids() if name.startswith(incomplete)]
    except BadInput:
        return []  # a broken file is no reason to break the shell's completion


Folder = Annotated[
    Path | None, typer.Option(help="Folder of the prompts (default: those shipped).", show_default=False)
]
Id = Annotated[str, typer.Argument(help="Id of a prompt, as summary/v1.", autocompletion=ids)]


@app.command(epilog="Example: paperlark prompts show summary/v1")
def show(
    prompt: Annotated[
        str | None, typer.Argument(help="Id of a prompt; without one, all are listed.", autocompletion=ids)
    ] = None,
    folder: Folder = None,
) -> None:
    """List the prompts, or print one as it stands in its file."""
    found = prompts.load(folder)
    if prompt is not None:
        typer.echo(found.get(prompt).text, nl=False)
        return
    for prompt_id in found.ids():
        typer.echo(f"{_state(found.get(prompt_id))}  {found.get(prompt_id).purpose}")


@app.command(epilog="Example: paperlark prompts check")
def check(folder: Folder = None) -> None:
    """Check every file: its form, its variables, and that no released one has changed. Exit code 2 if one is wrong."""
    found = prompts.load(folder)
    for prompt_id in found.ids():
        typer.echo(f"ok  {_state(found.get(prompt_id))}")


@app.command(epilog="Example: paperlark prompts diff summary/v1 summary/v2")
def diff(one: Id, other: Id, folder: Folder = None) -> None:
    """Show what the second prompt says otherwise than the first, as a unified diff."""
    found = prompts.load(folder)
    old, new = found.get(one), found.get(other)
    lines = difflib.unified_diff(old.text.splitlines(), new.text.splitlines(), old.name, new.name, lineterm="")
    for line in lines:
        typer.echo(line)


@app.command(epilog="Example: paperlark prompts release summary/v2")
def release(prompt: Id, folder: Folder = None) -> None:
    """Enter a prompt's hash in prompts.lock: from then on its file must not change."""
    typer.echo(f"{prompts.load(folder).release(prompt).name} is released")


def _state(prompt: prompts.Prompt) -> str:
    return f"{prompt.name}  {'released' if prompt.released else 'draft'}"
