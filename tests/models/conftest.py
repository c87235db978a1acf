"""A stub upstream, and services whose models are parts that it plays."""

import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from service import llm, settings
from service.api.services import Services
from service.app import build
from tests.upstream import Upstream


@pytest.fixture(scope="session", autouse=True)
def _litellm() -> None:
    """Imported once for all tests of a process, outside of every deadline."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own, at import
        llm.door()


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    """A server of this test alone: a late call of another one does not count."""
    with Upstream() as server:
        yield server


@pytest.fixture
def fresh(small_folder: Path, tmp_path: Path) -> Iterator[Services]:
    """Services over 60 papers with an empty ledger, for one test."""
    shutil.copytree(small_folder, tmp_path / "data")
    with build(settings.load(data_dir=tmp_path / "data")) as services:
        yield services
