"""Which papers a feed has, since when, and why: of digests that are kept, or of a list as it is now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from service.corpus import Corpus
from service.digests.archive import latest_digests
from service.digests.digest import Digest, DigestCause, DigestPaper
from service.discovery import (
    Recommendation,
    TrendingRequest,
    collection_content,
    latest_found,
    likes_of_user,
    recommend,
    request_for_library,
    trending,
)
from service.papers import Paper
from service.settings import LimitSettings
from service.storage import DigestRecords, FeedAddress, Filters, Libraries, VoteRecords

_MOST = 30  # papers of a feed that is made of a list
_DIGESTS = 30  # the latest, of whose papers a feed is made


@dataclass(frozen=True, slots=True)
class ListedPaper:
    """A paper of a list, since when it belongs there, and the likes that speak for it."""

    paper: Paper
    at: datetime
    because: tuple[DigestCause, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperList:
    """The papers of a feed, and when that last changed for what is known: not before any of them came."""

    papers: tuple[ListedPaper, ...]
    changed_at: datetime
    recommended: tuple[Recommendation, ...] = ()


def papers_of_digests(digests: DigestRecords, user: str) -> list[tuple[DigestPaper, datetime]]:
    """The papers of the latest digests, each as it was first shown and when, the latest first."""
    found: dict[str, tuple[DigestPaper, datetime]] = {}
    for digest in reversed(latest_digests(digests, user, _DIGESTS)):
        for paper in _shown_in(digest):
            found.setdefault(paper.id, (paper, digest.made_at))
    return sorted(found.values(), key=lambda each: each[1], reverse=True)


def recommended(corpus: Corpus, libraries: Libraries, user: str, since: datetime, now: datetime) -> PaperList:
    """What would be recommended now; the likes changed `since` at the least."""
    request = request_for_library(corpus, libraries, user, None, Filters(), None)
    found = recommend(corpus, replace(request, limit=_MOST)).data
    likes = {paper.id: (paper.title, at) for paper, at in likes_of_user(corpus, user)}
    added = _added(corpus, [item.paper for item in found])
    listed: list[ListedPaper] = []
    for item in found:
        because = tuple(
            DigestCause(
                paper_id=each.paper_id, title=likes[each.paper_id][0], contribution=each.contribution, terms=each.terms
            )
            for each in item.because
            if each.paper_id in likes
        )
        liked = [at for each in because if each.contribution > 0 and (at := likes[each.paper_id][1]) <= now]
        listed.append(ListedPaper(item.paper, max([added.get(item.paper.id, since), *liked]), because))
    said = [each.at for each in corpus.feedback.of_user(user) if each.at <= now]
    return PaperList(tuple(listed), _latest(listed, [since, *said]), found)


def found_by_search(corpus: Corpus, libraries: Libraries, limits: LimitSettings, found: FeedAddress) -> PaperList:
    """What a saved search finds, the last to come first; raises NotInLibrary."""
    arrivals = latest_found(corpus, libraries, limits, found.user, found.name, min(_MOST, limits.results))
    listed = [ListedPaper(each.paper, each.added_at) for each in arrivals]
    return PaperList(tuple(listed), _latest(listed, [found.created_at]))


def collected(corpus: Corpus, libraries: Libraries, found: FeedAddress) -> PaperList:
    """What is in a collection, the last to be put there first; raises NotInLibrary."""
    content = collection_content(corpus, libraries, found.user, found.name)
    listed = [ListedPaper(item.paper, item.added_at) for item in content.items[::-1] if item.paper]
    return PaperList(tuple(listed[:_MOST]), _latest(listed, [content.collection.created_at]))


def trending_now(corpus: Corpus, votes: VoteRecords, limits: LimitSettings, now: datetime) -> PaperList:
    """What is trending this week: a list of the day (UTC), so that it changes with the day."""
    request = TrendingRequest(window="week", limit=min(_MOST, limits.results))
    papers = [each.paper for each in trending(corpus, votes, limits, request, now).data]
    day, added = datetime.combine(now.astimezone(UTC), time(), UTC), _added(corpus, papers)
    listed = [ListedPaper(each, added.get(each.id, day)) for each in papers]
    return PaperList(tuple(listed), _latest(listed, [day]))


def _added(corpus: Corpus, papers: Sequence[Paper]) -> dict[str, datetime]:
    return {name: dates.added for name, dates in corpus.catalog.dates([each.id for each in papers]).items()}


def _latest(listed: Sequence[ListedPaper], others: Sequence[datetime]) -> datetime:
    return max([each.at for each in listed] + [*others])


def _shown_in(digest: Digest) -> Iterator[DigestPaper]:
    yield from digest.papers
    for alert in digest.alerts:
        yield from alert.papers
    if digest.trending:
        yield from digest.trending.papers
