"""What every embedding model is to the rest: a name for its vectors, and unit vectors for texts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Unit vectors, (n, dim), or one, (dim,)."""


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """What made a vector; vectors of different models are never compared.

    `key` is one word for all that would change a vector, such as `all-MiniLM-L6-v2@53aa51172d14/fp32/256`, and is kept
    with each; `dim` is how many numbers a vector has, the same for all of a key.
    """

    key: str
    dim: int


class Embedder(Protocol):
    """A model that may be shared between threads."""

    @property
    def info(self) -> ModelInfo:
        """What its vectors are kept under."""
        ...

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """One unit vector per text, (n, dim), in the order given; `progress` is called with how many texts are done.

        Raises EmbeddingUnavailable.
        """
        ...


def paper_text(title: str, abstract: str) -> str:
    """The text of a paper that is embedded: the title, then the abstract."""
    return f"{title}\n{abstract}"
