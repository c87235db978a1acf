"""Real parts on a temporary folder, or on real servers; the vectors of the sample corpus ship with it."""

import warnings
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import structlog
from starlette.testclient import TestClient

from service import ingest, llm
from service.api import Services
from service.app import build, create_app
from service.corpus import sample
from tests.corpora import open_corpus as open_corpus_of
from tests.corpora import serving
from tests.servers import BINARIES
from tests.stores import InFolders, stores_of
from tests.upstream import Upstream

SHARED = Path(__file__).resolve().parents[2] / "shared"
TOKENS = {"max_tokens": 24}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--pair",
        choices=["embedded", "server"],
        default="embedded",
        help="SQLite with Chroma's files in a data folder, or PostgreSQL with a Chroma server, both started here",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--pair") == "server":
        for item in items:
            if mark := item.get_closest_marker("embedded"):
                item.add_marker(pytest.mark.skip(reason=mark.args[0]))


@pytest.fixture(autouse=True)
def logs_of_its_own() -> None:
    """A command that ran in this process leaves its logs going to where a test before looked."""
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def stores(request: pytest.FixtureRequest) -> Iterator[InFolders]:
    """Where data lie: settings, databases and indexes for a data folder."""
    pair = request.config.getoption("--pair")
    if pair == "server" and BINARIES is None:
        pytest.fail("--pair server needs PostgreSQL: apt-get install postgresql")
    with stores_of(pair) as stores:
        yield stores


def load_sample(services: Services, count: int | None = None) -> None:
    services.corpus.add(ingest.read(sample.data(), "jsonl").papers[:count], services.now())


@pytest.fixture
def open_services(stores: InFolders, tmp_path: Path):
    """Builds services on a folder: `with open_services() as services`, again and again on the same one."""
    yield lambda folder=tmp_path / "data", **overrides: build(stores.settings(folder, **overrides))
    stores.clear(tmp_path)


@pytest.fixture
def open_corpus(stores: InFolders, tmp_path: Path):
    """Opens the corpus of a folder with an embedder that can be watched."""
    yield partial(open_corpus_of, stores)
    stores.clear(tmp_path)


@pytest.fixture
def empty(open_services) -> Iterator[Services]:
    with open_services() as services:
        yield services


@pytest.fixture(scope="session")
def small_folder(stores: InFolders, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the first 60 papers of the sample corpus; to be copied, never opened."""
    folder = tmp_path_factory.mktemp("small") / "data"
    with build(stores.settings(folder)) as services:
        load_sample(services, 60)
    return folder


@pytest.fixture
def small(stores: InFolders, small_folder: Path, tmp_path: Path, open_services) -> Iterator[Services]:
    """Services over 60 papers, for tests that write."""
    stores.copy(small_folder, tmp_path / "data")
    with open_services() as services:
        yield services


@pytest.fixture(scope="module")
def sampled(stores: InFolders, small_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Services over 60 papers, shared by the tests of a module that only read."""
    folder = stores.copy(small_folder, tmp_path_factory.mktemp("sampled") / "data")
    with build(stores.settings(folder)) as services:
        yield services
    stores.clear(folder)


@pytest.fixture
def client(small: Services) -> Iterator[TestClient]:
    """A client of an application that may be written to."""
    with serving(small, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def reader(sampled: Services) -> Iterator[TestClient]:
    """A client of an application that is only read."""
    with TestClient(create_app(sampled), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def many_folder(stores: InFolders, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with 160 papers of the sample corpus, of which 24 tokens are seen; to be copied, never opened."""
    folder = tmp_path_factory.mktemp("many") / "data"
    with build(stores.settings(folder, embedding=TOKENS)) as services:
        load_sample(services, 160)
    return folder


@pytest.fixture(scope="module")
def many(stores: InFolders, many_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Services over 160 papers, enough to tell unrelated ones from related ones."""
    folder = stores.copy(many_folder, tmp_path_factory.mktemp("many") / "data")
    with build(stores.settings(folder, embedding=TOKENS)) as services:
        yield services
    stores.clear(folder)


@pytest.fixture(scope="session")
def litellm() -> None:
    """Imported once for all tests of a process, outside of every deadline."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own, at import
        llm.load_litellm()


@pytest.fixture
def upstream(litellm: None) -> Iterator[Upstream]:  # noqa: ARG001  # to be there before
    """A server of this test alone: a late call of another one does not count."""
    with Upstream() as server:
        yield server


@pytest.fixture
def fresh(small: Services) -> Services:
    """Services over 60 papers with an empty ledger, for one test."""
    return small
