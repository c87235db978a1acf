"""A job that quotes a summary of every paper, beside the same work in a bare loop, and what lists cost meanwhile.

The loop has as many processes as the job, and nothing else to do: no step is kept, nobody is answered.
"""

import json
import os
import time
from concurrent.futures import ProcessPoolExecutor
from http.client import HTTPConnection
from multiprocessing import get_context
from pathlib import Path

from service.papers import Paper
from service.summarization import quote
from tests.bench.api import asked, connected, cpu_ms, resident_mb, sent, serving, wish
from tests.bench.ground import Ground
from tests.bench.measured import Measured, milliseconds

CHUNK = 8
WARMING, QUIET, PAUSE_S = 20, 200, 0.1  # lists, and what lies between them
MOST = 2_000  # papers in the job: the speed of the work does not depend on how many there are


def measure(ground: Ground, size: int) -> Measured:
    """Papers a second, and ms of a list of which about ten are asked for a second."""
    papers = ground.papers(size)[: ground.some(MOST)]
    ids = [paper.id for paper in papers]
    found = Measured()
    with serving(str(ground.copied(size))) as (url, process), connected(url) as connection:
        _lists(connection, ids, ground.some(WARMING))
        quiet, before, cpu = _lists(connection, ids, ground.some(QUIET)), resident_mb(process.pid), _cpu(process.pid)
        wall, busy = _worked_off(connection, ids)
        spent = sum(_cpu(process.pid)) - sum(cpu)
        grew = resident_mb(process.pid) - before
    looped = len(ids) / _looped(papers)
    found.figures |= {
        "job, papers/s": len(ids) / wall,
        "bare loop, papers/s": looped,
        "of the loop, share": len(ids) / wall / looped,
        "processor time a paper, ms": 1000 * spent / len(ids),
        "server grew by, MB": grew,
    }
    found.percentiles({"list quiet": quiet, "list beside the job": busy})
    return found


def _worked_off(connection: HTTPConnection, ids: list[str]) -> tuple[float, list[float]]:
    """Seconds that the job takes, and the lists that were asked for meanwhile."""
    began, busy = time.perf_counter(), list[float]()
    job = _begun(connection, ids)
    while asked(connection, "GET", job)["ended_at"] is None:
        busy += _lists(connection, ids, 5)
    return time.perf_counter() - began, busy


def _begun(connection: HTTPConnection, ids: list[str]) -> str:
    body = json.dumps({"paper_ids": ids, "kinds": ["summary"], "mode": "extractive"})
    headers = {"Content-Type": "application/json", "Prefer": "respond-async"}
    connection.request("POST", "/v1/summaries", body, headers)
    answer = connection.getresponse()
    content = answer.read()
    assert answer.status == 202, content
    return answer.headers["Location"]


def _lists(connection: HTTPConnection, ids: list[str], count: int) -> list[float]:
    times: list[float] = []
    for turn in range(count):
        body = wish([ids[(turn + step) % len(ids)] for step in range(3)])
        times.append(milliseconds(lambda body=body: sent(connection, "POST", "/v1/recommendations", body)))
        time.sleep(PAUSE_S)
    return times


def _looped(papers: list[Paper]) -> float:
    """Seconds of the same work by a pool of as many processes as cores, once they are there."""
    chunks = [papers[start : start + CHUNK] for start in range(0, len(papers), CHUNK)]
    cores = min(os.cpu_count() or 1, 4)
    with ProcessPoolExecutor(cores, get_context("spawn")) as pool:
        list(pool.map(quoted, chunks[: 4 * cores]))
        return milliseconds(lambda: list(pool.map(quoted, chunks))) / 1000


def quoted(papers: list[Paper]) -> int:
    return len([quote(paper, "summary") for paper in papers])


def _cpu(server: int) -> tuple[float, float]:
    """Seconds of the server, and of its text workers."""
    return cpu_ms(server) / 1000, sum(map(cpu_ms, _text_workers(server))) / 1000


def _text_workers(server: int) -> list[int]:
    children = Path(f"/proc/{server}/task").glob("*/children")
    pids = [int(pid) for listed in children for pid in listed.read_text().split()]
    return sorted(pid for pid in pids if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes())
