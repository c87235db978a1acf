"""Taking a paper apart again that was merged: under one of its ids it becomes a paper of its own."""

import json
from datetime import datetime

import sqlalchemy as sa

from service.errors import BadInput, PaperNotFound
from service.papers import KeptPaper, known_ids
from service.storage.kept_papers import names_of, read_kept, save_ids, save_papers, save_records
from service.storage.notices import mark_noticed, save_notices
from service.storage.snapshot_id import add_to_snapshot, fingerprint
from service.storage.sql import answers, increment, splits
from service.storage.vector_records import mark_texts_changed


def split_paper(connection: sa.Connection, name: str, now: datetime) -> str:
    """Make a paper of the records that came under `name`, and remember it; the id of the paper that they leave."""
    paper_id, *others = names_of(connection, name)
    found = read_kept(connection, [paper_id])
    if not found:
        raise PaperNotFound("No paper has this id here.")
    whole = found[0]
    names = sorted(whole.names - {paper_id})
    if name not in names:
        named = f"name one of {', '.join(names)}" if names else "the paper is made of one record"
        raise BadInput(f"No record that came under {name} was merged into another paper; {named}.")
    rest, part = _parts(whole, name, now)
    save_papers(connection, [part.paper], [rest.paper], now)
    save_records(connection, [rest, part])
    left = rest.names.union(known_ids(rest.paper))
    save_ids(connection, {each: paper_id if each in left else name for each in (*others, paper_id)} | {name: name})
    pairs = [{"id": name, "other_id": each} for each in sorted(rest.names)]
    connection.execute(sa.insert(splits), pairs)
    _return_texts(connection, paper_id, name)
    change = -fingerprint(paper_id, whole.paper.record_hash)
    for each in (rest.paper, part.paper):
        change += fingerprint(each.id, each.record_hash)
    add_to_snapshot(connection, change)
    named = save_notices(connection, {paper_id: whole.paper}, [rest.paper, part.paper])
    mark_noticed(connection, [paper_id, name], named)
    mark_texts_changed(connection, [paper_id], increment(connection, "version"))
    return paper_id


def _parts(whole: KeptPaper, name: str, now: datetime) -> tuple[KeptPaper, KeptPaper]:
    """A paper without the records that came under a name, and one of those."""
    own = [one for one in whole.records if one.record.id == name]
    others = [one for one in whole.records if one.record.id != name]
    rest = KeptPaper(whole.paper, others, whole.since, whole.noticed)
    part = KeptPaper(own[0].record, own, (now, 0, name))
    rest.paper, part.paper = rest.says(), part.says()
    return rest, part


def _return_texts(connection: sa.Connection, paper_id: str, name: str) -> None:
    """Give the texts about what was merged back to it: each says of what it is."""
    rows = connection.execute(sa.select(answers.c.key, answers.c.body).where(answers.c.paper_id == paper_id)).all()
    keys = [key for key, body in rows if _subject(body) == name]
    for key in keys:
        connection.execute(sa.update(answers).where(answers.c.key == key).values(paper_id=name))


def _subject(body: bytes) -> object:
    try:
        return json.loads(body).get("paper_id")
    except (AttributeError, TypeError, ValueError, RecursionError):
        return None
