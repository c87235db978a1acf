"""One damaged row: its paper is missed, and told by name; every other one is found, ranked and worked on."""

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from service.api import Services
from service.app import create_app
from service.ingest.reading import Reading
from service.storage import Filters
from service.storage.sql import job_items
from service.storage.sql import papers as rows
from tests.api.problem import problem
from tests.api.test_jobs import begun, ended
from tests.corpora import paper, serving

pytestmark = pytest.mark.embedded("PostgreSQL keeps no JSON and no date that is none")


DAMAGES = {
    "external_ids": "'{broken'",
    "authors": "'[\"Ann'",
    "published": "'2020-1x'",
    "created_at": "'yesterday'",
    "title": "CAST(x'4f6e206f776cff' AS TEXT)",
    "abstract": "CAST(x'4f6e206f776cff' AS TEXT)",
    "categories": "CAST(x'5b22ff225d' AS TEXT)",
}


@pytest.fixture
def damaged(small: Services, request: pytest.FixtureRequest) -> tuple[Services, str, list[str]]:
    """Services over papers of which one has a row that cannot be read: its id, and those of others."""
    column = getattr(request, "param", "external_ids")
    first, *others = small.corpus.catalog.first_ids(6)
    damage = sa.update(rows).where(rows.c.id == first).values({column: sa.text(DAMAGES[column])})
    with small.database.write() as connection:
        connection.execute(damage)
    return small, first, others


@pytest.mark.parametrize("damaged", DAMAGES, indirect=True)
def test_lists_go_on_without_the_paper_and_it_is_named_to_who_asks_for_it(damaged):
    services, first, others = damaged
    with TestClient(create_app(services)) as client:
        assert first in problem(client.get(f"/v1/papers/{first}"), 503, "row_unreadable")["detail"]
        found = client.post("/v1/recommendations", json={"liked": others[:2], "limit": 100}).json()["data"]
        assert len(found) > 10
        assert first not in {each["paper"]["id"] for each in found}
        for wanted in ({"q": "neural"}, {"q": '"of the"'}, {"q": "neural", "sort": "published"}):
            assert client.get("/v1/search", params=wanted).json()["data"]
        assert client.get("/v1/map").status_code == 200
        assert client.get("/readyz").status_code == 200
        told = {check["name"]: check for check in client.get("/v1/checks").json()["data"]}["papers"]
        assert not told["ok"]
        assert first in told["detail"]
    assert len(list(services.corpus.catalog.arrivals(Filters()))) >= 59


def test_a_batch_fails_for_the_paper_alone(damaged):
    services, first, others = damaged
    with serving(services) as client:
        job = begun(client, [others[0], first, others[1]])
        assert ended(client, job)["counts"] == {"total": 3, "done": 2, "quoted": 0, "failed": 1}


def test_an_import_fails_for_the_record_of_that_paper_alone_and_does_not_take_its_place(damaged):
    services, first, _ = damaged
    with services.database.read() as connection:
        title = connection.scalar(sa.select(rows.c.title).where(rows.c.id == first))
    new = [paper(1), paper(2).model_copy(update={"id": first, "title": title}), paper(3)]
    with serving(services) as client:
        job = services.jobs.import_papers([Reading(tuple(new), (1, 2, 3), 3, (), "jsonl", (), (), "three.jsonl")])
        assert ended(client, f"/v1/jobs/{job}")["counts"]["failed"] == 1
        errors = client.get(f"/v1/jobs/{job}/results").json()["data"][1]["errors"]
        assert errors[0]["code"] == "row_unreadable"


def test_a_damaged_item_of_a_job_fails_alone(small: Services):
    reading = Reading((paper(4), paper(5)), (1, 2), 2, (), "jsonl", (), (), "two.jsonl")
    job = small.jobs.import_papers([reading])
    with small.database.write() as connection:
        connection.execute(sa.update(job_items).where(job_items.c.place == 0).values(body=b"{broken"))
    with serving(small) as client:
        assert ended(client, f"/v1/jobs/{job}")["counts"] == {"total": 2, "done": 1, "quoted": 0, "failed": 1}
        first, second = client.get(f"/v1/jobs/{job}/results").json()["data"]
        assert first["errors"][0]["code"] == "internal_error"
        assert second["outcome"] == "created"
