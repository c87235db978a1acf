"""Small corpora, the answers they give, and embedders whose work can be watched."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from starlette.testclient import TestClient

from service import ingest
from service.api import Services
from service.app import create_app, working
from service.corpus import Corpus, sample
from service.embedding import LocalEmbedder
from service.errors import EmbeddingAway
from service.papers import Kept, Outcome, Paper, Source, make_paper, mint_id
from service.storage import Catalog, FeedbackRecords
from tests.stores import InFolders

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SUBJECTS = ("owls", "glaciers", "violins", "enzymes", "tides", "grammar", "comets", "weaving", "volcanoes", "bees")


class Away:
    """An embedder whose server does not answer."""

    def __init__(self, real) -> None:
        self.info = real.info

    def embed(self, texts, progress=None):  # noqa: ARG002
        raise EmbeddingAway("The embedding model is away.")


def paper(number: int, abstract: str | None = None, **facts: object) -> Paper:
    """A short paper of our own, with an id that is given; equal numbers give equal papers."""
    subject = SUBJECTS[number % len(SUBJECTS)]
    title = f"On {subject}, part {number}"
    text = f"We study {subject} in season {number} and report what we count." if abstract is None else abstract
    return make_paper(title, text, source=Source(name="test"), **{"id": mint_id(title)} | facts)


def outcomes(kept: Sequence[Kept]) -> list[Outcome]:
    """What became of records, without why."""
    return [each.outcome for each in kept]


def samples(count: int) -> tuple[Paper, ...]:
    """The first papers of the sample corpus."""
    return ingest.read(sample.data(), "jsonl").papers[:count]


def answers(services: Services, likes: int = 3) -> bytes:
    """What the service says over HTTP about its first papers: recommendations and similar papers."""
    *liked, disliked = services.corpus.catalog.first_ids(likes)
    with TestClient(create_app(services), base_url="http://127.0.0.1") as client:
        wish = {"liked": liked, "disliked": [disliked], "limit": 20}
        parts = client.post("/v1/recommendations", json=wish), client.get(f"/v1/papers/{liked[0]}/similar")
    for part in parts:
        part.raise_for_status()
    return b"".join(part.content for part in parts)


@contextmanager
def serving(services: Services, **options: bool) -> Iterator[TestClient]:
    """A client of the application, and somebody who works on its jobs: on servers that is another process's task."""
    worker = working(services) if services.settings.shared else nullcontext()
    with worker, TestClient(create_app(services), **options) as client:
        yield client


class Counting:
    """The real embedder, with a record of the texts it was given."""

    def __init__(self, real: LocalEmbedder) -> None:
        self._real = real
        self.info = real.info
        self.texts: list[str] = []

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> np.ndarray:
        self.texts += texts
        return self._real.embed(texts, progress)


class Gated(Counting):
    """The real embedder, which holds texts with the word SLOW until `gate` is set."""

    def __init__(self, real: LocalEmbedder) -> None:
        super().__init__(real)
        self.reached, self.gate = threading.Event(), threading.Event()

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> np.ndarray:
        vectors = super().embed(texts, progress)
        if any("SLOW" in text for text in texts):
            self.reached.set()
            assert self.gate.wait(30)
        return vectors


@contextmanager
def open_corpus(stores: InFolders, folder: Path, embedder: Counting, exact_below: int = 20_000) -> Iterator[Corpus]:
    """The corpus of a folder, brought to agreement as the application does it at a start."""
    folder.mkdir(exist_ok=True)
    database = stores.database(folder)
    database.migrate()
    index = stores.index(folder, embedder.info.key)
    corpus = Corpus(Catalog(database), FeedbackRecords(database), index, embedder, exact_below)
    corpus.reconcile()
    corpus.refresh()
    try:
        yield corpus
    finally:
        corpus.close()
        index.close()
        database.close()


@contextmanager
def learning(services: Services) -> Iterator[Services]:
    """The same services in another process, say, where more than 20 papers are many."""
    known = services.corpus
    catalog, feedback = Catalog(services.database), FeedbackRecords(services.database)
    corpus = Corpus(catalog, feedback, known.index, known.embedder, 20_000, learned_at_once=20)
    corpus.refresh()
    yield replace(services, corpus=corpus)
    corpus.close()
