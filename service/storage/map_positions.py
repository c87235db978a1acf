"""Where papers lie on the map, as a layout of all of them left it."""

from collections.abc import Mapping

import sqlalchemy as sa

from service.storage.sql import Database, in_chunks, map_positions, papers


class MapPositions:
    """The positions of one installation; a deleted paper takes its own along."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self) -> dict[str, tuple[float, float]]:
        """The x and y of each paper of the last layout that is still there."""
        with self._db.read() as connection:
            return {paper_id: (x, y) for paper_id, x, y in connection.execute(sa.select(map_positions))}

    def replace(self, positions: Mapping[str, tuple[float, float]]) -> None:
        """Keep a layout instead of the last one; papers that are gone by now are left out."""
        with self._db.write() as connection:
            connection.execute(sa.delete(map_positions))
            for chunk in in_chunks(list(positions)):
                here = connection.scalars(sa.select(papers.c.id).where(papers.c.id.in_(chunk)))
                rows = [{"paper_id": each, "x": positions[each][0], "y": positions[each][1]} for each in here]
                if rows:
                    connection.execute(sa.insert(map_positions), rows)
