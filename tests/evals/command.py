"""`python -m evals` as a test calls it."""

import json
from pathlib import Path

from typer.testing import CliRunner

from evals.__main__ import app


def write(path: Path, rows: list[dict]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def call(tmp_path: Path, *words: str):
    return CliRunner().invoke(app, [*words, "--runs", str(tmp_path / "runs")])


def results(tmp_path: Path, *words: str) -> list[dict]:
    done = call(tmp_path, *words, "--json")
    assert done.exit_code in (0, 1), done.output
    return json.loads(done.stdout)["results"]


def by_measure(done) -> dict[str, dict]:
    return {row["measure"]: row for row in json.loads(done.stdout)["results"]}
