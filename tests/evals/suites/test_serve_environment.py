"""What an environment says of evals that has only what `make serve` installs."""

import json
import os
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.evals.command import write
from tests.evals.texts import SENTENCES, voted

ROOT = Path(__file__).resolve().parents[3]
# Makes as if what only `make .venv/develop` installs were not there, and runs `python -m evals`.
WITHOUT = """
import runpy, sys
absent = set(sys.argv.pop(1).split(","))
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in absent:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Absent())
runpy.run_module("evals", run_name="__main__", alter_sys=True)
"""


def listed(file: str) -> set[str]:
    """The packages of a closed list."""
    return set(re.findall(r"^([\w.-]+)(?:\[.*\])?==", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE))


def development_modules() -> set[str]:
    only = {name.lower().replace("_", "-") for name in listed("constraints.txt") - listed("requirements.txt")}
    return {
        module
        for module, distributions in packages_distributions().items()
        if all(name.lower().replace("_", "-") in only for name in distributions)
    }


def run(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", WITHOUT, ",".join(development_modules()), *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)


def test_there_is_something_to_do_without():
    assert {"bm25s", "sklearn", "rouge_score", "platformdirs", "pytest"} <= development_modules()
    assert not {"numpy", "scipy", "typer", "jinja2", "rich"} & development_modules()


def test_the_suites_are_listed(tmp_path):
    done = run(tmp_path, "list")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 12


@pytest.mark.parametrize("suite", ["importers", "edits", "faults", "consistency"])
def test_a_suite_that_needs_no_more_runs(tmp_path, suite):
    votes = write(tmp_path / "votes.jsonl", [voted("a", 1.0), voted("b", 0.0)])
    words = {"consistency": ("--data", str(votes)), "edits": ("--limit", "1", "--half", "read")}
    done = run(tmp_path, "run", suite, "--json", *words.get(suite, ("--limit", "10")))
    assert "error" not in done.stderr
    assert json.loads(done.stdout)["results"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("run", "recommendations", "--data", "."), "the suite recommendations needs bm25s"),
        (("run", "importers", "summaries"), "the suite summaries needs rouge_score"),
        (("run", "scitldr", "--data", "data.jsonl"), "the suite scitldr needs rouge_score"),
        (("score", "data.jsonl"), "score needs rouge_score"),
    ],
)
def test_what_needs_more_says_in_one_line_what_to_run(tmp_path, words, message):
    write(tmp_path / "data.jsonl", [{"source": SENTENCES, "targets": SENTENCES}])
    done = run(tmp_path, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"error: {message}, which is not installed; run `make .venv/develop`\n"
    assert not (tmp_path / "runs").exists()
