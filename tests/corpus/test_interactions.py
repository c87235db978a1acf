"""Likes as rows over a corpus: what is followed change by change is what is read anew."""

import itertools
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.corpus.interactions import Interactions
from service.storage import FeedbackEvent, FeedbackKind, FeedbackRecords
from service.storage.sql import Database
from tests.corpora import NOW
from tests.stores import InFolders

ROWS = {f"hf:{name}": row for row, name in enumerate("abcd")}
PAPER = st.sampled_from([*ROWS, "hf:elsewhere"])
USER = st.sampled_from(["ann", "bob", "cid"])
SAID = st.tuples(USER, PAPER, st.sampled_from(FeedbackKind), st.integers(0, 40))
TAKEN_BACK = st.tuples(USER, PAPER)


@pytest.fixture
def database(stores: InFolders, tmp_path: Path) -> Iterator[Database]:
    with stores.opened(tmp_path) as database:
        yield database


def apply(users: FeedbackRecords, change: tuple) -> None:
    match change:
        case (user,):
            users.delete_user(user)
        case user, paper:
            users.delete(user, [paper])
        case user, paper, kind, day:
            users.record(user, [FeedbackEvent(paper, kind, NOW + timedelta(days=day))], NOW)


def known_likes(interactions: Interactions) -> tuple[dict[str, int], list[list[tuple[int, int]]]]:
    """The users, and the (row, day) of each like in the order in which it is kept: sums are taken in that order."""
    interactions.update()
    users, days = interactions.likes(ROWS, len(ROWS))
    pairs = [*zip(days.indices.tolist(), days.data.tolist(), strict=True)]
    return users, [pairs[start:end] for start, end in itertools.pairwise(days.indptr)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(st.lists(st.one_of(SAID, SAID, TAKEN_BACK, st.tuples(USER), st.none()), max_size=25))
def test_followed_at_any_pace_is_read_anew(database: Database, changes):
    """None among the changes is a look."""
    users = FeedbackRecords(database)
    for name in ("ann", "bob", "cid"):
        users.delete_user(name)
    follower = Interactions(users)
    for change in changes:
        follower.update() if change is None else apply(users, change)
    assert known_likes(follower) == known_likes(Interactions(FeedbackRecords(database)))


def test_a_like_has_its_day_and_other_words_have_none(database: Database):
    users = FeedbackRecords(database)
    for change in (
        ("bob", "hf:c", FeedbackKind.LIKE, 3),
        ("ann", "hf:d", FeedbackKind.LIKE, 0),
        ("ann", "hf:a", FeedbackKind.SEEN, 0),
    ):
        apply(users, change)
    day = NOW.toordinal()
    assert known_likes(Interactions(users)) == ({"ann": 0, "bob": 1}, [[(3, day)], [(2, day + 3)]])


def test_likes_of_papers_that_are_not_here_are_left_out_until_they_are(database: Database):
    users = FeedbackRecords(database)
    for change in (
        ("ann", "hf:elsewhere", FeedbackKind.LIKE, 0),
        ("ann", "hf:b", FeedbackKind.LIKE, 1),
        ("bob", "hf:b", FeedbackKind.LIKE, 2),
    ):
        apply(users, change)
    interactions = Interactions(users)
    interactions.update()
    day = NOW.toordinal()
    for rows, expected in (
        ({"hf:b": 0}, [[day + 1], [day + 2]]),
        ({"hf:b": 0, "hf:elsewhere": 1}, [[day + 1, day], [day + 2, 0]]),
        ({"hf:elsewhere": 0, "hf:b": 1}, [[day, day + 1], [0, day + 2]]),
        ({"hf:a": 0}, [[0], [0]]),
    ):
        assert interactions.likes(rows, len(rows))[1].toarray().tolist() == expected
    assert interactions.likes({}, 0)[1].shape == (2, 0)


def test_a_paper_that_was_liked_under_two_of_its_ids_is_one_like_on_the_later_day(database: Database):
    users = FeedbackRecords(database)
    for change in (
        ("ann", "hf:b", FeedbackKind.LIKE, 5),
        ("ann", "doi:10.5555/b", FeedbackKind.LIKE, 2),
        ("ann", "hf:a", FeedbackKind.LIKE, 1),
        ("bob", "doi:10.5555/b", FeedbackKind.LIKE, 3),
    ):
        apply(users, change)
    interactions = Interactions(users)
    interactions.update()
    days = interactions.likes({"hf:a": 0, "hf:b": 1, "doi:10.5555/b": 1}, 2)[1]
    day = NOW.toordinal()
    assert days.toarray().tolist() == [[day + 1, day + 5], [0, day + 3]]
