"""Alive, ready, and what is installed."""

import pytest
from starlette.testclient import TestClient

from service.app import create_app
from service.corpus import sample
from service.ingest import read
from tests.api.problem import problem


def test_alive_says_so_even_when_the_database_is_gone(client, small):
    with small.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE papers RENAME TO elsewhere")
    assert client.get("/healthz").json() == {"status": "ok"}


def test_ready_names_each_part_that_was_checked(reader):
    body = reader.get("/readyz").json()
    assert body["status"] == "ok"
    assert [check["name"] for check in body["checks"]] == ["database", "embeddings", "index", "jobs"]
    assert all(check["ok"] for check in body["checks"])


def test_vectors_of_another_model_are_named(client, small):
    with small.database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO vectors (paper_id, model, text_hash, vector, indexed, version)"
            " SELECT paper_id, 'older', text_hash, vector, indexed, version FROM vectors LIMIT 1"
        )
    embeddings = client.get("/readyz").json()["checks"][1]["detail"]
    assert embeddings.endswith("Also kept: those of older.")


def test_not_ready_while_a_paper_waits_to_be_embedded(client, small):
    with small.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM vectors WHERE paper_id = (SELECT min(paper_id) FROM vectors)")
    answer = client.get("/readyz")
    assert "1 papers wait to be embedded" in problem(answer, 503, "unavailable")["detail"]
    assert int(answer.headers["retry-after"]) >= 1


def test_not_ready_while_the_index_lacks_a_paper(client, small):
    small.corpus.index.delete(small.corpus.catalog.first_ids(1))
    assert "paperlark reindex" in problem(client.get("/readyz"), 503)["detail"]
    small.corpus.reindex()
    assert client.get("/readyz").status_code == 200


def test_not_ready_while_another_writer_holds_the_database(open_services):
    with open_services(store={"busy_timeout_s": 0.05}) as services, TestClient(create_app(services)) as client:
        with services.database.write():
            assert "database" in problem(client.get("/readyz"), 503)["detail"]
        assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize("table", ["papers", "vectors", "state", "jobs"])
def test_not_ready_without_a_table_and_the_sentence_says_which(client, small, table):
    with small.database.write() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO elsewhere")
    said = problem(client.get("/readyz"), 503)["detail"]
    assert table in said
    assert "restore it from a backup" in said


@pytest.mark.embedded("moves the file of SQLite away")
@pytest.mark.parametrize("replaced", [False, True])
def test_a_database_that_is_moved_away_takes_no_more_writes_and_is_not_made_anew(client, small, replaced):
    file = small.database.path
    file.rename(file.with_suffix(".moved"))
    if replaced:
        file.write_bytes(b"")
    assert "was moved away or replaced" in problem(client.get("/readyz"), 503)["detail"]
    answer = client.put(f"/v1/users/ann/feedback/{small.corpus.sample_ids()[0]}", json={"kind": "like"})
    problem(answer, 503, "store_broken")
    assert file.exists() == replaced
    file.unlink(missing_ok=True)
    file.with_suffix(".moved").rename(file)
    assert client.get("/readyz").status_code == 200


def test_every_check_is_told_well_or_not(client, small):
    names = ["database", "embeddings", "index", "jobs"]
    names += ["database file", "papers", "embedding model", "ledger", "language models"]
    found = client.get("/v1/checks").json()["data"]
    assert [check["name"] for check in found] == names
    assert all(check["ok"] for check in found)
    small.corpus.index.delete(small.corpus.catalog.first_ids(1))
    answer = client.get("/v1/checks")
    assert answer.status_code == 200
    assert [check["name"] for check in answer.json()["data"] if not check["ok"]] == ["index"]


def test_meta_says_what_is_installed(reader, sampled):
    body = reader.get("/v1/meta").json()
    assert body["papers"] == 60
    assert body["snapshot"] == sampled.corpus.catalog.snapshot_id()
    embedding = {"embedding": sampled.corpus.model, "embedding_dim": 384}
    assert body["models"] == embedding | {"writer": "extractive", "llm": [], "verifier": None}
    assert body["spending"] == {
        "total_usd": 0,
        "today_usd": 0,
        "budget_usd": None,
        "calls": 0,
        "tokens": {"in": 0, "out": 0},
        "verifier_usd": 0,
        "verifier_calls": 0,
    }
    assert body["limits"] == sampled.settings.limits.model_dump()
    found = reader.post("/v1/papers/lookup", json={"ids": body["sample_ids"]}).json()
    assert len(found["data"]) == len(body["sample_ids"]) == 3


def test_meta_of_an_empty_installation_has_no_papers(empty):
    with TestClient(create_app(empty)) as client:
        body = client.get("/v1/meta").json()
    assert (body["papers"], body["sample_ids"], body["sample_note"]) == (0, [], None)


def test_meta_says_what_the_sample_lacks_where_it_is_and_its_papers_can_be_looked_for(client, small):
    client.post("/v1/papers", json={"papers": [{"title": "Neural Spline Flows"}]})
    assert client.get("/v1/meta").json()["sample_note"] is None
    client.delete("/v1/papers/hf:neural-spline-flows")
    small.corpus.add([paper for paper in read(sample.data(), "jsonl").papers if paper.id in sample.LIKES], small.now())
    body = client.get("/v1/meta").json()
    assert "no id, author, date or category" in body["sample_note"]
    for paper in client.post("/v1/papers/lookup", json={"ids": body["sample_ids"]}).json()["data"]:
        assert paper["links"].keys() == {"arxiv_search", "semantic_scholar_search"}
