"""A served corpus as its users meet it: start, memory, and the time of a recommendation over HTTP.

The sample comes first, then the sample with made-up papers beside it, see `tests.bench.ranking`. A time is from the
request's first byte to the answer's last, by a client that does little else; on a busy machine the CPU time that the
server took for it is the safer figure.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import numpy as np

from service import embedding
from service.papers import Source, make_paper
from service.settings import StoreSettings
from service.storage import Catalog
from service.storage.sql import Database
from tests.bench.ranking import grown
from tests.corpora import NOW, samples

SAMPLE, MANY = 784, 10_000
REQUESTS = 300
MOST_LIKES = 20


def main() -> None:
    """Print the figures; the first start embeds the sample corpus."""
    print(f"cores {os.cpu_count()}, load average {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        with serving(folder) as (_, _):
            print(f"first start, {SAMPLE} papers embedded   {time.perf_counter() - started:8.1f} s")
        imports = _seconds([sys.executable, "-c", "import service.app, service.cli.server, uvicorn"])
        print(f"imports, part of every start       {imports:8.1f} s")
        _measure(folder, SAMPLE)
        _grow(folder)
        with serving(folder):
            pass  # indexes the new papers
        _measure(folder, MANY)


@contextmanager
def serving(folder: str, *arguments: str) -> Generator[tuple[str, subprocess.Popen[str]]]:
    """The address and process of `paperlark serve --sample` on a free port, once it listens."""
    command = [str(Path(sys.executable).with_name("paperlark")), "serve", "--sample", "--port", "0"]
    with subprocess.Popen(
        [*command, "--data-dir", folder, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout
        try:
            yield re.search(r"http://[\d.]+:\d+", process.stdout.readline())[0], process
        finally:
            process.terminate()


def _measure(folder: str, papers: int) -> None:
    started = time.perf_counter()
    with serving(folder) as (url, process):
        print(f"{papers:,} papers: start                {time.perf_counter() - started:8.1f} s")
        connection = HTTPConnection(url.removeprefix("http://"))
        _latencies(connection, process.pid)
        connection.close()
        print(f"resident memory after that         {resident_mb(process.pid):8.0f} MB")


def _latencies(connection: HTTPConnection, server: int) -> None:
    liked = _asked(connection, "GET", "/v1/meta")["sample_ids"]
    found = _asked(connection, "POST", "/v1/recommendations", _body(liked, 100))["data"]
    ids = [hit["paper"]["id"] for hit in found]
    for likes in (3, MOST_LIKES):
        times: list[float] = []
        cpu = _cpu_ms(server)
        for turn in range(REQUESTS):
            body = _body([ids[(turn + step) % len(ids)] for step in range(likes)], 10)
            before = time.perf_counter()
            _sent(connection, "POST", "/v1/recommendations", body)
            times.append((time.perf_counter() - before) * 1000)
        p50, p99 = np.percentile(times[REQUESTS // 10 :], [50, 99])
        cpu = (_cpu_ms(server) - cpu) / REQUESTS
        figures = f"p50 {p50:.1f} ms, p99 {p99:.1f} ms, server CPU {cpu:.1f} ms"
        print(f"POST /v1/recommendations, {likes:2} likes   {figures}")


def _grow(folder: str) -> None:
    """Put made-up papers beside the sample until there are MANY."""
    database = Database(Path(folder) / "paperlark.db", StoreSettings())
    catalog, model = Catalog(database), embedding.load(None).info.key
    own = catalog.vectors.of_model(model)
    texts, vectors = grown([paper.abstract for paper in samples(SAMPLE)], own.vectors, MANY - SAMPLE)
    made = [make_paper(f"Made up {n}", text, source=Source(name="bench")) for n, text in enumerate(texts)]
    catalog.put(made, NOW)
    vector = dict(zip((paper.id for paper in made), vectors, strict=True))
    fresh = catalog.vectors.unembedded(model, list(vector))
    catalog.vectors.save(model, fresh, np.stack([vector[paper.id] for paper in fresh]))
    database.close()


def _body(liked: list[str], limit: int) -> str:
    return json.dumps({"liked": liked, "limit": limit})


def _asked(connection: HTTPConnection, method: str, path: str, body: str | None = None) -> dict[str, Any]:
    return json.loads(_sent(connection, method, path, body))


def _sent(connection: HTTPConnection, method: str, path: str, body: str | None = None) -> bytes:
    connection.request(method, path, body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    content = answer.read()
    assert answer.status == 200, content
    return content


def _seconds(command: list[str]) -> float:
    before = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - before


def _cpu_ms(pid: int) -> float:
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) * 1000 / os.sysconf("SC_CLK_TCK")


def resident_mb(pid: int, line: str = "VmRSS") -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(rf"{line}:\s+(\d+)", status)[1]) / 1024
