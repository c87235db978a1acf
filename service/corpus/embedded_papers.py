"""Papers as a snapshot takes them from the catalog: their vectors, and their words counted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from service.corpus.paper_rows import PaperIds
from service.features import Indices, RowMerge, TermCounts, WordPairs, sample_keys
from service.storage import EmbeddedTexts
from service.text import words

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class EmbeddedPapers:
    """n papers: unit `vectors` (n, dim), sample `keys` (n,), the terms of title and abstract, of titles, of authors.

    `versions` (n,) are those of the catalog at which each last changed, and `pairs` those of words in the texts.
    """

    ids: PaperIds
    versions: NDArray[np.int64]
    vectors: NDArray[np.float32]
    keys: NDArray[np.uint64]
    counts: TermCounts
    titles: TermCounts
    authors: TermCounts
    pairs: WordPairs

    @classmethod
    def of(cls, papers: EmbeddedTexts, learned_up_to: int | None, dim: int = 0) -> "EmbeddedPapers":
        """The papers in the order of a snapshot, see `_order`; `dim` counts where there is none."""
        found, versions = papers.embedded, papers.versions
        order = _order(found.ids, versions, np.arange(len(versions)), learned_up_to)
        ids, texts = _at(found.ids, order), _at(papers.texts, order)
        return cls(
            PaperIds(ids),
            versions[order],
            found.vectors[order] if ids else np.empty((0, dim), dtype=np.float32),
            sample_keys(ids),
            TermCounts.of(texts),
            TermCounts.of(_at(papers.titles, order), words),
            TermCounts.of(_at(papers.authors, order), words),
            WordPairs.of(texts),
        )

    @classmethod
    def joined(cls, parts: Sequence["EmbeddedPapers"]) -> "EmbeddedPapers":
        """The papers of some parts, one part behind the other; none of none."""
        parts = [part for part in parts if len(part.ids)]
        if not parts:
            return cls.none()
        return cls(
            PaperIds(tuple(chain.from_iterable(part.ids for part in parts))),
            np.concatenate([part.versions for part in parts]),
            np.concatenate([part.vectors for part in parts]),
            np.concatenate([part.keys for part in parts]),
            TermCounts.joined([part.counts for part in parts]),
            TermCounts.joined([part.titles for part in parts]),
            TermCounts.joined([part.authors for part in parts]),
            WordPairs.joined([part.pairs for part in parts]),
        )

    @classmethod
    def none(cls) -> "EmbeddedPapers":
        """No paper at all."""
        versions, vectors = np.empty(0, dtype=np.int64), np.empty((0, 0), dtype=np.float32)
        no_terms, no_pairs = TermCounts.of(()), WordPairs.of(())
        return cls(PaperIds(()), versions, vectors, sample_keys(()), no_terms, no_terms, no_terms, no_pairs)

    def merged(self, new: "EmbeddedPapers", removed: Collection[str]) -> "EmbeddedPapers":
        """These papers, sorted by id as the new ones are, with those among them and without those that were removed."""
        old_ids, new_ids = tuple(self.ids), tuple(new.ids)
        merge = RowMerge.of(old_ids, new_ids, removed)
        return EmbeddedPapers(
            PaperIds(merge.items(old_ids, new_ids)),
            merge.rows(self.versions, new.versions),
            merge.rows(self.vectors, new.vectors),
            merge.rows(self.keys, new.keys),
            self.counts.merged(merge, new.counts),
            self.titles.merged(merge, new.titles),
            self.authors.merged(merge, new.authors),
            self.pairs.merged(merge, new.pairs),
        )

    def taken(self, rows: Indices) -> "EmbeddedPapers":
        """The papers at some rows, in that order, as if there had never been others."""
        return EmbeddedPapers(
            PaperIds(_at(self.ids, rows)),
            self.versions[rows],
            self.vectors[rows],
            self.keys[rows],
            self.counts.taken(rows),
            self.titles.taken(rows),
            self.authors.taken(rows),
            self.pairs.taken(rows),
        )

    def rearranged(self, present: NDArray[np.bool_], learned_up_to: int) -> "EmbeddedPapers":
        """Those that are `present`, (n,), in the order in which a start would read them, see `_order`."""
        return self.taken(_order(self.ids, self.versions, np.flatnonzero(present), learned_up_to))

    def with_room(self, vectors: NDArray[np.float32]) -> "EmbeddedPapers":
        """The same, so that what is appended copies nothing of it; `vectors` are the same vectors."""
        none = TermCounts.of(())
        counts, titles, authors = (each.appended(none) for each in (self.counts, self.titles, self.authors))
        pairs = self.pairs.appended(WordPairs.of(()))
        return replace(self, vectors=vectors, counts=counts, titles=titles, authors=authors, pairs=pairs)

    def appended(self, new: "EmbeddedPapers", removed: Sequence[int], vectors: NDArray[np.float32]) -> "EmbeddedPapers":
        """The same with new papers behind them, once those at the `removed` rows count no longer.

        `vectors` are those of all.
        """
        return EmbeddedPapers(
            self.ids + tuple(new.ids),
            np.concatenate([self.versions, new.versions]),
            vectors,
            np.concatenate([self.keys, new.keys]),
            self.counts.appended(new.counts, removed),
            self.titles.appended(new.titles, removed),
            self.authors.appended(new.authors, removed),
            self.pairs.appended(new.pairs),
        )


def _order(ids: Sequence[str], versions: NDArray[np.int64], rows: Indices, learned_up_to: int | None) -> Indices:
    """Some rows in the order of a snapshot: by id.

    Where something was learned up to a version, papers that changed later come behind the others, as they did.
    """
    by_id = np.array(sorted(rows.tolist(), key=ids.__getitem__), dtype=np.intp)
    if learned_up_to is None:
        return by_id
    return by_id[np.argsort(np.maximum(versions[by_id], learned_up_to), kind="stable")]


def _at(items: Sequence[Item], rows: Indices) -> tuple[Item, ...]:
    return tuple(items[row] for row in map(int, rows))
