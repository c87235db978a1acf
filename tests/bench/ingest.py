"""A file of papers kept, without and with vectors, beside its parts: JSON read, SQLite and Chroma filled."""

import json
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from itertools import islice
from pathlib import Path

import numpy as np

from service import settings
from service.app import build
from service.corpus import keep_papers
from service.embedding import LocalEmbedder, load, paper_text
from service.ingest import read_pages
from tests.bench.filling import NOW
from tests.bench.ground import Ground, bare_chroma
from tests.bench.measured import Measured

PAGE = 1_000  # records of a transaction
EMBEDDED_TO = 500  # papers that are also embedded: the speed of that does not depend on how many there are


def measure(ground: Ground, size: int) -> Measured:
    """Seconds of each, and how many times the sum of its parts ours takes."""
    found = Measured()
    few = min(size, ground.some(EMBEDDED_TO))
    ours = _kept(ground, size, embed=False)
    raw = _seconds(lambda: _inserted(ground, size))
    found.figures |= {"kept without vectors, s": ours, "JSON into SQLite, s": raw, "without vectors, x": ours / raw}
    with_vectors = _kept(ground, few, embed=True)
    embedder = load(None)
    embedding = _seconds(lambda: _embedded(ground, few, embedder))
    parts = embedding + _seconds(lambda: _inserted(ground, few)) + _seconds(lambda: _upserted(ground, few))
    found.figures |= {f"{few} kept with vectors, s": with_vectors, f"{few} embedded alone, s": embedding}
    found.figures["with vectors, x"] = with_vectors / parts
    return found


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _file(ground: Ground, size: int) -> Path:
    """The papers as JSON lines, written once."""
    file = ground.folder / f"ingest-{size}.jsonl"
    if not file.exists():
        with file.open("w", encoding="utf-8") as stream:
            for paper in ground.papers(size):
                fields = {"id": paper.id, "title": paper.title, "abstract": paper.abstract, "authors": paper.authors}
                stream.write(f"{json.dumps(fields)}\n")
    return file


def _kept(ground: Ground, size: int, *, embed: bool) -> float:
    """Seconds that a store which is open takes for a file, from its bytes on."""
    with build(settings.load(data_dir=ground.fresh("ingested"))) as services, _file(ground, size).open("rb") as stream:
        return _seconds(lambda: keep_papers(services.corpus, read_pages(stream), lambda: NOW, embed=embed))


def _inserted(ground: Ground, size: int) -> None:
    with (
        closing(sqlite3.connect(ground.fresh("raw").with_suffix(".db"))) as database,
        _file(ground, size).open(encoding="utf-8") as lines,
    ):
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE papers (id TEXT PRIMARY KEY, title TEXT, abstract TEXT, authors TEXT)")
        for page in _pages(lines):
            database.executemany("INSERT INTO papers VALUES (:id, :title, :abstract, :authors)", page)
            database.commit()


def _pages(lines):
    while page := list(islice(lines, PAGE)):
        yield [{**record, "authors": json.dumps(record["authors"])} for record in map(json.loads, page)]


def _embedded(ground: Ground, few: int, embedder: LocalEmbedder) -> None:
    embedder.embed([paper_text(paper.title, paper.abstract) for paper in ground.papers(few)])


def _upserted(ground: Ground, few: int) -> None:
    bare_chroma(ground.fresh("chroma"), np.asarray(ground.vectors(few)))
