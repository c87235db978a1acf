"""Votes that papers have at the sources they came from."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from service.storage.sql import Database, source_votes, upsert, with_utc

_MOST = 2**31 - 1  # that the column holds; a source that says more, or less than none, is mistaken


class VoteRecords:
    """The latest votes of every paper, by source."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, source: str, votes: Mapping[str, int], now: datetime) -> None:
        """Keep how many votes papers have at a source now, instead of what was known; ids must be of kept papers.

        A count below 0 is kept as 0, one above 2^31 - 1 as that.
        """
        with self._db.write() as connection:
            for paper_id, count in sorted(votes.items()):
                kept = min(max(count, 0), _MOST)
                upsert(connection, source_votes, {"paper_id": paper_id, "source": source}, {"votes": kept, "at": now})

    def since(self, moment: datetime) -> list[tuple[str, str, int, datetime]]:
        """Paper, source, votes, and when they were read, of what was read from a moment on; by paper and source."""
        columns = (source_votes.c.paper_id, source_votes.c.source, source_votes.c.votes, source_votes.c.at)
        query = sa.select(*columns).where(source_votes.c.at >= moment).order_by(*columns[:2])
        with self._db.read() as connection:
            return [
                (paper_id, source, votes, with_utc(at)) for paper_id, source, votes, at in connection.execute(query)
            ]
