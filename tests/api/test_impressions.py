"""What a user is shown is kept, exported and erased; how much of it was liked is counted afterwards."""

from datetime import timedelta

import pytest

from service.corpus import HitRate, hit_rates, record_impressions
from service.settings import LimitSettings
from service.storage import FeedbackEvent, FeedbackKind
from tests.api.problem import pointers, problem
from tests.api.users import ANN
from tests.corpora import NOW

ROUTE = f"{ANN}/impressions"
LIMITS = LimitSettings()
WEEK = timedelta(days=7)


@pytest.fixture
def ids(small):
    return small.corpus.catalog.first_ids(10)


def shown(services, paper_ids, at, user="ann", place="for_you"):
    record_impressions(services.corpus, services.libraries, LIMITS, user, paper_ids, place, at)


def like(services, paper_id, at, user="ann", kind=FeedbackKind.LIKE):
    services.corpus.feedback.record(user, [FeedbackEvent(paper_id, kind, at)], at)


def test_what_is_shown_is_kept_once_a_day_for_each_place_and_is_in_the_export(client, ids):
    body = {"paper_ids": [*ids[:2], ids[0], "hf:nowhere"], "place": "for_you"}
    assert client.post(ROUTE, json=body).json() == {
        "kept": 2,
        "not_found": ["hf:nowhere"],
    }
    client.post(ROUTE, json={"paper_ids": ids[:2], "place": "for_you"})
    client.post(ROUTE, json={"paper_ids": ids[:1], "place": "search"})
    kept = client.get(f"{ANN}/export").json()["impressions"]
    assert sorted((each["paper_id"], each["place"]) for each in kept) == sorted(
        [(ids[0], "for_you"), (ids[1], "for_you"), (ids[0], "search")]
    )


def test_a_deleted_user_was_shown_nothing(client, small, ids):
    client.post(ROUTE, json={"paper_ids": ids[:2], "place": "for_you"})
    client.post("/v1/users/bob/impressions", json={"paper_ids": ids[:1], "place": "for_you"})
    client.delete(ANN)
    assert client.get(f"{ANN}/export").json()["impressions"] == []
    assert [user for user, _ in small.libraries.impressions.since(NOW)] == ["bob"]


@pytest.mark.parametrize(
    ("change", "field"),
    [({"place": "bathroom"}, "/place"), ({"paper_ids": []}, "/paper_ids"), ({"paper_ids": ["no id"]}, "/paper_ids/0"),
     ({"paper_ids": [f"hf:{number}" for number in range(1_001)]}, "/paper_ids"), ({"at": "2026-01-01"}, "/at")],
)  # fmt: skip
def test_a_bad_field_is_named_and_nothing_is_kept(client, ids, change, field):
    said = problem(client.post(ROUTE, json={"paper_ids": ids, "place": "search"} | change), 422)
    assert pointers(said) == [field]
    assert client.get(f"{ANN}/export").json()["impressions"] == []


def test_a_hit_is_what_was_liked_after_it_was_shown_in_the_last_week(small, ids):
    shown(small, ids[:4], NOW)
    shown(small, ids[:4], NOW + timedelta(days=1))  # the same papers again are not more papers
    shown(small, ids[:2], NOW, user="bob")
    shown(small, ids[8:], NOW - WEEK - timedelta(hours=1))  # too long ago
    like(small, ids[0], NOW + timedelta(hours=1))
    like(small, ids[1], NOW - timedelta(hours=1))  # before it was shown
    like(small, ids[2], NOW + timedelta(hours=1), kind=FeedbackKind.SEEN)
    like(small, ids[9], NOW)
    like(small, ids[1], NOW + timedelta(hours=2), user="bob")
    shown(small, ids[:1], NOW, place="start")
    assert hit_rates(small.corpus, small.libraries, NOW + timedelta(days=2)) == [
        HitRate("for_you", 6, 2),
        HitRate("start", 1, 1),
    ]
    assert hit_rates(small.corpus, small.libraries, NOW + WEEK * 2) == []


def test_what_was_shown_long_ago_is_forgotten(small, ids):
    shown(small, ids[:2], NOW - timedelta(days=91))
    shown(small, ids[2:3], NOW - timedelta(days=89))
    shown(small, ids[3:4], NOW)
    assert [each.paper_id for each in small.libraries.impressions.of_user("ann")] == ids[2:4]
