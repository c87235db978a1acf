"""Above some size a new paper moves nothing that was learned: what is answered is what a start would answer."""

import pytest
from starlette.testclient import TestClient

from service.api import Services
from service.app import create_app
from service.discovery import Mode, SearchRequest, search
from service.settings import LimitSettings
from tests.conftest import load_sample
from tests.corpora import NOW, answers, learning, samples


def searched(services: Services) -> bytes:
    with TestClient(create_app(services)) as client:
        found = client.get("/v1/search", params={"q": "language models", "limit": 20})
        cold = client.get("/v1/users/nobody/recommendations", params={"limit": 20})
    assert found.is_success
    assert cold.is_success
    return found.content + cold.content


def test_papers_that_came_went_and_changed_one_by_one_are_answered_as_after_a_start(small: Services):
    with learning(small) as live:
        before = live.corpus.snapshot()
        assert before.epoch is not None
        for each in samples(63)[60:]:
            live.corpus.add([each], NOW)
            assert each.id in live.corpus.snapshot().rows
        live.corpus.delete(samples(60)[30].id)
        facts = {"abstract": "We count owls and glaciers in every season.", "authors": ("A. Ash",)}
        live.corpus.add([samples(60)[31].model_copy(update=facts)], NOW)
        assert live.corpus.snapshot().epoch is before.epoch
        with learning(small) as start:
            assert start.corpus.snapshot().epoch.hash == before.epoch.hash
            assert answers(live) == answers(start)
            assert searched(live) == searched(start)


def test_a_paper_that_just_came_is_recommended_and_found_in_the_next_request(small: Services):
    new = samples(61)[60].model_copy(update={"id": "my:new", "title": "On the zygote"})
    with learning(small) as live, TestClient(create_app(live)) as client:
        live.corpus.snapshot()
        live.corpus.add([new], NOW)
        found = client.get("/v1/search", params={"q": "zygote", "mode": "keyword"}).json()
        assert [hit["paper"]["id"] for hit in found["data"]] == ["my:new"]
        similar = client.post("/v1/recommendations", json={"liked": [samples(60)[6].id], "limit": 60}).json()
        assert "my:new" in {each["paper"]["id"] for each in similar["data"]}
        assert found["snapshot"] == similar["snapshot"] == live.corpus.snapshot().id


def test_a_cursor_goes_on_as_long_as_the_snapshot_is_the_same(small: Services):
    with learning(small) as live, TestClient(create_app(live)) as client:
        wish = {"liked": [samples(1)[0].id], "limit": 5}
        first = client.post("/v1/recommendations", json=wish).json()
        second = client.post("/v1/recommendations", json=wish | {"cursor": first["next"]})
        assert second.is_success
        load_sample(live, 61)
        gone = client.post("/v1/recommendations", json=wish | {"cursor": first["next"]})
        assert (gone.status_code, gone.json()["code"]) == (409, "snapshot_gone")


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("q", ["language models", "what do neural networks forget", '"neural networks"'])
def test_a_short_list_for_which_most_papers_are_not_looked_at_begins_the_whole_one(small: Services, q: str, mode: Mode):
    with learning(small) as live:
        assert live.corpus.snapshot().epoch is not None
        short, whole = (
            search(live.corpus, LimitSettings(), SearchRequest(q, mode, limit=limit)).data for limit in (3, 60)
        )
        assert short == whole[:3]
