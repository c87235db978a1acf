"""The cost of reading a catalog at a start, and of the first request after one more paper, on growing corpora.

The corpora are those of the ranking benchmark. What is not measured is the same at any size: embedding one text, and
Chroma's part, which does not delay a request.
"""

import resource
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from service import embedding, ingest
from service.corpus import Snapshot, sample
from service.corpus.snapshot import EMPTY
from service.papers import Paper, Source, make_paper
from service.settings import StoreSettings
from service.storage import Catalog
from service.storage.sql import Database
from tests.bench.ranking import SIZES, grown, milliseconds
from tests.corpora import NOW

MODEL = "bench"
CHANGES = 5
BATCH = 2_000


def main() -> None:
    """Print milliseconds: the median of some changes, each of one paper; one thread for BLAS."""
    papers = ingest.read(sample.data(), "jsonl").papers
    texts = [f"{paper.title} {paper.abstract}" for paper in papers]
    vectors = embedding.load(None).embed([embedding.paper_text(paper.title, paper.abstract) for paper in papers])
    print(f"{'papers':>8} {'start':>8} {'one more':>10} {'one less':>10} {'one reworded':>14} {'peak memory':>14}")
    with threadpool_limits(1, user_api="blas"):
        for size in SIZES:
            with tempfile.TemporaryDirectory() as folder:
                print_row(Path(folder), *grown(texts, vectors, size))


def print_row(folder: Path, texts: list[str], vectors: NDArray[np.float32]) -> None:
    database = Database(folder / "paperlark.db", StoreSettings(min_free_mb=0))
    database.migrate()
    catalog = Catalog(database)
    for start in range(0, len(texts), BATCH):
        numbers = range(start, min(start + BATCH, len(texts)))
        keep(catalog, {number: texts[number] for number in numbers}, vectors[start : start + BATCH])
    follower = Follower(catalog)
    start = milliseconds(follower.look)
    more, less, reworded = (
        np.median([follower.after(change, turn) for turn in range(CHANGES)]) for change in (added, deleted, changed)
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(texts):8} {start:8.0f} {more:10.1f} {less:10.1f} {reworded:14.1f} {peak:11.0f} MB")
    database.close()


class Follower:
    """Reads a catalog as a request does that comes after a change."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.version, self.snapshot = -1, EMPTY

    def look(self) -> Snapshot:
        """The corpus of this moment, with what every recommendation needs of it."""
        changes = self.catalog.vectors.changes(MODEL, self.version)
        self.version, self.snapshot = changes.version, self.snapshot.after(changes)
        assert self.snapshot.ranker
        return self.snapshot

    def after(self, change: Callable[[Catalog, int], None], turn: int) -> float:
        """Milliseconds that it takes after a change."""
        change(self.catalog, turn)
        return milliseconds(self.look)


def added(catalog: Catalog, turn: int) -> None:
    keep(catalog, {-1 - turn: f"We add owls, glaciers and word{turn}x."}, np.full((1, embedding.DIM), 0.05, np.float32))


def changed(catalog: Catalog, turn: int) -> None:
    keep(catalog, {turn: f"We change a violin into word{turn}y."}, np.full((1, embedding.DIM), 0.05, np.float32))


def deleted(catalog: Catalog, turn: int) -> None:
    assert catalog.delete(made(100 + turn, "").id)


def made(number: int, text: str) -> Paper:
    return make_paper(f"Paper {number}", text, id=f"bench:{number}", source=Source(name="bench"))


def keep(catalog: Catalog, texts: dict[int, str], vectors: NDArray[np.float32], model: str = MODEL) -> None:
    papers = [made(number, text) for number, text in texts.items()]
    catalog.put(papers, NOW)
    rows = {paper.id: row for paper, row in zip(papers, vectors, strict=True)}
    stale = catalog.vectors.unembedded(model, list(rows))
    catalog.vectors.save(model, stale, np.stack([rows[paper.id] for paper in stale]))


if __name__ == "__main__":
    sys.exit(main())
