"""A large file stored without vectors by a process that is killed at random: nothing is lost, or there twice."""

from pathlib import Path

import pytest

from service.ingest import read_pages
from service.jobs import keep_and_embed_later
from tests.bench import bulk, made_records
from tests.corpora import NOW

pytestmark = pytest.mark.embedded("kills the owner of a data folder")

RECORDS, KILLS, SEED = 4_000, 2, 3  # killed in the second thousand, and in the fourth


def test_a_file_stored_across_kills_leaves_what_one_process_leaves(tmp_path: Path, open_services):
    file = made_records.write(tmp_path / "arxiv.jsonl", RECORDS)
    killed_at = bulk.store_with_kills(file, tmp_path / "killed", KILLS, RECORDS, SEED)
    assert all(0 < count <= RECORDS for count in killed_at)
    killed = bulk.stored(tmp_path / "killed", RECORDS)
    with open_services() as services, file.open("rb") as stream:
        report = keep_and_embed_later(services.corpus, services.jobs, read_pages(stream), lambda: NOW)
        assert report.counts == {"created": RECORDS}
    assert killed == bulk.stored(tmp_path / "data", RECORDS)
    assert (killed.papers, killed.missing) == (RECORDS, 0)
    with open_services(tmp_path / "killed") as services:
        assert services.jobs.is_embedding
