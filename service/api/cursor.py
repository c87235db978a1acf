"""Cursors: where a list goes on, bound to the request and to what it has shown, so that pages never shift."""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from service.errors import BadInput, SnapshotGone

_FURTHEST = 500  # places into a list: as many candidates as are looked at


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a list, and a digest of everything before it."""

    offset: int
    seen: str


def after(order: Sequence[tuple[str, float]], request: BaseModel, snapshot: str) -> str | None:
    """The cursor behind `order`, the ids and scores of all places so far; None beyond the furthest.

    What was shown is all that it depends on: it tells nobody that something else has changed.
    """
    if len(order) >= _FURTHEST:
        return None
    return urlsafe_b64encode(f"{len(order)}.{_seen(order, snapshot)}.{_digest(request)}".encode()).decode().rstrip("=")


def read(cursor: str | None, request: BaseModel) -> Mark | None:
    """Where to go on; None without a cursor. Raises BadInput for the cursor of another request."""
    if cursor is None:
        return None
    try:
        offset, seen, digest = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split(".")
        mark = Mark(int(offset), seen)
    except (NotBase64, ValueError):
        raise BadInput.at("/cursor", "is not a cursor of ours.") from None
    if digest != _digest(request) or not 0 < mark.offset < _FURTHEST:
        raise BadInput.at("/cursor", "belongs to another request.")
    return mark


def check(mark: Mark, order: Sequence[tuple[str, float]], snapshot: str) -> None:
    """Raise SnapshotGone when the places before the mark are no longer what they were."""
    if _seen(order[: mark.offset], snapshot) != mark.seen:
        raise SnapshotGone("The papers or likes have changed since this cursor was made; start again without it.")


def _seen(order: Sequence[tuple[str, float]], snapshot: str) -> str:
    return hashlib.sha256(json.dumps([snapshot, *order]).encode()).hexdigest()[:16]


def _digest(request: BaseModel) -> str:
    asked = request.model_dump_json(exclude={"cursor", "limit", "explain", "blurbs"})
    return hashlib.sha256(asked.encode()).hexdigest()[:16]
