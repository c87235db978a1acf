"""A large job on a served corpus: papers a second, memory, and what a recommendation costs meanwhile.

    python -m tests.bench.jobs [PAPERS]

All papers are made of the sample's abstracts; the job quotes a summary of each. Everything goes through HTTP.
"""

import json
import os
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import numpy as np

from service import settings
from service.app import build
from tests.bench.api import _body, _cpu_ms, _sent, resident_mb, serving
from tests.bench.corpus import keep, made
from tests.corpora import samples

PAPERS = 5_000


def main(papers: int = PAPERS) -> None:
    """Print the figures."""
    print(f"cores {os.cpu_count()}, load average {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        ids = _filled(Path(folder), papers)
        with serving(folder) as (url, process):
            connection = HTTPConnection(url.removeprefix("http://"), timeout=60)
            _times(connection, ids, 20)
            quiet = _times(connection, ids, 200)
            before, cpu, started = _memory(process.pid), _cpu(process.pid), time.perf_counter()
            job = _job(connection, ids)
            busy = list[float]()
            while (said := _got(connection, job))["ended_at"] is None:
                busy += _times(connection, ids, 30)
                print(f"{said['counts']['done']:6} papers, {_memory(process.pid)}")
            wall = time.perf_counter() - started
            spent = [after - earlier for after, earlier in zip(_cpu(process.pid), cpu, strict=True)]
            print(f"{len(ids):,} papers quoted   {wall:8.1f} s, {len(ids) / wall:.0f} a second", end="; ")
            print(f"CPU {spent[0]:.1f} s of the server, {spent[1]:.1f} s in its text workers")
            print(f"memory before           {before}; after: {_memory(process.pid)}")
            for share in (50, 99):
                alone, beside = (float(np.percentile(times, share)) for times in (quiet, busy))
                print(f"recommendation p{share}      {alone:8.1f} ms quiet,", end=" ")
                print(f"{beside:.1f} all the while beside the job: {beside / alone:.1f} x")


def _memory(server: int) -> str:
    """Of the server, and of the processes that it began."""
    workers = " + ".join(f"{resident_mb(pid):.0f}" for pid in _text_workers(server))
    return f"{resident_mb(server):.0f} MB, text workers {workers} MB"


def _cpu(server: int) -> tuple[float, float]:
    """Seconds of the server, and of its text workers."""
    return _cpu_ms(server) / 1000, sum(map(_cpu_ms, _text_workers(server))) / 1000


def _text_workers(server: int) -> list[int]:
    children = Path(f"/proc/{server}/task").glob("*/children")
    pids = [int(pid) for listed in children for pid in listed.read_text().split()]
    return sorted(pid for pid in pids if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes())


def _filled(folder: Path, papers: int) -> list[str]:
    texts = [paper.abstract for paper in samples(784) if paper.abstract]
    with build(settings.load(data_dir=folder)) as services:
        catalog, model = services.corpus.catalog, services.corpus.model
        chance = np.random.default_rng(0)
        for start in range(0, papers, 1_000):
            rows = chance.normal(size=(1_000, 384)).astype(np.float32)
            batch = {number: texts[number % len(texts)] for number in range(start, start + 1_000)}
            keep(catalog, batch, rows / np.linalg.norm(rows, axis=1, keepdims=True), model)
    return [made(number, "").id for number in range(papers)]


def _job(connection: HTTPConnection, ids: list[str]) -> str:
    body = json.dumps({"paper_ids": ids, "kinds": ["summary"], "mode": "extractive"})
    connection.request("POST", "/v1/summaries", body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    answer.read()
    return answer.headers["Location"]


def _got(connection: HTTPConnection, path: str) -> dict[str, Any]:
    return json.loads(_sent(connection, "GET", path))


def _times(connection: HTTPConnection, ids: list[str], requests: int) -> list[float]:
    """What each of some recommendations took, in ms; about ten are asked for a second."""
    times: list[float] = []
    for turn in range(requests):
        before = time.perf_counter()
        _sent(connection, "POST", "/v1/recommendations", _body(ids[turn : turn + 3], 10))
        times.append((time.perf_counter() - before) * 1000)
        time.sleep(0.1)
    return times


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
