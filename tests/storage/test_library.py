"""A user's library in the database: what is put into it is found again, through merges and splits, and undone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from service.papers import Source, make_paper
from service.storage import (
    Catalog,
    CollectedPaper,
    FeedbackEvent,
    FeedbackKind,
    FeedbackRecords,
    Filters,
    ImportedPaper,
    Libraries,
    LibraryImport,
    SavedSearch,
    Undone,
)
from service.storage.sql import Database
from tests.corpora import NOW
from tests.stores import InFolders

HOUR = timedelta(hours=1)
THESIS = LibraryImport("i1", "ann", "jsonl", "thesis", NOW)
TITLE = "Kelp after urchins in six northern fjords"
TEXT = "Sea urchins graze kelp down to bare rock. We removed urchins from twelve plots and followed the kelp."


@pytest.fixture
def database(stores: InFolders, tmp_path: Path) -> Iterator[Database]:
    with stores.opened(tmp_path) as database:
        yield database


@pytest.fixture
def libraries(database: Database) -> Libraries:
    return Libraries(database)


@pytest.fixture
def feedback(database: Database) -> FeedbackRecords:
    return FeedbackRecords(database)


def imported(*names: str, at: datetime | None = None) -> list[ImportedPaper]:
    return [ImportedPaper(name, name, at) for name in names]


def likes(feedback: FeedbackRecords, user: str = "ann") -> dict[str, datetime]:
    return {each.paper_id: each.at for each in feedback.of_user(user) if each.kind is FeedbackKind.LIKE}


def merged(database: Database) -> None:
    """One paper known under two ids."""
    for name in ("zz:one", "zz:two"):
        Catalog(database).put([make_paper(TITLE, TEXT, id=name, source=Source(name="test"))], NOW)


def test_an_import_likes_with_the_dates_of_the_file_and_the_same_again_changes_nothing(libraries, feedback):
    libraries.imports.begin(THESIS)
    papers = [*imported("zz:a", at=NOW - HOUR), *imported("zz:b")]
    assert libraries.imports.apply(THESIS, papers, NOW) == {"zz:a", "zz:b"}
    assert likes(feedback) == {"zz:a": NOW - HOUR, "zz:b": NOW}
    before = feedback.version()
    libraries.imports.begin(THESIS)
    assert libraries.imports.apply(THESIS, papers, NOW + HOUR) == set()
    assert feedback.version() == before
    assert [(each.papers, each.liked, each.collected) for each in libraries.imports.of_user("ann")] == [(2, 2, 2)]
    assert [each.added_at for each in libraries.collections.papers("ann", "thesis")] == [NOW - HOUR, NOW]


def test_an_import_does_not_bring_back_what_the_user_has_since_taken_back_or_said_otherwise(libraries, feedback):
    libraries.imports.begin(THESIS)
    libraries.imports.apply(THESIS, imported("zz:a", "zz:b"), NOW)
    feedback.delete("ann", ["zz:a"])
    feedback.record("ann", [FeedbackEvent("zz:b", FeedbackKind.DISLIKE)], NOW + HOUR)
    libraries.imports.apply(THESIS, imported("zz:a", "zz:b"), NOW + 2 * HOUR)
    assert [(each.paper_id, each.kind) for each in feedback.of_user("ann")] == [("zz:b", FeedbackKind.DISLIKE)]


def test_undoing_an_import_gives_back_what_was_said_before_it_and_leaves_what_was_said_since(libraries, feedback):
    feedback.record("ann", [FeedbackEvent("zz:a", FeedbackKind.DISLIKE, NOW - 9 * HOUR)], NOW)
    feedback.record("ann", [FeedbackEvent("zz:b", FeedbackKind.LIKE, NOW - 9 * HOUR)], NOW)
    before = feedback.of_user("ann")
    known = feedback.like_changes().version
    libraries.collections.add("ann", "thesis", [CollectedPaper("zz:b", "mine", NOW)])
    libraries.imports.begin(THESIS)
    libraries.imports.apply(THESIS, imported("zz:a", "zz:b", "zz:c", "zz:d", at=NOW), NOW)
    feedback.record("ann", [FeedbackEvent("zz:d", FeedbackKind.SEEN)], NOW + HOUR)
    assert libraries.imports.undo("bob", "i1") is None
    assert libraries.imports.undo("ann", "i1") == Undone(likes=3, collected=3)
    said = feedback.of_user("ann")
    assert said[:2] == before
    assert [(each.paper_id, each.kind) for each in said[2:]] == [("zz:d", FeedbackKind.SEEN)]
    assert [each.paper_id for each in libraries.collections.papers("ann", "thesis")] == ["zz:b"]
    assert feedback.like_changes(known).replaced is None  # whoever remembers likes looks again
    assert libraries.imports.undo("ann", "i1") is None
    assert libraries.imports.apply(THESIS, imported("zz:e"), NOW) is None


def test_a_collection_that_an_import_made_goes_with_it_unless_something_else_is_in_it(libraries):
    for other in ((), ("zz:own",)):
        libraries.imports.begin(THESIS)
        libraries.imports.apply(THESIS, imported("zz:a"), NOW)
        libraries.collections.add("ann", "thesis", [CollectedPaper(name, "", NOW) for name in other])
        libraries.imports.undo("ann", "i1")
        assert [each.papers for each in libraries.collections.of_user("ann")] == [1] * len(other)


def test_an_import_meets_what_was_said_and_collected_under_another_id_of_the_paper(libraries, feedback, database):
    merged(database)
    feedback.record("ann", [FeedbackEvent("zz:two", FeedbackKind.LIKE)], NOW - HOUR)
    libraries.collections.add("ann", "thesis", [CollectedPaper("zz:two", "read it", NOW)])
    libraries.imports.begin(THESIS)
    assert libraries.imports.apply(THESIS, [ImportedPaper("zz:one", "zz:one", None)], NOW) == set()
    assert list(likes(feedback)) == ["zz:two"]
    assert [each.paper_id for each in libraries.collections.papers("ann", "thesis")] == ["zz:two"]


def test_a_like_stays_with_the_id_of_the_file_when_papers_are_taken_apart(libraries, feedback, database):
    merged(database)
    libraries.imports.begin(THESIS)
    libraries.imports.apply(THESIS, [ImportedPaper("zz:two", "zz:one", None)], NOW)
    Catalog(database).split("zz:two", NOW)
    assert list(likes(feedback)) == ["zz:two"]
    assert [each.paper_id for each in libraries.collections.papers("ann", "thesis")] == ["zz:two"]


def test_a_paper_that_stands_twice_in_a_file_is_liked_once_on_the_later_day(libraries, feedback):
    libraries.imports.begin(THESIS)
    papers = [*imported("zz:a"), *imported("zz:a", at=NOW - 9 * HOUR), *imported("zz:a", at=NOW - HOUR)]
    libraries.imports.apply(THESIS, papers, NOW)
    assert likes(feedback) == {"zz:a": NOW - HOUR}


def test_collections_keep_papers_once_each_with_a_note_and_in_order(libraries):
    assert libraries.collections.put("ann", "thesis", "for chapter two", NOW)
    assert not libraries.collections.put("ann", "thesis", "for chapter three", NOW + HOUR)
    assert libraries.collections.add("ann", "thesis", [CollectedPaper("zz:b", "good", NOW)]) == ["zz:b"]
    assert libraries.collections.add("ann", "thesis", [CollectedPaper("zz:a", "", NOW + HOUR)]) == ["zz:a"]
    assert libraries.collections.add("ann", "thesis", [CollectedPaper("zz:b", "better", NOW + HOUR)]) == []
    kept = libraries.collections.papers("ann", "thesis")
    assert [(each.paper_id, each.note, each.added_at) for each in kept] == [
        ("zz:b", "better", NOW),
        ("zz:a", "", NOW + HOUR),
    ]
    (found,) = libraries.collections.of_user("ann")
    assert (found.name, found.note, found.created_at, found.papers) == ("thesis", "for chapter three", NOW, 2)
    assert libraries.collections.of_user("bob") == []
    assert libraries.collections.take_out("ann", "thesis", ["zz:b"])
    assert not libraries.collections.take_out("ann", "thesis", ["zz:b"])
    assert libraries.collections.delete("ann", "thesis")
    assert not libraries.collections.delete("ann", "thesis")
    assert libraries.collections.papers("ann", "thesis") == []


def test_a_search_is_kept_whole_and_replaced_by_name(libraries):
    filters = Filters(
        date(2020, 1, 1),
        None,
        ("cs.LG",),
        ("arxiv",),
        ("a",),
        ("b",),
        has_abstract=True,
        keywords_all=("c",),
        since=NOW.astimezone(UTC),
    )
    libraries.searches.put("ann", "kelp", SavedSearch("kelp", filters), NOW)
    libraries.searches.put("ann", "kelp", SavedSearch("urchins", filters), NOW + HOUR)
    assert libraries.searches.of_user("ann") == {"kelp": (SavedSearch("urchins", filters), NOW)}
    assert libraries.searches.delete("ann", "kelp")
    assert not libraries.searches.delete("ann", "kelp")


def test_an_author_is_followed_since_the_first_time(libraries):
    libraries.authors.follow("ann", "Kari Moen", NOW)
    assert libraries.authors.follow("ann", "Kari Moen", NOW + HOUR).followed_at == NOW
    assert [each.name for each in libraries.authors.of_user("ann")] == ["Kari Moen"]
    assert libraries.authors.unfollow("ann", "Kari Moen")
    assert not libraries.authors.unfollow("ann", "Kari Moen")


def test_a_deleted_user_leaves_nothing_and_others_stay(libraries):
    for user in ("ann", "bob"):
        made = replace(THESIS, id=user, user=user)
        libraries.imports.begin(made)
        libraries.imports.apply(made, imported("zz:a"), NOW)
        libraries.authors.follow(user, "Kari Moen", NOW)
        libraries.searches.put(user, "kelp", SavedSearch("kelp"), NOW)
    libraries.delete_user("ann")
    parts = (libraries.imports, libraries.collections, libraries.authors, libraries.searches)
    counts = [[len(part.of_user(user)) for part in parts] for user in ("ann", "bob")]
    assert counts == [[0, 0, 0, 0], [1, 1, 1, 1]]
