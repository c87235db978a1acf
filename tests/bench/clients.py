"""Clients of a served corpus: one that asks again and again, and many at once."""

import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from typing import NamedTuple

import numpy as np

from tests.bench.api import connected, sent


class Request(NamedTuple):
    """A request, by the words of HTTP."""

    method: str
    path: str
    body: str | None = None


class Load(NamedTuple):
    """What clients saw: answers a second, ms of each, and how many answers were errors."""

    rate: float
    p50: float
    p99: float
    errors: int


def load(url: str, requests: Sequence[Request], clients: int, seconds: float) -> Load:
    """So many clients, each of which sends its next request when it has its answer."""
    began = time.perf_counter()
    end = began + seconds
    with ThreadPoolExecutor(clients) as pool:
        seen = list(pool.map(lambda turn: _client(url, requests, turn, clients, end), range(clients)))
    took = time.perf_counter() - began  # the last answers come after the end
    times = [each for client, _ in seen for each in client]
    p50, p99 = np.percentile(times, [50, 99])
    return Load(len(times) / took, float(p50), float(p99), sum(errors for _, errors in seen))


def _client(url: str, requests: Sequence[Request], turn: int, step: int, end: float) -> tuple[list[float], int]:
    times, errors = list[float](), 0
    with connected(url) as connection:
        while (began := time.perf_counter()) < end:
            errors += not answered(connection, requests[turn % len(requests)])
            times.append((time.perf_counter() - began) * 1000)
            turn += step
    return times, errors


def answered(connection: HTTPConnection, request: Request) -> bool:
    """Whether the answer is one of success."""
    try:
        connection.request(*request, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
    except (HTTPException, OSError):
        connection.close()  # the next request opens it again
        return False
    return answer.status < 300


@contextmanager
def sender(url: str, requests: Sequence[Request]) -> Generator[Callable[[int], object]]:
    """What sends the request of a turn, over one connection; an answer that is an error ends it."""
    with connected(url) as connection:
        yield lambda turn: sent(connection, *requests[turn % len(requests)])
