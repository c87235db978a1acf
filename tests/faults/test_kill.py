"""kill -9 at any moment: nothing acknowledged is lost, and the next start finishes what was begun."""

import json
import shutil
import signal
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from service import ingest
from tests.corpora import answers, paper, samples
from tests.faults.processes import PAPERLARK, start

pytestmark = pytest.mark.embedded("kills the owner of a data folder")


def count(folder: Path, table: str) -> int:
    with suppress(sqlite3.OperationalError), closing(sqlite3.connect(folder / "paperlark.db")) as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
    return 0


@pytest.mark.parametrize("chunks", [1, 3])
def test_what_was_acknowledged_survives_and_the_next_start_is_whole(tmp_path: Path, open_services, chunks: int):
    with start("-m", "tests.faults.writer", tmp_path / "data", "2000") as writer:
        acknowledged = [name for _ in range(chunks) for name in writer.stdout.readline().split()]
        writer.kill()
        acknowledged += writer.stdout.read().rpartition("\n")[0].split()
    assert writer.returncode == -signal.SIGKILL
    assert len(acknowledged) >= chunks * 5
    with open_services() as services:
        corpus = services.corpus
        assert set(corpus.catalog.get(acknowledged)) == set(acknowledged)
        assert corpus.catalog.count() % 5 == 0  # a chunk is kept whole or not at all
        assert corpus.catalog.vectors.count_unembedded(corpus.model) == 0
        assert corpus.index.ids() == set(corpus.snapshot().ids) >= set(acknowledged)
        assert corpus.whole()
        assert services.database.check() == []


def test_an_import_killed_before_it_was_embedded_is_finished_by_the_next_start(tmp_path: Path, open_services):
    papers = samples(24)
    file = tmp_path / "papers.jsonl"
    file.write_text("".join(json.dumps({"title": p.title, "abstract": p.abstract}) + "\n" for p in papers))
    folder = tmp_path / "data"
    with start("-c", PAPERLARK, "ingest", file, "--data-dir", folder) as importer:
        while count(folder, "papers") == 0:
            assert importer.poll() is None
            time.sleep(0.005)
        importer.kill()
    assert importer.returncode == -signal.SIGKILL
    kept, embedded = count(folder, "papers"), count(folder, "vectors")
    assert kept == 24 > embedded
    with open_services(folder) as services:
        assert services.corpus.catalog.vectors.count_unembedded(services.corpus.model) == 0
        assert services.corpus.whole()
        first = answers(services)
    shutil.rmtree(folder)
    with open_services(folder) as services:
        services.corpus.add(ingest.read(file.read_bytes()).papers, services.now())
        assert services.corpus.snapshot().papers.dense.shape == (24, 384)
        undisturbed = answers(services)
    assert first == undisturbed


def test_a_killed_owner_leaves_no_lock_behind(tmp_path: Path, open_services):
    with start("-m", "tests.faults.writer", tmp_path / "data", "5") as writer:
        assert writer.stdout.readline().split()[0] == paper(0).id
        writer.kill()
    with open_services() as services:
        assert services.corpus.catalog.count() == 5
