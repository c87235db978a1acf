"""Vectors of a benchmark's texts by the service's own model, kept in a cache folder by the hash of their content."""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path
from rich.console import Console
from rich.progress import track

from service import embedding, settings
from service.embedding import LocalEmbedder, Vectors

_BATCH = 256  # texts per file of the cache: what an interrupted run loses at most


def embed(texts: Sequence[str], cache: Path | None) -> Vectors:
    """One unit vector per text, (n, dim); what `cache` has is not computed again, progress goes to stderr.

    Without a `cache` the system's cache folder is used.
    Raises service.errors.EmbeddingUnavailable when the model's weights are missing, OSError when `cache` is unusable.
    """
    chosen = settings.load().embedding
    embedder = embedding.load(chosen.weights_dir, chosen.max_tokens)
    folder = (cache or user_cache_path("paperlark")) / "vectors"
    folder.mkdir(parents=True, exist_ok=True)
    starts = range(0, len(texts), _BATCH)
    shown = track(starts, "embedding", console=Console(stderr=True), transient=True)
    return np.vstack([_kept(texts[start : start + _BATCH], embedder, folder) for start in shown])


def _kept(texts: Sequence[str], embedder: LocalEmbedder, folder: Path) -> Vectors:
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
