"""The corpus as a map: where papers lie, what its regions are about, and where somebody's likes and list are."""

from dataclasses import dataclass

import numpy as np

from service.corpus import Corpus, PaperMap, Snapshot, paper_map
from service.discovery.ranking import known_likes
from service.discovery.recommendations import recommend
from service.discovery.request import RecommendationRequest
from service.errors import one_to
from service.features import Indices, hash_sample
from service.recommender import Region, regions

_MOST = 10_000  # papers on one map
_NAMED_AFTER = 20  # papers nearest to the middle of a region


@dataclass(frozen=True, slots=True)
class MapRegion:
    """A part of the map around `x`, `y`, how many of the papers shown lie there, and what these are about."""

    x: float
    y: float
    papers: int
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PapersOnMap:
    """Papers by their ids, titles and positions, of `total` in the corpus; `liked` and `recommended` are places in it.

    Empty when the corpus was never laid out, and is not the sample.
    """

    ids: tuple[str, ...]
    titles: tuple[str, ...]
    x: tuple[float, ...]
    y: tuple[float, ...]
    liked: tuple[int, ...]
    recommended: tuple[int, ...]
    regions: tuple[MapRegion, ...]
    total: int
    snapshot: str


def papers_on_map(corpus: Corpus, request: RecommendationRequest, papers: int) -> PapersOnMap:
    """Up to `papers` of the corpus, drawn at random from a larger one, and in any case what is liked and recommended.

    A paper lies where it lay for every other request on the same corpus. Raises BadInput for less than 1 or more than
    10,000 papers.
    """
    one_to(_MOST, papers, "/papers")
    snapshot = corpus.snapshot()
    laid_out = paper_map(corpus, snapshot)
    if not len(laid_out.rows):
        return PapersOnMap((), (), (), (), (), (), (), snapshot.size, snapshot.id)
    liked = np.array([row for row, _ in known_likes(snapshot, request)], dtype=np.intp)
    found = recommend(corpus, request).data if len(liked) else ()
    advised = np.array(
        [snapshot.rows[item.paper.id] for item in found if item.paper.id in snapshot.rows], dtype=np.intp
    )
    present = np.flatnonzero(snapshot.present)
    drawn = present[hash_sample(snapshot.papers.sample_keys[present], papers)]
    rows = np.union1d(drawn, np.concatenate([liked, advised]))
    return _shown(corpus, laid_out, rows, np.searchsorted(rows, liked), np.searchsorted(rows, advised))


def _shown(corpus: Corpus, laid_out: PaperMap, rows: Indices, liked: Indices, advised: Indices) -> PapersOnMap:
    snapshot, positions = laid_out.snapshot, laid_out.at(rows).round(2)
    ids = snapshot.ids_at(rows)
    texts = corpus.catalog.texts(ids)
    return PapersOnMap(
        tuple(ids),
        tuple(texts[name].title if name in texts else "" for name in ids),
        tuple(positions[:, 0].tolist()),
        tuple(positions[:, 1].tolist()),
        tuple(liked.tolist()),
        tuple(advised.tolist()),
        tuple(_region(corpus, snapshot, rows, region) for region in regions(positions)),
        snapshot.size,
        snapshot.id,
    )


def _region(corpus: Corpus, snapshot: Snapshot, rows: Indices, region: Region) -> MapRegion:
    central = snapshot.ids_at(rows[region.points[:_NAMED_AFTER]])
    terms = corpus.concepts(snapshot).common(central)
    return MapRegion(round(region.x, 2), round(region.y, 2), len(region.points), terms)
