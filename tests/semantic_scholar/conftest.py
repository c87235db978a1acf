"""The sample's first papers and some with ids of every scheme; served over a socket for the public client."""

import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import uvicorn
from semanticscholar import SemanticScholar
from starlette.testclient import TestClient

from service.api import Services
from service.app import build, create_app
from service.papers import Source, make_paper
from tests.corpora import NOW
from tests.servers import free_port
from tests.stores import InFolders

SHA = "649def34f8be52c8b66281af98ae884c09aef38b"
PAPERS = (
    make_paper(
        "Counting Kettles with Transformers",
        "We count kettles in pictures of kitchens.",
        source=Source(name="test"),
        id="arXiv:2106.99001v1",
        authors=["Ada Kettle", "Bo Lid"],
        published=date(2021, 6, 30),
        venue="Café Computing",
        categories=["cs.CV", "stat.ML", "cs.LG"],
        external_ids={"S2": SHA, "CorpusId": "215416146", "PubMed": "19872477", "PubMedCentral": "2323736"},
    ),
    make_paper(
        "Teapots of the Northern Provinces",
        "A survey of teapots and where they are kept.",
        source=Source(name="test"),
        id="DOI:10.5555/A.B",
        published=date(2019, 1, 1),
        published_precision="year",
        categories=["Sociology"],
        url="https://teapots.example/north",
    ),
    make_paper(
        "Saucers without Cups",
        "",
        source=Source(name="test"),
        id="CorpusId:300000001",
        published=date(2020, 2, 1),
        published_precision="month",
        categories=["quant-ph"],
    ),
)
KETTLES, TEAPOTS, SAUCERS = (paper.id for paper in PAPERS)


@pytest.fixture(scope="module")
def papers(stores: InFolders, small_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Services over these papers, shared by the tests of a module, which only read."""
    folder = stores.copy(small_folder, tmp_path_factory.mktemp("scholar") / "data")
    with build(stores.settings(folder)) as services:
        services.corpus.add(PAPERS, NOW)
        yield services
    stores.clear(folder)


@pytest.fixture(scope="module")
def facade(papers: Services) -> Iterator[TestClient]:
    with TestClient(create_app(papers), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def scholar(papers: Services) -> Iterator[SemanticScholar]:
    """The public client, pointed at us and else as it is."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(create_app(papers), port=port, log_config=None, lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield SemanticScholar(api_url=f"http://127.0.0.1:{port}", retry=False)
    server.should_exit = True
    thread.join(10)
