"""Papers by the moment at which they came here, the last first: what is new since somebody looked."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Literal, NamedTuple

from service.corpus import Corpus
from service.papers import Paper
from service.storage import Filters


class Subject(NamedTuple):
    """What a user wants to hear of: a saved search or a followed author, by name."""

    kind: Literal["search", "author"]
    name: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """A paper, and when it came here.

    `score` is how near it is to what was asked, None where nothing was; `authors` are those of whom it was asked.
    `also` are the other subjects that it fits, where it was asked of several.
    """

    paper: Paper
    added_at: datetime
    score: float | None = None
    authors: tuple[str, ...] = ()
    also: tuple[Subject, ...] = ()


def newest(
    corpus: Corpus,
    filters: Filters,
    limit: int,
    by: Callable[[tuple[str, ...]], tuple[str, ...]] | None = None,
    *,
    among: Iterable[str] | None = None,
) -> list[Arrival]:
    """The `limit` papers that came last of those that the filters allow; no withdrawn or retracted one, no notice.

    `by` says which of the wanted authors a paper with these authors is by; one by none of them is left out. With ids
    to be `among`, only those are looked at.
    """
    wanted = None if among is None else {*corpus.snapshot().kept_ids(among)}
    standing = (each for each in standing_arrivals(corpus, filters, by) if wanted is None or each[0] in wanted)
    found = {paper_id: (added_at, authors) for paper_id, added_at, authors in islice(standing, limit)}
    papers = corpus.catalog.get(found)
    return [Arrival(papers[name], at, None, by) for name, (at, by) in found.items() if name in papers]


def standing_arrivals(
    corpus: Corpus, filters: Filters, by: Callable[[tuple[str, ...]], tuple[str, ...]] | None = None
) -> Iterator[tuple[str, datetime, tuple[str, ...]]]:
    """As `newest`, the ids of all such papers, when each came, and by which of the wanted authors it is."""
    gone = corpus.catalog.gone_ids()
    for paper_id, names, added_at in corpus.catalog.arrivals(filters):
        authors = by(names) if by else ()
        if paper_id not in gone and (authors or by is None):
            yield paper_id, added_at, authors
