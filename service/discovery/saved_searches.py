"""Saved searches: what a user wants to hear of, kept by a name and asked again."""

from dataclasses import replace
from datetime import datetime

import numpy as np

from service.corpus import Corpus, checked_name
from service.discovery.arrivals import Arrival, newest
from service.discovery.ranking import DIGITS
from service.errors import BadInput, NotInLibrary, one_to
from service.settings import LimitSettings
from service.storage import Filters, Library, SavedSearch

_LONGEST_QUERY = 1_000


def save_search(
    library: Library, user: str, name: str, search: SavedSearch, now: datetime
) -> tuple[str, SavedSearch, datetime]:
    """Keep a search under a name, instead of the one that was there; the name, the search, and since when there is one.

    Raises BadInput for one that asks for nothing.
    """
    name, query = checked_name(name), search.query.strip()
    if len(query) > _LONGEST_QUERY:
        raise BadInput.at("/query", f"has {len(query):,} characters; the most is {_LONGEST_QUERY:,}.")
    if not query and search.filters == Filters():
        raise BadInput.at("/query", "is empty, and no filter is given: it would find everything.")
    library.searches.put(user, name, replace(search, query=query), now)
    return saved_search(library, user, name)


def saved_search(library: Library, user: str, name: str) -> tuple[str, SavedSearch, datetime]:
    """The search of a name, with the name as it is kept, and since when there is one; raises BadInput, NotInLibrary."""
    name = checked_name(name)
    if (found := library.searches.of_user(user).get(name)) is None:
        raise _no_search()
    return name, *found


def delete_search(library: Library, user: str, name: str) -> None:
    """Remove a search; raises BadInput, NotInLibrary."""
    if not library.searches.delete(user, checked_name(name)):
        raise _no_search()


def papers_found(
    corpus: Corpus, library: Library, limits: LimitSettings, user: str, name: str, *, since: datetime | None, limit: int
) -> list[Arrival]:
    """What a saved search finds: the best first, or the last to come where it only filters.

    With `since` those that came here from then on. Raises BadInput, NotInLibrary, EmbeddingUnavailable.
    """
    one_to(limits.results, limit, "/limit")
    _, search, _ = saved_search(library, user, name)
    filters = replace(search.filters, since=since) if since else search.filters
    return _found(corpus, search.query, filters, limit) if search.query else newest(corpus, filters, limit)


def _found(corpus: Corpus, query: str, filters: Filters, limit: int) -> list[Arrival]:
    """The papers nearest by cosine to a query, of those that the filters allow, ordered by (score, id)."""
    snapshot = corpus.snapshot()
    added = {paper_id: added_at for paper_id, _, added_at in corpus.catalog.arrivals(filters)}
    gone = set(corpus.gone_rows(snapshot).tolist())
    rows = [row for row, name in enumerate(snapshot.ids) if name in added and row not in gone]
    if not rows:
        return []
    scores = (snapshot.papers.dense[rows].astype(np.float64) @ corpus.embedder.embed([query])[0]).round(DIGITS)
    best: list[int] = np.argsort(-scores, kind="stable")[:limit].tolist()
    names = [snapshot.ids[rows[at]] for at in best]
    papers = corpus.catalog.get(names)
    ranked = zip(names, scores[best].tolist(), strict=True)
    return [Arrival(papers[name], added[name], score) for name, score in ranked if name in papers]


def _no_search() -> NotInLibrary:
    return NotInLibrary("This user has no saved search of this name.")
