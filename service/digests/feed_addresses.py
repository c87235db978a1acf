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


def base_address(public_url: object | None, asked: object) -> str:
    """Under which this service is reached: the address that is set, or the one that was asked."""
    return str(public_url or asked).rstrip("/")


def feed_url(base: str, token: str) -> str:
    """The address that a token opens."""
    return f"{base}/feeds/{token}"


def possible_feeds(feeds: FeedRecords, libraries: Libraries, user: str) -> dict[str, str | None]:
    """All that a user can have feeds of, and the token of those that have an address."""
    named = [f"search:{name}" for name in libraries.searches.of_user(user)]
    named += [f"collection:{each.name}" for each in libraries.collections.of_user(user)]
    made = {feed_name(each): each.token for each in feeds.of_user(user)}
    return dict.fromkeys(["recommendations", "trending", *named]) | made


def _read(wanted: str) -> tuple[FeedKind, str]:
    kind, colon, name = wanted.partition(":")
    if kind in _NAMED and colon:
        return cast(FeedKind, kind), checked_name(name)
    if wanted not in _ALONE:
        raise BadInput.at("/kind", f"must be {FEED_RULE}.")
    return cast(FeedKind, kind), ""
