"""Models that play a part behind a stub server, and the real commands against them."""

import json

import pytest
from typer.testing import CliRunner

from evals.__main__ import app
from tests.upstream import Upstream


@pytest.fixture(scope="module")
def upstream():
    with Upstream() as server:
        yield server


@pytest.fixture
def evals(upstream, monkeypatch, tmp_path):
    """Runs `python -m evals` with a model playing a part; the standard output and the exit code."""

    def run(played, *arguments):
        models = [{"model": f"openai/{played}", "api_base": upstream.url}] if played else []
        monkeypatch.setenv("PAPERLARK_LLM__MODELS", json.dumps(models))
        return CliRunner().invoke(app, [*map(str, arguments), "--runs", str(tmp_path / "runs")])

    return run
