"""Papers by the moment at which they came here, the last first: what is new since somebody looked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from service.corpus import Corpus
from service.papers import Paper
from service.storage import Filters


@dataclass(frozen=True, slots=True)
class Arrival:
    """A paper, and when it came here.

    `score` is how near it is to what was asked, None where nothing was; `authors` are those of whom it was asked.
    """

    paper: Paper
    added_at: datetime
    score: float | None = None
    authors: tuple[str, ...] = ()


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
    gone = corpus.catalog.gone_ids()
    found: dict[str, tuple[datetime, tuple[str, ...]]] = {}
    for paper_id, names, added_at in corpus.catalog.arrivals(filters):
        authors = by(names) if by else ()
        allowed = paper_id not in gone and (wanted is None or paper_id in wanted)
        if allowed and (authors or by is None):
            found[paper_id] = added_at, authors
            if len(found) == limit:
                break
    papers = corpus.catalog.get(found)
    return [Arrival(papers[name], at, None, by) for name, (at, by) in found.items() if name in papers]
