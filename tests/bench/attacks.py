"""What clients of ill will cost everybody else: each attack lasts some seconds, while another client asks for lists.

Printed are the answers that this client got, its p99, the longest that `/healthz` waited, and the memory that the
attack took and left behind.
"""

import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np

from tests.bench.api import asked, connected, resident_mb, serving, wish
from tests.bench.probe import probing

MB = 2**20
SECONDS = 6.0
QUIET_S = 2.0
HOST = b"Host: localhost\r\nContent-Type: application/json\r\n"


class Attack(NamedTuple):
    """What one connection of many sends, again and again until the end; it takes no answer."""

    name: str
    connections: int
    first: bytes
    again: bytes = b""
    pause_s: float = 0.01


def _post(path: str, length: int, more: bytes = b"") -> bytes:
    return b"POST %s HTTP/1.1\r\n%s%sContent-Length: %d\r\n\r\n" % (path.encode(), HOST, more, length)


KEYED = b"Idempotency-Key: %d\r\n" % time.time_ns()
ATTACKS = (
    Attack("nothing", 0, b""),
    Attack("idle connections", 500, b""),
    Attack("half heads", 500, b"GET /v1/meta HTTP/1.1\r\nHost: loc"),
    Attack("answers that nobody reads", 300, b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n" * 50),
    Attack("heads without end", 4, b"GET /v1/meta HTTP/1.1\r\n", b"X-Y: %s\r\n" % (b"a" * 65_000)),
    Attack("half bodies", 500, _post("/v1/papers/lookup", 1_000) + b'{"ids":'),
    Attack("bodies drop by drop", 500, _post("/v1/papers/lookup", 100_000), b" ", 0.5),
    Attack("20 bodies of 49 MB under a key", 20, _post("/v1/papers", 49 * MB, KEYED), b"[" * MB),
    Attack("200 imports of 49 MB", 200, _post("/v1/imports", 49 * MB), b"{}" * (MB // 2)),
)


def main() -> None:
    """Print the figures of each attack."""
    print(f"{'':32} {'answers beside':>20} {'p99, ms':>8} {'/healthz, ms':>13} {'peak MB':>8} {'kept MB':>8}")
    with TemporaryDirectory() as folder, serving(folder) as (url, process):
        with connected(url) as connection:
            liked = asked(connection, "GET", "/v1/meta")["sample_ids"]
        attacks = [(attack.name, lambda over, attack=attack: _attacked(url, attack, over)) for attack in ATTACKS]
        for name, attack in (*attacks, ("200 streams of one job", lambda over: _streams(url, over))):
            _measure(url, process.pid, wish(liked), name, attack)


def _measure(url: str, server: int, body: str, name: str, attack: Callable[[threading.Event], None]) -> None:
    base, over = resident_mb(server), threading.Event()
    Path(f"/proc/{server}/clear_refs").write_text("5")  # the peak counts from here
    attacker = threading.Thread(target=attack, args=(over,))
    with probing(url.removeprefix("http://")) as wait:
        attacker.start()
        time.sleep(0.5)
        statuses, times = _asked_beside(url, body)
        over.set()
        attacker.join()
    peak = resident_mb(server, "VmHWM") - base
    time.sleep(QUIET_S)
    answers = ", ".join(f"{count} x {status}" for status, count in statuses.items())
    p99 = float(np.percentile(times, 99)) * 1000
    kept = resident_mb(server) - base
    print(f"{name:32} {answers:>20} {p99:8.0f} {wait[0] * 1000:13.0f} {peak:8.0f} {kept:8.0f}", flush=True)


def _asked_beside(url: str, body: str) -> tuple[Counter[int], list[float]]:
    statuses, times, until = Counter[int](), list[float](), time.monotonic() + SECONDS
    while time.monotonic() < until:
        began = time.perf_counter()
        with connected(url) as connection:  # a new one each time, as of another client
            connection.request("POST", "/v1/recommendations", body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
        statuses[answer.status] += 1
        times.append(time.perf_counter() - began)
    return statuses, times


def _attacked(url: str, attack: Attack, over: threading.Event) -> None:
    host, port = url.removeprefix("http://").split(":")
    sockets = [socket.create_connection((host, int(port))) for _ in range(attack.connections)]
    for each in sockets:
        each.sendall(attack.first)
        each.setblocking(False)
    while not over.wait(attack.pause_s):
        sockets = [each for each in sockets if not attack.again or _sent(each, attack.again)]
    for each in sockets:
        each.close()


def _sent(connection: socket.socket, content: bytes) -> bool:
    try:
        connection.send(content)
    except BlockingIOError:
        return True
    except OSError:  # refused
        connection.close()
        return False
    return True


def _streams(url: str, over: threading.Event) -> None:
    host, port = url.removeprefix("http://").split(":")
    with connected(url) as connection:
        ids = asked(connection, "GET", "/v1/meta")["sample_ids"]
        connection.request(
            "POST",
            "/v1/summaries",
            json.dumps({"paper_ids": ids}),
            {"Content-Type": "application/json", "Prefer": "respond-async"},
        )
        answer = connection.getresponse()
        answer.read()
    head = b"GET %s/events HTTP/1.1\r\n%s\r\n" % (str(answer.headers["Location"]).encode(), HOST)
    sockets = [socket.create_connection((host, int(port))) for _ in range(200)]
    for each in sockets:
        each.sendall(head)
    over.wait()
    for each in sockets:
        each.close()


if __name__ == "__main__":
    main()
