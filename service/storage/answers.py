"""What language models answered about papers, kept so that nothing is paid for twice."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

import sqlalchemy as sa

from service.storage.kept_papers import resolve
from service.storage.sql import Database, answers, in_chunks, upsert, with_utc


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer about a paper; `variant` names the options it was asked with, `body` is a JSON object."""

    paper_id: str
    kind: str
    variant: str
    source_hash: str
    body: Mapping[str, Any]
    created_at: datetime


class AnswerRecords:
    """The answers of one installation; one that cannot be read is as good as absent."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, key: str) -> StoredAnswer | None:
        """The answer under this key; None when there is none that can be read."""
        return self.get_many([key]).get(key)

    def get_many(self, keys: Sequence[str]) -> dict[str, StoredAnswer]:
        """The answers that can be read under these keys."""
        with self._db.read() as connection:
            rows = [
                row
                for chunk in in_chunks(keys)
                for row in connection.execute(_select().where(answers.c.key.in_(chunk)))
            ]
        return {row.key: answer for row in rows if (answer := _answer(row)) is not None}

    def newest(self, paper_id: str, kind: str, variant: str) -> StoredAnswer | None:
        """The newest answer of this kind about the paper, whatever its text was then."""
        of_paper = (answers.c.paper_id == paper_id, answers.c.kind == kind, answers.c.variant == variant)
        query = _select().where(*of_paper).order_by(answers.c.created_at.desc(), answers.c.key)
        with self._db.read() as connection:
            return next((answer for row in connection.execute(query) if (answer := _answer(row)) is not None), None)

    def latest(self, limit: int) -> list[StoredAnswer]:
        """The last answers of all, the newest first."""
        query = _select().order_by(answers.c.created_at.desc(), answers.c.key).limit(limit)
        with self._db.read() as connection:
            return [answer for row in connection.execute(query) if (answer := _answer(row)) is not None]

    def save(self, key: str, answer: StoredAnswer, *, replaced: bool = False) -> StoredAnswer:
        """Keep an answer, and say which one holds: the first under a key; none stays of a paper deleted meanwhile.

        With `replaced` it takes the place of that first one.
        One about a paper that was merged meanwhile belongs to the paper that it is now. Raises ValueError when JSON
        cannot hold the body.
        """
        values = {
            **{name: getattr(answer, name) for name in ("paper_id", "kind", "variant", "source_hash")},
            "body": json.dumps(dict(answer.body), allow_nan=False).encode("ascii"),
            "created_at": answer.created_at.astimezone(UTC),
        }
        with self._db.write() as connection:
            first = connection.execute(_select().where(answers.c.key == key)).first()
            kept = resolve(connection, [answer.paper_id]).get(answer.paper_id)
            before = None if first is None or replaced else _answer(first)
            if kept is not None and before is None:  # one that cannot be read would be paid for forever
                upsert(connection, answers, {"key": key}, values | {"paper_id": kept})
        return before or answer


def _select() -> sa.Select[Any]:
    # The body as it is stored: a damaged one may be of another type, on which a typed column would stumble.
    body = sa.type_coerce(answers.c.body, sa.types.NullType()).label("body")
    return sa.select(*(column for column in answers.c if column.name != "body"), body)


def _answer(row: sa.Row[Any]) -> StoredAnswer | None:
    try:
        body = json.loads(row.body)
    except (TypeError, ValueError, RecursionError):
        return None
    if not isinstance(body, dict):
        return None
    known = cast("dict[str, Any]", body)
    return StoredAnswer(row.paper_id, row.kind, row.variant, row.source_hash, known, with_utc(row.created_at))
