"""Epochs: what was last learned of all papers together, by which those are scored that came since."""

import hashlib
from dataclasses import dataclass

import sqlalchemy as sa

from service.observability import log
from service.storage.sql import Database, epochs, increment, upsert


@dataclass(frozen=True, slots=True)
class StoredEpoch:
    """What was learned, as bytes, from the papers as they were at a `version` of the catalog."""

    version: int
    body: bytes

    @property
    def hash(self) -> str:
        """Names what was learned: the SHA-256 of the bytes and their version."""
        return hashlib.sha256(b"%d\n" % self.version + self.body).hexdigest()


class EpochRecords:
    """The epoch of each embedding model that an installation had."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, model: str) -> StoredEpoch | None:
        """The present epoch of a model; None before one was kept, or when it is not what was kept."""
        with self._db.read() as connection:
            return _read(connection, model)

    def keep(self, model: str, epoch: StoredEpoch, replaces: StoredEpoch | None) -> StoredEpoch:
        """Keep an epoch, unless another process has kept one since `replaces`; the one that is kept then."""
        with self._db.write() as connection:
            known = _read(connection, model)
            if known is not None and known != replaces:
                return known
            values = {"version": epoch.version, "hash": epoch.hash, "body": epoch.body}
            upsert(connection, epochs, {"model": model}, values)
            increment(connection, "version")  # so that every process looks
            return epoch


def read_epoch_hash(connection: sa.Connection, model: str | None) -> str | None:
    """The hash of a model's present epoch; None before one was kept."""
    return connection.scalar(sa.select(epochs.c.hash).where(epochs.c.model == model))


def _read(connection: sa.Connection, model: str) -> StoredEpoch | None:
    row = connection.execute(sa.select(epochs).where(epochs.c.model == model)).first()
    if row is None:
        return None
    found = StoredEpoch(row.version, row.body)
    if found.hash != row.hash:
        log.warning("epoch_damaged", version=row.version, effect="it is learned again")
        return None
    return found
