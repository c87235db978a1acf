"""Imports of likes: which papers each brought, and what the user had said of them before, so that it can be undone."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Self

import sqlalchemy as sa

from service.storage.feedback import (
    Feedback,
    FeedbackEvent,
    FeedbackKind,
    record_feedback,
    remove_feedback,
    save_feedback,
)
from service.storage.kept_papers import resolve
from service.storage.libraries.collection import (
    CollectedPaper,
    collect,
    delete_if_empty,
    make_collection,
    remove_collected,
    used_ids,
)
from service.storage.sql import Database, feedback, imported_papers, in_chunks, library_imports, with_utc


@dataclass(frozen=True, slots=True)
class LibraryImport:
    """One import of a user's likes; `collection` is where its papers went as well."""

    id: str
    user: str
    format: str
    collection: str | None
    created_at: datetime

    def to_json(self) -> dict[str, str | None]:
        """As a job keeps it."""
        return asdict(self) | {"created_at": self.created_at.isoformat()}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """An import as a job has kept it."""
        created_at = datetime.fromisoformat(values["created_at"])
        return cls(values["id"], values["user"], values["format"], values["collection"], created_at)


@dataclass(frozen=True, slots=True)
class ImportedPaper:
    """A paper that an import matched; `paper_id` is the one that the file has, `at` when its owner added it."""

    paper_id: str
    kept_id: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """An import as it is kept: how many papers it matched, liked, and put into its collection."""

    made: LibraryImport
    papers: int
    liked: int
    collected: int


@dataclass(frozen=True, slots=True)
class Undone:
    """How many likes an undone import took back, and how many papers it took out of its collection."""

    likes: int
    collected: int


class ImportRecords:
    """The imports of every user of one installation."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def begin(self, made: LibraryImport) -> None:
        """Keep that an import was asked for; again is once."""
        with self._db.write() as connection:
            if connection.scalar(sa.select(library_imports.c.id).where(library_imports.c.id == made.id)) is None:
                new = made.collection is not None and make_collection(
                    connection, made.user, made.collection, made.created_at
                )
                values = {name: getattr(made, name) for name in LibraryImport.__slots__}
                connection.execute(sa.insert(library_imports).values(**values, made_collection=new))

    def apply(self, made: LibraryImport, papers: Sequence[ImportedPaper], now: datetime) -> set[str] | None:
        """Like papers, and put them into the collection; the kept ids of those of which this said something new.

        Each paper is looked at once by an import, however often it comes. None when the import was undone.
        """
        with self._db.write() as connection:
            if connection.scalar(sa.select(library_imports.c.id).where(library_imports.c.id == made.id)) is None:
                return None
            own = imported_papers.c.import_id == made.id
            done = used_ids(connection, imported_papers, [own], [each.kept_id for each in papers])
            new = [each for each in _distinct(papers) if each.kept_id not in done]
            changes = _like(connection, made.user, new, now)
            collected = _collect(
                connection, made, {changes[each.kept_id][1].paper_id: each.at or now for each in new}, now
            )
            rows = [_row(made.id, *each, each[1].paper_id in collected) for each in changes.values()]
            if rows:
                connection.execute(sa.insert(imported_papers), rows)
            return {kept_id for kept_id, (before, after) in changes.items() if before != after}

    def of_user(self, user: str) -> list[Imported]:
        """The user's imports, the oldest first."""
        with self._db.read() as connection:
            return _imports(connection, library_imports.c.user == user)

    def get(self, user: str, import_id: str) -> Imported | None:
        """The user's import of this id."""
        with self._db.read() as connection:
            return next(iter(_imports(connection, *_of_user(user, import_id))), None)

    def undo(self, user: str, import_id: str) -> Undone | None:
        """Let the user have said what held before an import, where nothing was said since; None when there is none."""
        with self._db.write() as connection:
            row = connection.execute(sa.select(library_imports).where(*_of_user(user, import_id))).first()
            if row is None:
                return None
            papers = connection.execute(sa.select(imported_papers).where(imported_papers.c.import_id == import_id))
            found: Sequence[Any] = papers.all()
            likes = _take_back(connection, user, [each for each in found if each.liked_at is not None])
            collected = 0
            if row.collection is not None:
                ids = [each.paper_id for each in found if each.collected]
                collected = remove_collected(connection, user, row.collection, ids)
                if row.made_collection:
                    delete_if_empty(connection, user, row.collection)
            connection.execute(sa.delete(library_imports).where(library_imports.c.id == import_id))
            return Undone(likes, collected)

    def delete_user(self, user: str) -> int:
        """Forget every import of a user; how many."""
        with self._db.write() as connection:
            return connection.execute(sa.delete(library_imports).where(library_imports.c.user == user)).rowcount


def _distinct(papers: Sequence[ImportedPaper]) -> list[ImportedPaper]:
    """Each paper once, with the latest of its dates."""
    found: dict[str, ImportedPaper] = {}
    for each in papers:
        before = found.get(each.kept_id)
        if before is None or (each.at and (before.at is None or each.at > before.at)):
            found[each.kept_id] = each
    return list(found.values())


def _like(
    connection: sa.Connection, user: str, papers: Sequence[ImportedPaper], now: datetime
) -> dict[str, tuple[Feedback | None, Feedback]]:
    """Like papers under the id that the user has used of each, or else under that of the file; by kept id."""
    kept_ids = [each.kept_id for each in papers]
    used = used_ids(connection, feedback, [feedback.c.user == user], kept_ids, order=feedback.c.at)
    named = resolve(connection, [each.paper_id for each in papers])
    own = {each.kept_id: each.paper_id for each in papers if named.get(each.paper_id) == each.kept_id}
    names = [used.get(kept_id) or own.get(kept_id, kept_id) for kept_id in kept_ids]
    events = [FeedbackEvent(name, FeedbackKind.LIKE, each.at) for name, each in zip(names, papers, strict=True)]
    return dict(zip(kept_ids, record_feedback(connection, user, events, now), strict=True))


def _collect(connection: sa.Connection, made: LibraryImport, papers: Mapping[str, datetime], now: datetime) -> set[str]:
    """Put papers, each since a moment, into the collection of an import, if it has one; the ids of those new in it."""
    if made.collection is None:
        return set()
    make_collection(connection, made.user, made.collection, now)
    collected = [CollectedPaper(paper_id, "", at) for paper_id, at in papers.items()]
    return set(collect(connection, made.user, made.collection, collected))


def _row(import_id: str, before: Feedback | None, after: Feedback, collected: bool) -> dict[str, Any]:
    changed = before != after
    return {
        "import_id": import_id,
        "paper_id": after.paper_id,
        "liked_at": after.at.astimezone(UTC) if changed else None,
        "before_kind": before.kind if changed and before else None,
        "before_at": before.at if changed and before else None,
        "before_weight": before.weight if changed and before else None,
        "collected": collected,
    }


def _take_back(connection: sa.Connection, user: str, liked: Sequence[Any]) -> int:
    """Let hold again what held before some likes of an import, but where something was said since; how many."""
    said = {
        paper_id: (kind, with_utc(at))
        for chunk in in_chunks([each.paper_id for each in liked])
        for paper_id, kind, at in connection.execute(
            sa.select(feedback.c.paper_id, feedback.c.kind, feedback.c.at).where(
                feedback.c.user == user, feedback.c.paper_id.in_(chunk)
            )
        )
    }
    standing = [each for each in liked if said.get(each.paper_id) == (FeedbackKind.LIKE, with_utc(each.liked_at))]
    remove_feedback(connection, user, [each.paper_id for each in standing])
    before = [
        Feedback(each.paper_id, FeedbackKind(each.before_kind), with_utc(each.before_at), each.before_weight)
        for each in standing
        if each.before_kind is not None
    ]
    save_feedback(connection, user, before)
    return len(standing)


def _imports(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> list[Imported]:
    count = sa.func.count
    collected = sa.func.coalesce(sa.func.sum(sa.cast(imported_papers.c.collected, sa.Integer)), 0)
    query = (
        sa.select(
            library_imports,
            count(imported_papers.c.paper_id).label("papers"),
            count(imported_papers.c.liked_at).label("liked"),
            collected.label("taken"),
        )
        .outerjoin(imported_papers, imported_papers.c.import_id == library_imports.c.id)
        .where(*where)
        .group_by(library_imports.c.id)
        .order_by(library_imports.c.created_at, library_imports.c.id)
    )
    return [
        Imported(
            LibraryImport(row.id, row.user, row.format, row.collection, with_utc(row.created_at)),
            row.papers,
            row.liked,
            int(row.taken),
        )
        for row in connection.execute(query)
    ]


def _of_user(user: str, import_id: str) -> tuple[sa.ColumnElement[bool], ...]:
    return library_imports.c.user == user, library_imports.c.id == import_id
