"""Secret addresses of feeds: made, listed and revoked by the user whose feeds they are."""

import secrets
from datetime import datetime
from typing import Final, cast

from service.corpus import Corpus, checked_name
from service.discovery import collection_content, saved_search
from service.errors import BadInput, FeedNotFound
from service.storage import FeedAddress, FeedKind, FeedRecords, Libraries

FEED_RULE: Final = "recommendations, trending, search:NAME or collection:NAME"
"""What a feed can be of."""
_ALONE = frozenset({"recommendations", "trending"})
_NAMED = frozenset({"search", "collection"})


def new_token() -> str:
    """What nobody guesses: 32 random bytes, fit for an address."""
    return secrets.token_urlsafe(32)


def make_feed(
    feeds: FeedRecords, corpus: Corpus, libraries: Libraries, user: str, wanted: str, token: str, now: datetime
) -> FeedAddress:
    """The address of a feed, made with this token unless the user has one of it.

    Raises BadInput for what no feed can be of, NotInLibrary where the user has no such search or collection.
    """
    kind, name = _read(wanted)
    if kind == "search":
        saved_search(libraries, user, name)
    elif kind == "collection":
        collection_content(corpus, libraries, user, name)
    return feeds.add(FeedAddress(user, kind, name, token, now))


def revoke_feed(feeds: FeedRecords, user: str, wanted: str) -> None:
    """Let the address of a feed open nothing from now on; raises BadInput, FeedNotFound."""
    if not feeds.delete(user, *_read(wanted)):
        raise FeedNotFound("This user has no feed of this.")


def feed_name(found: FeedAddress) -> str:
    """What a feed is of, as `make_feed` is told it."""
    return f"{found.kind}:{found.name}" if found.kind in _NAMED else found.kind


def _read(wanted: str) -> tuple[FeedKind, str]:
    kind, colon, name = wanted.partition(":")
    if kind in _NAMED and colon:
        return cast(FeedKind, kind), checked_name(name)
    if wanted not in _ALONE:
        raise BadInput.at("/kind", f"must be {FEED_RULE}.")
    return cast(FeedKind, kind), ""
