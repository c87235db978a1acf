"""The id of what a catalog holds: a sum of hashes, so that it does not depend on the order in which papers came.

It names the epoch as well, where there is one: by that the same papers have other scores.
"""

import hashlib

import sqlalchemy as sa

from service.storage.epochs import read_epoch_hash
from service.storage.sql import read_embedding_model, read_number, write_number

_SUM = "snapshot"  # the name of the sum in the state


def read_snapshot_id(connection: sa.Connection) -> str:
    """The id of the present content, as it is scored by the present epoch."""
    return snapshot_id(read_content(connection), read_epoch_hash(connection, read_embedding_model(connection)))


def snapshot_id(content: int, epoch: str | None) -> str:
    """The id of a content and the hash of an epoch."""
    return f"s{(content + int((epoch or '0')[:16], 16)) % 2**64:016x}"


def read_content(connection: sa.Connection) -> int:
    """The sum of the fingerprints of all records."""
    return read_number(connection, _SUM)


def fingerprint(paper_id: str, record_hash: str) -> int:
    """What a record adds to the sum."""
    return int.from_bytes(hashlib.sha256(f"{paper_id}\n{record_hash}".encode()).digest()[:8])


def add_to_snapshot(connection: sa.Connection, change: int) -> None:
    """Add the fingerprints of the records that came, less those of the records that went; O(1) a change."""
    write_number(connection, _SUM, (read_number(connection, _SUM) + change) % 2**64)
