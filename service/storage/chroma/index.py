"""Chroma: ids and vectors only, rebuilt from the catalog at any time."""

import re
import shutil
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

import chromadb
import httpx
import numpy as np
from chromadb.api.client import Client
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import NotFoundError
from numpy.typing import NDArray
from pydantic import HttpUrl
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_exponential_jitter

from service.errors import BadInput, IndexAway, IndexFailed
from service.observability import log
from service.settings import INDEX_URL
from service.storage.local import CleanShutdown
from service.storage.vectors import StoredVectors

_MAJOR = chromadb.__version__.partition(".")[0]
_VERSION = re.compile(r'"(\d[\w.+-]{0,30})"')
_SENT = 500  # vectors in one call: of 5,000 a busy server needs longer than the timeout
_PROBES = 200  # vectors that must find themselves before an index counts as whole

Answer = TypeVar("Answer")


class EmbeddedChroma:
    """Chroma's files in a folder of our own; damaged ones are thrown away, for they can be rebuilt."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seal = CleanShutdown(folder)
        if self._seal.broken():
            log.warning("index_damaged", folder=str(folder))
            shutil.rmtree(folder, ignore_errors=True)
        self._seal.opening()
        try:
            self.open()
        except IndexFailed as error:
            self.discard(error)

    def open(self) -> None:
        """Open the files; raises IndexFailed when they cannot be read."""
        settings = ChromaSettings(anonymized_telemetry=False)
        with _translated():
            self.client = cast("Client", chromadb.PersistentClient(path=str(self._folder), settings=settings))

    def discard(self, error: IndexFailed) -> None:
        """Throw the files away and begin with new ones."""
        log.warning("index_unreadable", folder=str(self._folder), reason=error.detail)
        if hasattr(self, "client"):
            self.client.close()
        SharedSystemClient.clear_system_cache()
        shutil.rmtree(self._folder, ignore_errors=True)
        self.open()

    def settle(self) -> None:
        """Note that the files were read through without harm."""
        self._seal.opened()

    def close(self) -> None:
        """Let go of the files."""
        self.client.close()
        self._seal.close()


class ChromaServer:
    """A Chroma server, which several processes may use."""

    def __init__(self, url: HttpUrl, timeout_s: float, start_s: float) -> None:
        """Wait for the server; raises IndexFailed when none answers in time, BadInput when it is another version's."""
        self._url, self._timeout = str(url).rstrip("/"), timeout_s
        trying = Retrying(
            retry=retry_if_exception_type(IndexFailed),
            stop=stop_after_delay(start_s),
            wait=wait_exponential_jitter(multiplier=0.5, max=5, jitter=0.5),
            reraise=True,
        )
        trying(self.open)

    def open(self) -> None:
        """Connect; chromadb by itself would wait for an answer for ever."""
        self._require_version()
        parts = urlsplit(self._url)
        ssl, settings = parts.scheme == "https", ChromaSettings(anonymized_telemetry=False)
        with _translated():
            self.client = cast(
                "Client",
                chromadb.HttpClient(parts.hostname or "", parts.port or (443 if ssl else 8000), ssl, settings=settings),
            )
            self._sessions = _sessions(self.client)
            for session in self._sessions:
                session.timeout = self._timeout

    def discard(self, error: IndexFailed) -> None:
        """Leave what is on the server alone."""
        raise error

    def settle(self) -> None:
        """The files are the server's own business."""

    def close(self) -> None:
        """Close the connections; chromadb by itself leaves them open."""
        self.client.close()
        for session in self._sessions:
            session.close()

    def _require_version(self) -> None:
        try:
            found = self._version("v2") or self._version("v1")  # before 1.0 there was only v1
        except httpx.HTTPError as error:
            reason = f"{type(error).__name__}: {error}"
            log.warning("waiting_for_chroma", url=self._url, reason=reason)
            raise IndexFailed(f"{INDEX_URL}: no Chroma server answers at {self._url} ({reason}).") from error
        if found is None:
            raise BadInput.at(INDEX_URL, f"{self._url} answers, but is no Chroma server; start one with `chroma run`.")
        if found.partition(".")[0] != _MAJOR:
            raise BadInput.at(
                INDEX_URL,
                f"the Chroma server at {self._url} is of version {found}, and this needs version {_MAJOR} (built with "
                f"{chromadb.__version__}); run one of `pip install chromadb=={chromadb.__version__}`, in a folder of "
                "its own: the index is filled anew from the catalog.",
            )

    def _version(self, api: str) -> str | None:
        """The version that a Chroma server says it has; None when what is there says no such thing."""
        answer = httpx.get(f"{self._url}/api/{api}/version", timeout=self._timeout)
        if answer.is_server_error:
            answer.raise_for_status()
        said = _VERSION.fullmatch(answer.text.strip()) if answer.is_success else None
        return said[1] if said else None


class VectorIndex:
    """Nearest neighbours by cosine; one collection per embedding model."""

    def __init__(self, home: EmbeddedChroma | ChromaServer, model: str, ef_search: int, owner: str = "") -> None:
        """Open the collection of `model`; on a server that others use too, that of `owner`."""
        self._home = home
        self._owner = owner
        self._name = "-".join(filter(None, [re.sub(r"[^A-Za-z0-9]+", "-", model), owner]))
        self._ef_search = ef_search
        try:
            self._open()
        except IndexFailed as error:
            home.discard(error)
            self._open()

    @property
    def _client(self) -> Client:
        return self._home.client

    def add(self, embedded: StoredVectors) -> None:
        """Insert or replace vectors."""
        with _translated():
            batch = min(_SENT, self._client.get_max_batch_size())
            for start in range(0, len(embedded.ids), batch):
                ids, rows = embedded.ids[start : start + batch], embedded.vectors[start : start + batch]
                self._ask(lambda kept, ids=ids, rows=rows: kept.upsert(ids=list(ids), embeddings=_rows(rows)))

    def delete(self, ids: Iterable[str]) -> None:
        """Remove vectors; unknown ids are ignored."""
        doomed = list(ids)
        with _translated():
            batch = self._client.get_max_batch_size()
            for start in range(0, len(doomed), batch):
                some = doomed[start : start + batch]
                self._ask(lambda kept, some=some: kept.delete(ids=some))

    def near(self, queries: NDArray[np.float32], k: int) -> list[list[str]]:
        """For each row of `queries`, shape (m, dim), up to `k` ids, nearest first (approximate)."""
        with _translated():
            return self._ask(lambda kept: kept.query(query_embeddings=_rows(queries), n_results=k, include=[]))["ids"]

    def ids(self) -> set[str]:
        """Every id that Chroma lists; a query may reach fewer."""
        with _translated():
            return set(self._ask(lambda kept: kept.get(include=[]))["ids"])

    def count(self) -> int:
        """How many vectors Chroma says it has; see `reaches`."""
        with _translated():
            return self._ask(lambda kept: kept.count())

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
            found = self._ask(
                lambda kept: kept.query(query_embeddings=_rows(vectors[rows]), n_results=1, include=["distances"])
            )
        distances = found["distances"] or []
        return len(distances) == len(rows) and all(near and near[0] < 1e-5 for near in distances)

    def clear(self) -> None:
        """Empty the index and every other model's collection."""
        try:
            with _translated():
                for collection in self._client.list_collections():
                    if collection.name.endswith(self._owner):
                        self._client.delete_collection(collection.name)
            self._open()
        except IndexFailed as error:
            self._home.discard(error)
            self._open()

    def settle(self) -> None:
        """Note that the index was read through without harm; until then a crash means that its files are to blame."""
        self._home.settle()

    def close(self) -> None:
        """Let go of the files or the server."""
        self._home.close()

    def _open(self) -> None:
        with _translated():
            self._collection = self._client.get_or_create_collection(
                self._name,
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine", "ef_search": self._ef_search, "ef_construction": 200}},
            )

    def _ask(self, question: Callable[[chromadb.Collection], Answer]) -> Answer:
        """The answer of the collection, also when another process built it anew under its name."""
        try:
            return question(self._collection)
        except NotFoundError:
            self._collection = self._client.get_collection(self._name, embedding_function=None)
            return question(self._collection)


@contextmanager
def _translated() -> Generator[None]:
    try:
        yield
    except Exception as error:  # Chroma raises whatever its Rust core met
        kind = IndexAway if _on_the_way(error) else IndexFailed
        raise kind(f"Chroma failed ({type(error).__name__}: {error}).") from error


def _on_the_way(error: BaseException | None) -> bool:
    """Whether a server was not reached, or did not answer in time, whatever Chroma made of that."""
    while error is not None and not isinstance(error, httpx.TransportError):
        error = error.__cause__ or error.__context__
    return error is not None


def _sessions(client: Any) -> list[httpx.Client]:  # noqa: ANN401  # these names are private to chromadb
    """The HTTP clients inside: one for the collections, one that looked the database up."""
    return [part._server._session for part in (client, client._admin_client)]  # noqa: SLF001


def _rows(matrix: NDArray[np.float32]) -> Sequence[Any]:
    return list(np.ascontiguousarray(matrix, dtype=np.float32))
