"""Papers with their vectors and texts, as a snapshot reads them: all of them, or what has changed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from service.storage.sql import papers, vectors
from service.storage.vector_bytes import StoredVectors, from_bytes

TEXTS = sa.select(
    vectors.c.paper_id,
    vectors.c.vector,
    vectors.c.version,
    papers.c.title,
    papers.c.abstract,
    sa.cast(papers.c.authors, sa.Text).label("authors"),  # read here: one that is damaged stops no start
).join(papers, vectors.c.paper_id == papers.c.id)
"""What `texts_of` is given, of all papers."""


@dataclass(frozen=True, slots=True)
class EmbeddedTexts:
    """Papers that have a vector.

    `versions` (n,), at which each paper last changed, `texts`, `titles` and `authors` (all names of a paper in one
    text) are in the order of `embedded.ids`, which is that of ids; `other_ids` has the paper of every other id of those
    papers.
    """

    embedded: StoredVectors
    versions: NDArray[np.int64]
    texts: tuple[str, ...]
    titles: tuple[str, ...]
    authors: tuple[str, ...]
    other_ids: dict[str, str]


@dataclass(frozen=True, slots=True)
class CatalogChanges(EmbeddedTexts):
    """What changed up to `version`, of one moment: papers with a new vector or text, and papers that were `removed`.

    `content` is the sum that names all papers, and `epoch` the hash of the present epoch.
    """

    version: int
    content: int
    epoch: str | None
    removed: frozenset[str]


def texts_of(rows: Sequence[sa.Row[*tuple[Any, ...]]], names: dict[str, str], dim: int = 0) -> EmbeddedTexts:
    """Those of the rows, in order, whose vectors are sound; `names` has the papers of other ids."""
    embedded = from_bytes([(row.paper_id, row.vector) for row in rows], dim)
    kept = set(embedded.ids)
    sound = [row for row in rows if row.paper_id in kept]
    return EmbeddedTexts(
        embedded,
        np.array([row.version for row in sound], dtype=np.int64),
        tuple(f"{row.title} {row.abstract}" for row in sound),
        tuple(row.title for row in sound),
        tuple(_names(row.authors) for row in sound),
        names,
    )


def _names(authors: str) -> str:
    """The names in a JSON list, one a line; none of what is no list of names."""
    try:
        return "\n".join(json.loads(authors))
    except (ValueError, TypeError):
        return ""
