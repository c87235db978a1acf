"""Makes service/faithfulness/lexical/word_vectors.npz.

`python -m evals.training.word_vectors TRAIN ARTICLES SAMPLE FOLDER`: TRAIN is SciTLDR's, ARTICLES those of FRANK,
SAMPLE the sample corpus; FOLDER has the embedding model's files.

A word's vector is its row of the model's input table, reduced to its principal components. Words that the tokenizer
cuts into pieces have no row: theirs is predicted, by a ridge regression over all words that have one, from the vector
that the whole model gives to the word alone.
"""

import json
import re
import struct
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.datasets.human_summaries import read_abstracts, read_articles, read_scitldr
from service import embedding
from service.faithfulness.classifier import load_weights
from service.faithfulness.lexical import stem, word_vectors
from service.text import fold

Array = NDArray[np.float64]
TARGET = Path(word_vectors.__file__).with_name("word_vectors.npz")
TABLE = "embeddings.word_embeddings.weight"
DIM = 96
RIDGE = 1.0
FEWEST = 2  # documents that a word in pieces must be in
_WORD = re.compile(r"[a-z]{3,}")


def table(path: Path) -> Array:
    """The input table, (vocabulary, 384); the header is described at github.com/huggingface/safetensors#format."""
    content = path.read_bytes()
    (size,) = struct.unpack_from("<Q", content)
    entry = json.loads(content[8 : 8 + size])[TABLE]
    first, last = entry["data_offsets"]
    return np.frombuffer(content[8 + size + first : 8 + size + last], np.float32).reshape(entry["shape"]).astype(float)


def reduced(rows: Array) -> Array:
    """The principal components of the rows, (n, DIM)."""
    centred: Array = rows - rows.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    return centred @ axes[:DIM].T


def predicted(whole: Array, rows: Array, others: Array) -> Array:
    """What `rows` would be for `others`, when `whole` are to `rows` as `others` are to the answer."""
    mean = whole.mean(axis=0)
    centred: Array = whole - mean
    bend: Array = centred.T @ centred + RIDGE * np.eye(centred.shape[1])
    return (others - mean) @ np.linalg.solve(bend, centred.T @ rows)


def in_pieces(documents: Iterable[str], vocabulary: Mapping[str, int]) -> list[str]:
    """Words of at least FEWEST documents that the tokenizer does not keep whole."""
    counts = Counter(word for text in documents for word in set(_WORD.findall(fold(text))))
    return sorted(word for word, n in counts.items() if n >= FEWEST and word not in vocabulary)


def unit(rows: Array) -> Array:
    """Rows of length 1."""
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def main(argv: Sequence[str]) -> None:
    """Read the model and the words, write the vectors."""
    papers = [*read_scitldr(Path(argv[0])), *read_abstracts(Path(argv[2]))]
    articles = read_articles(Path(argv[1]))
    folder = Path(argv[3])
    embedder = embedding.load(folder)
    vocabulary: dict[str, Any] = json.loads((folder / embedding.TOKENIZER).read_text("utf-8"))["model"]["vocab"]
    known = sorted(word for word in vocabulary if _WORD.fullmatch(word))
    others = in_pieces([f"{p.title} {p.abstract}" for p in papers] + articles, vocabulary)
    rows = reduced(table(folder / embedding.WEIGHTS)[[vocabulary[word] for word in known]])
    more = predicted(embedder.embed(known).astype(float), rows, embedder.embed(others).astype(float))
    counted = load_weights().rarity.known
    kept = [i for i, word in enumerate(known) if counted(stem(word))]
    words = [known[i] for i in kept] + others
    vectors = word_vectors.packed(unit(np.vstack([rows[kept], more])))
    np.savez(TARGET, words=np.frombuffer("\n".join(words).encode(), np.uint8), vectors=vectors)


if __name__ == "__main__":
    main(sys.argv[1:])
