"""How near two words are in meaning: a small vector a word, `word_vectors.npz` beside this file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from service.faithfulness.lexical.words import Token, root

VectorRows = NDArray[np.float32]
LEVELS = 7  # a component is a whole number from -7 to 7, two of them in a byte


@dataclass(frozen=True, slots=True)
class WordVectors:
    """`vectors[rows[key]]` is a unit vector, (dim,); keys are folded words, and `~` with a root for its other words."""

    rows: Mapping[str, int]
    vectors: VectorRows

    def cosines(self, said: Sequence[Token], known: Sequence[Token]) -> VectorRows:
        """Cosines, (said, known), cut at 0; 0 too where a word has no vector."""
        return np.maximum(self.of(said) @ self.of(known).T, 0.0)

    def has(self, token: Token) -> bool:
        """Whether the word has a vector."""
        return token.text in self.rows or f"~{token.root}" in self.rows

    def of(self, tokens: Sequence[Token]) -> VectorRows:
        """The vectors, (tokens, dim), of length 1; zeros where a word has none."""
        rows, last = self.rows, len(self.vectors) - 1  # the last is a row of zeros
        return self.vectors[[rows.get(token.text, rows.get(f"~{token.root}", last)) for token in tokens]]


def packed(vectors: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Unit vectors, (n, dim), as (n, dim / 2) bytes of two components each; the largest half a per cent are cut."""
    scaled: NDArray[np.float64] = np.round(vectors / float(np.quantile(np.abs(vectors), 0.995)) * LEVELS)
    halves: NDArray[np.uint8] = (scaled.clip(-LEVELS, LEVELS) + LEVELS + 1).astype(np.uint8)
    return halves[:, ::2] * 16 + halves[:, 1::2]


def unpacked(packs: NDArray[np.uint8]) -> VectorRows:
    """Unit vectors, (n + 1, dim), of what `packed` made, and a last row of zeros."""
    whole = np.stack([packs // 16, packs % 16], axis=2).reshape(len(packs), -1).astype(np.float32) - (LEVELS + 1)
    unit = whole / np.linalg.norm(whole, axis=1, keepdims=True)
    return np.vstack([unit, np.zeros((1, unit.shape[1]), np.float32)])


@cache
def load_word_vectors() -> WordVectors:
    """The vectors that the package ships, read once."""
    with np.load(BytesIO(files("service.faithfulness.lexical").joinpath("word_vectors.npz").read_bytes())) as data:
        vectors = unpacked(data["vectors"])
        words = bytes(data["words"]).decode().split("\n")
    shortest = sorted(range(len(words)), key=lambda row: -len(words[row]))
    rows = {f"~{root(words[row])}": row for row in shortest}  # the shortest word of a root stands for the others
    return WordVectors(rows | {word: row for row, word in enumerate(words)}, vectors)
