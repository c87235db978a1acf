"""Votes that papers have at the sources they came from: the latest count, and since when there is one."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from service.storage.sql import Database, in_chunks, source_votes, upsert, with_utc

_MOST = 2**31 - 1  # that the column holds; a source that says more, or less than none, is mistaken
_FIRST = sa.func.coalesce(source_votes.c.first_at, source_votes.c.at)


class VoteRecords:
    """The latest votes of every paper, by source."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, source: str, votes: Mapping[str, int], now: datetime) -> None:
        """Keep how many votes papers have at a source now, instead of what was known; ids must be of kept papers.

        A count below 0 is kept as 0, one above 2^31 - 1 as that.
        """
        with self._db.write() as connection:
            first = _first_read(connection, source, sorted(votes))
            for paper_id, count in sorted(votes.items()):
                values = {"votes": min(max(count, 0), _MOST), "at": now, "first_at": first.get(paper_id, now)}
                upsert(connection, source_votes, {"paper_id": paper_id, "source": source}, values)

    def since(self, moment: datetime) -> list[tuple[str, str, int, datetime]]:
        """Paper, source, votes, and when they were first read, of those read from a moment on; by paper and source."""
        columns = (source_votes.c.paper_id, source_votes.c.source, source_votes.c.votes, _FIRST)
        query = sa.select(*columns).where(moment <= _FIRST).order_by(*columns[:2])
        with self._db.read() as connection:
            return [
                (paper_id, source, votes, with_utc(at)) for paper_id, source, votes, at in connection.execute(query)
            ]


def _first_read(connection: sa.Connection, source: str, ids: Sequence[str]) -> dict[str, datetime]:
    query = sa.select(source_votes.c.paper_id, _FIRST).where(source_votes.c.source == source)
    return {
        paper_id: with_utc(at)
        for chunk in in_chunks(ids)
        for paper_id, at in connection.execute(query.where(source_votes.c.paper_id.in_(chunk)))
    }
