"""Cursors: where a list goes on, bound to the request and the snapshot, so that pages never shift."""

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64

from pydantic import BaseModel

from service.errors import BadInput, SnapshotGone

_FURTHEST = 500  # places into a list: as many candidates as are looked at


def after(offset: int, request: BaseModel, snapshot: str) -> str | None:
    """The cursor of the place `offset` of the answer to `request`; None beyond the furthest."""
    if offset >= _FURTHEST:
        return None
    return urlsafe_b64encode(f"{offset}.{snapshot}.{_digest(request)}".encode()).decode().rstrip("=")


def offset_of(cursor: str | None, request: BaseModel, snapshot: str) -> int:
    """Where to go on; 0 without a cursor.

    Raises BadInput for a cursor of another request, SnapshotGone when the papers or likes have changed since.
    """
    if cursor is None:
        return 0
    try:
        offset, of_snapshot, digest = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split(".")
        place = int(offset)
    except (NotBase64, ValueError):
        raise BadInput.at("/cursor", "is not a cursor of ours") from None
    if digest != _digest(request) or not 0 <= place < _FURTHEST:
        raise BadInput.at("/cursor", "belongs to another request")
    if of_snapshot != snapshot:
        raise SnapshotGone("The papers have changed since this cursor was made; start again without it.")
    return place


def _digest(request: BaseModel) -> str:
    asked = request.model_dump_json(exclude={"cursor", "limit", "explain", "blurbs"})
    return hashlib.sha256(asked.encode()).hexdigest()[:16]
