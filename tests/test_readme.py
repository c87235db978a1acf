"""The README is true: its commands run, its answer is the real one, its tables are complete."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from service import settings
from service.app import build
from service.llm import Reason
from tests.bench.api import serving
from tests.conftest import load_sample
from tests.sources.arxiv_server import ArxivServer, Record

pytestmark = pytest.mark.embedded("starts commands on a data folder")

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text()
ADDRESS = "http://127.0.0.1:8000"


def blocks(language: str, page: str = README) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)


def commands(page: str) -> list[str]:
    return [
        command.replace("\\\n", " ").partition("  #")[0].strip()
        for block in blocks("sh", page)
        for command in re.split(r"(?<!\\)\n", block.strip())
    ]


COMMANDS = commands(README)
MODELS = commands((ROOT / "docs" / "models.md").read_text())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a reader of the README would stand: the sample corpus in `data`, a file of own papers, and a library."""
    folder = tmp_path_factory.mktemp("reader")
    with build(settings.load(data_dir=folder / "data")) as services:
        load_sample(services)
    for copy in ("served", "untouched", "library"):
        shutil.copytree(folder / "data", folder / copy)
    example = next(block for block in blocks("json") if '"title": "A Title"' in block)
    (folder / "my-papers.jsonl").write_text(example)
    shutil.copy(ROOT / "tests" / "library" / "my.bib", folder)
    return folder


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[str]:
    """For the requests that write, too."""
    with serving(str(folder / "served")) as (url, _):
        yield url


@pytest.fixture(scope="module")
def untouched(folder: Path) -> Iterator[str]:
    """As `make serve` leaves it on a fresh machine."""
    with serving(str(folder / "untouched")) as (url, _):
        yield url


def run(command: str, folder: Path, **named: str) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env={**os.environ, **named, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stderr}"
    return done.stdout


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.startswith("make")])
def test_every_make_target_of_the_readme_exists(command: str):
    assert run(f"{command} --dry-run", ROOT)


@pytest.fixture(scope="module")
def arxiv() -> Iterator[ArxivServer]:
    with ArxivServer([Record(number) for number in range(7)]) as server:
        yield server


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.startswith("paperlark")])
def test_every_shell_command_of_the_readme_runs(command: str, folder: Path, arxiv: ArxivServer):
    """With a mail server set, as its page says: none is asked before an address is to be confirmed."""
    addresses = {f"PAPERLARK_FETCH__{name.upper()}": str(value) for name, value in arxiv.settings.items()}
    mail = {"HOST": "127.0.0.1", "TLS": "off", "SENDER": "digest@example.org"}
    run(command, folder, **addresses, **{f"PAPERLARK_MAIL__{name}": value for name, value in mail.items()})


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.startswith("curl")])
def test_every_request_of_the_readme_is_answered(command: str, folder: Path, served: str):
    answer = json.loads(run(command.replace(ADDRESS, served), folder))
    assert answer.keys() & {"data", "counts", "feedback"}


@pytest.mark.parametrize("command", [command for command in [*COMMANDS, *MODELS] if command.startswith("export")])
def test_every_model_of_the_readme_and_of_its_page_is_one_that_the_settings_take(command: str, folder: Path):
    said = re.findall(r'"model": "([^"]+)"|_PROMPT=(\S+)', command)
    told = run(f"{command} && paperlark settings --json", folder)
    assert said
    assert all("".join(value) in told for value in said)


@pytest.mark.parametrize("command", [command for command in MODELS if command.startswith("python")])
def test_every_measurement_of_the_page_on_models_says_that_it_needs_one(command: str, folder: Path):
    done = subprocess.run(
        [sys.executable, *shlex.split(command)[1:]], cwd=folder, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "PAPERLARK_LLM__MODELS" in done.stderr


@pytest.mark.parametrize("command", [command for command in MODELS if command.startswith("paperlark")])
def test_every_command_of_the_page_on_models_runs(command: str, folder: Path):
    assert run(command, folder)


def test_no_command_of_the_readme_goes_untested():
    assert {command.split()[0] for command in COMMANDS} == {"make", "paperlark", "curl", "python", "export"}
    assert {command.split()[0] for command in MODELS} == {"paperlark", "export", "python"}


def test_every_setting_of_models_is_in_the_table_of_their_page():
    page = (ROOT / "docs" / "models.md").read_text()
    missing = [name for name in settings.LLMSettings.model_fields if name.upper() not in page]
    assert not missing


def test_every_reason_for_a_fallback_is_explained():
    page = (ROOT / "docs" / "models.md").read_text()
    assert not [reason for reason in ("title_only", "no_model", *get_args(Reason)) if f"`{reason}`" not in page]


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.startswith("python")])
def test_every_eval_of_the_readme_runs(command: str, folder: Path):
    titles = [
        f"{topic} {word}"
        for topic in ("Owls of", "Tides of")
        for word in ["the", "north", "south", "east", "west", "sea"]
    ]
    write_lines(
        folder / "papers.jsonl", [{"id": str(row), "title": title, "abstract": ""} for row, title in enumerate(titles)]
    )
    write_lines(folder / "likes.jsonl", [{"user": "ann", "liked": [str(row) for row in range(12)]}])
    assert run(command.replace("DIR", str(folder)), ROOT)


def write_lines(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def test_the_answer_that_the_readme_points_to_is_the_real_one(folder: Path, untouched: str):
    page = (ROOT / "docs" / "api.md").read_text()
    command = next(command for command in COMMANDS if "/v1/recommendations" in command)
    printed = json.loads(next(block for block in blocks("json", page) if '"because"' in block))
    assert_cut(printed, json.loads(run(command.replace(ADDRESS, untouched), folder)))


def assert_cut(printed: Any, real: Any) -> None:
    """`printed` equals `real`, where a text that ends in … stands for a longer one and numbers are rounded."""
    if isinstance(printed, dict):
        assert printed.keys() == real.keys()
        for key in printed:
            assert_cut(printed[key], real[key])
    elif isinstance(printed, list):
        assert len(printed) == len(real)
        for one, other in zip(printed, real, strict=True):
            assert_cut(one, other)
    elif isinstance(printed, str) and printed.endswith("…"):
        assert real.startswith(printed[:-1])
    elif isinstance(printed, float):
        assert real == pytest.approx(printed, abs=1e-4)
    else:
        assert printed == real


def test_every_route_is_in_the_table_of_the_page_on_the_api(served: str):
    schema = json.loads(run(f"curl -s {served}/openapi.json", ROOT))
    page = (ROOT / "docs" / "api.md").read_text()
    missing = [path for path in schema["paths"] if path.replace("{paper_id}", "{id}") not in page]
    assert not missing


def test_the_library_of_the_readme_becomes_what_is_shown(folder: Path):
    said = run("paperlark likes import my.bib --user me --data-dir library", folder)
    assert said in blocks("text")
    first = run("paperlark recommend --user me --limit 3 --json --data-dir library", folder)
    assert [item["rank"] for item in json.loads(first)["data"]] == [1, 2, 3]


def test_the_program_of_the_page_on_semantic_scholar_prints_what_is_shown(tmp_path: Path, untouched: str):
    page = (ROOT / "docs" / "semantic-scholar.md").read_text()
    (program,), (printed,) = blocks("python", page), blocks("text", page)
    (tmp_path / "program.py").write_text(program.replace(ADDRESS, untouched))
    assert run("python program.py", tmp_path) == printed
