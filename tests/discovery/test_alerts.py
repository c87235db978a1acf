"""Alerts: no new paper is missed, none is told twice, and one search that fails spoils nothing."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from service import ingest
from service.discovery import News, Subject, follow_author, news, save_search, see_alerts
from service.errors import BadInput
from service.papers import Status
from service.settings import LimitSettings
from service.storage import FeedbackEvent, FeedbackKind, Filters, SavedSearch
from tests.corpora import NOW, Away, paper

HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)
LIMITS = LimitSettings(saved=2)
OWLS = SavedSearch("owls")


@pytest.fixture
def services(emptied):
    """Services over three papers that have long been there."""
    come(emptied, range(3), NOW - 99 * HOUR)
    return emptied


def come(services, numbers, at=NOW, **facts):
    services.corpus.add([paper(number, **facts) for number in numbers], at)


def save(services, name, wanted=OWLS, at=NOW - HOUR):
    save_search(services.libraries, LIMITS, "ann", name, wanted, at)


def follow(services, name, at=NOW - HOUR):
    follow_author(services.libraries, LIMITS, "ann", name, at)


def new(services, since=None, per_alert=10, now=NOW + HOUR) -> News:
    return news(services.corpus, services.libraries, LIMITS, "ann", since, per_alert=per_alert, now=now)


def see(services, at=None, now=NOW + HOUR, *, back=False):
    return see_alerts(services.corpus, services.libraries, LIMITS, "ann", at, now, back=back)


def told(found: News) -> dict[str, list[str]]:
    return {alert.name: [each.paper.id for each in alert.arrivals] for alert in found.alerts}


def named(*numbers: int) -> list[str]:
    return [paper(number).id for number in numbers]


def test_new_is_what_came_since_a_search_was_saved_or_an_author_followed(services):
    save(services, "owls")
    follow(services, "Kari Moen")
    assert told(new(services)) == {}
    come(services, [10])
    come(services, [11], authors=["K. Moen", "A. Other"])
    found = new(services)
    assert told(found) == {"owls": named(10), "Kari Moen": named(11)}
    (of_search, of_author) = found.alerts
    assert (of_search.kind, of_search.since, of_search.arrivals[0].added_at) == ("search", NOW - HOUR, NOW)
    assert (of_author.kind, of_author.arrivals[0].authors, of_author.arrivals[0].score) == (
        "author",
        ("Kari Moen",),
        None,
    )
    assert told(new(services, since=NOW - 100 * HOUR)) == {"owls": named(10, 0), "Kari Moen": named(11)}


def test_what_was_seen_is_not_new_and_what_comes_then_is(services):
    save(services, "owls")
    come(services, [10])
    assert see(services, new(services, now=NOW + HOUR).until) == NOW + TICK
    assert told(new(services)) == {}
    come(services, [20], NOW + HOUR)
    assert told(new(services, now=NOW + 2 * HOUR)) == {"owls": named(20)}
    save(services, "again", at=NOW + 3 * HOUR)
    assert told(new(services, now=NOW + 4 * HOUR)) == {"owls": named(20)}


def test_a_new_paper_is_not_missed_because_older_ones_fit_better(services):
    services.corpus.add([paper(number, "Owls, owls, owls: an owl is an owl.") for number in range(40, 160, 10)], NOW)
    save(services, "owls", at=NOW + HOUR)
    come(services, [300], NOW + 2 * HOUR, abstract="Bees and tides, and at the very end one owl among owls.")
    assert told(new(services, per_alert=1, now=NOW + 3 * HOUR)) == {"owls": named(300)}


def test_a_paper_stands_once_and_says_what_else_it_fits(services):
    save(services, "a")
    save(services, "b", SavedSearch(filters=Filters(keywords_any=("owls",))))
    follow(services, "Kari Moen")
    come(services, [10], authors=["Kari Moen"])
    found = new(services)
    ((only,),) = [alert.arrivals for alert in found.alerts]
    assert told(found) == {"a": named(10)}
    assert only.also == (Subject("search", "b"), Subject("author", "Kari Moen"))
    assert found.count == 1


def test_what_has_no_place_is_counted_once_and_stands_in_the_next_alert_that_has_one(services):
    save(services, "a", SavedSearch(filters=Filters(keywords_any=("season",))))
    save(services, "b", SavedSearch(filters=Filters(keywords_any=("owls",))))
    come(services, [10, 11, 12, 13])
    found = new(services, per_alert=2)
    shown = [each for ids in told(found).values() for each in ids]
    assert len(shown) == len(set(shown))
    assert found.count == 4
    assert [alert.more for alert in found.alerts] == [4 - len(shown)] + [0] * (len(found.alerts) - 1)


def test_what_the_user_has_judged_is_not_new_and_neither_is_what_is_withdrawn(services):
    save(services, "owls")
    come(services, [10, 20])
    come(services, [30], status=Status.WITHDRAWN)
    services.corpus.feedback.record("ann", [FeedbackEvent(*named(10), FeedbackKind.LIKE)], NOW)
    services.corpus.feedback.record("bob", [FeedbackEvent(*named(20), FeedbackKind.LIKE)], NOW)
    assert told(new(services)) == {"owls": named(20)}


def test_a_search_keeps_to_its_own_dates_and_days_are_compared_as_days(services):
    filters = Filters(published_after=date(2026, 7, 15), since=NOW + HOUR)
    save(services, "late", SavedSearch("owls", filters))
    days = {"on the day": "2026-07-15", "before": "2026-6-30", "that year": "2026", "some day": "in press"}
    records = [{"title": f"Owls, {name}", "abstract": "Owls.", "published": day} for name, day in days.items()]
    services.corpus.add(ingest.read(json.dumps(records).encode(), "json").papers, NOW + 2 * HOUR)
    come(services, [50], NOW, published=date(2026, 8, 1))
    assert told(new(services, since=NOW - 9 * HOUR, now=NOW + 3 * HOUR)) == {"late": ["hf:owls-on-the-day"]}


def test_a_search_that_cannot_be_asked_says_why_and_spoils_nothing(services):
    wrong_way_round = Filters(published_after=date(2026, 2, 1), published_before=date(2026, 1, 1))
    save(services, "wrong", SavedSearch("owls", wrong_way_round))
    save(services, "right")
    come(services, [10])
    found = new(services)
    assert told(found) == {"right": named(10), "wrong": []}
    assert [alert.failed is None for alert in found.alerts] == [True, False]
    assert "published_after" in str(found.alerts[1].failed)
    assert found.until == NOW + TICK  # it will never be able to: nothing waits for it


def test_while_the_embedding_model_is_away_words_are_found_and_the_mark_waits_for_the_meaning(services):
    save(services, "owls")
    follow(services, "Kari Moen")
    come(services, [10, 11], authors=["Kari Moen"])
    real = services.corpus.embedder
    services.corpus.embedder = Away(real)
    found = new(services)
    assert told(found) == {"owls": named(10), "Kari Moen": named(11)}
    assert found.alerts[0].words_only
    assert found.until == NOW - HOUR
    assert see(services) == NOW - HOUR
    services.corpus.embedder = real
    assert told(new(services)) == told(found)


def test_a_paper_that_has_no_vector_yet_is_told_of_when_it_has_one(services):
    save(services, "owls")
    services.corpus.keep([paper(10)], NOW)
    found = new(services)
    assert (told(found), found.until) == ({}, NOW)
    assert see(services) == NOW
    services.corpus.embed_some(10)
    assert told(new(services)) == {"owls": named(10)}
    assert see(services) == NOW + TICK
    assert told(new(services)) == {}


def test_a_paper_that_is_committed_after_a_look_with_a_moment_before_it_is_told_of(services):
    save(services, "owls")
    come(services, [10])
    see(services, new(services, now=NOW + HOUR).until)
    come(services, [20], NOW + HOUR / 2)  # its transaction was open during that look
    assert told(new(services, now=NOW + 2 * HOUR)) == {"owls": named(20)}


def test_the_mark_goes_back_only_when_that_is_asked_for_and_never_into_the_future(services):
    come(services, [10], NOW + HOUR)
    assert see(services) == NOW + HOUR
    assert see(services, NOW) == NOW + HOUR
    assert see(services, NOW, back=True) == NOW
    with pytest.raises(BadInput, match="/at: is in the future"):
        see(services, NOW + 2 * HOUR)
    assert services.libraries.alert_marks.of_user("ann") == NOW
    assert services.libraries.alert_marks.of_user("bob") is None


def test_a_mark_of_a_clock_that_was_ahead_is_put_right(services):
    come(services, [10], NOW + 24 * HOUR)
    assert see(services, now=NOW + 24 * HOUR) == NOW + 24 * HOUR
    come(services, [20], NOW - TICK)
    assert see(services, now=NOW) == NOW


def test_nobody_who_wants_to_hear_of_nothing_hears_of_anything(services):
    come(services, [10])
    assert new(services) == News([], 0, NOW + TICK)
    for limit in (0, LIMITS.results + 1):
        with pytest.raises(BadInput, match="/limit"):
            new(services, per_alert=limit)


def test_a_name_in_another_script_is_followed_beside_others(services):
    follow(services, "李明")
    follow(services, "Åsa Ek")
    come(services, [10], authors=["李明"])
    come(services, [11], authors=["Ek, Åsa"])
    assert told(new(services)) == {"Åsa Ek": named(11), "李明": named(10)}


def test_searches_and_followed_authors_have_a_bound_and_those_that_are_kept_can_be_changed(services):
    for number in range(LIMITS.saved):
        save(services, f"owls {number}")
        follow(services, f"Kari Moen {number}")
    save(services, "owls 0", SavedSearch("tides"))
    follow(services, "Kari Moen 0")
    with pytest.raises(BadInput, match=r"/name: .*limit of 2\."):
        save(services, "one more")
    with pytest.raises(BadInput, match=r"/name: .*limit of 2\."):
        follow(services, "One More")


def test_the_same_alerts_come_however_often_they_are_asked_for(services):
    save(services, "owls")
    save(services, "tides", replace(OWLS, query="tides of the season"))
    come(services, range(10, 30))
    assert new(services) == new(services)
