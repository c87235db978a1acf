"""A served sample corpus as its users meet it: start, memory, and the time of a recommendation over HTTP."""

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import numpy as np

REQUESTS = 300
MOST_LIKES = 20


def main() -> None:
    """Print the figures; the first start embeds the sample corpus."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        with serving(folder) as (_, _):
            print(f"first start, 784 papers embedded   {time.perf_counter() - started:8.1f} s")
        imports = _seconds([sys.executable, "-c", "import service.app, service.server, uvicorn"])
        started = time.perf_counter()
        with serving(folder) as (url, process):
            start = time.perf_counter() - started
            print(f"second start                       {start:8.1f} s, of which imports {imports:.1f} s")
            _latencies(url)
            print(f"resident memory after that         {_resident_mb(process.pid):8.0f} MB")


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


def _latencies(url: str) -> None:
    with httpx2.Client(base_url=url) as client:
        ids = [hit["paper"]["id"] for hit in _recommended(client, client.get("/v1/meta").json()["sample_ids"], 100)]
        for likes in (3, MOST_LIKES):
            times: list[float] = []
            for turn in range(REQUESTS):
                liked = [ids[(turn + step) % len(ids)] for step in range(likes)]
                before = time.perf_counter()
                _recommended(client, liked, 10)
                times.append((time.perf_counter() - before) * 1000)
            p50, p99 = np.percentile(times[REQUESTS // 10 :], [50, 99])
            print(f"POST /v1/recommendations, {likes:2} likes   p50 {p50:.1f} ms, p99 {p99:.1f} ms")


def _recommended(client: httpx2.Client, liked: list[str], limit: int) -> list[dict[str, dict[str, str]]]:
    body = json.dumps({"liked": liked, "limit": limit})
    answer = client.post("/v1/recommendations", content=body, headers={"Content-Type": "application/json"})
    return answer.raise_for_status().json()["data"]


def _seconds(command: list[str]) -> float:
    before = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - before


def _resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024
