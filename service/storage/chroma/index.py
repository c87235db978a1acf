"""Nearest neighbours by Chroma: ids and vectors only, rebuilt from the catalog at any time."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import chromadb
import numpy as np
from chromadb.api.client import Client
from chromadb.errors import NotFoundError
from numpy.typing import NDArray

from service.errors import IndexFailed
from service.storage.chroma.embedded import EmbeddedChroma
from service.storage.chroma.errors import translated_errors
from service.storage.chroma.server import ChromaServer
from service.storage.vector_bytes import StoredVectors

_BATCH = 32  # vectors in one call: Chroma keeps the interpreter to itself meanwhile, .35 ms a vector
_SAMPLE = 200  # vectors that are looked for before an index counts as whole
_REACHED = 0.8  # ... and the share of them to be found: of 100,000 near-copies, 1 % are not, and of a broken index most
_RECALL = "recall"

Answer = TypeVar("Answer")


class VectorIndex:
    """Nearest neighbours by cosine; one collection per embedding model.

    Whatever asks Chroma raises IndexFailed when it fails, and IndexAway when its server cannot be reached.
    """

    def __init__(
        self, chroma: EmbeddedChroma | ChromaServer, model: str, ef_search: int, installation: str = ""
    ) -> None:
        """Open the collection of `model`; on a server that others use too, that of this `installation`."""
        self._chroma = chroma
        self._installation = installation
        self._name = "-".join(filter(None, [re.sub(r"[^A-Za-z0-9]+", "-", model), installation]))
        self._ef_search = ef_search
        try:
            self._open()
        except IndexFailed as error:
            chroma.recover_from(error)
            self._open()

    @property
    def _client(self) -> Client:
        return self._chroma.client

    def add(self, embedded: StoredVectors) -> None:
        """Insert or replace vectors."""
        with translated_errors():
            batch = min(_BATCH, self._client.get_max_batch_size())
            for start in range(0, len(embedded.ids), batch):
                ids, rows = embedded.ids[start : start + batch], embedded.vectors[start : start + batch]
                self._call(
                    lambda collection, ids=ids, rows=rows: collection.upsert(ids=list(ids), embeddings=_rows(rows))
                )

    def delete(self, ids: Iterable[str]) -> None:
        """Remove vectors; unknown ids are ignored."""
        given = list(ids)
        with translated_errors():
            batch = self._client.get_max_batch_size()
            for start in range(0, len(given), batch):
                some = given[start : start + batch]
                self._call(lambda collection, some=some: collection.delete(ids=some))

    def nearest(self, queries: NDArray[np.float32], k: int) -> list[list[str]]:
        """For each row of `queries`, shape (m, dim), up to `k` ids, nearest first (approximate)."""
        with translated_errors():
            return self._call(
                lambda collection: collection.query(query_embeddings=_rows(queries), n_results=k, include=[])
            )["ids"]

    def ids(self) -> set[str]:
        """Every id that Chroma lists; a query may reach fewer."""
        with translated_errors():
            return set(self._call(lambda collection: collection.get(include=[]))["ids"])

    def count(self) -> int:
        """How many vectors Chroma says it has; see `finds`."""
        with translated_errors():
            return self._call(lambda collection: collection.count())

    def finds(self, vectors: NDArray[np.float32]) -> bool:
        """Whether queries find these vectors, shape (n, dim), by a sample of them.

        Most of some evenly spaced ones must find themselves, or a paper with the same vector: the search is
        approximate, and among near-copies a few find another one. `count()` alone is no evidence, for damaged
        collections have reported rows that no query returned.
        """
        total = len(vectors)
        if total == 0:
            return True
        rows = np.unique(np.linspace(0, total - 1, num=min(total, _SAMPLE), dtype=int))
        with translated_errors():
            found = self._call(
                lambda collection: collection.query(
                    query_embeddings=_rows(vectors[rows]), n_results=1, include=["distances"]
                )
            )
        reached = sum(bool(nearest) and nearest[0] < 1e-5 for nearest in found["distances"] or [])
        return reached >= _REACHED * len(rows)

    def keep_recall(self, recall: float) -> None:
        """Keep beside the vectors which share of the true nearest ones queries find; it goes when they do."""
        with translated_errors():
            self._call(lambda collection: collection.modify(metadata={_RECALL: recall}))

    def recall(self) -> float | None:
        """The share that was kept, by whichever process; None where none was."""
        with translated_errors():
            kept = self._client.get_collection(self._name, embedding_function=None).metadata
        return float(kept[_RECALL]) if kept and _RECALL in kept else None

    def clear(self) -> None:
        """Empty the index and every other model's collection."""
        try:
            with translated_errors():
                for collection in self._client.list_collections():
                    if collection.name.endswith(self._installation):
                        self._client.delete_collection(collection.name)
            self._open()
        except IndexFailed as error:
            self._chroma.recover_from(error)
            self._open()

    def mark_readable(self) -> None:
        """Record that the index was read through without harm; until then a crash is blamed on its files."""
        self._chroma.mark_readable()

    def close(self) -> None:
        """Let go of the files or the server."""
        self._chroma.close()

    def _open(self) -> None:
        with translated_errors():
            self._collection = self._client.get_or_create_collection(
                self._name,
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine", "ef_search": self._ef_search, "ef_construction": 200}},
            )

    def _call(self, method: Callable[[chromadb.Collection], Answer]) -> Answer:
        """What a method of the collection answers, also when another process built it anew under its name."""
        try:
            return method(self._collection)
        except NotFoundError:
            self._collection = self._client.get_collection(self._name, embedding_function=None)
            return method(self._collection)


def _rows(matrix: NDArray[np.float32]) -> Sequence[Any]:
    return list(np.ascontiguousarray(matrix, dtype=np.float32))
