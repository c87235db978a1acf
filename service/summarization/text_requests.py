"""From what somebody asks for to the texts to write: which papers, and for a blurb which liked ones, nearest first."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from service.corpus import Corpus, Snapshot
from service.papers import Paper
from service.storage import FeedbackKind
from service.summarization.generated_text import Mode, TextKind

_MOST_LIKED = 3  # papers that a blurb is told of
_BLURB_WORDS = 60


@dataclass(frozen=True, slots=True)
class TextRequest:
    """A text that is wanted; a blurb may speak of the `liked` papers, the nearest first."""

    paper: Paper
    kind: TextKind
    liked: tuple[Paper, ...] = ()
    max_words: int = 120
    language: str = "en"
    mode: Mode = "auto"

    @property
    def sources(self) -> tuple[Paper, ...]:
        """The papers that the writer is told of: the paper, and for a blurb a few liked ones."""
        liked = [like for like in self.liked if like.id != self.paper.id and like.abstract]
        return (self.paper, *(liked[:_MOST_LIKED] if self.kind == "blurb" else ()))

    @property
    def words(self) -> int:
        """The most words the text may have."""
        return min(self.max_words, _BLURB_WORDS) if self.kind == "blurb" else self.max_words


@dataclass(frozen=True, slots=True)
class TextOptions:
    """What texts of some papers should be like, for whom, and the id of the key that asked for them."""

    kinds: tuple[TextKind, ...]
    liked: tuple[str, ...] = ()
    user: str | None = None
    mode: Mode = "auto"
    language: str = "en"
    max_words: int = 120
    key: str | None = None

    def row(self) -> dict[str, Any]:
        """As it is kept with a job."""
        return asdict(self)

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "TextOptions":
        """What was kept."""
        known: dict[str, Any] = {**row, "kinds": tuple(row["kinds"]), "liked": tuple(row["liked"])}
        return cls(**known)


def make_text_requests(
    corpus: Corpus, options: TextOptions, paper_ids: Sequence[str]
) -> tuple[dict[int, TextRequest], list[str]]:
    """The texts to write, by their places among all that were asked for, and the ids that nobody has here.

    A place stays what it is when a paper before it is deleted. Liked ids count among the unknown ones.
    """
    wanted, likes = dict.fromkeys(paper_ids), dict.fromkeys(options.liked)
    feedback = corpus.feedback.of_user(options.user) if options.user else []
    own = [each.paper_id for each in feedback if each.kind is FeedbackKind.LIKE]
    known = corpus.catalog.get(dict.fromkeys([*wanted, *likes, *own]))
    liked = [known[paper_id] for paper_id in dict.fromkeys([*likes, *own]) if paper_id in known]
    snapshot = corpus.snapshot() if liked else None
    places: list[tuple[str, TextKind]] = [
        (paper_id, kind) for paper_id in wanted for kind in dict.fromkeys(options.kinds)
    ]
    found = {
        place: TextRequest(
            known[paper_id],
            kind,
            _nearest(snapshot, known[paper_id], liked) if snapshot and kind == "blurb" else (),
            options.max_words,
            options.language,
            options.mode,
        )
        for place, (paper_id, kind) in enumerate(places)
        if paper_id in known
    }
    return found, [paper_id for paper_id in dict.fromkeys([*wanted, *likes]) if paper_id not in known]


def _nearest(snapshot: Snapshot, paper: Paper, liked: Sequence[Paper]) -> tuple[Paper, ...]:
    """The liked papers, the one most like the paper first; those without a vector come last."""
    rows, centred = snapshot.rows, snapshot.papers.centred

    def likeness(like: Paper) -> float:
        known = paper.id in rows and like.id in rows
        return round(float(centred[rows[paper.id]] @ centred[rows[like.id]]), 6) if known else -2.0

    return tuple(sorted(liked, key=likeness, reverse=True))
