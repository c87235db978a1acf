"""What a subscriber's digest goes by: all likes, or what is in some collections or belongs to some interests."""

from dataclasses import replace

from service.corpus import Corpus
from service.digests import notes
from service.digests.parts import DigestParts
from service.discovery import RecommendationRequest, collection_content, request_for_user
from service.errors import NotInLibrary
from service.storage import Subscription


def request_of(parts: DigestParts, subscription: Subscription) -> tuple[RecommendationRequest, int, list[str]]:
    """What to recommend by, how many papers the user likes, and what there is to say of what is missing.

    A collection that is no more, or an interest none of whose papers is liked any more, is passed over.
    """
    request, said = request_for_user(parts.corpus, subscription.user), list[str]()
    likes = len(request.liked)
    if not (subscription.collections or subscription.interests):
        return request, likes, said
    wanted = dict[str, None]()
    for name in subscription.collections:
        try:
            content = collection_content(parts.corpus, parts.libraries, subscription.user, name)
        except NotInLibrary:
            said.append(notes.missing_collection(name))
        else:
            wanted |= dict.fromkeys(item.paper_id for item in reversed(content.items))
    interested = _of_interests(parts.corpus, request, subscription.interests)
    if subscription.interests and not interested:
        said.append(notes.MISSING_INTERESTS)
    wanted |= dict.fromkeys(interested)
    return _going_by(request, tuple(wanted)), likes, said if wanted else [*said, notes.NOTHING_TO_GO_BY]


def _of_interests(corpus: Corpus, request: RecommendationRequest, named: tuple[str, ...]) -> list[str]:
    """The likes that belong together with any of the liked papers that name interests."""
    snapshot = corpus.snapshot()
    wanted = {*snapshot.kept_ids(named)}
    found = [each.paper_ids for each in corpus.interests(snapshot, request.liked)] if wanted else []
    return [paper_id for paper_ids in found if wanted & {*paper_ids} for paper_id in paper_ids]


def _going_by(request: RecommendationRequest, wanted: tuple[str, ...]) -> RecommendationRequest:
    """The request as if what is wanted were all that is liked; the likes themselves do not come back."""
    factors, named = dict(zip(request.liked, request.factors, strict=True)), {*wanted}
    return replace(
        request,
        liked=wanted,
        weights=tuple(factors.get(name, 1.0) for name in wanted),
        disliked=tuple(name for name in request.disliked if name not in named),
        exclude=tuple(name for name in (*request.exclude, *request.liked) if name not in named),
    )
