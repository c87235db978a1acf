"""How similar two words are: a small vector a word, `word_vectors.npz` beside this file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from service.faithfulness.lexical.words import Token, stem

VectorRows = NDArray[np.float32]
"""One row a word."""
LEVELS = 7  # a packed component is a whole number from -7 to 7, two of them in a byte


@dataclass(frozen=True, slots=True)
class WordVectors:
    """`vectors[rows[key]]` is a unit vector, (dim,); keys are folded words, and `~` with a stem for its other words.

    The last row of `vectors` is zeros.
    """

    rows: Mapping[str, int]
    vectors: VectorRows

    def cosines(self, words: Sequence[Token], others: Sequence[Token]) -> VectorRows:
        """The cosine of each of `words` with each of `others`, (words, others), cut at 0; 0 where one has no vector."""
        return np.maximum(self.of(words) @ self.of(others).T, 0.0)

    def has(self, token: Token) -> bool:
        """Whether the word has a vector."""
        return token.text in self.rows or f"~{token.stem}" in self.rows

    def of(self, tokens: Sequence[Token]) -> VectorRows:
        """The vectors, (tokens, dim), of length 1; zeros where a word has none."""
        rows, zeros = self.rows, len(self.vectors) - 1
        return self.vectors[[rows.get(token.text, rows.get(f"~{token.stem}", zeros)) for token in tokens]]


def packed(vectors: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Unit vectors, (n, dim), as (n, dim / 2) bytes of two components each; the largest half a per cent are cut."""
    scaled: NDArray[np.float64] = np.round(vectors / float(np.quantile(np.abs(vectors), 0.995)) * LEVELS)
    nibbles: NDArray[np.uint8] = (scaled.clip(-LEVELS, LEVELS) + LEVELS + 1).astype(np.uint8)
    return nibbles[:, ::2] * 16 + nibbles[:, 1::2]


def unpacked(packs: NDArray[np.uint8]) -> VectorRows:
    """Unit vectors, (n + 1, dim), of what `packed` made, and a last row of zeros."""
    components = np.stack([packs // 16, packs % 16], axis=2).reshape(len(packs), -1).astype(np.float32) - (LEVELS + 1)
    unit = components / np.linalg.norm(components, axis=1, keepdims=True)
    return np.vstack([unit, np.zeros((1, unit.shape[1]), np.float32)])


@cache
def load_word_vectors() -> WordVectors:
    """The vectors that the package ships, read once."""
    with np.load(BytesIO(files("service.faithfulness.lexical").joinpath("word_vectors.npz").read_bytes())) as data:
        vectors = unpacked(data["vectors"])
        words = bytes(data["words"]).decode().split("\n")
    longest_first = sorted(range(len(words)), key=lambda row: -len(words[row]))
    rows = {f"~{stem(words[row])}": row for row in longest_first}  # the shortest word of a stem stands for the others
    return WordVectors(rows | {word: row for row, word in enumerate(words)}, vectors)
