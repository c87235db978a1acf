"""Alerts over HTTP: new until it was seen, taken away with the user, and bad input named."""

import pytest

from tests.api.problem import pointers, problem
from tests.api.users import ANN, say

ROUTE = f"{ANN}/alerts"
OWLS = [
    {"id": f"my:{name}", "title": f"Owls of the {name}", "abstract": f"We count owls in the {name}.", "authors": by}
    for name, by in (("north", ["Kari Moen"]), ("south", []), ("west", []))
]


@pytest.fixture
def listening(client):
    """A client of which ann has saved a search and follows an author, before three papers come."""
    client.put(f"{ANN}/searches/owls", json={"query": "owls"}).raise_for_status()
    client.put(f"{ANN}/authors/Moen, K.").raise_for_status()
    client.post("/v1/papers", json={"papers": OWLS}).raise_for_status()
    return client


def ids(found):
    return {alert["name"]: {each["paper"]["id"] for each in alert["data"]} for alert in found["data"]}


def test_what_came_is_new_until_it_was_seen(listening):
    found = listening.get(ROUTE).json()
    assert ids(found) == {"owls": {"my:north", "my:south", "my:west"}}
    (north,) = [each for each in found["data"][0]["data"] if each["paper"]["id"] == "my:north"]
    assert (north["also"], north["authors"]) == ([{"kind": "author", "name": "Moen, K."}], ["Moen, K."])
    assert found["count"] == 3
    assert listening.get(ROUTE).json()["data"] == found["data"]  # to look moves nothing
    assert listening.post(f"{ROUTE}/seen", json={"at": found["until"]}).json() == {"at": found["until"]}
    assert listening.get(ROUTE).json()["data"] == []
    assert ids(listening.get(ROUTE, params={"since": found["data"][0]["since"]}).json()) == ids(found)


def test_what_has_no_place_is_counted_and_what_was_judged_is_not_new(listening):
    (alert,) = listening.get(ROUTE, params={"limit": 1}).json()["data"]
    assert (len(alert["data"]), alert["more"]) == (1, 2)
    say(listening, "my:south", "seen")
    assert ids(listening.get(ROUTE).json()) == {"owls": {"my:north", "my:west"}}


def test_the_mark_is_in_the_export_and_goes_with_the_user(listening):
    at = listening.post(f"{ROUTE}/seen", json={}).json()["at"]
    listening.post("/v1/users/bob/alerts/seen", json={}).raise_for_status()
    assert listening.get(f"{ANN}/export").json()["alert_marks"] == [at]
    listening.delete(ANN).raise_for_status()
    assert listening.get(f"{ANN}/export").json()["alert_marks"] == []
    assert len(listening.get("/v1/users/bob/export").json()["alert_marks"]) == 1


def test_a_repeat_with_the_same_key_moves_the_mark_once(listening):
    headers = {"Idempotency-Key": "seen-1"}
    first = listening.post(f"{ROUTE}/seen", json={}, headers=headers)
    assert listening.post(f"{ROUTE}/seen", json={}, headers=headers).content == first.content


@pytest.mark.parametrize("odd", ["2999-01-01", "soon", "2026-6-30", 1_700_000_000, "0001-01-01T00:00:00+14:00"])
def test_a_moment_that_cannot_be_is_refused_and_moves_nothing(listening, odd):
    assert pointers(problem(listening.post(f"{ROUTE}/seen", json={"at": odd}), 422)) == ["/at"]
    assert listening.get(f"{ANN}/export").json()["alert_marks"] == []


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"since": "yesterday"}, "/since"),
        ({"since": "0001-01-01T00:00:00+14:00"}, "/since"),
        ({"limit": 0}, "/limit"),
        ({"limit": 101}, "/limit"),
    ],
)
def test_a_bad_field_is_named(reader, asked, field):
    assert pointers(problem(reader.get(ROUTE, params=asked), 422)) == [field]


def test_an_unknown_field_of_a_body_is_refused(reader):
    assert pointers(problem(reader.post(f"{ROUTE}/seen", json={"when": "now"}), 422)) == ["/when"]
