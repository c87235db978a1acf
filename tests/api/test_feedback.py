"""What users say over HTTP is kept, told, taken back, and removed."""

import pytest

from tests.api.problem import pointers, problem
from tests.api.users import ANN, ago, recommended, say, shown

NO_LIBRARY = {"collections": [], "authors": [], "searches": [], "imports": [], "impressions": [], "alert_marks": []}
NO_TRACE = {
    "keys": [],
    "replies": [],
    "spending": [],
    "subscription": None,
    "digests": [],
    "feeds": [],
    "webhook": None,
}


@pytest.fixture
def ids(small):
    return small.corpus.catalog.first_ids(60)


def test_a_like_is_kept_in_any_form_of_the_id_and_told_under_the_canonical_one(client, ids):
    said = say(client, f"HF:{ids[0].removeprefix('hf:')}")
    assert (said["feedback"]["paper_id"], said["before"], said["applied"]) == (ids[0], None, True)
    assert client.get(f"{ANN}/feedback").json() == {"data": [said["feedback"]]}
    assert client.get("/v1/users/bob/feedback").json() == {"data": []}


def test_the_same_put_twice_is_one_like_and_says_that_it_changed_nothing(client, ids):
    first = say(client, ids[0])
    again = say(client, ids[0])
    assert (again["feedback"], again["before"], again["applied"]) == (first["feedback"], first["feedback"], False)


def test_like_and_dislike_of_one_paper_the_last_one_wins_and_says_so(client, ids):
    like = say(client, ids[0])["feedback"]
    said = say(client, ids[0], "dislike")
    assert (said["before"], said["feedback"]["kind"], said["applied"]) == (like, "dislike", True)
    assert [word["kind"] for word in client.get(f"{ANN}/feedback").json()["data"]] == ["dislike"]


def test_an_older_event_that_comes_late_does_not_win(client, ids):
    kept = say(client, ids[0], "dislike", at=ago(1))["feedback"]
    late = say(client, ids[0], "like", at=ago(2))
    assert (late["feedback"], late["applied"]) == (kept, False)


def test_a_time_in_the_future_is_refused_and_a_clock_a_little_fast_is_not(client, ids):
    for at in (ago(-1), "9999-12-31T23:59:59-12:00"):
        answer = client.put(f"{ANN}/feedback/{ids[0]}", json={"kind": "like", "at": at})
        assert pointers(problem(answer, 422, "invalid_input")) == ["/at"]
    assert client.get(f"{ANN}/feedback").json() == {"data": []}
    assert say(client, ids[0], at=ago(-1 / 60))["applied"]


@pytest.mark.parametrize("at", ["1969-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "2020-01-01T00:00:00", "now", 5])
def test_a_time_that_cannot_be_is_refused(client, ids, at):
    answer = client.put(f"{ANN}/feedback/{ids[0]}", json={"kind": "like", "at": at})
    assert pointers(problem(answer, 422, "invalid_input")) == ["/at"]


def test_an_unknown_paper_is_404_and_nothing_is_stored(client):
    problem(client.put(f"{ANN}/feedback/hf:nowhere", json={"kind": "like"}), 404, "paper_not_found")
    assert client.get(f"{ANN}/feedback").json() == {"data": []}


@pytest.mark.parametrize("user", ["-ann", "an n", "a" * 101, "ann%00", "ann%0Abob"])
def test_a_name_that_is_none_is_refused(client, ids, user):
    problem(client.put(f"/v1/users/{user}/feedback/{ids[0]}", json={"kind": "like"}), 422, "invalid_input")
    problem(client.get(f"/v1/users/{user}/recommendations"), 422, "invalid_input")


def test_many_events_at_once_are_each_answered_in_order(client, ids):
    say(client, ids[2], "dislike")
    events = [
        {"paper_id": ids[0], "kind": "like", "at": ago(2)},
        {"paper_id": "hf:nowhere", "kind": "like"},
        {"paper_id": ids[2], "kind": "like", "at": ago(2)},
        {"paper_id": ids[0], "kind": "seen", "at": ago(1)},
    ]
    answer = client.post(f"{ANN}/feedback", json={"feedback": events}).json()
    assert [event["status"] for event in answer["data"]] == ["applied", "not_found", "superseded", "applied"]
    assert answer["counts"] == {"applied": 2, "not_found": 1, "superseded": 1}
    kept = {word["paper_id"]: word["kind"] for word in client.get(f"{ANN}/feedback").json()["data"]}
    assert kept == {ids[0]: "seen", ids[2]: "dislike"}


def test_one_bad_event_among_many_is_named_and_none_is_stored(client, ids):
    good = {"paper_id": ids[0], "kind": "like"}
    for bad, field in (({"at": ago(-1)}, "at"), ({"kind": "love"}, "kind"), ({"paper_id": "2413.00001"}, "paper_id")):
        answer = client.post(f"{ANN}/feedback", json={"feedback": [good, good | bad]})
        assert pointers(problem(answer, 422, "invalid_input")) == [f"/feedback/1/{field}"]
    answer = client.post(f"{ANN}/feedback", json={"feedback": [good] * 1_001})
    assert pointers(problem(answer, 422, "invalid_input")) == ["/feedback"]
    assert client.get(f"{ANN}/feedback").json() == {"data": []}


def test_what_is_taken_back_may_be_recommended_again(client, ids):
    say(client, ids[0])
    before = recommended(client)
    say(client, ids[1], "seen")
    assert ids[1] not in shown(client)
    assert client.delete(f"{ANN}/feedback/{ids[1]}").status_code == 204
    assert recommended(client) == before
    problem(client.delete(f"{ANN}/feedback/{ids[1]}"), 404, "feedback_not_found")


def test_delete_removes_everything_and_export_shows_that_it_did(client, ids):
    say(client, ids[0])
    say(client, ids[1], "seen")
    said = client.get(f"{ANN}/export").json()
    assert said == client.get(f"{ANN}/feedback").json() | {"jobs": []} | NO_LIBRARY | NO_TRACE
    assert [word["paper_id"] for word in said["data"]] == ids[:2]
    assert client.delete(ANN).json() == {"deleted": 2}
    assert client.get(f"{ANN}/export").json() == {"data": [], "jobs": []} | NO_LIBRARY | NO_TRACE
    assert client.delete(ANN).json() == {"deleted": 0}
    assert recommended(client)["interests"] == []
