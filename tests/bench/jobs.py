"""A large job on a served corpus: papers a second, memory, and what a recommendation costs meanwhile.

All papers are made of the sample's abstracts; the job quotes a summary of each. Everything goes through HTTP.
"""

import json
import os
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


def main() -> None:
    """Print the figures."""
    print(f"cores {os.cpu_count()}, load average {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        ids = _filled(Path(folder))
        with serving(folder) as (url, process):
            connection = HTTPConnection(url.removeprefix("http://"), timeout=60)
            quiet = _p99(connection, ids, 200)
            memory, cpu, started = resident_mb(process.pid), _cpu_ms(process.pid), time.perf_counter()
            job = _job(connection, ids)
            busy = _p99(connection, ids, 200)
            while (said := _got(connection, job))["ended_at"] is None:
                done = said["counts"]["done"]
                if done:
                    print(f"{done:6} papers, {resident_mb(process.pid):6.0f} MB")
                time.sleep(3)  # uvicorn closes a connection that is idle for five
            wall = time.perf_counter() - started
            cpu = (_cpu_ms(process.pid) - cpu) / 1000
            print(f"{len(ids):,} papers quoted   {wall:8.1f} s, {len(ids) / wall:.0f} a second; CPU {cpu:.1f} s")
            print(f"memory before and after {memory:8.0f} MB, {resident_mb(process.pid):.0f} MB")
            print(f"recommendation p99      {quiet:8.1f} ms quiet, {busy:.1f} beside the job: {busy / quiet:.1f} x")


def _filled(folder: Path) -> list[str]:
    texts = [paper.abstract for paper in samples(784) if paper.abstract]
    with build(settings.load(data_dir=folder)) as services:
        catalog, model = services.holdings.catalog, services.holdings.model
        chance = np.random.default_rng(0)
        for start in range(0, PAPERS, 1_000):
            rows = chance.normal(size=(1_000, 384)).astype(np.float32)
            batch = {number: texts[number % len(texts)] for number in range(start, start + 1_000)}
            keep(catalog, batch, rows / np.linalg.norm(rows, axis=1, keepdims=True), model)
    return [made(number, "").id for number in range(PAPERS)]


def _job(connection: HTTPConnection, ids: list[str]) -> str:
    body = json.dumps({"paper_ids": ids, "kinds": ["summary"], "mode": "extractive"})
    connection.request("POST", "/v1/summaries", body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    answer.read()
    return answer.headers["Location"]


def _got(connection: HTTPConnection, path: str) -> dict[str, Any]:
    return json.loads(_sent(connection, "GET", path))


def _p99(connection: HTTPConnection, ids: list[str], requests: int) -> float:
    times: list[float] = []
    for turn in range(requests):
        before = time.perf_counter()
        _sent(connection, "POST", "/v1/recommendations", _body(ids[turn : turn + 3], 10))
        times.append((time.perf_counter() - before) * 1000)
    return float(np.percentile(times[10:], 99))


if __name__ == "__main__":
    main()
