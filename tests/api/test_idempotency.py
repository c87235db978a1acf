"""`Idempotency-Key`: a repeat gets the first answer, and nothing is done again."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from service.app import create_app
from service.errors import RequestUnderWay
from service.storage import IdempotencyKeys, StoredResponse, idempotency
from service.storage.sql import jobs, replies
from tests.api.problem import problem
from tests.corpora import NOW

ROUTE = "/v1/papers"
KEY = {"Idempotency-Key": "a-key"}


def body(title):
    return {"papers": [{"title": title}]}


def test_a_repeat_gets_the_first_answer_also_after_a_restart(open_services):
    with open_services() as services, TestClient(create_app(services)) as client:
        first = client.post(ROUTE, json=body("Owls"), headers=KEY)
        again = client.post(ROUTE, json=body("Owls"), headers=KEY)
    with open_services() as services, TestClient(create_app(services)) as client:
        later = client.post(ROUTE, json=body("Owls"), headers=KEY)
        anew = client.post(ROUTE, json=body("Owls"))
    assert first.json()["counts"] == {"created": 1}
    assert (
        (again.status_code, again.content) == (later.status_code, later.content) == (first.status_code, first.content)
    )
    assert anew.json()["counts"] == {"unchanged": 1}


def test_the_same_key_with_another_body_is_refused(client):
    client.post(ROUTE, json=body("Owls"), headers=KEY)
    problem(client.post(ROUTE, json=body("Bees"), headers=KEY), 422, "idempotency_key_reused")
    assert client.post("/v1/papers/lookup", json={"ids": ["hf:bees"]}).json()["not_found"] == ["hf:bees"]


def test_a_request_that_was_refused_may_be_mended_under_the_same_key(client):
    assert client.post(ROUTE, json={"papers": []}, headers=KEY).status_code == 422
    assert client.post(ROUTE, json=body("Owls"), headers=KEY).status_code == 200


@pytest.mark.parametrize("key", ["", "with a space", "x" * 256])
def test_what_is_no_key_is_refused(reader, key):
    assert reader.post(ROUTE, json=body("Owls"), headers={"Idempotency-Key": key}).status_code == 422


def test_of_what_only_reads_no_answer_is_kept(client, small):
    ids = small.corpus.catalog.first_ids(2)
    asked = {
        "/v1/papers/lookup": {"ids": ids},
        "/v1/summaries": {"paper_ids": ids},
        "/v1/recommendations": {"liked": ids},
        "/v1/recommendations/explain": {"liked": ids[:1], "paper_id": ids[1], "without": ids[:1]},
        "/v1/recommendations/next-to-rate": {"liked": ids},
        "/graph/v1/paper/batch": {"ids": ids},
        "/recommendations/v1/papers/": {"positivePaperIds": ids},
    }
    for path, body in asked.items():
        answers = [client.post(path, json=body, headers={"Idempotency-Key": path}) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [200, 200], answers[0].text
        assert "idempotent-replayed" not in answers[1].headers, path


def test_what_was_answered_about_a_user_goes_with_the_user_and_no_other_answer(client, small):
    ids = small.corpus.catalog.first_ids(2)
    events = [{"paper_id": ids[0], "kind": "like"}]
    asked = {
        "said": ("/v1/users/ann/feedback", {"feedback": events}),
        "begun": ("/v1/summaries", {"paper_ids": ids, "user": "ann"}),
        "others": ("/v1/users/bob/feedback", {"feedback": events}),
        "nobodys": ("/v1/summaries", {"paper_ids": ids}),
    }

    def replayed(name):
        path, body = asked[name]
        answer = client.post(path, json=body, headers={"Idempotency-Key": name, "Prefer": "respond-async"})
        assert answer.status_code in {200, 202}, answer.text
        return "idempotent-replayed" in answer.headers

    assert {name for name in asked if replayed(name)} == set()
    client.delete("/v1/users/ann")
    assert {name for name in asked if replayed(name)} == {"others", "nobodys"}


def test_while_the_first_is_under_way_a_repeat_is_told_to_wait(small):
    idempotency_keys = IdempotencyKeys(small.database)
    assert idempotency_keys.begin("a", "1", NOW) is None
    with pytest.raises(RequestUnderWay) as caught:
        idempotency_keys.begin("a", "1", NOW)
    assert caught.value.retry_after == 1
    idempotency_keys.finish("a", StoredResponse(200, {}, b"{}"))
    assert idempotency_keys.begin("a", "1", NOW).body == b"{}"


def test_a_reply_is_kept_for_a_day(small):
    idempotency_keys = IdempotencyKeys(small.database)
    idempotency_keys.begin("a", "1", NOW)
    idempotency_keys.finish("a", StoredResponse(200, {}, b"{}"))
    assert idempotency_keys.begin("a", "1", NOW + timedelta(hours=24)) is not None
    assert idempotency_keys.begin("a", "1", NOW + timedelta(hours=24, seconds=1)) is None


def test_a_key_stands_for_a_job_for_a_day_and_after_it_for_another_one(client, small):
    asked = {"paper_ids": small.corpus.catalog.first_ids(1), "mode": "extractive", "kinds": ["summary"]}

    def begun():
        return client.post("/v1/summaries", json=asked, headers=KEY | {"Prefer": "respond-async"}).headers["location"]

    first = begun()
    seen = [first]
    for _ in range(2):
        with small.database.write() as connection:  # what a kill between the job and its answer leaves
            connection.execute(sa.delete(replies))
        assert begun() == seen[-1]
        with small.database.write() as connection:
            connection.execute(sa.delete(replies))
            connection.execute(sa.update(jobs).values(created_at=small.now() - timedelta(hours=25)))
        seen.append(begun())
    assert len(set(seen)) == 3
    assert client.get(first).status_code == 200


def test_a_request_whose_process_died_is_not_under_way_for_ever(open_services):
    with open_services() as services:
        services.idempotency_keys.begin("a", "1", NOW)
    with open_services() as services:
        assert services.idempotency_keys.begin("a", "1", NOW) is None
        with pytest.raises(RequestUnderWay):
            services.idempotency_keys.begin("a", "1", NOW + timedelta(minutes=9))
        assert services.idempotency_keys.begin("a", "1", NOW + timedelta(minutes=11)) is None


def test_when_the_answers_take_too_much_room_the_oldest_go(small):
    keys = IdempotencyKeys(small.database)
    large = StoredResponse(200, {}, b"x" * 30 * 2**20)
    for number in range(8):
        keys.begin(f"key {number}", "1", NOW + timedelta(seconds=number))
        keys.finish(f"key {number}", large)
    kept = {number for number in range(8) if keys.begin(f"key {number}", "1", NOW + timedelta(minutes=1)) is not None}
    assert kept == set(range(2, 8))


def test_small_answers_count_with_what_the_database_needs_for_each(small, monkeypatch):
    monkeypatch.setattr(idempotency, "_MOST_BYTES", 5_000)
    monkeypatch.setattr(idempotency, "_LOOKED_AT_AFTER", 5_000)
    keys = IdempotencyKeys(small.database)
    for number in range(12):
        keys.begin(f"key {number}", "1", NOW + timedelta(seconds=number))
        keys.finish(f"key {number}", StoredResponse(303, {}, b""))
    with small.database.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(replies)) == 5
