"""Vectors of a benchmark's texts by the model of the settings, kept in a cache folder by the hash of their content."""

import hashlib
import os
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path
from rich.console import Console
from rich.progress import track

from service import settings
from service.embedding import Embedder, Vectors
from service.llm import Account, load_embedder
from service.settings import EmbeddingSettings, StoreSettings
from service.storage import Ledger
from service.storage.sql import Database

_BATCH = 256  # texts per file of the cache: what an interrupted run loses at most


def embed(texts: Sequence[str], cache: Path | None, model: EmbeddingSettings | None = None) -> Vectors:
    """One unit vector per text, (n, dim), by a model or the one of the settings; progress goes to stderr.

    What `cache` has is not computed again, and what a model on a server costs is written down there, within the budget
    of the settings. Without a `cache` the system's cache folder is used.
    Raises service.errors.EmbeddingUnavailable when the model gives no vectors, OSError when `cache` is unusable.
    """
    folder = cache or user_cache_path("paperlark")
    (folder / "vectors").mkdir(parents=True, exist_ok=True)
    starts = range(0, len(texts), _BATCH)
    shown = track(starts, "embedding", console=Console(stderr=True), transient=True)
    with _opened(model or settings.load().embedding, folder) as embedder:
        kept = [_kept(texts[start : start + _BATCH], embedder, folder / "vectors") for start in shown]
    return np.vstack(kept)


@contextmanager
def _opened(model: EmbeddingSettings, folder: Path) -> Generator[Embedder]:
    database = Database(folder / "models.sqlite3", StoreSettings())
    try:
        database.migrate()
        account = Account(Ledger(database), settings.load().llm.budget_usd, lambda: datetime.now(UTC))
        yield load_embedder(model, account)
    finally:
        database.close()


def _kept(texts: Sequence[str], embedder: Embedder, folder: Path) -> Vectors:
    path = folder / f"{_key(texts, embedder.info.key)}.npy"
    if path.exists():
        return np.load(path)
    vectors = embedder.embed(texts)
    # A run that is killed while writing must not leave half a file under the final name.
    partial = path.with_suffix(f".{os.getpid()}.partial")
    with partial.open("wb") as file:
        np.save(file, vectors)
    partial.replace(path)
    return vectors


def _key(texts: Sequence[str], model: str) -> str:
    content = hashlib.sha256(model.encode())
    for text in texts:
        content.update(b"\0" + text.encode("utf-8", "replace"))
    return content.hexdigest()[:32]
