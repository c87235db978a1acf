"""Servers that are away, full, of another version or something else: nothing lost, and a message with the way out."""

import json
import re
import tempfile
import time
from pathlib import Path

import pytest
from chromadb import __version__ as ours

from service.errors import BadInput
from tests.api.test_jobs import begun, ended
from tests.corpora import NOW, paper, serving
from tests.faults.test_mounts import MOUNTS, mounted
from tests.scale.chromas import answering
from tests.servers import BINARIES


@pytest.mark.slow
def test_a_job_goes_on_when_the_database_that_was_away_is_back(open_shared, postgres):
    with open_shared(jobs={"chunk": 1}) as services, serving(services) as client:
        services.corpus.add([paper(number) for number in range(60)], NOW)
        job = begun(client, [paper(number).id for number in range(60)])
        while client.get(job).json()["counts"]["done"] == 0:
            time.sleep(0.05)
        postgres.stop()
        try:
            assert client.get(job).status_code == 503
            time.sleep(3)  # so that a step and a beat of the worker fail
        finally:
            postgres.start()
        said = ended(client, job)
        assert (said["status"], said["counts"]["done"]) == ("completed", 60)
        assert len(client.get(f"{job}/results").json()["data"]) == 60


@pytest.mark.skipif(not MOUNTS or BINARIES is None, reason="mounting a file system needs root, and PostgreSQL")
@pytest.mark.slow
def test_a_full_disk_of_the_database_is_507_with_nothing_half_written_and_works_again_with_room():
    with tempfile.TemporaryDirectory() as folder:  # not in a folder of pytest's, which nobody else may enter
        done = mounted(Path(folder), "size=64m", "-m", "tests.scale.full_postgres", folder)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert re.fullmatch(r"The disk of the database at 127.0.0.1:\d+ is full; make room and try again.", told["detail"])
    assert told["acknowledged"] > 0
    del told["detail"], told["acknowledged"]
    assert told == {
        "status": 507,
        "code": "disk_full",
        "reads_go_on": True,
        "half_written": 0,
        "lost": [],
        "accepts_again": True,
    }


@pytest.mark.parametrize(
    ("path", "version"), [("/api/v1/version", "0.5.23"), ("/api/v2/version", "2.0.1")], ids=["older", "newer"]
)
def test_a_chroma_server_of_another_version_is_refused_and_both_versions_are_named(open_shared, path, version):
    with answering({path: f'"{version}"'}) as url, pytest.raises(BadInput) as caught, open_shared(index={"url": url}):
        pass
    said = caught.value.detail
    assert said.startswith(f"PAPERLARK_INDEX__URL: the Chroma server at {url} is of version {version}, and this needs")
    assert f"pip install chromadb=={ours}" in said


@pytest.mark.parametrize("said", ["<html>Welcome</html>", '"ok"', ""])
def test_a_server_that_is_no_chroma_is_refused(open_shared, said):
    paths = {"/api/v2/version": said, "/api/v1/version": said}
    with answering(paths) as url, pytest.raises(BadInput, match="is no Chroma server"), open_shared(index={"url": url}):
        pass


def test_an_index_that_cannot_be_reached_is_not_built_anew_and_one_that_lacks_papers_is(open_shared, chroma):
    with open_shared() as services:
        corpus, ids = services.corpus, {paper(number).id for number in range(20)}
        corpus.add([paper(number) for number in range(20)], NOW)
        chroma.stop()
        try:
            assert not corpus.reconcile()
            assert (
                corpus.catalog.vectors.count_unindexed(corpus.model) == 0
            )  # which is the first thing that a rebuild does
            assert not corpus.is_complete()
        finally:
            chroma.start()
        assert corpus.index.ids() == ids
        assert not corpus.reconcile()
        corpus.index.delete([paper(1).id])
        assert corpus.reconcile()
        assert corpus.index.ids() == ids
