"""Where the papers of a snapshot lie on the map: as they were laid out, and new ones beside their neighbours."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from service.corpus import sample
from service.corpus.corpus import Corpus
from service.corpus.map_layout import layout, require_layout
from service.corpus.snapshot import Snapshot
from service.features import Indices, Matrix, hash_sample
from service.recommender import placed_by_neighbours

_LAID_OUT = 10_000  # papers, drawn at random from a larger corpus; the others go beside their neighbours


@dataclass(frozen=True, slots=True)
class PaperMap:
    """The rows of a snapshot that were laid out, ascending, and where they lie, shape (rows, 2)."""

    snapshot: Snapshot
    rows: Indices
    positions: Matrix

    def at(self, rows: Indices) -> Matrix:
        """Where the papers at some rows lie, shape (rows, 2); some paper must have been laid out."""
        vectors, known = self.snapshot.papers.dense, np.isin(rows, self.rows)
        found = np.empty((len(rows), 2))
        found[known] = self.positions[np.searchsorted(self.rows, rows[known])]
        found[~known] = placed_by_neighbours(vectors[rows[~known]], vectors[self.rows], self.positions)
        return found


def paper_map(corpus: Corpus, snapshot: Snapshot) -> PaperMap:
    """The map of a snapshot: by the last layout or, before the first, by the one that ships with the sample corpus."""
    known = corpus.catalog.positions.all() or sample.positions()
    here = {snapshot.rows[name]: position for name, position in known.items() if name in snapshot.rows}
    rows = np.array(sorted(here), dtype=np.intp)
    return PaperMap(snapshot, rows, np.array([here[row] for row in sorted(here)]).reshape(-1, 2))


def lay_out_map(corpus: Corpus, is_wanted: Callable[[], bool] = lambda: True) -> int:
    """Lay the map out anew, and keep it; how many papers. Takes minutes for thousands.

    Raises MapUnavailable without the extra `paperlark[map]`, LayoutStopped once it is no longer wanted.
    """
    require_layout()
    snapshot = corpus.snapshot()
    present = np.flatnonzero(snapshot.present)
    rows = present[hash_sample(snapshot.papers.sample_keys[present], _LAID_OUT)]
    found = layout(snapshot.papers.dense[rows], is_wanted)
    pairs: list[tuple[float, float]] = [(x, y) for x, y in found.tolist()]
    corpus.catalog.positions.replace(dict(zip(snapshot.ids_at(rows), pairs, strict=True)))
    return len(rows)
