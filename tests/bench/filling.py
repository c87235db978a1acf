"""Puts papers whose vectors are known into a data folder: `python -P filling.py PAPERS.jsonl VECTORS.npy FOLDER`.

A script of its own that uses the service alone, so that another checkout can fill a folder for itself.
"""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service import settings
from service.app import build
from service.corpus import Corpus
from service.papers import Paper

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
BATCH = 2_000


def main(papers: Path, vectors: Path, folder: Path) -> None:
    """Fill it, and open it once more, which brings the index up to date where one is read."""
    rows = np.load(vectors, mmap_mode="r")
    with build(settings.load(data_dir=folder)) as services, papers.open(encoding="utf-8") as lines:
        for start in range(0, len(rows), BATCH):
            batch = [Paper.model_validate_json(line) for line in islice(lines, BATCH)]
            keep(services.corpus, batch, rows[start : start + BATCH])
    with build(settings.load(data_dir=folder)):
        pass


def keep(corpus: Corpus, papers: Sequence[Paper], rows: NDArray[np.float32]) -> None:
    """Keep papers with their vectors, (papers, dim)."""
    corpus.catalog.put(papers, NOW)
    row_of = {paper.id: row for paper, row in zip(papers, rows, strict=True)}
    stale = corpus.catalog.vectors.unembedded(corpus.model, list(row_of))
    corpus.catalog.vectors.save(corpus.model, stale, np.stack([row_of[paper.id] for paper in stale]))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
