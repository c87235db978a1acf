"""How many of the papers that are truly nearest an approximate index finds."""

import numpy as np

from service.corpus.snapshot import Snapshot
from service.storage.chroma import VectorIndex

ENOUGH = 0.99
"""The share from which on nobody misses the others."""

_ASKED = 50  # papers, evenly spaced, whose nearest are looked for
_BEST = 50
_CANDIDATES = 500  # of a query: the fewest that are asked for
_EQUAL = 1e-6  # products this near to each other are those of papers as good


def recall_of(index: VectorIndex, snapshot: Snapshot) -> float:
    """The share of the true best 50 of some papers that queries find; whatever is as near as the last counts as one.

    Takes an exact scan for each of 50. Raises IndexFailed.
    """
    present, dense = snapshot.present, snapshot.papers.dense
    rows = np.flatnonzero(present)
    if not len(rows):
        return 1.0
    asked, best = rows[:: len(rows) // _ASKED + 1], min(_BEST, len(rows))
    shares = list[float]()
    for row, ids in zip(asked.tolist(), index.nearest(dense[asked], _CANDIDATES), strict=True):
        products = np.where(present, np.vecdot(dense, dense[row]), -np.inf)
        least = np.partition(products, -best)[-best] - _EQUAL
        found = products[[snapshot.rows[each] for each in ids if each in snapshot.rows]]
        shares.append(min(int(np.count_nonzero(found >= least)), best) / best)
    return round(float(np.mean(shares)), 4)
