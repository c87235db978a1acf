"""Feedback: the latest word wins in whatever order events come, and every change can be followed."""

import itertools
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from service.storage.feedback import Feedback, FeedbackEvent, FeedbackKind, FeedbackRecords, LikeChanges
from service.storage.sql import Database, metadata, with_utc
from tests.corpora import NOW
from tests.stores import InFolders

LATER = NOW + timedelta(hours=1)
LIKE, DISLIKE, SEEN = FeedbackKind


@pytest.fixture
def database(stores: InFolders, tmp_path: Path) -> Iterator[Database]:
    with stores.opened(tmp_path) as database:
        yield database


@pytest.fixture
def records(database: Database) -> FeedbackRecords:
    return FeedbackRecords(database)


def say(
    records: FeedbackRecords,
    kind: FeedbackKind,
    at: datetime | None = None,
    *,
    paper: str = "hf:a",
    user: str = "ann",
    now=NOW,
):
    ((before, after),) = records.record(user, [FeedbackEvent(paper, kind, at)], now)
    return before, after


def like_changes(records: FeedbackRecords, since: int | None = None) -> LikeChanges:
    """The changes of likes, with the zone that SQLite drops."""
    changes = records.like_changes() if since is None else records.like_changes(since)
    return replace(changes, changed=[(user, paper, at and with_utc(at)) for user, paper, at in changes.changed])


def test_what_was_said_is_kept_with_its_time(records: FeedbackRecords):
    before, after = say(records, LIKE)
    assert before is None
    assert records.of_user("ann") == [after] == [Feedback("hf:a", LIKE, NOW)]
    assert records.of_user("bob") == []


def test_the_same_event_twice_changes_nothing_not_even_the_version(records: FeedbackRecords):
    for at in (None, LATER):
        _, first = say(records, LIKE, at, now=LATER)
        version = records.version()
        assert say(records, LIKE, at, now=LATER + timedelta(days=1)) == (first, first)
        assert records.version() == version


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_latest_event_wins_in_whatever_order_they_come(records: FeedbackRecords, order: tuple[int, ...]):
    kinds = enumerate((LIKE, SEEN, DISLIKE))
    events = [FeedbackEvent("hf:a", kind, NOW + timedelta(hours=hour)) for hour, kind in kinds]
    records.record("ann", [events[place] for place in order[:2]], NOW)
    records.record("ann", [events[order[2]]], NOW)
    assert records.of_user("ann") == [Feedback("hf:a", DISLIKE, NOW + timedelta(hours=2))]


def test_a_superseded_event_is_told_what_holds(records: FeedbackRecords):
    _, kept = say(records, DISLIKE, LATER)
    assert say(records, LIKE, NOW) == (kept, kept)


def test_what_is_said_without_a_time_is_the_latest_also_after_a_clock_that_was_fast(records: FeedbackRecords):
    say(records, LIKE, LATER, now=NOW)
    before, after = say(records, DISLIKE, now=NOW)
    assert (before, after) == (Feedback("hf:a", LIKE, LATER), Feedback("hf:a", DISLIKE, LATER))


def test_a_time_of_another_zone_is_the_same_moment(records: FeedbackRecords):
    say(records, LIKE, NOW.astimezone(timezone(timedelta(hours=9))))
    (kept,) = records.of_user("ann")
    assert (kept.at, kept.at.tzinfo) == (NOW, UTC)


def test_feedback_comes_oldest_first_and_then_by_paper(records: FeedbackRecords):
    events = (("hf:c", LIKE, NOW), ("hf:a", SEEN, LATER), ("hf:b", LIKE, NOW))
    records.record("ann", [FeedbackEvent(*event) for event in events], NOW)
    assert [said.paper_id for said in records.of_user("ann")] == ["hf:b", "hf:c", "hf:a"]


def test_many_events_of_one_paper_in_one_call_are_each_answered(records: FeedbackRecords):
    events = ((LIKE, NOW), (SEEN, LATER), (LIKE, NOW))
    changes = records.record("ann", [FeedbackEvent("hf:a", kind, at) for kind, at in events], NOW)
    like, seen = Feedback("hf:a", LIKE, NOW), Feedback("hf:a", SEEN, LATER)
    assert changes == [(None, like), (like, seen), (seen, seen)]
    assert records.of_user("ann") == [seen]


def test_what_is_taken_back_is_gone_and_only_that(records: FeedbackRecords):
    records.record("ann", [FeedbackEvent("hf:a", LIKE), FeedbackEvent("hf:b", LIKE)], NOW)
    say(records, LIKE, user="bob")
    assert records.delete("ann", ["hf:a"]) is True
    assert records.delete("ann", ["hf:a"]) is False
    assert [said.paper_id for said in records.of_user("ann")] == ["hf:b"]
    assert len(records.of_user("bob")) == 1


def test_a_deleted_user_leaves_no_row_and_others_stay(records: FeedbackRecords):
    records.record("ann", [FeedbackEvent("hf:a", LIKE), FeedbackEvent("hf:b", DISLIKE)], NOW)
    say(records, LIKE, user="bob")
    assert records.delete_user("ann") == 2
    assert records.delete_user("ann") == 0
    assert records.of_user("ann") == []
    assert [(user, paper) for user, paper, _ in records.like_changes().changed] == [("bob", "hf:a")]


def test_a_weight_stays_when_the_user_changes_their_mind_and_back(records: FeedbackRecords):
    say(records, LIKE)
    records.set_weights("ann", {"hf:a": 0.0})
    say(records, DISLIKE, LATER)
    say(records, LIKE, LATER + timedelta(hours=1))
    assert records.of_user("ann")[0].weight == 0.0


def test_every_change_raises_the_version_and_a_look_does_not(records: FeedbackRecords):
    changes = (
        lambda: say(records, LIKE),
        lambda: say(records, DISLIKE, LATER),
        lambda: records.set_weights("ann", {"hf:a": 2.0}),
        lambda: records.delete("ann", ["hf:a"]),
        lambda: say(records, SEEN),
        lambda: records.delete_user("ann"),
    )
    seen = [records.version()]
    for change in changes:
        change()
        seen.append(records.version())
        records.of_user("ann")
        records.like_changes()
        assert records.version() == seen[-1]
    assert seen == sorted(set(seen))


def test_likes_since_a_version_are_those_that_changed(records: FeedbackRecords):
    records.record("ann", [FeedbackEvent("hf:a", LIKE), FeedbackEvent("hf:b", LIKE)], NOW)
    known = like_changes(records)
    assert known == LikeChanges(1, None, [("ann", "hf:a", NOW), ("ann", "hf:b", NOW)])
    say(records, DISLIKE, LATER)
    say(records, LIKE, paper="hf:c", user="bob")
    nobody = frozenset[str]()
    assert like_changes(records, known.version) == LikeChanges(3, nobody, [("ann", "hf:a", None), ("bob", "hf:c", NOW)])
    assert records.like_changes(3) == LikeChanges(3, nobody, [])


def test_of_who_took_something_back_all_likes_are_told_and_of_nobody_else(records: FeedbackRecords):
    records.record("ann", [FeedbackEvent("hf:a", LIKE), FeedbackEvent("hf:b", LIKE), FeedbackEvent("hf:c", SEEN)], NOW)
    records.record("bob", [FeedbackEvent("hf:a", LIKE)], NOW)
    known = records.like_changes().version
    records.delete("ann", ["hf:a"])
    news = like_changes(records, known)
    assert news == LikeChanges(news.version, frozenset({"ann"}), [("ann", "hf:b", NOW)])
    records.delete_user("bob")
    assert records.like_changes(news.version) == LikeChanges(news.version + 1, frozenset({"bob"}), [])
    assert records.like_changes(known).replaced == frozenset({"ann", "bob"})
    assert records.like_changes(news.version + 1).replaced == frozenset()


def test_who_does_not_know_what_was_taken_back_is_told_everything(records: FeedbackRecords, database: Database):
    """As after a restart, or a removal so long ago that it is not remembered."""
    records.record("ann", [FeedbackEvent("hf:a", LIKE), FeedbackEvent("hf:b", LIKE)], NOW)
    known = records.like_changes().version
    records.delete("ann", ["hf:a"])
    assert like_changes(FeedbackRecords(database), known) == LikeChanges(known + 1, None, [("ann", "hf:b", NOW)])
    for _ in range(1_001):
        say(records, LIKE, paper="hf:c", user="bob")
        records.delete("bob", ["hf:c"])
    assert records.like_changes(known).replaced is None
    assert records.like_changes(records.version() - 2).replaced == frozenset({"bob"})


def test_no_table_knows_a_deleted_user(records: FeedbackRecords, database: Database):
    def mentions() -> bool:
        with database.read() as connection:
            return "zebulon" in repr([connection.execute(table.select()).all() for table in metadata.sorted_tables])

    records.record("zebulon", [FeedbackEvent("hf:a", LIKE), FeedbackEvent("hf:b", SEEN)], NOW)
    assert mentions()
    records.delete_user("zebulon")
    assert not mentions()


def test_writers_at_once_lose_no_word(records: FeedbackRecords):
    def talk(worker: int) -> None:
        for number in range(10):
            say(records, LIKE, paper=f"hf:{worker}-{number}")

    threads = [threading.Thread(target=talk, args=(worker,)) for worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(records.of_user("ann")) == 40
    assert records.version() == 40
