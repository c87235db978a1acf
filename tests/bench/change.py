"""One paper added, one like given: how long that takes, and the next list after it, beside one row into SQLite.

The list that comes next has to know the paper or the like; that it does is looked at, too.
"""

import json
import sqlite3
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import numpy as np

from tests.bench.api import asked, connected, sent, serving, wish
from tests.bench.ground import Ground
from tests.bench.likes import drawn_likes
from tests.bench.measured import Measured, milliseconds

CHANGES = 9


def measure(ground: Ground, size: int) -> Measured:
    """Medians over some changes, each followed by a list; the longest wait, too."""
    found = Measured()
    ids = [paper.id for paper in ground.papers(size)]
    liked = [ids[row] for row in drawn_likes(ground.vectors(size), 1, ground.seed)[0]]
    with serving(str(ground.copied(size))) as (url, _), connected(url) as connection:
        _papers(found, connection, liked, ground.some(CHANGES))
        _likes(found, connection, liked[: ground.some(CHANGES)])
    row = json.dumps({"title": "A row", "abstract": ground.papers(size)[0].abstract})
    found.figures["a row into SQLite, ms"] = _inserted(ground.fresh("raw"), row)
    return found


def _papers(found: Measured, connection: HTTPConnection, liked: list[str], changes: int) -> None:
    quiet, added, after = list[float](), list[float](), list[float]()
    body = wish(liked)
    for turn in range(changes):
        quiet += [milliseconds(lambda: sent(connection, "POST", "/v1/recommendations", body)) for _ in range(3)]
        paper = {
            "id": f"bench:new{turn}",
            "title": f"Owls of glacier {turn}",
            "abstract": f"We count owls, {turn} in all.",
        }
        sending = json.dumps({"papers": [paper]})
        added.append(milliseconds(lambda sending=sending: sent(connection, "POST", "/v1/papers", sending)))
        after.append(milliseconds(lambda: sent(connection, "POST", "/v1/recommendations", body)))
        near = asked(connection, "GET", f"/v1/papers/{paper['id']}/similar")
        assert near["data"], "it has no place among the papers yet"
    found.figures |= {
        "list after a paper, ms": float(np.median(after)),
        "longest list after a paper, ms": max(after),
        "list when nothing changed, ms": float(np.median(quiet)),
        "paper added and embedded, ms": float(np.median(added)),
    }


def _likes(found: Measured, connection: HTTPConnection, liked: list[str]) -> None:
    given, after = list[float](), list[float]()
    for paper_id in liked:
        path = f"/v1/users/ann/feedback/{paper_id}"
        given.append(milliseconds(lambda path=path: sent(connection, "PUT", path, '{"kind": "like"}')))
        after.append(milliseconds(lambda: sent(connection, "GET", "/v1/users/ann/recommendations")))
    shown = asked(connection, "GET", "/v1/users/ann/recommendations")["data"]
    assert not {hit["paper"]["id"] for hit in shown} & set(liked), "a liked paper came back"
    found.figures |= {
        "list after a like, ms": float(np.median(after)),
        "longest list after a like, ms": max(after),
        "like given, ms": float(np.median(given)),
    }


def _inserted(folder: Path, row: str) -> float:
    """Milliseconds of one durable row, the median of some."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / "raw.db", isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("CREATE TABLE papers (id INTEGER PRIMARY KEY, record TEXT)")
        insert = "INSERT INTO papers (record) VALUES (?)"
        return float(np.median([milliseconds(lambda: database.execute(insert, [row])) for _ in range(5 * CHANGES)]))
