"""What a user's kept feedback asks for: the request that it makes, and the interests in it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from service.corpus import Corpus
from service.discovery.recommendations import recommend
from service.discovery.request import DIVERSITY, RecommendationRequest
from service.discovery.user_collections import CollectionItem, collection_content
from service.discovery.weighed_interests import WeighedInterest, weighed_interests
from service.errors import BadInput
from service.papers import Paper
from service.storage import Feedback, FeedbackKind, Filters, Libraries

_FAINTEST = 0.001  # share of its weight that an old like keeps: faded is not muted


def request_for_user(
    corpus: Corpus,
    user: str,
    *,
    limit: int = 10,
    diversity: float = DIVERSITY,
    filters: Filters | None = None,
    half_life_days: int | None = None,
    collected: Sequence[CollectionItem] | None = None,
) -> RecommendationRequest:
    """The request that a user's likes, dislikes and seen papers make, the most recent first.

    What is `collected` takes the place of the likes, which then only do not come back. A like counts half for each
    `half_life_days` that it is older than the latest; without it, likes do not fade.
    """
    feedback = _feedback(corpus, user)
    of_kind = {kind: [each for each in feedback if each.kind == kind] for kind in FeedbackKind}
    likes, seen = of_kind[FeedbackKind.LIKE], of_kind[FeedbackKind.SEEN]
    if collected is not None:
        seen += likes
        likes = [Feedback(each.paper_id, FeedbackKind.LIKE, each.added_at) for each in reversed(collected)]
    named = {like.paper_id for like in likes}
    return RecommendationRequest(
        liked=_ids(likes),
        disliked=tuple(name for name in _ids(of_kind[FeedbackKind.DISLIKE]) if name not in named),
        exclude=tuple(name for name in _ids(seen) if name not in named),
        limit=limit,
        diversity=diversity,
        filters=filters,
        user=user,
        weights=_faded(likes, half_life_days),
    )


def likes_of_user(corpus: Corpus, user: str) -> list[tuple[Paper, datetime]]:
    """The papers that a user likes and since when, oldest first; each once, and without those that were deleted."""
    likes = [each for each in reversed(_feedback(corpus, user)) if each.kind is FeedbackKind.LIKE]
    papers = corpus.catalog.get([each.paper_id for each in likes])
    return [(papers[each.paper_id], each.at) for each in likes if each.paper_id in papers]


def request_for_library(
    corpus: Corpus,
    libraries: Libraries,
    user: str,
    collection: str | None,
    filters: Filters,
    half_life_days: int | None,
) -> RecommendationRequest:
    """The request that a user's likes make, or what is in one of the user's collections; raises NotInLibrary."""
    items = None if collection is None else collection_content(corpus, libraries, user, collection).items
    return request_for_user(corpus, user, filters=filters, half_life_days=half_life_days, collected=items)


def best_for_user(corpus: Corpus, user: str, limit: int) -> list[str]:
    """The ids of what this user should read next, the best first."""
    return [item.paper.id for item in recommend(corpus, request_for_user(corpus, user, limit=limit)).data]


def papers_within(
    corpus: Corpus, libraries: Libraries, user: str | None, *, likes: bool, collection: str | None
) -> tuple[str, ...] | None:
    """The ids of the papers that a search is restricted to: what a user likes, or a collection; None, which is all.

    Raises BadInput for a user without saying within what, the other way round, and for both; NotInLibrary.
    """
    if likes and collection is not None:
        raise BadInput.at("/collection", "goes without within: name one of them.")
    if user is None:
        if likes or collection is not None:
            raise BadInput.at("/within" if likes else "/collection", "goes with user: say whose papers.")
        return None
    if collection is not None:
        return tuple(item.paper_id for item in collection_content(corpus, libraries, user, collection).items)
    if not likes:
        raise BadInput.at("/user", "goes with within or collection: name one of them.")
    return tuple(_weights(corpus, user))


def interests_of_user(corpus: Corpus, user: str) -> list[WeighedInterest]:
    """The interests in what this user likes, the largest first."""
    return weighed_interests(corpus, _weights(corpus, user))


def weigh_interests(corpus: Corpus, user: str, changes: Sequence[tuple[str, float]]) -> list[WeighedInterest]:
    """Set how much the interests of these ids count, and return all of them.

    What is set stays with the liked papers, also when interests shift. Raises BadInput for an id that is none.
    """
    known = corpus.interests(corpus.snapshot(), tuple(_weights(corpus, user)))
    found = {interest.id: interest for interest in known}
    for place, (interest_id, _) in enumerate(changes):
        if interest_id not in found:
            raise BadInput.at(f"/interests/{place}/id", "this user has no such interest.")
    weights = {name: weight for interest_id, weight in changes for name in found[interest_id].paper_ids}
    given = {each.paper_id: corpus.snapshot().kept_id(each.paper_id) for each in corpus.feedback.of_user(user)}
    corpus.feedback.set_weights(user, {name: weights[kept] for name, kept in given.items() if kept in weights})
    return interests_of_user(corpus, user)


def _weights(corpus: Corpus, user: str) -> Mapping[str, float]:
    """The weight of each like, most recent first."""
    return {each.paper_id: each.weight for each in _feedback(corpus, user) if each.kind is FeedbackKind.LIKE}


def _feedback(corpus: Corpus, user: str) -> list[Feedback]:
    """The last word on each paper under its kept id, whichever of its ids was used; most recent first."""
    snapshot, last = corpus.snapshot(), dict[str, Feedback]()
    for each in corpus.feedback.of_user(user)[::-1]:
        kept_id = snapshot.kept_id(each.paper_id)
        last.setdefault(kept_id, replace(each, paper_id=kept_id))
    return list(last.values())


def _faded(likes: Sequence[Feedback], half_life_days: int | None) -> tuple[float, ...]:
    """The weight of each like, latest first; age counts from the latest, so that a list changes with likes only."""
    if half_life_days is None:
        return tuple(like.weight for like in likes)
    ages = ((likes[0].at - like.at).days for like in likes)
    return tuple(
        like.weight * max(0.5 ** (age / half_life_days), _FAINTEST) for like, age in zip(likes, ages, strict=True)
    )


def _ids(feedback: Sequence[Feedback]) -> tuple[str, ...]:
    return tuple(each.paper_id for each in feedback)
