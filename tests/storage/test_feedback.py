"""Feedback: the latest word wins in whatever order events come, and every change can be followed."""

import itertools
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from service.storage.feedback import Event, Feedback, FeedbackKind, FeedbackRecords, Likes
from service.storage.sql.database import Database, metadata
from service.storage.sql.times import with_utc
from tests.corpora import NOW
from tests.stores import InFolders

LATER = NOW + timedelta(hours=1)
LIKE, DISLIKE, SEEN = FeedbackKind


@pytest.fixture
def database(stores: InFolders, tmp_path: Path) -> Iterator[Database]:
    with stores.opened(tmp_path) as database:
        yield database


@pytest.fixture
def users(database: Database) -> FeedbackRecords:
    return FeedbackRecords(database)


def say(
    users: FeedbackRecords,
    kind: FeedbackKind,
    at: datetime | None = None,
    *,
    paper: str = "hf:a",
    user: str = "ann",
    now=NOW,
):
    ((before, after),) = users.record(user, [Event(paper, kind, at)], now)
    return before, after


def likes(users: FeedbackRecords, since: int | None = None) -> Likes:
    """The likes, with the zone that SQLite drops."""
    told = users.likes() if since is None else users.likes(since)
    return replace(told, changed=[(user, paper, at and with_utc(at)) for user, paper, at in told.changed])


def test_what_was_said_is_kept_with_its_time(users: FeedbackRecords):
    before, after = say(users, LIKE)
    assert before is None
    assert users.feedback("ann") == [after] == [Feedback("hf:a", LIKE, NOW)]
    assert users.feedback("bob") == []


def test_the_same_event_twice_changes_nothing_not_even_the_version(users: FeedbackRecords):
    for at in (None, LATER):
        _, first = say(users, LIKE, at, now=LATER)
        version = users.version()
        assert say(users, LIKE, at, now=LATER + timedelta(days=1)) == (first, first)
        assert users.version() == version


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_latest_event_wins_in_whatever_order_they_come(users: FeedbackRecords, order: tuple[int, ...]):
    events = [Event("hf:a", kind, NOW + timedelta(hours=hour)) for hour, kind in enumerate((LIKE, SEEN, DISLIKE))]
    users.record("ann", [events[place] for place in order[:2]], NOW)
    users.record("ann", [events[order[2]]], NOW)
    assert users.feedback("ann") == [Feedback("hf:a", DISLIKE, NOW + timedelta(hours=2))]


def test_a_superseded_event_is_told_what_holds(users: FeedbackRecords):
    _, kept = say(users, DISLIKE, LATER)
    assert say(users, LIKE, NOW) == (kept, kept)


def test_what_is_said_without_a_time_is_the_latest_also_after_a_clock_that_was_fast(users: FeedbackRecords):
    say(users, LIKE, LATER, now=NOW)
    before, after = say(users, DISLIKE, now=NOW)
    assert (before, after) == (Feedback("hf:a", LIKE, LATER), Feedback("hf:a", DISLIKE, LATER))


def test_a_time_of_another_zone_is_the_same_moment(users: FeedbackRecords):
    say(users, LIKE, NOW.astimezone(timezone(timedelta(hours=9))))
    (kept,) = users.feedback("ann")
    assert (kept.at, kept.at.tzinfo) == (NOW, UTC)


def test_feedback_comes_oldest_first_and_then_by_paper(users: FeedbackRecords):
    users.record("ann", [Event("hf:c", LIKE, NOW), Event("hf:a", SEEN, LATER), Event("hf:b", LIKE, NOW)], NOW)
    assert [said.paper_id for said in users.feedback("ann")] == ["hf:b", "hf:c", "hf:a"]


def test_many_events_of_one_paper_in_one_call_are_each_answered(users: FeedbackRecords):
    changes = users.record("ann", [Event("hf:a", LIKE, NOW), Event("hf:a", SEEN, LATER), Event("hf:a", LIKE, NOW)], NOW)
    like, seen = Feedback("hf:a", LIKE, NOW), Feedback("hf:a", SEEN, LATER)
    assert changes == [(None, like), (like, seen), (seen, seen)]
    assert users.feedback("ann") == [seen]


def test_what_is_taken_back_is_gone_and_only_that(users: FeedbackRecords):
    users.record("ann", [Event("hf:a", LIKE), Event("hf:b", LIKE)], NOW)
    say(users, LIKE, user="bob")
    assert users.forget("ann", "hf:a") is True
    assert users.forget("ann", "hf:a") is False
    assert [said.paper_id for said in users.feedback("ann")] == ["hf:b"]
    assert len(users.feedback("bob")) == 1


def test_a_deleted_user_leaves_no_row_and_others_stay(users: FeedbackRecords):
    users.record("ann", [Event("hf:a", LIKE), Event("hf:b", DISLIKE)], NOW)
    say(users, LIKE, user="bob")
    assert users.delete("ann") == 2
    assert users.delete("ann") == 0
    assert users.feedback("ann") == []
    assert [(user, paper) for user, paper, _ in users.likes().changed] == [("bob", "hf:a")]


def test_a_weight_stays_when_the_user_changes_their_mind_and_back(users: FeedbackRecords):
    say(users, LIKE)
    users.weigh("ann", {"hf:a": 0.0})
    say(users, DISLIKE, LATER)
    say(users, LIKE, LATER + timedelta(hours=1))
    assert users.feedback("ann")[0].weight == 0.0


def test_every_change_raises_the_version_and_a_look_does_not(users: FeedbackRecords):
    changes = (
        lambda: say(users, LIKE),
        lambda: say(users, DISLIKE, LATER),
        lambda: users.weigh("ann", {"hf:a": 2.0}),
        lambda: users.forget("ann", "hf:a"),
        lambda: say(users, SEEN),
        lambda: users.delete("ann"),
    )
    seen = [users.version()]
    for change in changes:
        change()
        seen.append(users.version())
        users.feedback("ann")
        users.likes()
        assert users.version() == seen[-1]
    assert seen == sorted(set(seen))


def test_likes_since_a_version_are_those_that_changed(users: FeedbackRecords):
    users.record("ann", [Event("hf:a", LIKE), Event("hf:b", LIKE)], NOW)
    known = likes(users)
    assert known == Likes(1, None, [("ann", "hf:a", NOW), ("ann", "hf:b", NOW)])
    say(users, DISLIKE, LATER)
    say(users, LIKE, paper="hf:c", user="bob")
    nobody = frozenset[str]()
    assert likes(users, known.version) == Likes(3, nobody, [("ann", "hf:a", None), ("bob", "hf:c", NOW)])
    assert users.likes(3) == Likes(3, nobody, [])


def test_of_who_took_something_back_all_likes_are_told_and_of_nobody_else(users: FeedbackRecords):
    users.record("ann", [Event("hf:a", LIKE), Event("hf:b", LIKE), Event("hf:c", SEEN)], NOW)
    users.record("bob", [Event("hf:a", LIKE)], NOW)
    known = users.likes().version
    users.forget("ann", "hf:a")
    news = likes(users, known)
    assert news == Likes(news.version, frozenset({"ann"}), [("ann", "hf:b", NOW)])
    users.delete("bob")
    assert users.likes(news.version) == Likes(news.version + 1, frozenset({"bob"}), [])
    assert users.likes(known).anew == frozenset({"ann", "bob"})
    assert users.likes(news.version + 1).anew == frozenset()


def test_who_does_not_know_what_was_taken_back_is_told_everything(users: FeedbackRecords, database: Database):
    """As after a restart, or a removal so long ago that it is not remembered."""
    users.record("ann", [Event("hf:a", LIKE), Event("hf:b", LIKE)], NOW)
    known = users.likes().version
    users.forget("ann", "hf:a")
    assert likes(FeedbackRecords(database), known) == Likes(known + 1, None, [("ann", "hf:b", NOW)])
    for _ in range(1_001):
        say(users, LIKE, paper="hf:c", user="bob")
        users.forget("bob", "hf:c")
    assert users.likes(known).anew is None
    assert users.likes(users.version() - 2).anew == frozenset({"bob"})


def test_no_table_knows_a_deleted_user(users: FeedbackRecords, database: Database):
    def mentions() -> bool:
        with database.read() as connection:
            return "zebulon" in repr([connection.execute(table.select()).all() for table in metadata.sorted_tables])

    users.record("zebulon", [Event("hf:a", LIKE), Event("hf:b", SEEN)], NOW)
    assert mentions()
    users.delete("zebulon")
    assert not mentions()


def test_writers_at_once_lose_no_word(users: FeedbackRecords):
    def talk(worker: int) -> None:
        for number in range(10):
            say(users, LIKE, paper=f"hf:{worker}-{number}")

    threads = [threading.Thread(target=talk, args=(worker,)) for worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(users.feedback("ann")) == 40
    assert users.version() == 40
