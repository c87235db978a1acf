"""Reading histories: papers, the likes and dislikes of many users, and cases that hide some of the likes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from zlib import crc32

from pydantic import Field, model_validator

from evals.datasets.records import Row, rows
from evals.datasets.sampling import drawn, shuffled
from service import text
from service.errors import BadInput

LEAST_LIKES = 10  # of a user whose likes are worth hiding
LEAST_HIDDEN = 5


class PaperRow(Row):
    """A line of papers.jsonl."""

    id: str
    title: str = Field(min_length=1)
    abstract: str | None = None


class LikesRow(Row):
    """A line of likes.jsonl."""

    user: str
    liked: tuple[str, ...]


class RatingRow(Row):
    """A line of ratings.jsonl or ratings.csv: above 0 is a like, below 0 a dislike; of two the later counts."""

    user: str
    paper: str
    rating: float = Field(allow_inf_nan=False)


class Case(Row):
    """N likes of a user are given, the others are to be found; a line of cases.jsonl."""

    N: int = Field(ge=1)
    user: str
    given: tuple[str, ...]
    hidden: tuple[str, ...] = Field(min_length=1)
    disliked: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if len(set(self.given)) != self.N:
            raise ValueError(f"given has {len(set(self.given))} papers, N is {self.N}")
        if set(self.given) & set(self.hidden) or set(self.disliked) & {*self.given, *self.hidden}:
            raise ValueError("a paper is in two of given, hidden and disliked")
        return self


@dataclass(frozen=True)
class Histories:
    """Papers by id (their row is their place), and what each user liked and disliked, in the order of the file."""

    papers: dict[str, PaperRow]
    liked: dict[str, tuple[str, ...]]
    disliked: dict[str, tuple[str, ...]]

    def __post_init__(self) -> None:
        if not self.papers:
            raise BadInput("there is not a single paper")

    def texts(self) -> list[tuple[str, str]]:
        """Title and abstract of each paper, cleaned as the service cleans them."""
        return [(text.clean(paper.title), text.clean(paper.abstract or "")) for paper in self.papers.values()]


def read_papers(path: Path) -> dict[str, PaperRow]:
    """The papers of a JSONL file by id; raises BadInput naming file and line, also for an id seen before."""
    papers: dict[str, PaperRow] = {}
    for line, row in rows(path, PaperRow):
        if row.id in papers:
            raise BadInput(f"{path.name}:{line}: the paper {row.id} is there twice")
        papers[row.id] = row
    return papers


def read_histories(folder: Path) -> Histories:
    """papers.jsonl with likes.jsonl, ratings.jsonl or ratings.csv from `folder`; raises BadInput naming file and line.

    Likes of papers that are not in papers.jsonl are left out: libraries are often larger than what is published.
    """
    papers = read_papers(folder / "papers.jsonl")
    if (folder / "likes.jsonl").exists():
        liked, disliked = read_likes(folder / "likes.jsonl"), dict[str, tuple[str, ...]]()
    else:
        found = [path for name in ("ratings.jsonl", "ratings.csv") if (path := folder / name).exists()]
        if not found:
            raise BadInput(f"{folder} has neither likes.jsonl nor ratings.jsonl nor ratings.csv")
        liked, disliked = _read_ratings(found[0])
    return Histories(papers, _known(liked, papers), _known(disliked, papers))


def read_likes(path: Path) -> dict[str, tuple[str, ...]]:
    """What each user liked; raises BadInput naming file and line, also for a user seen before."""
    likes: dict[str, tuple[str, ...]] = {}
    for line, row in rows(path, LikesRow):
        if row.user in likes:
            raise BadInput(f"{path.name}:{line}: the user {row.user} is there twice")
        likes[row.user] = tuple(dict.fromkeys(row.liked))
    return likes


def with_others(histories: Histories, path: Path) -> Histories:
    """`histories` with the likes of a second file added, where a user of the same name is the same user."""
    liked = dict(histories.liked)
    for user, more in _known(read_likes(path), histories.papers).items():
        liked[user] = tuple(dict.fromkeys((*liked.get(user, ()), *more)))
    return Histories(histories.papers, liked, histories.disliked)


def read_cases(path: Path, papers: Mapping[str, PaperRow]) -> list[Case]:
    """The cases of a JSONL file; raises BadInput naming file and line, also for a paper that is not known."""
    cases: list[Case] = []
    for line, case in rows(path, Case):
        for paper in (*case.given, *case.hidden, *case.disliked):
            if paper not in papers:
                raise BadInput(f"{path.name}:{line}: the paper {paper} is not in papers.jsonl")
        cases.append(case)
    return cases


def draw_cases(histories: Histories, sizes: Sequence[int], seed: int, most_users: int) -> list[Case]:
    """One case per user and size N, of at most `most_users` users with enough likes; as many dislikes are given too.

    A user's draw depends on the seed and the user alone.
    """
    users = sorted(user for user, liked in histories.liked.items() if len(liked) >= LEAST_LIKES)
    chosen = sorted(drawn(users, most_users, seed))
    found = [_case(histories, user, size, seed) for size in sizes for user in chosen]
    return [case for case in found if case is not None]


def _case(histories: Histories, user: str, size: int, seed: int) -> Case | None:
    own = crc32(user.encode())
    liked = shuffled(histories.liked[user], seed, size, own)
    disliked = shuffled(histories.disliked.get(user, ()), seed, size, own)
    if len(liked) < size + LEAST_HIDDEN:
        return None
    return Case(
        N=size, user=user, given=tuple(liked[:size]), hidden=tuple(liked[size:]), disliked=tuple(disliked[:size])
    )


def _read_ratings(path: Path) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    latest: dict[str, dict[str, float]] = {}
    for _, row in rows(path, RatingRow):
        ratings = latest.setdefault(row.user, {})
        ratings.pop(row.paper, None)  # so that a paper rated again takes its later place
        ratings[row.paper] = row.rating
    liked = {user: tuple(paper for paper, rating in ratings.items() if rating > 0) for user, ratings in latest.items()}
    disliked = {user: tuple(paper for paper, r in ratings.items() if r < 0) for user, ratings in latest.items()}
    return liked, disliked


def _known(listed: Mapping[str, Sequence[str]], papers: Mapping[str, PaperRow]) -> dict[str, tuple[str, ...]]:
    return {user: tuple(paper for paper in named if paper in papers) for user, named in listed.items()}
