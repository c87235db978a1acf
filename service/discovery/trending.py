"""What many read of late: what users here like within a window, and what readers of the sources have voted for."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Final, Literal

import numpy as np

from service.corpus import Corpus, PapersAndLikes
from service.discovery.matching import Mask
from service.discovery.pages import check_mark, cursor_after, read_cursor
from service.discovery.ranking import DIGITS, eligible
from service.discovery.request import RecommendationRequest, check_dates
from service.errors import BadInput, one_to
from service.features import Matrix
from service.papers import Paper
from service.recommender import enough_users_within, likes_within, votes_in_likes
from service.settings import LimitSettings
from service.storage import Filters, VoteRecords

Window = Literal["day", "week", "month"]
"""How far back a like or a vote counts: so many whole days (UTC), and today."""

DAYS: Final[Mapping[Window, int]] = {"day": 1, "week": 7, "month": 30}
_NAMES: Final[Mapping[str, Window]] = {
    "day": "day", "week": "week", "month": "month", "1d": "day", "7d": "week", "30d": "month",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TrendingRequest:
    """What is asked for: a window, how many papers, and what must hold of them."""

    window: Window = "day"
    limit: int = 10
    filters: Filters | None = None

    @property
    def asked(self) -> str:
        """The request without what differs from page to page."""
        return json.dumps(asdict(self) | {"limit": None}, default=str)


@dataclass(frozen=True, slots=True)
class TrendingPaper:
    """A paper, its score, and the two parts that add up to it: of `likes` here, and of `votes` at its source."""

    paper: Paper
    score: float
    likes: float
    votes: float


@dataclass(frozen=True, slots=True)
class Trending:
    """What is trending, the highest score first, and the cursor of the next page.

    `empty_reason` is None exactly when there are papers: no_papers, no_feedback (fewer than three users like anything
    within the window), too_few_users (no one paper is liked by three), all_filtered.
    """

    data: tuple[TrendingPaper, ...]
    window: Window
    empty_reason: str | None
    snapshot: str
    next: str | None = None


def window_of(text: str) -> Window:
    """The window of a name, or of its days as in 7d; raises BadInput."""
    if (found := _NAMES.get(text)) is None:
        raise BadInput.at("/window", f"must be one of {', '.join(_NAMES)}.")
    return found


def trending(
    corpus: Corpus,
    votes: VoteRecords,
    limits: LimitSettings,
    request: TrendingRequest,
    now: datetime,
    cursor: str | None = None,
) -> Trending:
    """The page behind `cursor`, or the first one, of what is trending on the day (UTC) of `now`.

    A score is Σ 2^(-2 age / window) over the users who like the paper, rounded to a power of √2 and 0 below three of
    them, plus log10(1 + votes) 2^(-2 age / window); ages and windows in days, that of votes since the first were
    read. No withdrawn or retracted paper and no notice; of near-duplicates only the first. Equal scores stand by id.

    Raises BadInput for a limit out of range, dates the wrong way round and a cursor of another request, SnapshotGone
    when the list has changed.
    """
    one_to(limits.results, request.limit, "/limit")
    check_dates(request.filters or Filters())
    mark = read_cursor(cursor, request.asked)
    start = mark.offset if mark else 0
    end = start + request.limit
    scores = _Scores.of(corpus, votes, DAYS[request.window], now.astimezone(UTC).date())
    snapshot = scores.now.snapshot
    allowed, _ = eligible(corpus, snapshot, RecommendationRequest((), filters=request.filters))
    listed = list(islice(snapshot.near_duplicates.distinct(scores.in_order(allowed)), end + 1))
    order = [(snapshot.ids[row], float(scores.totals[row])) for row in listed]
    if mark:
        check_mark(mark, order, snapshot.id)
    data = _shown(corpus, scores, listed[start:end])
    return Trending(
        data,
        request.window,
        None if data else scores.why_none(corpus),
        snapshot.id,
        cursor_after(order[:end], request.asked, snapshot.id) if len(listed) > end else None,
    )


@dataclass(frozen=True, slots=True)
class _Scores:
    """The score of each paper within a window that ends `today`, and its two parts, each (papers,)."""

    now: PapersAndLikes
    window: int
    today: date
    likes: Matrix
    votes: Matrix
    totals: Matrix

    @classmethod
    def of(cls, corpus: Corpus, votes: VoteRecords, window: int, today: date) -> "_Scores":
        """Scores of the papers and the likes that there are."""
        now = corpus.papers_and_likes()
        likes = likes_within(now.days, today.toordinal(), window).round(DIGITS)
        voted = _votes(now, votes, window, today).round(DIGITS)
        return cls(now, window, today, likes, voted, (likes + voted).round(DIGITS))

    def in_order(self, allowed: Mask) -> list[int]:
        """The rows that have a score, of those that are `allowed`, (papers,): the highest first, then by id."""
        ids = self.now.snapshot.ids
        rows: list[int] = np.flatnonzero(allowed & (self.totals > 0)).tolist()
        return sorted(rows, key=lambda row: (-self.totals[row], ids[row]))

    def why_none(self, corpus: Corpus) -> str:
        """Why nothing is shown; what fewer than three users do changes nothing of it."""
        snapshot = self.now.snapshot
        if not snapshot.size:
            return "no_papers"
        standing, _ = eligible(corpus, snapshot, RecommendationRequest(()))
        if self.in_order(standing):
            return "all_filtered"
        enough = enough_users_within(self.now.days, self.today.toordinal(), self.window)
        return "too_few_users" if enough else "no_feedback"


def _votes(now: PapersAndLikes, votes: VoteRecords, window: int, today: date) -> Matrix:
    """What votes that were first read within the window count, (papers,); of sources the one that counts most."""
    rows = now.snapshot.rows
    first = datetime.combine(today - timedelta(days=window), time(), UTC)
    read = [
        (rows[paper_id], count, (today - at.astimezone(UTC).date()).days)
        for paper_id, _, count, at in votes.since(first)
        if paper_id in rows and at.astimezone(UTC).date() <= today
    ]
    at, counts, ages = np.array(read, dtype=np.int64).reshape(-1, 3).T
    found = np.zeros(len(now.snapshot))
    np.maximum.at(found, at, votes_in_likes(counts, ages, window))
    return found


def _shown(corpus: Corpus, scores: _Scores, rows: list[int]) -> tuple[TrendingPaper, ...]:
    ids = [scores.now.snapshot.ids[row] for row in rows]
    papers = corpus.catalog.get(ids)
    return tuple(
        TrendingPaper(papers[name], float(scores.totals[row]), float(scores.likes[row]), float(scores.votes[row]))
        for name, row in zip(ids, rows, strict=True)
        if name in papers
    )
