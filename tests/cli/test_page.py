"""The page on the command line is true: beside a server its commands run, and so does its Python."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from service.cli import app
from tests.bench.api import serving
from tests.cli.printed import LINE
from tests.test_readme import ROOT, blocks, commands

pytestmark = pytest.mark.embedded("starts commands on a data folder")

ADDRESS = "http://127.0.0.1:8000"
PAGE = (ROOT / "docs" / "cli.md").read_text()


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Where a reader of the page would stand: the sample corpus in `data`, served, and a file of own papers."""
    folder = tmp_path_factory.mktemp("reader")
    (folder / "my-papers.jsonl").write_text(LINE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAPERLARK_EMBEDDING__MAX_TOKENS", "16")
        with serving(str(folder / "data")) as (address, _):
            yield folder, address


@pytest.mark.parametrize("command", commands(PAGE))
def test_every_command_of_the_page_runs_beside_a_server(command, place):
    folder, address = place
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command.replace(ADDRESS, address),
        shell=True,
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout
    assert "--json" not in command or json.loads(done.stdout)


def test_the_python_of_the_page_runs_and_prints_what_it_says(place):
    (code,) = blocks("python", PAGE)
    done = subprocess.run(
        [sys.executable, "-c", code.replace(ADDRESS, place[1])], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert len(re.findall(r"^\d .* because of hf:neural-spline-flows \+\d", done.stdout, re.MULTILINE)) == 3


def test_every_command_is_in_a_table_or_an_example_of_the_page():
    names = {command.name or command.callback.__name__ for command in app.registered_commands} - {"work"}
    assert [name for name in names if f"`{name}" not in PAGE and f"paperlark {name}" not in PAGE] == []
