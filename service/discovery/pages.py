"""Pages of a list, bound by a cursor to the request and to what it has shown, so that they never shift."""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.corpus import Corpus
from service.discovery.recommendations import recommend
from service.discovery.request import RecommendationRequest
from service.discovery.result import Recommendations
from service.errors import BadInput, SnapshotGone, one_to
from service.settings import LimitSettings

_FURTHEST = 500  # places into a list: as many candidates as are looked at


@dataclass(frozen=True, slots=True)
class Page:
    """One page of recommendations, and the cursor of the next one; None when there is none."""

    found: Recommendations
    next: str | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a list, and a digest of everything before it."""

    offset: int
    seen: str


def recommend_page(
    corpus: Corpus, limits: LimitSettings, request: RecommendationRequest, *, asked: str = "", cursor: str | None = None
) -> Page:
    """The page behind `cursor`, or the first one; a cursor holds as long as the pages before it would be the same.

    `asked` is the request as the adapter got it, without what differs from page to page. Raises BadInput for a limit
    below 1 or above `limits.results` and for a cursor of another request, SnapshotGone when the list has changed.
    """
    one_to(limits.results, request.limit, "/limit")
    mark = read_cursor(cursor, asked)
    found = recommend(corpus, replace(request, offset=mark.offset if mark else 0))
    if mark:
        check_mark(mark, found.order, found.snapshot)
    return Page(found, cursor_after(found.order, asked, found.snapshot) if found.more else None)


def cursor_after(order: Sequence[tuple[str, float]], asked: str, snapshot: str) -> str | None:
    """The cursor behind `order`, the ids and scores of all places so far; None beyond the furthest.

    What was shown is all that it depends on: it tells nobody that something else has changed.
    """
    if len(order) >= _FURTHEST:
        return None
    return urlsafe_b64encode(f"{len(order)}.{_seen(order, snapshot)}.{_digest(asked)}".encode()).decode().rstrip("=")


def read_cursor(cursor: str | None, asked: str) -> Mark | None:
    """Where to go on; None without a cursor. Raises BadInput for the cursor of another request."""
    if cursor is None:
        return None
    try:
        offset, seen, digest = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split(".")
        mark = Mark(int(offset), seen)
    except (NotBase64, ValueError):
        raise BadInput.at("/cursor", "is not a cursor of ours.") from None
    if digest != _digest(asked) or not 0 < mark.offset < _FURTHEST:
        raise BadInput.at("/cursor", "belongs to another request.")
    return mark


def check_mark(mark: Mark, order: Sequence[tuple[str, float]], snapshot: str) -> None:
    """Raise SnapshotGone when the places before the mark are no longer what they were."""
    if _seen(order[: mark.offset], snapshot) != mark.seen:
        raise SnapshotGone("The papers or likes have changed since this cursor was made; start again without it.")


def _seen(order: Sequence[tuple[str, float]], snapshot: str) -> str:
    return hashlib.sha256(json.dumps([snapshot, *order]).encode()).hexdigest()[:16]


def _digest(asked: str) -> str:
    return hashlib.sha256(asked.encode()).hexdigest()[:16]
