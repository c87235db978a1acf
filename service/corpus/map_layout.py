"""A layout of the map: every paper near those that are like it. Needs openTSNE, of the extra `paperlark[map]`."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.errors import MapUnavailable
from service.features import Matrix

_PERPLEXITY = 30.0
_SEED = 1
_DIGITS = 2
_LOOK_EVERY = 10  # iterations, of 750; with 10,000 papers a second


class LayoutStopped(Exception):
    """Nobody waits for the layout any more; what there is of it is no map."""


def require_layout() -> None:
    """Raise MapUnavailable when no layout can be made here."""
    if find_spec("openTSNE") is None:
        raise MapUnavailable(
            "A map is laid out with openTSNE, which is not installed here: `pip install openTSNE==1.0.4`, or the extra "
            "`paperlark[map]`, and start again."
        )


def layout(vectors: NDArray[np.float32], is_wanted: Callable[[], bool] = lambda: True) -> Matrix:
    """Where papers of `vectors` (n, dim) lie, shape (n, 2), by t-SNE (van der Maaten & Hinton 2008) of their cosines.

    From the same vectors the same map, on the same machine. Raises LayoutStopped once it is no longer wanted, and
    MapUnavailable.
    """
    require_layout()
    if len(vectors) < 4:  # fewer have no neighbours to speak of
        return np.array([[float(place), 0.0] for place in range(len(vectors))]).reshape(-1, 2)
    tsne: Any = import_module("openTSNE")

    def is_to_end(_iteration: int, _error: float, _positions: Matrix) -> bool:
        return not is_wanted()

    found = tsne.TSNE(
        perplexity=min(_PERPLEXITY, (len(vectors) - 1) / 3),
        metric="cosine",
        neighbors="exact",
        initialization="pca",
        random_state=_SEED,
        n_jobs=1,
        callbacks=is_to_end,
        callbacks_every_iters=_LOOK_EVERY,
    ).fit(vectors.astype(np.float64))
    if not is_wanted():
        raise LayoutStopped
    return np.asarray(found, dtype=np.float64).round(_DIGITS)
