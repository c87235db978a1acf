"""An installation whose embedding model is on a server: of another dimension, moved there, and without its server."""

import numpy as np
import pytest

from service.app import move_to_new_model
from service.corpus import lay_out_map
from service.errors import BadInput, EmbeddingAway, EmbeddingUnavailable, Unavailable
from tests.api.test_jobs import ended
from tests.corpora import NOW, answers, paper, samples, serving


def served_by(upstream, model="hashed", **given) -> dict:
    """The settings of a model that the stub plays."""
    return {"model": f"openai/{model}", "api_base": upstream.url, "api_key": "k"} | given


def found_by(client, path="/v1/search?q=owls%20in%20season&limit=5", **options) -> list[str]:
    answer = client.get(path, **options)
    answer.raise_for_status()
    return [(hit.get("paper") or hit)["id"] for hit in answer.json()["data"]]


def test_everything_takes_another_dimension(open_services, upstream):
    with open_services(embedding=served_by(upstream)) as services:
        services.corpus.add(samples(120), NOW)
        assert services.corpus.snapshot().papers.dense.shape == (120, 64)
        expected = answers(services)
        with serving(services) as client:
            meta = client.get("/v1/meta").json()["models"]
            assert (meta["embedding"], meta["embedding_dim"]) == ("openai/hashed@64", 64)
            first = services.corpus.catalog.first_ids(1)[0]
            for mode in ("hybrid", "semantic", "keyword"):
                assert found_by(client, f"/v1/search?q=neural%20flows&mode={mode}")
                assert found_by(client, f"/v1/papers/{first}/similar?mode={mode}")
            checks = {check["name"]: check for check in client.get("/v1/checks").json()["data"]}
            assert all(check["ok"] for check in checks.values())
            assert checks["embedding model"]["detail"].startswith("openai/hashed@64: 64 numbers a vector.")
    calls = len(upstream.calls)
    with open_services(embedding=served_by(upstream), index={"exact_below": 0}) as services:
        assert answers(services) == expected  # by Chroma, after a restart that asked the model nothing
        services.corpus.reindex()
        assert services.corpus.is_complete()
    assert len(upstream.calls) == calls


@pytest.mark.parametrize("model", ["hashed", "crowded"])
def test_the_nearest_quarter_of_the_corpus_is_found_by_meaning_whatever_cosines_a_model_has(
    open_services, upstream, model
):
    with open_services(embedding=served_by(upstream, model)) as services:
        services.corpus.add(samples(120), NOW)
        with serving(services) as client:
            found = client.get("/v1/search?q=zebra+xylophones&mode=semantic&limit=100").json()["data"]
            assert 0.2 * 120 < len(found) < 0.3 * 120
            assert (min(hit["because"]["semantic"] for hit in found) > 0.5) is (model == "crowded")


def test_a_map_is_laid_out_of_vectors_of_another_dimension(open_services, upstream):
    with open_services(embedding=served_by(upstream)) as services:
        services.corpus.add(samples(60), NOW)
        assert lay_out_map(services.corpus) == 60
        with serving(services) as client:
            assert len(client.get("/v1/map").json()["ids"]) == 60


def test_an_epoch_is_learned_of_vectors_of_another_dimension(open_services, upstream):
    with open_services(embedding=served_by(upstream)) as services:
        services.corpus.add([paper(number) for number in range(2_001)], NOW)
        services.corpus.refresh()
        assert services.corpus.snapshot().epoch.centre.shape == (64,)
        services.corpus.add([paper(3_000)], NOW)
        assert paper(3_000).id in services.corpus.snapshot().rows
        expected = answers(services)
    with open_services(embedding=served_by(upstream)) as services:
        assert answers(services) == expected


def test_a_start_without_the_server_answers_as_before(open_services, upstream):
    with open_services(embedding=served_by(upstream)) as services:
        services.corpus.add(samples(20), NOW)
        expected = answers(services)
    with open_services(embedding=served_by(upstream, api_base="http://127.0.0.1:1/v1")) as services:
        assert answers(services) == expected


def test_a_first_start_without_the_server_says_what_to_do(open_services, upstream):
    upstream.die()
    with (
        pytest.raises(EmbeddingAway, match=r"openai/hashed at http://.* gives no vectors"),
        open_services(embedding=served_by(upstream)),
    ):
        pass


def test_papers_sent_while_the_server_is_away_are_kept_and_embedded_by_a_job_later(open_services, upstream):
    with open_services(embedding=served_by(upstream)) as services, serving(services) as client:
        services.corpus.add(samples(20), NOW)
        upstream.die()
        sent = client.post("/v1/papers", json={"papers": [{"title": "On owls", "abstract": "We count owls at night."}]})
        assert sent.json()["data"][0]["status"] == "created"
        assert "wait for a job" in client.get("/readyz").json()["checks"][1]["detail"]
        upstream.die(False)
        job = next(job for job in services.jobs.records.latest(5) if job.kind == "embed")
        assert ended(client, f"/v1/jobs/{job.id}")["status"] == "completed"
        assert services.corpus.catalog.vectors.count_unembedded("openai/hashed@64") == 0


def test_a_job_waits_for_a_server_that_asks_to_however_often(open_services, upstream):
    with open_services(embedding=served_by(upstream, "limited-often")) as services, serving(services) as client:
        client.post("/v1/papers", json={"papers": [{"title": "On owls", "abstract": "We count owls at night."}]})
        job = next(job for job in services.jobs.records.latest(5) if job.kind == "embed")
        assert ended(client, f"/v1/jobs/{job.id}")["status"] == "completed"
        assert len(upstream.calls) == 6
        assert services.corpus.catalog.vectors.count("openai/limited-often@64") == 1


def test_a_move_waits_for_a_server_that_asks_to_however_often(open_services, stores, tmp_path, upstream):
    with open_services() as services:
        services.corpus.add(samples(5), NOW)
    new = stores.settings(tmp_path / "data", embedding=served_by(upstream, "limited-often"))
    assert move_to_new_model(new).embedded == 5
    assert len(upstream.calls) == 6


def test_a_search_goes_on_by_words_while_the_server_is_away(open_services, upstream):
    with open_services(embedding=served_by(upstream)) as services, serving(services) as client:
        services.corpus.add([paper(number) for number in range(20)], NOW)
        upstream.die()
        by_words = found_by(client, "/v1/search?q=owls&mode=keyword")
        answer = client.get("/v1/search?q=owls").json()
        assert [hit["paper"]["id"] for hit in answer["data"]] == by_words
        assert answer["words_only"] is True
        refused = client.get("/v1/search?q=owls&mode=semantic")
        assert (refused.status_code, refused.json()["code"]) == (503, "embedding_away")
        assert "retry-after" in refused.headers
        upstream.die(False)
        assert client.get("/v1/search?q=herons").json()["words_only"] is False


def test_another_model_is_refused_with_the_way_out(open_services, upstream):
    with open_services() as services:
        services.corpus.add(samples(3), NOW)
    with (
        pytest.raises(BadInput, match=r"fp32/256.*openai/hashed@64.*reindex --new-model"),
        open_services(embedding=served_by(upstream)),
    ):
        pass


def test_an_empty_installation_takes_any_model(open_services, upstream):
    with open_services():
        pass
    with open_services(embedding=served_by(upstream)) as services:
        assert services.corpus.model == "openai/hashed@64"


def test_a_move_leaves_old_answers_alone_until_the_end_and_needs_no_folder_of_its_own(
    open_services, stores, tmp_path, upstream
):
    new = stores.settings(tmp_path / "data", embedding=served_by(upstream, "limited-twice"))
    with open_services() as services:
        services.corpus.add(samples(60), NOW)
        expected = answers(services)
        during = []
        moved = move_to_new_model(new, lambda _done, _total: during.append(answers(services)))
        assert set(during) == {expected}
        assert (moved.model, moved.dim, moved.embedded) == ("openai/limited-twice@64", 64, 60)
        assert answers(services) == expected
        with pytest.raises(Unavailable, match="restart this process"):
            services.corpus.add([paper(1)], NOW)
    with open_services(embedding=new.embedding) as services:
        assert services.corpus.snapshot().papers.dense.shape == (61, 64)
        assert services.corpus.is_complete()
        assert answers(services) != expected


def test_a_move_that_was_cut_off_goes_on_where_it_was(open_services, stores, tmp_path, upstream):
    new = stores.settings(tmp_path / "data", embedding=served_by(upstream))

    def cut_off(_done, _total):
        raise KeyboardInterrupt

    with open_services() as services:
        services.corpus.add([paper(number) for number in range(300)], NOW)
        before = services.corpus.model
        with pytest.raises(KeyboardInterrupt):
            move_to_new_model(new, cut_off)
    with open_services() as services:
        assert services.corpus.model == before
        assert services.corpus.catalog.vectors.count_by_model() == {before: 300, "openai/hashed@64": 128}
    assert move_to_new_model(new).embedded == 172


def test_the_way_back_costs_nothing(open_services, stores, tmp_path, upstream):
    with open_services() as services:
        services.corpus.add(samples(20), NOW)
        expected = answers(services)
    move_to_new_model(stores.settings(tmp_path / "data", embedding=served_by(upstream)))
    assert move_to_new_model(stores.settings(tmp_path / "data")).embedded == 0
    with open_services() as services:
        assert answers(services) == expected


@pytest.mark.parametrize("model", ["nan", "fewer"])
def test_a_move_to_a_model_without_vectors_changes_nothing(open_services, stores, tmp_path, upstream, model):
    with open_services() as services:
        services.corpus.add(samples(5), NOW)
        expected = answers(services)
    with pytest.raises(EmbeddingUnavailable, match="no usable vector"):
        move_to_new_model(stores.settings(tmp_path / "data", embedding=served_by(upstream, model)))
    with open_services() as services:
        assert answers(services) == expected


def test_a_server_that_comes_to_answer_with_another_dimension_is_named_and_nothing_is_mixed(open_services, upstream):
    with open_services(embedding=served_by(upstream)) as services, serving(services) as client:
        services.corpus.add(samples(20), NOW)
        upstream.dim = 96
        services.corpus.add([paper(1)], NOW)
        assert services.corpus.catalog.vectors.count("openai/hashed@64") == 20
        checks = {check["name"]: check for check in client.get("/v1/checks").json()["data"]}
        assert not checks["embedding model"]["ok"]
        assert "96 numbers, and those kept here have 64" in checks["embedding model"]["detail"]


def test_another_model_behind_the_same_name_is_found_out(open_services, upstream):
    with open_services(embedding=served_by(upstream)) as services:
        services.corpus.add([paper(1)], NOW)
        model = services.corpus.model
        stale = services.corpus.catalog.vectors.unembedded("other", [paper(1).id])
        row = np.ones((1, 64), dtype=np.float32) / 8
        services.corpus.catalog.vectors.save(model, stale, row)
        with serving(services) as client:
            checks = {check["name"]: check for check in client.get("/v1/checks").json()["data"]}
        assert "behind its name is another model now" in checks["embedding model"]["detail"]
