"""Vectors that name the texts they are of."""

import numpy as np

from service.storage import Catalog, UnembeddedPaper

MODEL, OTHER = "model/256", "model/128"


def embed(catalog: Catalog, model: str = MODEL, only: list[str] | None = None) -> list[UnembeddedPaper]:
    """Give every unembedded paper, or those in `only`, a vector that names its text."""
    unembedded = catalog.vectors.unembedded(model, catalog.vectors.unembedded_ids(model) if only is None else only)
    rows = [[len(item.title), len(item.abstract), sum(item.abstract.encode())] for item in unembedded]
    catalog.vectors.save(model, unembedded, np.array(rows, dtype=np.float32).reshape(len(unembedded), 3))
    return unembedded
