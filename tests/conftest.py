"""Real parts on a temporary folder; the sample corpus is embedded once a session."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from service import ingest, sample, settings
from service.api.services import Services
from service.app import build, create_app

SHARED = Path(__file__).resolve().parents[2] / "shared"


def load_sample(services: Services, count: int | None = None) -> None:
    services.holdings.add(ingest.read(sample.data(), "jsonl").papers[:count], services.now())


@pytest.fixture
def open_services(tmp_path: Path):
    """Builds services on a folder: `with open_services() as services`, again and again on the same one."""
    return lambda folder=tmp_path / "data", **overrides: build(settings.load(data_dir=folder, **overrides))


@pytest.fixture
def empty(open_services) -> Iterator[Services]:
    with open_services() as services:
        yield services


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the first 60 papers of the sample corpus; to be copied, never opened."""
    folder = tmp_path_factory.mktemp("small") / "data"
    with build(settings.load(data_dir=folder)) as services:
        load_sample(services, 60)
    return folder


@pytest.fixture
def small(small_folder: Path, tmp_path: Path, open_services) -> Iterator[Services]:
    """Services over 60 papers, for tests that write."""
    shutil.copytree(small_folder, tmp_path / "data")
    with open_services() as services:
        yield services


@pytest.fixture(scope="module")
def sampled(small_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Services over 60 papers, shared by the tests of a module that only read."""
    folder = tmp_path_factory.mktemp("sampled") / "data"
    shutil.copytree(small_folder, folder)
    with build(settings.load(data_dir=folder)) as services:
        yield services


@pytest.fixture
def client(small: Services) -> Iterator[TestClient]:
    """A client of an application that may be written to."""
    with TestClient(create_app(small), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def reader(sampled: Services) -> Iterator[TestClient]:
    """A client of an application that is only read."""
    with TestClient(create_app(sampled), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def many_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with 160 papers of the sample corpus, of which 24 tokens are seen; to be copied, never opened."""
    folder = tmp_path_factory.mktemp("many") / "data"
    with build(settings.load(data_dir=folder, embedding={"max_tokens": 24})) as services:
        load_sample(services, 160)
    return folder


@pytest.fixture(scope="module")
def many(many_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Services over 160 papers, enough to tell unrelated ones from related ones."""
    folder = tmp_path_factory.mktemp("many") / "data"
    shutil.copytree(many_folder, folder)
    with build(settings.load(data_dir=folder, embedding={"max_tokens": 24})) as services:
        yield services
