"""Authors whom a user follows, and what is new of them."""

import re
from collections.abc import Callable
from datetime import datetime

from service.corpus import Corpus, checked_name
from service.discovery.arrivals import Arrival, newest
from service.errors import BadInput, NotInLibrary, at_most, one_to
from service.papers import wrote
from service.settings import LimitSettings
from service.storage import Filters, FollowedAuthor, Libraries

_WORD = re.compile(r"[^\W\d_]{2,}")


def follow_author(libraries: Libraries, limits: LimitSettings, user: str, name: str, now: datetime) -> FollowedAuthor:
    """Follow an author by name, from now on or since before.

    Raises BadInput for one of initials alone, and for a new one beyond `limits.saved`.
    """
    checked = checked_name(name)
    if not _WORD.search(checked):
        raise BadInput.at("/name", "has no word of two letters or more, and initials alone name nobody.")
    followed = {each.name for each in libraries.authors.of_user(user)}
    at_most(limits.saved, len({checked, *followed}), "/name")
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
    return newest(corpus, filters_for(names, since), limit, by_any(names)) if names else []


def filters_for(names: tuple[str, ...], since: datetime | None) -> Filters:
    """A sieve that papers by any of the names pass, and others may."""
    words = [[word for word in _WORD.findall(name) if word.isascii()] for name in names]
    # Accents are written or not, so only a word without any is sure to be found as it is.
    any_of = tuple(dict.fromkeys(word for each in words for word in each)) if all(words) else ()
    return Filters(since=since, authors_any=any_of)


def by_any(names: tuple[str, ...]) -> Callable[[tuple[str, ...]], tuple[str, ...]]:
    """Which of the names wrote a paper with these authors."""
    return lambda authors: tuple(name for name in names if wrote(name, authors))
