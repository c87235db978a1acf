"""Texts as server-sent events: each when it is finished and checked, with a mark to go on from."""

import asyncio
import json

import pytest

from service.api import summaries
from service.llm import close
from tests.api.problem import pointers, problem
from tests.model_parts import OWLS, ROUTE, asked, batch_of, writing

STREAM = {"Accept": "text/event-stream"}


@pytest.fixture(scope="module")
def ids(sampled):
    return sampled.corpus.catalog.first_ids(60)


def events(raw):
    """(event, data, id) of each; a comment is an event without a name."""
    found = []
    for block in filter(None, raw.split("\n\n")):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        found.append((fields.get("event"), json.loads(fields.get("data", "null")), fields.get("id")))
    return found


def streamed(client, last="", **body):
    response = client.post(ROUTE, json=body, headers=STREAM | ({"Last-Event-ID": last} if last else {}))
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/event-stream")
    return events(response.text)


def of(found, name):
    return [data for event, data, _ in found if event == name]


def test_each_text_is_sent_once_and_counted_and_the_end_is_said(sampled, upstream, ids):
    body = {"paper_ids": [*ids[:3], "hf:nowhere"]}
    with asked(sampled, upstream, "good") as client:
        found = streamed(client, **body)
        whole = client.post(ROUTE, json=body).json()["data"]
    assert [event for event, _, _ in found] == ["item", "progress"] * 6 + ["done"]
    assert sorted(of(found, "item"), key=str) == sorted(whole, key=str)
    assert of(found, "progress") == [{"done": count, "total": 6} for count in range(1, 7)]
    assert of(found, "done") == [{"total": 6, "not_found": ["hf:nowhere"]}]


def test_who_was_cut_off_gets_the_rest_and_only_that(sampled, upstream, ids):
    body = {"paper_ids": ids[:3]}
    with asked(sampled, upstream, "good") as client:
        found = streamed(client, **body)
        items = [(data, mark) for event, data, mark in found if event == "item"]
        for seen in range(7):
            rest = streamed(client, last=items[seen - 1][1] if seen else "0", **body)
            assert sorted(of(rest, "item"), key=str) == sorted((data for data, _ in items[seen:]), key=str)
            assert of(rest, "done")


def test_a_paper_that_is_deleted_between_two_tries_shifts_no_mark(fresh, upstream):
    ids = fresh.corpus.catalog.first_ids(3)
    body = {"paper_ids": ids, "kinds": ["summary"], "mode": "extractive"}
    with asked(fresh, upstream, "good") as client:
        whole = {item["paper_id"]: item for item in of(streamed(client, **body), "item")}
        fresh.corpus.delete(ids[0])
        rest = streamed(client, last="2", **body)  # the second had been sent
    assert of(rest, "item") == [whole[ids[2]]]
    assert of(rest, "progress") == [{"done": 2, "total": 2}]


@pytest.mark.parametrize("mark", ["x", "-1", "1.5", "f" * 101])
def test_a_mark_that_is_not_ours_is_refused(sampled, upstream, ids, mark):
    with asked(sampled, upstream, "good") as client:
        response = client.post(ROUTE, json={"paper_ids": ids[:1]}, headers=STREAM | {"Last-Event-ID": mark})
    assert "Last-Event-ID" in str(pointers(problem(response, 422))).title().replace("Id", "ID")


def test_a_mark_of_a_longer_request_ends_the_stream(sampled, upstream, ids):
    with asked(sampled, upstream, "good") as client:
        assert streamed(client, last="ff", paper_ids=ids[:1]) == [("done", {"total": 2, "not_found": []}, "3")]


def test_a_text_that_fails_is_an_event_of_its_own(sampled, upstream, ids):
    with asked(sampled, upstream, "html", attempts=1, deadline_s=60) as client:
        found = streamed(client, paper_ids=ids[5:7], kinds=["summary"], mode="llm")
    assert [event for event, _, _ in found] == ["error", "progress"] * 2 + ["done"]
    assert {error["problem"]["code"] for error in of(found, "error")} == {"text_failed"}


def test_nothing_is_sent_that_is_not_checked(fresh, upstream):
    with asked(fresh, upstream, "lying", deadline_s=60) as client:
        client.post("/v1/papers", json={"papers": [OWLS]})
        found = streamed(client, paper_ids=[OWLS["id"]], kinds=["summary"])
    (item,) = of(found, "item")
    assert (item["source"], item["dropped"], item["faithfulness"]["passed"]) == ("llm", 1, True)
    assert "93.7" not in str(found)


def test_a_bad_request_is_refused_before_the_stream_begins(sampled, upstream):
    with asked(sampled, upstream, "good") as client:
        problem(client.post(ROUTE, json={"paper_ids": []}, headers=STREAM), 422, "invalid_input")
        language = {"paper_ids": ["hf:a"], "language": "xx"}
        assert "/language" in pointers(problem(client.post(ROUTE, json=language, headers=STREAM), 422))


def test_a_line_stays_alive_while_nothing_is_finished(sampled, upstream, ids, monkeypatch):
    monkeypatch.setattr(summaries, "HEARTBEAT_S", 0.1)
    upstream.seconds = 0.5

    async def read():
        services = writing(sampled, upstream, "slow", deadline_s=60)
        batch = await batch_of(services, ids[8:9], kinds=("summary",))
        raw = b"".join([part async for part in summaries.events(batch, set())])
        await close()
        return events(raw.decode())

    names = [event for event, _, _ in asyncio.run(read())]
    assert names[0] is None
    assert [name for name in names if name] == ["item", "progress", "done"]


def test_a_client_that_goes_away_does_not_cancel_the_others(sampled, upstream, ids):
    upstream.seconds = 0.5

    async def both():
        services = writing(sampled, upstream, "slow", deadline_s=60)
        batches = [await batch_of(services, ids[10:13], kinds=("summary",)) for _ in range(2)]
        stays = asyncio.create_task(batches[0].texts())
        stream = summaries.events(batches[1], set())
        first = asyncio.create_task(anext(stream))
        while len(upstream.calls) < 3:  # noqa: ASYNC110  # the server is in another thread
            await asyncio.sleep(0.01)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        await stream.aclose()
        done = await stays
        await close()
        return done

    assert {item.source for item in asyncio.run(both()).data} == {"llm"}
    assert len(upstream.calls) == 3
