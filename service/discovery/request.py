"""What somebody who wants recommendations asks for, checked once for every adapter."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.corpus import Corpus, Snapshot
from service.errors import BadInput, FieldError, at_most
from service.settings import LimitSettings
from service.storage import Filters

DIVERSITY = 0.3  # where nobody says otherwise


@dataclass(frozen=True, slots=True)
class RecommendationRequest:
    """What is asked for; ids are canonical, each in one list only, likes and dislikes most recent first.

    `weights` has a factor per like (0 mutes it); `user` is who asks, whose likes must not speak for others.
    `limit` and `offset` count places of the list; `diversity` is from 0 to 1.
    """

    liked: tuple[str, ...]
    disliked: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    limit: int = 10
    offset: int = 0
    diversity: float = DIVERSITY
    filters: Filters | None = None
    user: str | None = None
    weights: tuple[float, ...] | None = None

    @property
    def factors(self) -> tuple[float, ...]:
        """The factor of each like, 1 where none is given."""
        return self.weights or (1.0,) * len(self.liked)

    def without(self, paper_id: str) -> "RecommendationRequest":
        """This request as it would be if it did not name the paper."""
        likes = [(name, factor) for name, factor in zip(self.liked, self.factors, strict=True) if name != paper_id]
        return replace(
            self,
            liked=tuple(name for name, _ in likes),
            weights=tuple(factor for _, factor in likes),
            disliked=tuple(name for name in self.disliked if name != paper_id),
            exclude=tuple(name for name in self.exclude if name != paper_id),
        )


def check_dates(filters: Filters, at: str = "") -> None:
    """Raise BadInput that names both ends, below the pointer `at`, when the first day wanted is after the last."""
    after, before = filters.published_after, filters.published_before
    if after is not None and before is not None and after > before:
        fields = f"{at}/published_after", f"{at}/published_before"
        errors = tuple(FieldError(each, "The first day is after the last one.") for each in fields)
        raise BadInput(f"{' and '.join(fields)}: the first day is after the last one.", errors=errors)


def stateless_request(
    corpus: Corpus,
    limits: LimitSettings,
    *,
    liked: Sequence[str],
    disliked: Sequence[str] = (),
    exclude: Sequence[str] = (),
    filters: Filters | None = None,
    limit: int = 10,
) -> RecommendationRequest:
    """The request of somebody who sends the likes along, each paper once, whichever of its ids was sent.

    Raises BadInput for more ids than `limits.liked` in a list, for a paper that is liked and disliked, and for
    dates the wrong way round.
    """
    for field, ids in (("/liked", liked), ("/disliked", disliked), ("/exclude", exclude)):
        at_most(limits.liked, len(ids), field)
    snapshot = corpus.snapshot()
    _check_likes(snapshot, liked, disliked)
    check_dates(filters or Filters(), "/filters")
    kept = snapshot.kept_ids
    return RecommendationRequest(kept(liked), kept(disliked), kept(exclude), limit, filters=filters)


def _check_likes(snapshot: Snapshot, liked: Sequence[str], disliked: Sequence[str]) -> None:
    """Raise BadInput when one paper is liked and disliked."""
    places = {snapshot.kept_id(paper_id): place for place, paper_id in enumerate(disliked)}
    for place, paper_id in enumerate(map(snapshot.kept_id, liked)):
        if paper_id in places:
            fields = (f"/liked/{place}", f"/disliked/{places[paper_id]}")
            errors = tuple(FieldError(field, "The same paper is liked and disliked.") for field in fields)
            raise BadInput(f"{' and '.join(fields)} are the same paper, liked and disliked.", errors=errors)
