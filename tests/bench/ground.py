"""What the rows of one run stand on: grown corpora, data folders that hold them, and bare Chroma beside them."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings

from service.papers import Paper
from tests.bench import filling
from tests.bench.grown import Grown, Vectors, grown

ROOT = Path(__file__).resolve().parents[2]
CHROMA_BATCH = 1_000


class Ground:
    """Everything is made when it is first asked for, once a run, in a folder that the caller removes."""

    def __init__(
        self,
        folder: Path,
        seed: int,
        data: Path | None,
        kept: Path,
        before: Path | None = None,
        *,
        brief: bool = False,
    ) -> None:
        """`kept` is where vectors of sentences lie from run to run, `before` a checkout to measure beside this one.

        A `brief` run shows that everything works: its figures are of too few requests.
        """
        self.folder, self.seed, self.before, self._brief = folder, seed, before, brief
        self._data, self._kept = data, kept
        self.papers = cache(self._papers)
        self.vectors = cache(self._vectors)
        self._folders = cache(self._stored)
        self.chroma = cache(self._chroma)

    @property
    def grown(self) -> Grown:
        """What the corpora are the beginning of."""
        return self._grown()

    @cache  # noqa: B019  # one a run
    def _grown(self) -> Grown:
        return grown(self._kept, self._data, self.seed)

    def _papers(self, size: int) -> list[Paper]:
        return list(self.grown.papers(size))

    def _vectors(self, size: int) -> Vectors:
        return self.grown.vectors(size)

    def some(self, count: int) -> int:
        """So many, or in a brief run few of them."""
        return min(count, max(count // 50, 3)) if self._brief else count

    def rounds(self, count: int) -> int:
        """So many times the same, or in a brief run once."""
        return 1 if self._brief else count

    def seconds(self, count: float) -> float:
        """So many seconds, or in a brief run a twentieth."""
        return count / 20 if self._brief else count

    def fresh(self, name: str) -> Path:
        """A folder that is not there yet."""
        taken = len(list(self.folder.glob(f"{name}-*")))
        return self.folder / f"{name}-{taken}"

    def stored(self, size: int, checkout: Path = ROOT) -> Path:
        """A data folder that holds so many papers, filled by the code of a checkout; not to be written to."""
        return self._folders(size, checkout)

    def copied(self, size: int) -> Path:
        """Another one, which may be."""
        return shutil.copytree(self.stored(size), self.fresh("copy"))

    def _stored(self, size: int, checkout: Path) -> Path:
        papers, rows = self.folder / f"{size}.jsonl", self.folder / f"{size}.npy"
        if not rows.exists():
            with papers.open("w", encoding="utf-8") as stream:
                stream.writelines(f"{paper.model_dump_json()}\n" for paper in self.grown.papers(size))
            np.save(rows, self.vectors(size))
        folder = self.fresh("data")
        folder.mkdir()
        command = [sys.executable, "-P", filling.__file__, str(papers), str(rows), str(folder)]
        subprocess.run(
            command, env=environment(checkout), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        return folder

    def _chroma(self, size: int) -> chromadb.Collection:
        """The same vectors in bare Chroma, as `bare_chroma` makes it."""
        return bare_chroma(self.fresh("chroma"), self.vectors(size))


def bare_chroma(folder: Path, vectors: Vectors) -> chromadb.Collection:
    """A collection of its own with Chroma's settings for cosine, ids being the numbers of rows."""
    client = chromadb.PersistentClient(path=str(folder), settings=ChromaSettings(anonymized_telemetry=False))
    collection = client.create_collection("bare", embedding_function=None, configuration={"hnsw": {"space": "cosine"}})
    for start in range(0, len(vectors), CHROMA_BATCH):
        rows = vectors[start : start + CHROMA_BATCH]
        collection.upsert(ids=[str(start + place) for place in range(len(rows))], embeddings=list(rows))
    return collection


def environment(checkout: Path = ROOT) -> dict[str, str]:
    """The environment of a process that runs the code of a checkout, whatever is installed."""
    return {**os.environ, "PYTHONPATH": str(checkout)}
