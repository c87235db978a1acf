"""What users were shown: a paper once a day for each place, so that a page that is loaded again adds nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

import sqlalchemy as sa

from service.storage.sql import Database, impressions, in_chunks, with_utc

Place = Literal["start", "for_you", "trending", "search", "paper", "library", "map", "digest"]
"""Where a paper was shown."""

_PLACES: dict[str, Place] = {place: place for place in get_args(Place)}
_KEPT = timedelta(days=90)  # longer than anybody asks how good a list was


@dataclass(frozen=True, slots=True)
class Impression:
    """A paper, by an id that it had then, and where and when it was first shown on one day."""

    paper_id: str
    place: Place
    at: datetime


class ImpressionRecords:
    """What every user of one installation was shown."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def record(self, user: str, paper_ids: Sequence[str], place: Place, now: datetime) -> None:
        """Keep that a user is shown these papers now; what the user was shown long ago is forgotten."""
        with self._db.write() as connection:
            record_shown(connection, user, paper_ids, place, now)
            connection.execute(sa.delete(impressions).where(impressions.c.at < now - _KEPT))  # anybody's

    def of_user(self, user: str) -> list[Impression]:
        """All that a user was shown, oldest first."""
        return [shown for _, shown in self._found(impressions.c.user == user)]

    def since(self, moment: datetime) -> list[tuple[str, Impression]]:
        """What all users were shown since a moment, oldest first, each with whose it is."""
        return self._found(impressions.c.at >= moment)

    def delete_user(self, user: str) -> int:
        """Forget what a user was shown; how many times."""
        with self._db.write() as connection:
            return connection.execute(sa.delete(impressions).where(impressions.c.user == user)).rowcount

    def _found(self, condition: sa.ColumnElement[bool]) -> list[tuple[str, Impression]]:
        columns = impressions.c.user, impressions.c.paper_id, impressions.c.place, impressions.c.at
        query = sa.select(*columns).where(condition)
        order = impressions.c.at, impressions.c.user, impressions.c.paper_id, impressions.c.place
        with self._db.read() as connection:
            rows = connection.execute(query.order_by(*order))
            return [(user, Impression(each, _PLACES[place], with_utc(at))) for user, each, place, at in rows]


def record_shown(connection: sa.Connection, user: str, paper_ids: Sequence[str], place: Place, now: datetime) -> None:
    """Write that a user is shown these papers now, each once a day."""
    key = {"user": user, "place": place, "day": now.date().isoformat()}
    today = sa.and_(*(impressions.c[name] == value for name, value in key.items()))
    known = set(connection.scalars(sa.select(impressions.c.paper_id).where(today)))
    rows = [key | {"paper_id": each, "at": now} for each in dict.fromkeys(paper_ids) if each not in known]
    for chunk in in_chunks(rows):
        connection.execute(sa.insert(impressions), [*chunk])
