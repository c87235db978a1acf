"""The id of what a catalog holds: a sum of hashes, so that it does not depend on the order in which papers came."""

import hashlib

import sqlalchemy as sa

from service.storage.sql import read_number, write_number

_SUM = "snapshot"  # the name of the sum in the state


def read_snapshot_id(connection: sa.Connection) -> str:
    """The id of the present content."""
    return f"s{read_number(connection, _SUM):016x}"


def fingerprint(paper_id: str, record_hash: str) -> int:
    """What a record adds to the sum."""
    return int.from_bytes(hashlib.sha256(f"{paper_id}\n{record_hash}".encode()).digest()[:8])


def add_to_snapshot(connection: sa.Connection, change: int) -> None:
    """Add the fingerprints of the records that came, less those of the records that went; O(1) a change."""
    write_number(connection, _SUM, (read_number(connection, _SUM) + change) % 2**64)
