"""Saved searches: what a user wants to hear of, kept by a name and asked again."""

from dataclasses import replace
from datetime import datetime

from service.corpus import Corpus, checked_name
from service.discovery.arrivals import Arrival, newest
from service.discovery.listing import Sort
from service.discovery.query import parse_query
from service.discovery.search import SearchRequest, search
from service.errors import BadInput, NotInLibrary, at_most, one_to
from service.settings import LimitSettings
from service.storage import Filters, Libraries, SavedSearch


def save_search(
    libraries: Libraries, limits: LimitSettings, user: str, name: str, wanted: SavedSearch, now: datetime
) -> tuple[str, SavedSearch, datetime]:
    """Keep a search under a name, instead of the one that was there; the name, the search, and since when there is one.

    Raises BadInput for one that asks for nothing, and for a new one beyond `limits.saved`.
    """
    name, query = checked_name(name), wanted.query.strip()
    if query:
        parse_query(query, "/query")
    if not query and wanted.filters == Filters():
        raise BadInput.at("/query", "is empty, and no filter is given: it would find everything.")
    at_most(limits.saved, len({name, *libraries.searches.of_user(user)}), "/name")
    libraries.searches.put(user, name, replace(wanted, query=query), now)
    return saved_search(libraries, user, name)


def saved_search(libraries: Libraries, user: str, name: str) -> tuple[str, SavedSearch, datetime]:
    """The search of a name, with the name as it is kept, and since when there is one; raises BadInput, NotInLibrary."""
    name = checked_name(name)
    if (found := libraries.searches.of_user(user).get(name)) is None:
        raise _no_search()
    return name, *found


def delete_search(libraries: Libraries, user: str, name: str) -> None:
    """Remove a search; raises BadInput, NotInLibrary."""
    if not libraries.searches.delete(user, checked_name(name)):
        raise _no_search()


def papers_found(
    corpus: Corpus,
    libraries: Libraries,
    limits: LimitSettings,
    user: str,
    name: str,
    *,
    since: datetime | None,
    limit: int,
) -> list[Arrival]:
    """What a saved search finds: the best first, or the last to come where it only filters.

    With `since` those that came here from then on. Raises BadInput, NotInLibrary, EmbeddingUnavailable.
    """
    one_to(limits.results, limit, "/limit")
    _, saved, _ = saved_search(libraries, user, name)
    filters = replace(saved.filters, since=since) if since else saved.filters
    if not saved.query:
        return newest(corpus, filters, limit)
    return _found(corpus, limits, SearchRequest(saved.query, filters=filters, limit=limit, standing=True))


def latest_found(
    corpus: Corpus, libraries: Libraries, limits: LimitSettings, user: str, name: str, limit: int
) -> list[Arrival]:
    """What a saved search finds that is not far below the best, the last to come first.

    Raises BadInput, NotInLibrary, EmbeddingUnavailable.
    """
    one_to(limits.results, limit, "/limit")
    _, saved, _ = saved_search(libraries, user, name)
    if not saved.query:
        return newest(corpus, saved.filters, limit)
    request = SearchRequest(saved.query, sort=Sort.ADDED, filters=saved.filters, limit=limit, standing=True)
    return _found(corpus, limits, request)


def _found(corpus: Corpus, limits: LimitSettings, request: SearchRequest) -> list[Arrival]:
    hits = search(corpus, limits, request).data
    dates = corpus.catalog.dates([hit.paper.id for hit in hits])
    return [Arrival(hit.paper, dates[hit.paper.id].added, hit.score) for hit in hits if hit.paper.id in dates]


def _no_search() -> NotInLibrary:
    return NotInLibrary("This user has no saved search of this name.")
