"""Chroma: ids and vectors only, rebuilt from the catalog at any time."""

import re
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings
from numpy.typing import NDArray

from service.observe import log
from service.settings import IndexSettings
from service.store.catalog import Embedded

_PROBES = 200  # vectors that must find themselves before an index counts as whole


class Index:
    """Nearest neighbours by cosine; one collection per embedding model."""

    def __init__(self, folder: Path, model: str, settings: IndexSettings) -> None:
        """Open the collection of `model`; files that Chroma cannot open are thrown away, for they can be rebuilt."""
        self._folder = folder
        self._name = re.sub(r"[^A-Za-z0-9]+", "-", model)
        self._ef_search = settings.ef_search
        try:
            self._open()
        except Exception as error:  # noqa: BLE001  # Chroma raises whatever its Rust core met
            log.warning("index_unreadable", folder=str(folder), reason=str(error))
            self._discard()

    def add(self, embedded: Embedded) -> None:
        """Insert or replace vectors."""
        batch = self._client.get_max_batch_size()
        for start in range(0, len(embedded.ids), batch):
            end = start + batch
            self._collection.upsert(ids=list(embedded.ids[start:end]), embeddings=_rows(embedded.vectors[start:end]))

    def delete(self, ids: Iterable[str]) -> None:
        """Remove vectors; unknown ids are ignored."""
        if doomed := list(ids):
            self._collection.delete(ids=doomed)

    def near(self, queries: NDArray[np.float32], k: int) -> list[list[str]]:
        """For each row of `queries`, shape (m, dim), up to `k` ids, nearest first (approximate)."""
        found = self._collection.query(query_embeddings=_rows(queries), n_results=k, include=[])
        return found["ids"]

    def ids(self) -> set[str]:
        """Every id that Chroma lists; a query may reach fewer."""
        return set(self._collection.get(include=[])["ids"])

    def count(self) -> int:
        """How many vectors Chroma says it has; see `reaches`."""
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
        try:
            found = self._collection.query(query_embeddings=_rows(vectors[rows]), n_results=1, include=["distances"])
        except Exception as error:  # noqa: BLE001
            log.warning("index_unqueryable", reason=str(error))
            return False
        distances = found["distances"] or []
        return len(distances) == len(rows) and all(near and near[0] < 1e-5 for near in distances)  # noqa: PLR2004

    def clear(self) -> None:
        """Empty the index and every other model's collection."""
        try:
            for collection in self._client.list_collections():
                self._client.delete_collection(collection.name)
            self._open()
        except Exception as error:  # noqa: BLE001
            log.warning("index_unclearable", reason=str(error))
            self._discard()

    def close(self) -> None:
        """Let go of the files."""
        self._client.close()

    def _open(self) -> None:
        settings = ChromaSettings(anonymized_telemetry=False)
        self._client = chromadb.PersistentClient(path=str(self._folder), settings=settings)
        self._collection = self._client.get_or_create_collection(
            self._name,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", "ef_search": self._ef_search, "ef_construction": 200}},
        )

    def _discard(self) -> None:
        if hasattr(self, "_client"):
            self._client.close()
        chromadb.api.client.SharedSystemClient.clear_system_cache()
        shutil.rmtree(self._folder, ignore_errors=True)
        self._open()


def _rows(matrix: NDArray[np.float32]) -> Sequence[Any]:
    return list(np.ascontiguousarray(matrix, dtype=np.float32))
