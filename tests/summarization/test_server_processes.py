"""The processes of a server: begun for a model or a job, gone with it however it ends, and never in a user's way."""

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from tests.api.test_jobs import begun, ended
from tests.corpora import serving
from tests.faults.processes import run
from tests.model_parts import asked, texts
from tests.processes_served import copied, environment, served
from tests.upstream import Upstream

HEAVY = ["chromadb", "dbos", "fastapi", "litellm", "onnxruntime", "sqlalchemy", "tokenizers"]
MODEL = {"model": "openai/good", "api_base": "http://127.0.0.1:9/v1"}
PATIENCE_S = 120  # the machine may be busy; nothing is measured
NICE = 19
on_a_folder = pytest.mark.embedded("starts a server on a data folder")


def children(server: int) -> list[int]:
    """All processes that a process has begun, and that live."""
    lists = Path(f"/proc/{server}/task").glob("*/children")
    return sorted(int(pid) for listed in lists for pid in listed.read_text().split())


def alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text()


def ready(server: int) -> bool:
    """Whether both workers are past their start, when each has just let others go first.

    Before that a kill of the server may find it in the middle of telling a process what to be, which says so.
    """
    return [os.getpriority(os.PRIO_PROCESS, pid) for pid in children(server)].count(NICE) == 2


def until(claim, log: Path | None = None) -> None:
    """Return once the claim holds; fails when that takes too long, with what the log says."""
    before = time.monotonic()
    while not claim():
        assert time.monotonic() - before < PATIENCE_S, log and log.read_text()
        time.sleep(0.05)


def with_workers(folder, **settings):
    """A server that has begun its two processes, and the one that Python keeps with them."""
    return served(folder, environment([MODEL]) | {"PAPERLARK_TEXT_PROCESSES": "2"} | settings)


@on_a_folder
def test_without_a_model_or_a_job_there_are_none(small_folder, tmp_path):
    with served(copied(small_folder, tmp_path), environment([])) as running:
        liked = running.client.get("/v1/meta").json()["sample_ids"]
        running.client.post("/v1/recommendations", json={"liked": liked, "blurbs": True})
        running.client.post("/v1/summaries", json={"paper_ids": liked})
        assert children(running.process.pid) == []


@on_a_folder
def test_none_outlives_a_server_that_is_killed(small_folder, tmp_path):
    with with_workers(copied(small_folder, tmp_path)) as running:
        until(lambda: ready(running.process.pid), running.log)
        begun = children(running.process.pid)
        running.process.kill()
        until(lambda: not any(map(alive, begun)))
    assert [line for line in running.output[-1].splitlines() if not line.startswith("{")] == []


@on_a_folder
@pytest.mark.parametrize("name", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(
    "come", [pytest.param(children, marks=pytest.mark.slow), ready], ids=["while they start", "when they wait"]
)
def test_a_signal_to_all_of_them_ends_all_without_a_word(small_folder, tmp_path, name, come):
    with with_workers(copied(small_folder, tmp_path)) as running:
        until(lambda: come(running.process.pid), running.log)
        begun = children(running.process.pid)
        for pid in [*begun, running.process.pid] if name is signal.SIGINT else [running.process.pid]:
            os.kill(pid, name)  # as a terminal does it, and as an init system does
        assert running.process.wait(PATIENCE_S) == 0
        until(lambda: not any(map(alive, begun)))
    assert "Traceback" not in running.output[-1]


def test_what_a_process_loads_is_no_more_than_its_work_needs():
    needed = "service.cli, service.summarization.worker_processes"
    loaded = f"import sys, {needed}; print(sorted(sys.modules.keys() & set({HEAVY})))"
    assert run("-c", loaded).stdout == "[]\n"


def test_a_job_loses_nothing_when_a_process_is_killed_and_leaves_none(stores, small_folder, tmp_path, open_services):
    folder = stores.copy(small_folder, tmp_path / "data")
    with open_services(folder, text_processes=2) as services:
        ids = services.corpus.catalog.first_ids(60)
        with serving(services) as client:
            job = begun(client, ids)
            until(lambda: len(multiprocessing.active_children()) == 2)  # one that still starts is another matter
            os.kill(multiprocessing.active_children()[0].pid, signal.SIGKILL)
            assert ended(client, job)["counts"] == {"total": 60, "done": 60, "failed": 0, "quoted": 0}
            data = client.get(f"{job}/results", params={"limit": 60}).json()["data"]
            wish = {"paper_ids": ids[:20], "mode": "extractive", "kinds": ["summary"]}
            assert [item["texts"][0] for item in data[:20]] == client.post("/v1/summaries", json=wish).json()["data"]
        assert multiprocessing.active_children() == []


def test_a_models_text_is_the_same_whoever_checks_it(stores, small_folder, tmp_path, open_services):
    folder, found = stores.copy(small_folder, tmp_path / "data"), []
    for count in (0, 2):
        with open_services(stores.copy(folder, tmp_path / str(count)), text_processes=count) as services:
            ids = services.corpus.catalog.first_ids(6)
            with Upstream() as upstream, asked(services, upstream, "learning") as client:
                until(lambda wanted=count: len(multiprocessing.active_children()) == wanted)
                found.append([text | {"provenance": None} for text in texts(client, paper_ids=ids)])
    assert found[0] == found[1]
    assert {text["source"] for text in found[0]} == {"llm"}
