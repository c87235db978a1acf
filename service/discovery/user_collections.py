"""Collections of a user: papers kept together under a name, whatever the user says of them otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from service.corpus import Corpus, checked_name, checked_note
from service.errors import NotInLibrary
from service.papers import Paper, parse_id
from service.storage import CollectedPaper, Collection, Libraries


@dataclass(frozen=True, slots=True)
class CollectionItem:
    """A paper of a collection under the id that it is kept under; None for one that was deleted."""

    paper_id: str
    note: str
    added_at: datetime
    paper: Paper | None


@dataclass(frozen=True, slots=True)
class CollectionContent:
    """A collection and what is in it, each paper once, in the order in which it was put there."""

    collection: Collection
    items: tuple[CollectionItem, ...]


def put_collection(libraries: Libraries, user: str, name: str, note: str, now: datetime) -> Collection:
    """Make a collection, or change the note of one; raises BadInput."""
    name = checked_name(name)
    libraries.collections.put(user, name, checked_note(note), now)
    return _collection(libraries, user, name)


def collection_content(corpus: Corpus, libraries: Libraries, user: str, name: str) -> CollectionContent:
    """What is in a collection; raises BadInput, NotInLibrary."""
    collection = _collection(libraries, user, checked_name(name))
    papers = libraries.collections.papers(user, collection.name)
    known = corpus.catalog.get([each.paper_id for each in papers])
    items: dict[str, CollectionItem] = {}
    for each in papers:
        paper = known.get(each.paper_id)
        kept_id = paper.id if paper else each.paper_id
        before = items.get(kept_id)
        new = before or CollectionItem(kept_id, each.note, each.added_at, paper)
        items[kept_id] = new if new.note else replace(new, note=each.note)
    return CollectionContent(replace(collection, papers=len(items)), tuple(items.values()))


def collect_papers(
    corpus: Corpus, libraries: Libraries, user: str, name: str, paper_ids: Sequence[str], note: str, now: datetime
) -> list[str]:
    """Put papers, by ids in any form, into a collection, which is made if there is none; those that are new in it.

    A paper that is in it already only gets the note, if there is one. Raises BadInput, InvalidPaperId, and
    PaperNotFound for one that is not here; then none is put into it.
    """
    name, note = checked_name(name), checked_note(note)
    for each in paper_ids:
        corpus.paper(each)
    return libraries.collections.add(user, name, [CollectedPaper(parse_id(each), note, now) for each in paper_ids])


def take_out_of_collection(corpus: Corpus, libraries: Libraries, user: str, name: str, paper_id: str) -> None:
    """Take the paper of an id in any form out of a collection; raises BadInput, InvalidPaperId, NotInLibrary."""
    name = checked_name(name)
    if not libraries.collections.take_out(user, name, corpus.catalog.names(parse_id(paper_id))):
        raise NotInLibrary("This paper is in no collection of this name.")


def delete_collection(libraries: Libraries, user: str, name: str) -> None:
    """Remove a collection, not its papers; raises BadInput, NotInLibrary."""
    if not libraries.collections.delete(user, checked_name(name)):
        raise _no_collection()


def _collection(libraries: Libraries, user: str, name: str) -> Collection:
    if (found := libraries.collections.get(user, name)) is None:
        raise _no_collection()
    return found


def _no_collection() -> NotInLibrary:
    return NotInLibrary("This user has no collection of this name.")
