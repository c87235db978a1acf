"""A served corpus as another process: started, asked over HTTP, and looked at from outside."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from tests.bench.ground import ROOT, environment


@contextmanager
def serving(folder: str, *arguments: str, checkout: Path = ROOT) -> Generator[tuple[str, subprocess.Popen[str]]]:
    """The address and process of `paperlark serve --sample` on a free port, once it listens."""
    command = [str(Path(sys.executable).with_name("paperlark")), "serve", "--sample", "--port", "0"]
    with subprocess.Popen(
        [*command, "--data-dir", folder, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment(checkout),
    ) as process:
        assert process.stdout
        try:
            yield re.search(r"http://[\d.]+:\d+", process.stdout.readline())[0], process
        finally:
            process.terminate()


def connected(url: str) -> closing[HTTPConnection]:
    """A connection, which is closed at the end of the `with` that opens it."""
    return closing(HTTPConnection(url.removeprefix("http://"), timeout=600))


def wish(liked: Sequence[str], limit: int = 10) -> str:
    """The body of a request for recommendations."""
    return json.dumps({"liked": list(liked), "limit": limit})


def asked(connection: HTTPConnection, method: str, path: str, body: str | None = None) -> Any:
    return json.loads(sent(connection, method, path, body))


def sent(connection: HTTPConnection, method: str, path: str, body: str | None = None) -> bytes:
    connection.request(method, path, body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    content = answer.read()
    assert answer.status < 300, content
    return content


def cpu_ms(pid: int) -> float:
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) * 1000 / os.sysconf("SC_CLK_TCK")


def resident_mb(pid: int, line: str = "VmRSS") -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(rf"{line}:\s+(\d+)", status)[1]) / 1024
