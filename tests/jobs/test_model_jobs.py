"""Texts of a job that a model could not write: counted, and asked for again."""

from tests.api.test_jobs import begun, ended
from tests.corpora import serving


def test_what_was_quoted_because_no_model_could_be_had_is_counted_and_asked_for_again_by_a_retry(
    open_services, stores, small_folder, tmp_path, upstream
):
    folder = stores.copy(small_folder, tmp_path / "data")
    models = [{"model": "openai/good", "api_base": upstream.url, "api_key": "a-key"}]
    with open_services(folder, llm={"models": models, "attempts": 1}) as services, serving(services) as client:
        ids = services.corpus.catalog.first_ids(3)
        upstream.die()
        job = begun(client, ids, mode="auto")
        assert ended(client, job)["counts"] == {"total": 3, "done": 3, "quoted": 3, "failed": 0}
        assert {item["texts"][0]["source"] for item in client.get(f"{job}/results").json()["data"]} == {"extractive"}
        upstream.die(dead=False)
        client.post(f"{job}/retry")
        assert ended(client, job)["counts"] == {"total": 3, "done": 3, "quoted": 0, "failed": 0}
        assert {item["texts"][0]["source"] for item in client.get(f"{job}/results").json()["data"]} == {"llm"}
        before = len(upstream.calls)
        client.post(f"{job}/retry")
        assert ended(client, job)["counts"]["quoted"] == 0
        assert len(upstream.calls) == before
