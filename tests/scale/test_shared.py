"""Several processes over one PostgreSQL and one Chroma server: nothing lost, nothing twice, nothing stale."""

import json
import os
import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from starlette.testclient import TestClient

from service.app import create_app
from service.errors import BadInput, IndexFailed, RequestUnderWay, StoreAway
from service.storage import Ledger, Spending
from service.storage.sql import metadata
from tests.api.keyed import ON
from tests.api.problem import problem
from tests.corpora import NOW, answers, paper
from tests.faults.processes import ROOT
from tests.processes_served import environment, run
from tests.scale.worker import CALL


def test_the_migrations_build_the_tables_that_the_code_declares(open_shared):
    with open_shared() as services, services.database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_papers_likes_and_deletions_of_one_process_count_in_the_next_request_of_another(open_shared):
    with open_shared() as one, open_shared() as other:
        one.corpus.add([paper(number) for number in range(30)], NOW)
        assert answers(one) == answers(other)
        with TestClient(create_app(one)) as here, TestClient(create_app(other)) as there:
            liked = f"/v1/users/ann/feedback/{paper(3).id}"
            assert here.put(liked, json={"kind": "like"}).is_success
            mine = [client.get("/v1/users/ann/recommendations").json() for client in (here, there)]
            assert mine[0] == mine[1]
            assert mine[0]["data"]
            assert there.delete(liked).is_success
            assert here.get("/v1/users/ann/feedback").json()["data"] == []
        other.corpus.reindex()
        other.corpus.delete(paper(4).id)
        assert paper(4).id not in one.corpus.snapshot().rows
        assert answers(one) == answers(other)
        assert one.corpus.is_complete()
        assert other.corpus.is_complete()


def test_the_answers_are_those_of_an_embedded_installation_to_the_byte(open_shared, open_services):
    found = []
    for opening in (open_shared, open_services):
        with opening() as services:
            services.corpus.add([paper(number) for number in range(25)], NOW)
            found.append(answers(services))
    assert found[0] == found[1]


def test_processes_that_start_write_embed_index_and_spend_at_once_lose_nothing(open_shared, store_url, chroma):
    environment = os.environ | {"PAPERLARK_STORE__URL": store_url, "PAPERLARK_INDEX__URL": chroma.url}
    environment["PAPERLARK_STORE__BUSY_TIMEOUT_S"] = "60"
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.scale.worker", str(number)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    told = [json.loads(worker.communicate(timeout=120)[0]) for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * 4
    assert sum(each["reserved"] for each in told) == 100 // CALL
    with open_shared() as services:
        corpus, spent = services.corpus, 100 // CALL * CALL
        own = {paper(10 * number + step).id for number in range(4) for step in range(8)}
        assert set(corpus.catalog.resolve([*own])) == own
        assert corpus.feedback.version() == 32
        assert {said.paper_id for said in corpus.feedback.of_user("together")} == own
        assert Ledger(services.database).spending(NOW) == Spending(spent, spent, spent, 14, 14, 0, 0)
        assert Ledger(services.database).audit() == []
        assert (
            corpus.catalog.vectors.count_unembedded(corpus.model)
            == corpus.catalog.vectors.count_unindexed(corpus.model)
            == 0
        )
        assert corpus.index.ids() == set(corpus.snapshot().ids)
        assert corpus.is_complete()


def test_a_request_is_under_way_as_long_as_its_process_lives_also_after_postgres_was_away(open_shared, postgres):
    with open_shared() as other:
        with open_shared() as one:
            assert one.idempotency_keys.begin("a", "1", NOW) is None
            with pytest.raises(RequestUnderWay):
                other.idempotency_keys.begin("a", "1", NOW)
            postgres.stop()
            postgres.start()
            assert one.idempotency_keys.begin("b", "1", NOW) is None
            for key in ("a", "b"):
                with pytest.raises(RequestUnderWay):
                    other.idempotency_keys.begin(key, "1", NOW)
        assert other.idempotency_keys.begin("a", "1", NOW) is None


def test_while_the_database_is_away_requests_get_503_and_afterwards_all_is_well(open_shared, postgres):
    with open_shared() as services, TestClient(create_app(services)) as client:
        services.corpus.add([paper(1), paper(2)], NOW)
        postgres.stop()
        try:
            for path in ("/readyz", "/v1/papers/" + paper(1).id):
                answer = client.get(path)
                assert problem(answer, 503)["code"] in {"store_away", "unavailable"}
                assert int(answer.headers["Retry-After"]) > 0
            assert client.get("/healthz").is_success
        finally:
            postgres.start()
        assert client.get("/readyz").is_success
        assert client.get("/v1/papers/" + paper(1).id).is_success


def test_while_the_chroma_server_is_away_answers_stay_the_same_and_what_it_missed_is_made_up_for(open_shared, chroma):
    with open_shared() as services, open_shared() as other:
        services.corpus.add([paper(number) for number in range(20)], NOW)
        expected = answers(services)
        chroma.stop()
        try:
            assert answers(services) == expected
            services.corpus.add([paper(20)], NOW)
            assert services.corpus.catalog.vectors.unindexed_ids(services.corpus.model, 5) == [paper(20).id]
        finally:
            chroma.start()
        assert answers(services) == answers(other)
        other.corpus.add([paper(21)], NOW)
        assert services.corpus.index.ids() == set(services.corpus.snapshot().ids)


def test_another_embedding_model_is_refused_with_the_way_out(open_shared):
    with open_shared() as services:
        services.corpus.add([paper(1)], NOW)
    with (
        pytest.raises(BadInput, match=r"fp32/256.*fp32/64; .*reindex --new-model"),
        open_shared(embedding={"max_tokens": 64}),
    ):
        pass


def test_the_command_of_that_message_moves_the_store_to_the_new_model_and_the_old_one_is_refused_then(
    open_shared, store_url, chroma
):
    with open_shared() as services:
        services.corpus.add([paper(number) for number in range(12)], NOW)
    variables = environment([]) | {"PAPERLARK_STORE__URL": store_url, "PAPERLARK_INDEX__URL": chroma.url}
    done = run(variables | {"PAPERLARK_EMBEDDING__MAX_TOKENS": "64"}, "reindex", "--new-model")
    assert done.returncode == 0, done.stderr
    with open_shared(embedding={"max_tokens": 64}) as services:
        corpus = services.corpus
        assert corpus.catalog.vectors.count_unembedded(corpus.model) == 0
        assert corpus.index.ids() == {paper(number).id for number in range(12)}
        assert corpus.is_complete()
        assert answers(services)
    refused = run(variables, "doctor")
    assert refused.returncode == 2
    assert "PAPERLARK_EMBEDDING__MAX_TOKENS" in refused.stderr


def test_a_database_that_does_not_come_up_is_named_without_its_password(open_shared):
    dead = {"url": "postgresql+psycopg://ann:s3cret@127.0.0.1:1/papers", "start_s": 0.2}
    with pytest.raises(StoreAway, match=r"127\.0\.0\.1:1 cannot be reached") as caught, open_shared(store=dead):
        pass
    assert "s3cret" not in caught.value.detail


@pytest.mark.parametrize(("tail", "named"), [("nowhere", "does not exist"), ("postgres?sslmod=x", "sslmod")])
def test_a_typo_in_the_address_is_refused_at_once_and_names_the_setting(open_shared, postgres, tail, named):
    wrong = {"url": postgres.url(tail), "start_s": 60}
    with pytest.raises(BadInput, match=f"PAPERLARK_STORE__URL: .*{named}"), open_shared(store=wrong):
        pass


def test_an_index_address_where_there_is_no_chroma_is_named(open_shared):
    with pytest.raises(IndexFailed, match="PAPERLARK_INDEX__URL"), open_shared(index={"url": "http://127.0.0.1:1"}):
        pass


def test_a_key_that_one_process_revokes_is_refused_in_the_next_request_of_another(open_shared):
    with open_shared(access=ON) as one, open_shared(access=ON) as other:
        made = one.keys.create("a")
        clients = [TestClient(create_app(each), headers={"X-Api-Key": made.text}) for each in (one, other)]
        assert [client.get("/v1/meta").status_code for client in clients] == [200, 200]
        other.keys.revoke(made.key.id)
        assert [client.get("/v1/meta").status_code for client in clients] == [401, 401]
        assert one.keys.create_first()
        assert other.keys.create_first() is None
