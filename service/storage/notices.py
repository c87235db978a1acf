"""Notices: of which papers others say that they are retracted, withdrawn or corrected, whichever of the two came first.

A notice names a paper by any id; it is of the paper that this id names now, and waits where there is none.
"""

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from service.papers import KeptPaper, Paper, Status, gravest
from service.storage.kept_papers import other_ids_of, read_kept, resolve, save_records
from service.storage.snapshot_id import add_to_snapshot, fingerprint
from service.storage.sql import in_chunks, notices, other_ids, papers

NOTICES = (
    sa.select(notices.c.notice_id)
    .outerjoin(other_ids, other_ids.c.id == notices.c.id)
    .where(sa.func.coalesce(other_ids.c.paper_id, notices.c.id) != notices.c.notice_id)
)
"""The papers that are notices of others; one that only names itself is none."""


def save_notices(connection: sa.Connection, before: Mapping[str, Paper], after: Iterable[Paper]) -> set[str]:
    """Write of which papers these ones are notices; the ids that they name or named where that has changed."""
    changed = [paper for paper in after if paper.updates != (before[paper.id].updates if paper.id in before else {})]
    for chunk in in_chunks([paper.id for paper in changed]):
        connection.execute(sa.delete(notices).where(notices.c.notice_id.in_(chunk)))
    rows = [
        {"id": name, "notice_id": paper.id, "status": status}
        for paper in changed
        for name, status in sorted(paper.updates.items())
    ]
    if rows:
        connection.execute(sa.insert(notices), rows)
    old = [before[paper.id] for paper in changed if paper.id in before]
    return {name for paper in (*changed, *old) for name in paper.updates}


def mark_noticed(connection: sa.Connection, paper_ids: Iterable[str], named: Iterable[str] = ()) -> None:
    """Give papers the status that notices say of them: those of these kept ids, and those that `named` ids are of."""
    ids = sorted({*paper_ids, *resolve(connection, sorted(named)).values()})
    wanted, present = _said(connection, ids), _noticed(connection, ids)
    changed = [each for each in ids if wanted.get(each) != present.get(each)]
    kept = read_kept(connection, changed)
    for paper in kept:
        _mark(connection, paper, wanted.get(paper.paper.id))
    save_records(connection, kept)


def _said(connection: sa.Connection, ids: list[str]) -> dict[str, Status]:
    """What notices say of the status of each paper, under whichever of its ids."""
    if connection.execute(sa.select(notices.c.id).limit(1)).first() is None:
        return {}
    names = other_ids_of(connection, ids) | {each: each for each in ids}
    said: dict[str, list[Status]] = {}
    for chunk in in_chunks(list(names)):
        rows = connection.execute(sa.select(notices.c.id, notices.c.status).where(notices.c.id.in_(chunk)))
        for name, status in rows:
            said.setdefault(names[name], []).append(Status(status))
    return {paper_id: status for paper_id, each in said.items() if (status := gravest(each))}


def _noticed(connection: sa.Connection, ids: list[str]) -> dict[str, Status]:
    """The same as it was kept last."""
    query = sa.select(papers.c.id, papers.c.noticed).where(papers.c.noticed.is_not(None))
    return {
        paper_id: Status(noticed)
        for chunk in in_chunks(ids)
        for paper_id, noticed in connection.execute(query.where(papers.c.id.in_(chunk)))
    }


def _mark(connection: sa.Connection, kept: KeptPaper, noticed: Status | None) -> None:
    before = kept.paper
    kept.noticed = noticed
    kept.paper = kept.says()
    values = {"status": kept.paper.status, "noticed": noticed, "record_hash": kept.paper.record_hash}
    connection.execute(sa.update(papers).where(papers.c.id == before.id).values(**values))
    change = fingerprint(before.id, kept.paper.record_hash) - fingerprint(before.id, before.record_hash)
    add_to_snapshot(connection, change)
