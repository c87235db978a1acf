"""Papers that are stored first and embedded later: by a job, whoever is killed in between."""

import json

from service.errors import Unavailable
from service.ingest import read
from service.jobs import check_readiness, keep_and_embed_later
from tests.api.test_jobs import ended
from tests.corpora import NOW, serving

PAPERS = 12
LINES = "".join(
    json.dumps({"title": f"On owls, part {number}", "abstract": f"We count {number} owls."}) + "\n"
    for number in range(PAPERS)
).encode()


def waiting(services) -> int:
    return services.corpus.catalog.vectors.count_unembedded(services.corpus.model)


def test_papers_are_there_at_once_and_their_vectors_follow_as_a_job(open_services):
    with open_services() as services:
        report = keep_and_embed_later(services.corpus, services.jobs, [read(LINES)], lambda: NOW)
        assert report.counts == {"created": PAPERS}
        assert services.corpus.catalog.count() == waiting(services) == PAPERS
        (job,) = services.jobs.records.under_way()
        with serving(services) as client:
            assert ended(client, f"/v1/jobs/{job.id}")["status"] == "completed"
            assert client.get("/readyz").status_code == 200
        assert waiting(services) == 0
        assert len(services.corpus.snapshot()) == PAPERS


def test_a_start_leaves_them_to_the_job_and_is_ready(open_services):
    with open_services() as services:
        keep_and_embed_later(services.corpus, services.jobs, [read(LINES)], lambda: NOW)
    with open_services() as services:
        assert waiting(services) == PAPERS
        checks = {check.name: check for check in check_readiness(services.corpus, services.database, services.jobs)}
        assert checks["embeddings"].ok
        assert checks["embeddings"].detail.startswith(f"{PAPERS} papers wait for a job")


def test_a_second_file_needs_no_second_job(open_services):
    with open_services() as services:
        for _ in range(2):
            keep_and_embed_later(services.corpus, services.jobs, [read(LINES)], lambda: NOW)
        assert len(services.jobs.records.under_way()) == 1
        assert services.corpus.catalog.count() == PAPERS


def test_who_is_killed_while_storing_leaves_a_job_for_what_is_stored(open_services):
    def cut_off():
        yield read(LINES)
        raise Unavailable("as good as a kill")

    with open_services() as services:
        try:
            keep_and_embed_later(services.corpus, services.jobs, cut_off(), lambda: NOW)
        except Unavailable:
            assert waiting(services) == PAPERS
        assert services.jobs.is_embedding
        (job,) = services.jobs.records.under_way()
        with serving(services) as client:
            assert ended(client, f"/v1/jobs/{job.id}")["status"] == "completed"
        assert waiting(services) == 0


def test_a_cancelled_job_stops_and_the_next_start_embeds(open_services):
    with open_services() as services:
        keep_and_embed_later(services.corpus, services.jobs, [read(LINES)], lambda: NOW)
        services.jobs.cancel(services.jobs.records.under_way()[0].id)
        assert waiting(services) == PAPERS
    with open_services() as services:
        assert waiting(services) == 0
