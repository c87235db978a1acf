"""Folders of benchmarks."""

from pathlib import Path

import pytest

from tests.evals.command import write
from tests.evals.two_topics import likes, papers


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "papers.jsonl", papers())
    write(tmp_path / "likes.jsonl", likes())
    return tmp_path
