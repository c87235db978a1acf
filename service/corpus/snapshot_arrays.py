"""A snapshot as arrays that can be kept in files, with all that is worked out for its papers, and back."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from service.corpus.embedded_papers import EmbeddedPapers
from service.corpus.epoch import Epoch
from service.corpus.paper_rows import PaperIds, PaperRows
from service.corpus.snapshot import Snapshot
from service.features import (
    BoundedProducts,
    Features,
    GrowingArray,
    GrowingRows,
    InvertedIndex,
    TermCounts,
    TermPostings,
    WordPairs,
)
from service.recommender import KeywordIndex, Ranker

FORM = 3
"""Of the arrays: those of another one are made again."""

Arrays: TypeAlias = dict[str, NDArray[Any]]
Mapped: TypeAlias = Mapping[str, GrowingArray[Any]]


def arrays_of(snapshot: Snapshot) -> Arrays:
    """The arrays of papers that are all present, by their names."""
    read, papers, words = snapshot.read, snapshot.papers, snapshot.keyword_index
    others = {each: row for each, row in snapshot.rows.items() if snapshot.ids[row] != each}
    return {
        "ids": _bytes(snapshot.ids),
        "other_ids": _bytes(others),
        "other_rows": np.fromiter(others.values(), np.int64, len(others)),
        "versions": read.versions,
        "pairs": read.pairs.filters,
        "dense": papers.dense,
        "centred": papers.centred,
        "sample_keys": papers.sample_keys,
        "distinct": papers.distinct,
        "typicality": snapshot.ranker.typicality,
        "directions": snapshot.bounded_products.directions,
        "shadows": snapshot.bounded_products.shadows,
        **_parts("lexical", papers.lexical),
        **_parts("postings", snapshot.postings.first),
        **_of_terms("texts", words.texts),
        **_of_terms("titles", words.titles),
        **_of_terms("authors", words.authors),
    }


def snapshot_of(arrays: Mapped, epoch: Epoch) -> Snapshot:
    """The snapshot of an epoch that these arrays were made of; what the catalog holds besides it is not told yet."""
    ids = _strings(arrays["ids"])
    own = {paper_id: row for row, paper_id in enumerate(ids)}
    others = dict(zip(_strings(arrays["other_ids"]), arrays["other_rows"].rows.tolist(), strict=True))
    keys, lexical = arrays["sample_keys"].rows, _grown("lexical", arrays)
    terms = len(epoch.weights.terms)
    dense, centred = arrays["dense"], arrays["centred"]
    papers = Features.within(dense, centred, (lexical, terms), keys, arrays["distinct"].rows)
    texts, titles, authors = (_index(field, arrays) for field in ("texts", "titles", "authors"))
    read = EmbeddedPapers(
        PaperIds(ids),
        arrays["versions"].rows,
        dense.rows,
        keys,
        texts.counts,
        titles.counts,
        authors.counts,
        WordPairs.within(arrays["pairs"]),
    )
    found = Snapshot(0, read, PaperRows(others | own, {}, papers.present), papers, epoch)
    found.__dict__.update(
        ranker=Ranker(papers, background=epoch.background, typicality=arrays["typicality"].rows),
        postings=TermPostings(papers.lexical, _grown("postings", arrays).matrix(len(ids))),
        bounded_products=BoundedProducts(dense.rows, arrays["directions"].rows, arrays["shadows"].rows),
        keyword_index=KeywordIndex.of_indexes(texts, titles, authors),
    )
    return found


def _of_terms(field: str, index: InvertedIndex) -> Arrays:
    counts = index.counts
    return {
        f"{field}_terms": _bytes(counts.terms),
        f"{field}_frequencies": counts.document_frequencies,
        f"{field}_lengths": counts.lengths,
        **_parts(f"{field}_counts", counts.counts),
        **_parts(f"{field}_columns", index.columns),
    }


def _index(field: str, arrays: Mapped) -> InvertedIndex:
    terms = _strings(arrays[f"{field}_terms"])
    frequencies, lengths = arrays[f"{field}_frequencies"].rows, arrays[f"{field}_lengths"].rows
    counts = TermCounts.within(terms, frequencies, lengths, _grown(f"{field}_counts", arrays))
    columns: Any = tuple(arrays[f"{field}_columns_{part}"].rows for part in ("data", "indices", "indptr"))
    shape = counts.counts.shape
    return InvertedIndex(counts, sparse.csc_array[np.int32](columns, shape=shape), counts.counts[:0].tocsc())


def _parts(name: str, matrix: sparse.csr_array[Any] | sparse.csc_array[Any]) -> Arrays:
    return {f"{name}_{part}": getattr(matrix, part) for part in ("data", "indices", "indptr")}


def _grown(name: str, arrays: Mapped) -> GrowingRows[Any]:
    return GrowingRows(*(arrays[f"{name}_{part}"] for part in ("data", "indices", "indptr")))


def _bytes(names: Iterable[str]) -> NDArray[np.uint8]:
    """Names as bytes, each on a line, which none of them has in it."""
    return np.frombuffer("".join(f"{name}\n" for name in names).encode(), dtype=np.uint8)


def _strings(array: GrowingArray[np.uint8]) -> tuple[str, ...]:
    return tuple(array.rows.tobytes().decode().split("\n")[:-1])
