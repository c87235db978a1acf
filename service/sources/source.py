"""A source of papers as all of them are asked: from a day on, page by page, each with a place to go on from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from service.ingest import Reading
from service.papers import Paper, iso_text

Bookmark = Mapping[str, Any]
"""Where a fetch goes on, in JSON that only its source understands."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Papers that came out on the day `since` or later; what the source changed before `changed` is here already.

    The first fetch has both on one day. Later ones ask for all that changed since the last day that was stored whole,
    and keep what came out since `since`: a paper that was held back for a while is then not missed for its early date.
    Beside what is wanted, `today` is the day by our clock, and `mark` what the last fetch has left for this one.
    """

    since: date
    changed: date
    today: date = field(default=date.max, compare=False)
    mark: Bookmark | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """What came of one call, or of a few: papers, and where to go on once they are kept.

    `votes` are by the ids of the papers in `readings`. `whole_through` is the last day of which the source has given
    all that it will, as its own answers prove it; None while that is no day. `expected` is how many records the source
    says that there are in all, 0 where it does not. `notes` are one sentence each. A `mark` is what the next fetch is
    to know, such as an ETag. With `is_hearsay`, the source speaks of papers of others: it fills gaps of those that are
    here, and replaces nothing. `empty_reason` says why nothing is new should nothing be, where days do not tell.
    """

    readings: Sequence[Reading]
    bookmark: Bookmark
    votes: Mapping[str, int] = field(default_factory=dict[str, int])
    whole_through: date | None = None
    expected: int = 0
    notes: tuple[str, ...] = ()
    mark: Bookmark | None = None
    is_hearsay: bool = False
    empty_reason: str | None = None


class Source(Protocol):
    """Somewhere papers come from; `name` is canonical, such as `arxiv:cs.LG`."""

    @property
    def name(self) -> str:
        """Under which its state is kept."""
        ...

    def pages(self, wanted: Wanted, bookmark: Bookmark | None) -> Iterator[FetchedPage]:
        """The pages from the beginning, or from behind the page that gave the bookmark: none behind the last one.

        The end of the pages is that of the fetch. A bookmark that is not understood, as of an older version, counts as
        none. A page may come twice, in whole or in part; none may be passed over. Raises SourceUnavailable.
        """
        ...


def came_out_since(paper: Paper, since: date) -> bool:
    """Whether a paper came out on a day or later, as far as its date is known; one without a date did."""
    if paper.published is None:
        return True
    known = iso_text(paper.published, paper.published_precision)
    return known >= since.isoformat()[: len(known)]


def only_since(reading: Reading, since: date) -> Reading:
    """The reading without the papers that came out before a day."""
    kept = [place for place, paper in enumerate(reading.papers) if came_out_since(paper, since)]
    return reading._replace(
        papers=tuple(reading.papers[place] for place in kept),
        lines=tuple(reading.lines[place] for place in kept),
        added=tuple(reading.added[place] for place in kept),
    )
