"""Papers with the records that they are made of: read for a merge, and written after it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from service.papers import MOST_TWINS, KeptPaper, Merging, Paper, Received, Status, possible_ids, title_key, venue_key
from service.storage.readable_rows import Damage, raise_unreadable
from service.storage.sql import DamagedText, answers, in_chunks, other_ids, papers, records, splits, with_utc

_FIELDS = tuple(Paper.model_fields)
_PAPER_COLUMNS = sa.select(*(papers.c[name] for name in _FIELDS), papers.c.created_at)
_PAPERS = _PAPER_COLUMNS.where(papers.c.id.in_(sa.bindparam("ids", expanding=True)))  # made once, for every request


def resolve(connection: sa.Connection, ids: Sequence[str]) -> dict[str, str]:
    """The id under which the paper of each of these ids is kept; those of nobody are left out."""
    found: dict[str, str] = {}
    own = sa.select(papers.c.id, papers.c.id)
    named = sa.select(other_ids.c.id, other_ids.c.paper_id)
    for chunk in in_chunks(ids):
        both = sa.union_all(own.where(papers.c.id.in_(chunk)), named.where(other_ids.c.id.in_(chunk)))
        found.update((each, paper_id) for each, paper_id in connection.execute(both))
    return found


def names_of(connection: sa.Connection, paper_id: str) -> list[str]:
    """Every id of the paper that this one names, the one under which it is kept first; the id alone if none is."""
    kept = resolve(connection, [paper_id]).get(paper_id)
    if kept is None:
        return [paper_id]
    query = sa.select(other_ids.c.id).where(other_ids.c.paper_id == kept).order_by(other_ids.c.id)
    return [kept, *connection.scalars(query)]


def read_papers(connection: sa.Connection, ids: Sequence[str]) -> dict[str, Paper]:
    """The papers that are kept under these ids; raises a ValueError or TypeError where one is damaged."""
    rows = connection.execute(_PAPERS, {"ids": ids})
    return {row.id: _paper_of(row) for row in rows}


def read_merging(connection: sa.Connection, new: Sequence[Paper], now: datetime) -> Merging:
    """The merging that these records may be told to: it knows every paper that one of them could be of."""
    named = resolve(connection, list({each for record in new for each in possible_ids(record)}))
    known_again = {record.id for record in new if not record.minted and named.get(record.id) == record.id}
    titles = {title_key(record.title) for record in new if record.id not in known_again}  # the id says it of the others
    twins = _twins(connection, list(titles))
    known = list({*named.values(), *twins})
    apart = {frozenset(pair) for pair in connection.execute(sa.select(splits.c.id, splits.c.other_id))}
    return Merging(read_kept(connection, known), other_ids_of(connection, known), apart, now)


def read_kept(connection: sa.Connection, ids: Sequence[str]) -> list[KeptPaper]:
    """The papers of these kept ids; of one that says what its only record says, that is not kept apart.

    Raises RowUnreadable for one that is damaged: what comes must not take its place unseen.
    """
    try:
        return _read_kept(connection, ids)
    except Damage:
        raise_unreadable(ids, lambda some: _read_kept(connection, some))
        raise


def _read_kept(connection: sa.Connection, ids: Sequence[str]) -> list[KeptPaper]:
    received: dict[str, list[Received]] = {}
    for chunk in in_chunks(ids):
        query = sa.select(records).where(records.c.paper_id.in_(chunk)).order_by(records.c.paper_id, records.c.place)
        for row in connection.execute(query):
            one = Received(Paper.model_validate(row.body), with_utc(row.received_at))
            received.setdefault(row.paper_id, []).append(one)
    found: list[KeptPaper] = []
    for chunk in in_chunks(ids):
        query = _PAPER_COLUMNS.add_columns(papers.c.noticed).where(papers.c.id.in_(chunk))
        for row in connection.execute(query):
            paper = _paper_of(row)
            since, noticed = with_utc(row.created_at), row.noticed and Status(row.noticed)
            made_of = received.get(paper.id) or [Received(paper, since)]
            found.append(KeptPaper(paper, made_of, (since, 0, paper.id), noticed))
    return found


def save_papers(
    connection: sa.Connection, new: Iterable[Paper], changed: Iterable[Paper], now: datetime
) -> dict[str, str]:
    """Insert the new papers, and write the changed ones; the record hash of each."""
    if inserted := [{"id": paper.id, "created_at": now, **_values(paper, now)} for paper in new]:
        connection.execute(sa.insert(papers), inserted)
    if updated := [{"its_id": paper.id, **_values(paper, now)} for paper in changed]:
        connection.execute(sa.update(papers).where(papers.c.id == sa.bindparam("its_id")), updated)
    return {str(row.get("id", row.get("its_id"))): str(row["record_hash"]) for row in (*inserted, *updated)}


def save_records(connection: sa.Connection, kept: Collection[KeptPaper]) -> None:
    """Write what these papers are made of; one record alone is what the paper says, unless notices say more of it."""
    several = [each for each in kept if len(each.records) > 1 or each.noticed]
    for chunk in in_chunks([each.paper.id for each in kept]):
        connection.execute(sa.delete(records).where(records.c.paper_id.in_(chunk)))
    rows = [
        {"paper_id": each.paper.id, "place": place, "body": one.record.model_dump(mode="json"), "received_at": one.at}
        for each in several
        for place, one in enumerate(each.records)
    ]
    if rows:
        connection.execute(sa.insert(records), rows)


def save_ids(connection: sa.Connection, names: dict[str, str]) -> None:
    """Let each id name a paper; one's own id is no other id."""
    for chunk in in_chunks(list(names)):
        connection.execute(sa.delete(other_ids).where(other_ids.c.id.in_(chunk)))
    if rows := [{"id": each, "paper_id": paper_id} for each, paper_id in names.items() if each != paper_id]:
        connection.execute(sa.insert(other_ids), rows)


def move_belongings(connection: sa.Connection, moved: dict[str, str]) -> None:
    """Give the other ids and the kept texts of papers that will be gone to the papers that they are now."""
    rows = [{"old": old, "new": new} for old, new in moved.items()]
    for table in (other_ids, answers):
        statement = sa.update(table).where(table.c.paper_id == sa.bindparam("old"))
        connection.execute(statement.values(paper_id=sa.bindparam("new")), rows)


def delete_papers(connection: sa.Connection, ids: Sequence[str]) -> None:
    """Remove papers that are kept under these ids, and what is theirs."""
    for chunk in in_chunks(ids):
        connection.execute(sa.delete(papers).where(papers.c.id.in_(chunk)))


def other_ids_of(connection: sa.Connection, kept: Sequence[str]) -> dict[str, str]:
    """The paper of every other id of these papers."""
    found: dict[str, str] = {}
    for chunk in in_chunks(kept):
        rows = connection.execute(
            sa.select(other_ids.c.id, other_ids.c.paper_id).where(other_ids.c.paper_id.in_(chunk))
        )
        found.update((each, paper_id) for each, paper_id in rows)
    return found


def _paper_of(row: sa.Row[Any]) -> Paper:
    """The paper of a row that begins with the columns of one."""
    fields = dict(zip(_FIELDS, row, strict=False))
    if any(isinstance(value, DamagedText) for value in fields.values()):
        raise TypeError("A text is not UTF-8.")
    return Paper.model_validate(fields)


def _twins(connection: sa.Connection, keys: Sequence[str]) -> list[str]:
    """The oldest papers with these titles."""
    place = sa.func.row_number().over(partition_by=papers.c.title_key, order_by=(papers.c.created_at, papers.c.id))
    found: list[str] = []
    for chunk in in_chunks(keys):
        numbered = sa.select(papers.c.id, place.label("place")).where(papers.c.title_key.in_(chunk)).subquery()
        found += connection.scalars(sa.select(numbered.c.id).where(numbered.c.place <= MOST_TWINS))
    return found


def _values(paper: Paper, now: datetime) -> dict[str, Any]:
    return {
        **paper.model_dump(mode="json", exclude={"id", "published"}),
        "published": paper.published,
        "title_key": title_key(paper.title),
        "venue_key": paper.venue and venue_key(paper.venue),
        "text_hash": paper.text_hash,
        "record_hash": paper.record_hash,
        "updated_at": now,
    }
