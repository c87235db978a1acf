"""Trending: two parts that add up, the same all day, nothing of few users, and no order where nothing is known."""

from datetime import timedelta
from itertools import pairwise

import pytest

from service.discovery import Trending, TrendingRequest, trending, window_of
from service.errors import BadInput, SnapshotGone
from service.papers import Status
from service.settings import LimitSettings
from service.storage import FeedbackEvent, FeedbackKind, Filters, VoteRecords
from tests.corpora import NOW, paper
from tests.discovery.lists import made, names

DAY = timedelta(days=1)
LIMITS = LimitSettings()


@pytest.fixture
def services(emptied):
    """Services over ten papers."""
    emptied.corpus.add([paper(number) for number in range(10)], NOW - 40 * DAY)
    return emptied


@pytest.fixture
def ids():
    return [paper(number).id for number in range(10)]


def like(services, paper_id, users, at=NOW, kind=FeedbackKind.LIKE):
    for user in users:
        services.corpus.feedback.record(user, [FeedbackEvent(paper_id, kind, at)], at)


def vote(services, votes, at=NOW, source="hf-daily"):
    VoteRecords(services.database).put(source, votes, at)


def asked(services, window="day", now=NOW, cursor=None, **options) -> Trending:
    request = TrendingRequest(window, **options)
    return trending(services.corpus, VoteRecords(services.database), LIMITS, request, now, cursor)


def test_likes_and_votes_add_up_to_the_score_and_the_highest_stands_first(services, ids):
    like(services, ids[0], "abcd")
    like(services, ids[1], "abc", NOW - DAY)
    vote(services, {ids[0]: 9, ids[2]: 99_999, ids[3]: 0})
    found = asked(services)
    assert names(found) == [ids[0], ids[2], ids[1]]
    assert [(each.likes, each.votes) for each in found.data[:2]] == [(4.0, 1.0), (0.0, 5.0)]
    assert 0 < found.data[2].likes < 1
    for each in found.data:
        assert each.score == pytest.approx(each.likes + each.votes, abs=1e-9)
    assert all(one.score >= other.score for one, other in pairwise(found.data))
    assert found.empty_reason is None


def test_equal_scores_stand_by_id(services, ids):
    vote(services, dict.fromkeys(reversed(ids), 5))
    assert names(asked(services)) == sorted(ids)


def test_the_hour_of_the_day_changes_nothing_and_the_next_day_does(services, ids):
    like(services, ids[0], "abc")
    vote(services, {ids[1]: 50})
    morning = NOW.replace(hour=0, minute=0)
    assert asked(services, now=morning) == asked(services, now=morning + DAY - timedelta(microseconds=1))
    assert asked(services, now=morning) != asked(services, now=morning + DAY)


def test_a_window_ends_and_a_longer_one_has_what_the_shorter_one_has(services, ids):
    like(services, ids[0], "abc", NOW - DAY)
    like(services, ids[1], "abc", NOW - 7 * DAY)
    like(services, ids[2], "abc", NOW - 31 * DAY)
    vote(services, {ids[3]: 9}, NOW - 30 * DAY)
    found = [set(names(asked(services, window))) for window in ("day", "week", "month")]
    assert found == [{ids[0]}, {ids[0], ids[1]}, {ids[0], ids[1], ids[3]}]


def test_what_is_dated_in_the_future_does_not_count(services, ids):
    like(services, ids[0], "abc", NOW + DAY)
    vote(services, {ids[1]: 9}, NOW + DAY)
    assert names(asked(services)) == []


def test_a_vote_that_is_taken_back_or_said_otherwise_does_not_count(services, ids):
    like(services, ids[0], "abc")
    like(services, ids[0], "a", NOW + timedelta(minutes=1), FeedbackKind.DISLIKE)
    assert names(asked(services)) == []


def test_of_two_sources_the_one_that_says_more_counts(services, ids):
    vote(services, {ids[0]: 9}, source="one")
    vote(services, {ids[0]: 99}, source="two")
    assert asked(services).data[0].score == 2.0


def test_votes_that_are_read_again_grow_and_become_no_newer(services, ids):
    vote(services, {ids[0]: 9}, NOW - 3 * DAY)
    vote(services, {ids[0]: 99}, NOW)
    assert asked(services).data == ()
    assert asked(services, "week").data[0].votes == pytest.approx(2 * 2 ** (-6 / 7))


@pytest.mark.parametrize(("count", "votes"), [(-5, 0.0), (2**40, 9.331929866)])
def test_a_count_that_cannot_be_is_clipped_where_it_is_kept(services, ids, count, votes):
    vote(services, {ids[0]: count, ids[1]: 9})
    assert {each.paper.id: each.votes for each in asked(services).data}.get(ids[0], 0.0) == votes


def test_nothing_is_listed_where_nothing_is_known_and_two_users_are_told_as_none(services, ids):
    reasons = []
    for users in ("", "a", "ab", "abc"):
        like(services, ids[0], users[:1])
        like(services, ids[1], users[1:])
        found = asked(services)
        assert found.data == ()
        reasons.append(found.empty_reason)
    assert reasons == ["no_feedback", "no_feedback", "no_feedback", "too_few_users"]


def test_an_empty_corpus_has_nothing_trending(emptied):
    assert asked(emptied).empty_reason == "no_papers"


def test_filters_leave_the_score_and_say_so_when_they_leave_nothing(services, ids):
    vote(services, {ids[0]: 9, ids[1]: 99})
    whole = asked(services)
    assert asked(services, filters=Filters(keywords_any=("owls",))).data == whole.data[1:]
    found = asked(services, filters=Filters(categories=("cs.LG",)))
    assert (found.data, found.empty_reason) == ((), "all_filtered")


def test_a_withdrawn_paper_and_a_near_copy_are_left_out(services):
    text = "We follow the tides of twelve northern fjords through a year and report heights, delays and their causes."
    copies = [made(f"Tides of the fjords, {name}", text, f"zz:copy-{name}") for name in ("one", "two")]
    gone = paper(30, status=Status.WITHDRAWN)
    services.corpus.add([*copies, gone], NOW)
    vote(services, {copies[0].id: 9, copies[1].id: 99, gone.id: 999})
    assert names(asked(services)) == ["zz:copy-two"]


def test_pages_follow_each_other_and_a_cursor_ends_with_what_it_has_shown(services, ids):
    vote(services, {each: 2**place for place, each in enumerate(ids)})
    first = asked(services, limit=4)
    second = asked(services, limit=4, cursor=first.next)
    last = asked(services, limit=4, cursor=second.next)
    assert names(first) + names(second) + names(last) == names(asked(services, limit=10))
    assert last.next is None
    with pytest.raises(BadInput, match="/cursor"):
        asked(services, "week", limit=4, cursor=first.next)
    vote(services, {ids[9]: 0})
    with pytest.raises(SnapshotGone):
        asked(services, limit=4, cursor=first.next)


def test_windows_have_names_and_days(services):
    assert [window_of(each) for each in ("day", "1d", "7d", "30d")] == ["day", "day", "week", "month"]
    for odd in ("", "0d", "year", "DAY", "7", "7d "):
        with pytest.raises(BadInput, match="/window"):
            window_of(odd)
    for limit in (0, LIMITS.results + 1):
        with pytest.raises(BadInput, match="/limit"):
            asked(services, limit=limit)
