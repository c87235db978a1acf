"""Authors whom a user follows, and what is new of them."""

import re
from datetime import datetime

from service.corpus import Corpus, checked_name
from service.discovery.arrivals import Arrival, newest
from service.errors import BadInput, NotInLibrary, one_to
from service.papers import wrote
from service.settings import LimitSettings
from service.storage import Filters, FollowedAuthor, Libraries

_WORD = re.compile(r"[^\W\d_]{2,}")


def follow_author(libraries: Libraries, user: str, name: str, now: datetime) -> FollowedAuthor:
    """Follow an author by name, from now on or since before; raises BadInput for one of initials alone."""
    checked = checked_name(name)
    if not _WORD.search(checked):
        raise BadInput.at("/name", "has no word of two letters or more, and initials alone name nobody.")
    return libraries.authors.follow(user, checked, now)


def unfollow_author(libraries: Libraries, user: str, name: str) -> None:
    """Follow an author no longer; raises BadInput, NotInLibrary."""
    if not libraries.authors.unfollow(user, checked_name(name)):
        raise NotInLibrary("This user follows no author of this name.")


def papers_by_followed(
    corpus: Corpus, libraries: Libraries, limits: LimitSettings, user: str, *, since: datetime | None, limit: int
) -> list[Arrival]:
    """The papers by whom a user follows, the last to come first; with `since` those that came here from then on.

    A name fits however it is written: its parts in any order, initials, with or without accents. Raises BadInput for a
    limit below 1 or above `limits.results`.
    """
    one_to(limits.results, limit, "/limit")
    names = tuple(each.name for each in libraries.authors.of_user(user))
    if not names:
        return []
    filters = Filters(since=since, authors_any=_sieve(names))
    return newest(corpus, filters, limit, lambda authors: tuple(name for name in names if wrote(name, authors)))


def _sieve(names: tuple[str, ...]) -> tuple[str, ...]:
    """Words of which a paper by any of the names has one; none where a name has none in plain letters.

    Accents are written or not, so only a word without any is sure to be found as it is.
    """
    words = [[word for word in _WORD.findall(name) if word.isascii()] for name in names]
    return tuple(dict.fromkeys(word for each in words for word in each)) if all(words) else ()
