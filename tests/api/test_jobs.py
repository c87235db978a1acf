"""Jobs over HTTP, worked on by the real DBOS: asked for, looked at, cancelled, repeated, expired."""

import json
import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest

from service.storage import JobItem
from tests.api.problem import problem
from tests.corpora import paper, serving

ROUTE = "/v1/summaries"
QUOTED = {"mode": "extractive", "kinds": ["summary"]}
ASYNC = {"Prefer": "respond-async"}


def begun(client, ids, headers=ASYNC, **body):
    answer = client.post(ROUTE, json={"paper_ids": ids} | QUOTED | body, headers=headers)
    assert answer.status_code == 202, answer.text
    assert answer.headers["retry-after"].isdecimal()
    return answer.headers["location"]


def ended(client, job):
    for _ in range(600):
        said = client.get(job).json()
        if said["ended_at"]:
            return said
        time.sleep(0.1)
    raise AssertionError(said)


@pytest.fixture
def ids(small):
    return small.corpus.catalog.first_ids(60)


def test_more_papers_than_a_request_may_have_are_a_job_that_ends_with_a_text_for_each(client, ids):
    job = begun(client, [*ids[:21], "hf:nowhere"], headers={})
    said = ended(client, job)
    assert (said["status"], said["counts"]) == ("completed", {"total": 22, "done": 21, "quoted": 0, "failed": 1})
    first = client.get(f"{job}/results", params={"limit": 10}).json()
    second = client.get(f"{job}/results", params={"cursor": first["next"]}).json()
    data = [*first["data"], *second["data"]]
    assert [item["paper_id"] for item in data] == [*ids[:21], "hf:nowhere"]
    assert all(item["texts"][0]["text"] for item in data[:21])
    assert data[21]["errors"][0]["code"] == "paper_not_found"
    assert second["next"] is None


def test_a_text_of_a_job_is_the_one_that_a_request_gets(client, ids):
    job = begun(client, ids[:2])
    ended(client, job)
    (text,) = client.get(f"{job}/results").json()["data"][1]["texts"]
    (asked,) = client.post(ROUTE, json={"paper_ids": [ids[1]]} | QUOTED).json()["data"]
    assert text == asked


def test_a_retry_does_what_failed_and_nothing_else(client, ids):
    late = paper(7)
    job = begun(client, [ids[0], late.id])
    assert ended(client, job)["counts"] == {"total": 2, "done": 1, "quoted": 0, "failed": 1}
    client.post("/v1/papers", json={"papers": [{"id": late.id, "title": late.title, "abstract": late.abstract}]})
    assert client.post(f"{job}/retry").status_code == 202
    assert ended(client, job)["counts"] == {"total": 2, "done": 2, "quoted": 0, "failed": 0}
    assert client.get(job).json()["attempt"] == 2


def test_a_job_cancelled_in_its_retry_still_gives_what_is_done_behind_what_is_not(client, ids, small):
    job = begun(client, ["hf:nowhere", *ids[:2]])
    ended(client, job)
    records, name = small.jobs.records, job.rpartition("/")[2]
    records.retry(name)
    records.cancel(name, small.now())
    ended(client, job)
    assert [item["paper_id"] for item in client.get(f"{job}/results").json()["data"]][-2:] == ids[:2]


def test_events_count_up_to_the_end_and_go_on_from_the_last_one_seen(client, ids):
    job = begun(client, ids[:40])
    stream = client.get(f"{job}/events").text
    marks = [line.removeprefix("id: ") for line in stream.splitlines() if line.startswith("id: ")]
    assert marks[-1] == "1.40.0.completed"
    assert "event: done" in stream
    again = client.get(f"{job}/events", headers={"Last-Event-ID": marks[-1]}).text
    assert "event: progress" not in again
    assert json.loads(again.split("data: ")[1].splitlines()[0])["status"] == "completed"


def test_a_small_job_does_not_wait_until_a_large_one_has_ended(open_services, stores, small_folder, tmp_path):
    folder = stores.copy(small_folder, tmp_path / "fair")
    with (
        open_services(folder, jobs={"concurrency": 1, "turn_s": 0.01, "chunk": 1}) as services,
        serving(services) as client,
    ):
        ids = services.corpus.catalog.first_ids(60)
        large = begun(client, [*ids, *(f"hf:nowhere-{number}" for number in range(3_000))])
        small = begun(client, ids[:1])
        assert ended(client, small)["status"] == "completed"
        assert client.get(large).json()["ended_at"] is None
        client.post(f"{large}/cancel")
        assert ended(client, large)["counts"]["done"] > 0


def test_papers_of_which_none_is_here_are_no_job(client):
    problem(client.post(ROUTE, json={"paper_ids": [f"hf:nowhere-{n}" for n in range(30)]}), 404, "paper_not_found")


def test_while_too_many_papers_are_kept_in_jobs_a_new_one_is_refused(client, ids, small):
    records, now = small.jobs.records, small.now()
    records.create("old", "summaries", {}, (JobItem(n, "hf:x", "done") for n in range(1_001)), now)
    records.end("old", "cancelled", now)
    small.jobs.settings = small.jobs.settings.model_copy(update={"keep_items": 1_000})
    refused = client.post(ROUTE, json={"paper_ids": ids} | QUOTED, headers=ASYNC)
    assert problem(refused, 503, "unavailable")["detail"].endswith("or raise PAPERLARK_JOBS__KEEP_ITEMS.")
    records.expire(timedelta(days=30), now + timedelta(days=2))
    assert client.post(ROUTE, json={"paper_ids": ids} | QUOTED, headers=ASYNC).status_code == 202


def test_a_job_that_is_being_written_is_not_there_yet_and_keeps_no_other_writer_waiting(small, ids):
    records, now = small.jobs.records, small.now()
    seen = []

    def items():
        for number in range(1_200):
            if number % 500 == 0:
                small.corpus.feedback.record("ann", [], now)  # another writer, in the middle of it
                seen.append((records.get("new"), records.latest(5), records.ids_of_user("ann"), records.tally()))
            yield JobItem(number, ids[0])

    records.create("new", "summaries", {"user": "ann"}, items(), now)
    assert seen == [(None, [], [], [])] * 3
    assert records.counts("new").total == 1_200
    assert [job.id for job in records.under_way()] == ["new"]


def test_what_was_left_of_a_job_by_a_process_that_died_goes(small, ids):
    records, now = small.jobs.records, small.now()

    def items():
        yield from (JobItem(number, ids[0]) for number in range(600))
        raise KeyboardInterrupt

    for _ in range(2):  # its repeat begins anew
        with pytest.raises(KeyboardInterrupt):
            records.create("new", "summaries", {}, items(), now)
    assert records.has_items_above(0)
    records.expire(timedelta(days=30), now + timedelta(hours=2))
    assert not records.has_items_above(0)


def test_a_job_that_has_ended_is_not_cancelled(client, ids):
    job = begun(client, ids[:1])
    ended(client, job)
    problem(client.post(f"{job}/cancel"), 409, "job_ended")


def test_a_cancelled_job_keeps_what_is_done_and_can_be_taken_up_again(client, ids):
    job = begun(client, ids)
    said = client.post(f"{job}/cancel").json()
    assert said["status"] in {"cancelling", "cancelled"}
    assert ended(client, job)["status"] == "cancelled"
    client.post(f"{job}/retry")
    assert ended(client, job)["counts"] == {"total": 60, "done": 60, "quoted": 0, "failed": 0}


def test_results_of_an_old_job_expire_and_the_job_says_so(client, ids, small):
    job = begun(client, ids[:1])
    ended(client, job)
    records = small.jobs.records
    assert records.expire(timedelta(days=1), small.now()) == 0
    assert records.expire(timedelta(days=1), small.now() + timedelta(days=2)) == 1
    assert client.get(job).json()["status"] == "expired"
    problem(client.get(f"{job}/results"), 410, "results_expired")
    problem(client.post(f"{job}/retry"), 409, "job_ended")


def test_results_that_a_process_which_died_has_half_dropped_go_with_the_next_round(small, monkeypatch):
    records, now = small.jobs.records, small.now()
    records.create("old", "summaries", {}, (JobItem(n, "hf:x", "done") for n in range(20)), now)
    records.end("old", "completed", now)
    dropped = []

    def die(job_id):
        dropped.append(job_id)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(records, "_drop_items", die)
        with pytest.raises(KeyboardInterrupt):
            records.expire(timedelta(days=1), now + timedelta(days=2))
    assert (dropped, records.get("old").status, records.has_items_above(0)) == (["old"], "expired", True)
    assert records.expire(timedelta(days=1), now + timedelta(days=2)) == 0
    assert not records.has_items_above(0)


def test_a_job_that_is_retried_while_old_ones_expire_keeps_what_it_has(small, monkeypatch):
    records, now = small.jobs.records, small.now()
    records.create("old", "summaries", {}, [JobItem(0, "hf:x", "failed")], now)
    records.end("old", "completed", now)
    read = small.database.read

    @contextmanager
    def retried_after():
        with read() as connection:
            yield connection
        records.retry("old")

    with monkeypatch.context() as patched:
        patched.setattr(small.database, "read", retried_after)
        assert records.expire(timedelta(days=1), now + timedelta(days=2)) == 0
    assert (records.get("old").status, records.counts("old").total) == ("queued", 1)


def test_the_best_papers_of_a_user_can_be_asked_for(client, ids):
    for name in ids[:3]:
        client.put(f"/v1/users/ann/feedback/{name}", json={"kind": "like"})
    best = client.get("/v1/users/ann/recommendations", params={"limit": 5}).json()["data"]
    job = client.post(ROUTE, json={"user": "ann", "top": 5, "kinds": ["summary"]}, headers=ASYNC).headers["location"]
    ended(client, job)
    data = client.get(f"{job}/results").json()["data"]
    assert [item["paper_id"] for item in data] == [item["paper"]["id"] for item in best]


def test_the_papers_nearest_to_a_query_can_be_asked_for_whoever_asks(client, ids, small):
    title = small.corpus.catalog.get([ids[4]])[ids[4]].title
    job = client.post(ROUTE, json={"query": title, "top": 4, "user": "ann"}, headers=ASYNC).headers["location"]
    assert ended(client, job)["counts"]["done"] == 4
    found = [item["paper_id"] for item in client.get(f"{job}/results").json()["data"]]
    near = client.get(f"/v1/papers/{ids[4]}/similar", params={"limit": 59}).json()["data"]
    assert found[0] == ids[4]
    assert set(found[1:]) <= {hit["paper"]["id"] for hit in near}
    assert [item["paper_id"] for item in client.post(ROUTE, json={"query": title, "top": 4}).json()["data"]][
        ::2
    ] == found


def test_a_query_to_an_empty_installation_is_a_job_of_nothing(open_services):
    with open_services() as services, serving(services) as client:
        job = client.post(ROUTE, json={"query": "flows", "top": 4}, headers=ASYNC).headers["location"]
        assert (ended(client, job)["status"], client.get(job).json()["counts"]["total"]) == ("completed", 0)


def test_the_jobs_of_a_user_go_with_the_user_and_nobody_elses(client, ids):
    hers, his = (begun(client, ids, user=name) for name in ("ann", "bob"))
    started = time.monotonic()
    while not client.get(hers).json()["counts"]["done"] and time.monotonic() < started + 20:
        time.sleep(0.01)
    assert client.get("/v1/users/ann/export").json()["jobs"] == [hers.rpartition("/")[2]]
    client.delete("/v1/users/ann")
    problem(client.get(hers), 404, "job_not_found")
    assert client.get("/v1/users/ann/export").json()["jobs"] == []
    assert ended(client, his)["counts"] == {"total": 60, "done": 60, "quoted": 0, "failed": 0}


def test_events_of_a_job_end_when_its_user_is_deleted(client, ids):
    job = begun(client, ids, user="ann")
    with client.stream("GET", f"{job}/events") as stream:
        lines = stream.iter_lines()
        assert next(lines) == "event: progress"
        client.delete("/v1/users/ann")
        assert "event: done" not in list(lines)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/paper_ids"),
        ({"paper_ids": []}, "/paper_ids"),
        ({"top": 3}, "/top"),
        ({"top": 3, "user": "ann", "paper_ids": ["hf:a"]}, "/top"),
        ({"top": 1_000, "user": "ann"}, "/top"),
        ({"query": "flows"}, "/query"),
        ({"query": " ", "top": 3}, "/query"),
        ({"query": "flows", "top": 3, "paper_ids": ["hf:a"]}, "/top"),
        ({"paper_ids": [f"my:{number}" for number in range(100_001)]}, "/paper_ids"),
    ],
    ids=["nothing", "no ids", "nobody", "both", "too many", "how many", "about nothing", "two places", "100,001 ids"],
)
def test_what_is_no_batch_is_refused_and_the_field_is_named(reader, body, pointer):
    answer = reader.post(ROUTE, json=body, headers=ASYNC)
    assert answer.status_code == 422, answer.text
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_as_many_ids_as_the_limit_names_fit_into_a_request(client, ids):
    names = [f"my:{'a' * 60}-{number}" for number in range(99_999)]
    job = begun(client, [*names, ids[0]])
    assert client.get(job).json()["counts"]["total"] == 100_000
    client.post(f"{job}/cancel")


def test_an_unknown_job_is_not_found(client):
    for method, path in (("GET", ""), ("GET", "/results"), ("GET", "/events"), ("POST", "/cancel"), ("POST", "/retry")):
        problem(client.request(method, f"/v1/jobs/none{path}"), 404, "job_not_found")


def test_a_job_of_a_name_that_no_database_keeps_is_refused(client):
    assert client.get("/v1/jobs/no%00ne").status_code in {404, 422}


def test_a_large_file_is_imported_as_a_job(open_services):
    with open_services(jobs={"import_above": 10, "chunk": 7}) as services, serving(services) as client:
        rows = [paper(number) for number in range(20)]
        data = "".join(json.dumps({"id": row.id, "title": row.title, "abstract": row.abstract}) + "\n" for row in rows)
        answer = client.post("/v1/imports", content=f"{data}not a record\n".encode())
        assert answer.status_code == 202
        assert ended(client, answer.headers["location"])["counts"] == {
            "total": 20,
            "done": 20,
            "quoted": 0,
            "failed": 0,
        }
        assert client.get("/v1/meta").json()["papers"] == 20
        first = client.get(f"{answer.headers['location']}/results", params={"limit": 10}).json()
        assert [fault["line"] for fault in first["diagnostics"]] == [21]
        assert client.get(f"{answer.headers['location']}/results?cursor={first['next']}").json()["diagnostics"] == []


def test_the_index_is_built_anew_as_a_job(client, small):
    before = small.corpus.index.ids()
    small.corpus.index.delete(sorted(before)[:9])
    assert not small.corpus.is_complete()
    answer = client.post("/v1/jobs", json={"kind": "reindex"})
    assert answer.status_code == 202
    assert ended(client, answer.headers["location"])["status"] == "completed"
    assert small.corpus.index.ids() == before
    assert small.corpus.is_complete()
    problem(client.post("/v1/jobs", json={"kind": "tidy"}), 422, "invalid_input")


def test_the_same_post_twenty_times_at_once_is_one_job(client, ids):
    answers = []

    def post():
        answers.append(client.post(ROUTE, json={"paper_ids": ids[:25]}, headers={"Idempotency-Key": "a-key"}))

    threads = [threading.Thread(target=post) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} <= {202, 409}
    jobs = {answer.headers["location"] for answer in answers if answer.status_code == 202}
    assert len(jobs) == 1
    ended(client, *jobs)


def test_a_job_goes_on_after_the_server_was_stopped_in_good_order(stores, small_folder, tmp_path, open_services):
    folder = stores.copy(small_folder, tmp_path / "data")
    with open_services(folder, jobs={"chunk": 1}) as services, serving(services) as client:
        ids = services.corpus.catalog.first_ids(60)
        job = begun(client, ids)
        while client.get(job).json()["counts"]["done"] == 0:
            time.sleep(0.05)
    with open_services(folder, jobs={"dead_after_s": 3}) as services, serving(services) as client:
        assert client.get(job).json()["ended_at"] is None
        said = ended(client, job)
    assert (said["status"], said["counts"]) == ("completed", {"total": 60, "done": 60, "quoted": 0, "failed": 0})
