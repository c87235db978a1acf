"""Chroma: ids and vectors only, rebuilt from the catalog at any time."""

import re
import shutil
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import chromadb
import numpy as np
from chromadb.api.client import Client
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings as ChromaSettings
from numpy.typing import NDArray

from service.errors import IndexFailed
from service.observe import log
from service.settings import IndexSettings
from service.store.embedded import Embedded
from service.store.seal import Seal

_PROBES = 200  # vectors that must find themselves before an index counts as whole


class Index:
    """Nearest neighbours by cosine; one collection per embedding model."""

    def __init__(self, folder: Path, model: str, settings: IndexSettings) -> None:
        """Open the collection of `model`; damaged files are thrown away, for they can be rebuilt."""
        self._folder = folder
        self._name = re.sub(r"[^A-Za-z0-9]+", "-", model)
        self._ef_search = settings.ef_search
        self._seal = Seal(folder)
        if self._seal.broken():
            log.warning("index_damaged", folder=str(folder))
            shutil.rmtree(folder, ignore_errors=True)
        self._seal.opening()
        try:
            self._open()
        except IndexFailed as error:
            log.warning("index_unreadable", folder=str(folder), reason=error.detail)
            self._discard()

    def add(self, embedded: Embedded) -> None:
        """Insert or replace vectors."""
        with _translated():
            batch = self._client.get_max_batch_size()
            for start in range(0, len(embedded.ids), batch):
                ids, rows = embedded.ids[start : start + batch], embedded.vectors[start : start + batch]
                self._collection.upsert(ids=list(ids), embeddings=_rows(rows))

    def delete(self, ids: Iterable[str]) -> None:
        """Remove vectors; unknown ids are ignored."""
        doomed = list(ids)
        with _translated():
            batch = self._client.get_max_batch_size()
            for start in range(0, len(doomed), batch):
                self._collection.delete(ids=doomed[start : start + batch])

    def near(self, queries: NDArray[np.float32], k: int) -> list[list[str]]:
        """For each row of `queries`, shape (m, dim), up to `k` ids, nearest first (approximate)."""
        with _translated():
            return self._collection.query(query_embeddings=_rows(queries), n_results=k, include=[])["ids"]

    def ids(self) -> set[str]:
        """Every id that Chroma lists; a query may reach fewer."""
        with _translated():
            return set(self._collection.get(include=[])["ids"])

    def count(self) -> int:
        """How many vectors Chroma says it has; see `reaches`."""
        with _translated():
            return self._collection.count()

    def reaches(self, vectors: NDArray[np.float32]) -> bool:
        """Whether queries find these vectors, shape (n, dim), by a sample of them.

        Evenly spaced ones must find themselves, or a paper with the same vector; `count()` alone is no evidence, for
        damaged collections have reported rows that no query returned.
        """
        total = len(vectors)
        if total == 0:
            return True
        rows = np.unique(np.linspace(0, total - 1, num=min(total, _PROBES), dtype=int))
        with _translated():
            found = self._collection.query(query_embeddings=_rows(vectors[rows]), n_results=1, include=["distances"])
        distances = found["distances"] or []
        return len(distances) == len(rows) and all(near and near[0] < 1e-5 for near in distances)

    def clear(self) -> None:
        """Empty the index and every other model's collection."""
        try:
            with _translated():
                for collection in self._client.list_collections():
                    self._client.delete_collection(collection.name)
            self._open()
        except IndexFailed as error:
            log.warning("index_unclearable", reason=error.detail)
            self._discard()

    def settle(self) -> None:
        """Note that the index was read through without harm; until then a crash means that its files are to blame."""
        self._seal.opened()

    def close(self) -> None:
        """Let go of the files."""
        self._client.close()
        self._seal.close()

    def _open(self) -> None:
        settings = ChromaSettings(anonymized_telemetry=False)
        with _translated():
            self._client = cast("Client", chromadb.PersistentClient(path=str(self._folder), settings=settings))
            self._collection = self._client.get_or_create_collection(
                self._name,
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine", "ef_search": self._ef_search, "ef_construction": 200}},
            )

    def _discard(self) -> None:
        if hasattr(self, "_client"):
            self._client.close()
        SharedSystemClient.clear_system_cache()
        shutil.rmtree(self._folder, ignore_errors=True)
        self._open()


@contextmanager
def _translated() -> Generator[None]:
    try:
        yield
    except Exception as error:  # Chroma raises whatever its Rust core met
        raise IndexFailed(f"Chroma failed ({type(error).__name__}: {error}).") from error


def _rows(matrix: NDArray[np.float32]) -> Sequence[Any]:
    return list(np.ascontiguousarray(matrix, dtype=np.float32))
