"""What users were shown, and how much of it they liked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from service.corpus.corpus import Corpus
from service.errors import at_most
from service.settings import LimitSettings
from service.storage import FeedbackKind, Libraries, Place

_PERIOD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class HitRate:
    """How many papers users were shown in a place in the last week, each once a user, and how many they then liked."""

    place: Place
    shown: int
    liked: int


def record_impressions(
    corpus: Corpus,
    libraries: Libraries,
    limits: LimitSettings,
    user: str,
    paper_ids: Sequence[str],
    place: Place,
    now: datetime,
) -> list[str]:
    """Keep that a user is shown the papers of canonical ids; the ids that nobody has here, which are passed over.

    Raises BadInput for more than `limits.papers`.
    """
    at_most(limits.papers, len(paper_ids), "/paper_ids")
    found, unknown = corpus.lookup(paper_ids)
    libraries.impressions.record(user, [paper.id for paper in found], place, now)
    return unknown


def hit_rates(corpus: Corpus, libraries: Libraries, now: datetime) -> list[HitRate]:
    """Of what was shown in the last week, what was liked after it was shown, place by place in the order of names."""
    kept_id = corpus.snapshot().kept_id
    first: dict[tuple[Place, str, str], datetime] = {}
    for user, each in libraries.impressions.since(now - _PERIOD):
        first.setdefault((each.place, user, kept_id(each.paper_id)), each.at)
    liked = {
        (user, kept_id(each.paper_id)): each.at
        for user in {user for _, user, _ in first}
        for each in corpus.feedback.of_user(user)
        if each.kind is FeedbackKind.LIKE
    }
    rates: dict[Place, tuple[int, int]] = {}
    for (place, user, paper_id), at in sorted(first.items()):
        shown, hits = rates.get(place, (0, 0))
        like = liked.get((user, paper_id))
        rates[place] = shown + 1, hits + (like is not None and like >= at)
    return [HitRate(place, *counts) for place, counts in rates.items()]
