"""The name of what a catalog holds: a sum of hashes, so that it does not depend on the order in which papers came."""

import hashlib

import sqlalchemy as sa

from service.storage.sql import read_number, write_number


def read_snapshot(connection: sa.Connection) -> str:
    """The name of the present content."""
    return f"s{read_number(connection, 'snapshot'):016x}"


def fingerprint(paper_id: str, record_hash: str) -> int:
    """What a record adds to the sum."""
    return int.from_bytes(hashlib.sha256(f"{paper_id}\n{record_hash}".encode()).digest()[:8])


def add_to_snapshot(connection: sa.Connection, change: int) -> None:
    """Move the name by the fingerprints that came, less those that went; O(1) a change."""
    write_number(connection, "snapshot", (read_number(connection, "snapshot") + change) % 2**64)
