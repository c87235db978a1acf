"""Thirty-two clients who recommend, search, like, read and look for similar papers; and lists beside an import."""

import json
import threading
from collections.abc import Sequence
from functools import partial
from urllib.parse import quote

from service.papers import Paper
from tests.bench.api import connected, resident_mb, sent, serving, wish
from tests.bench.clients import Request, load, sender
from tests.bench.ground import Ground
from tests.bench.likes import drawn_likes
from tests.bench.measured import Measured, taking_turns
from tests.bench.probe import probing

CLIENTS, USERS = 32, 16
SECONDS, WARMING_S = 20.0, 2.0
LISTS = 200
IMPORTED, PART = 10_000, 500  # papers sent while lists are asked for


def measure(ground: Ground, size: int) -> Measured:
    """Answers a second and their errors, memory before and after, and the longest that `/healthz` waited meanwhile."""
    found = Measured()
    requests = mixed(ground, size)
    with serving(str(ground.copied(size))) as (url, process):
        load(url, requests, CLIENTS, ground.seconds(WARMING_S))
        before = resident_mb(process.pid)
        with probing(url.removeprefix("http://")) as waits:
            seen = load(url, requests, CLIENTS, ground.seconds(SECONDS))
        found.figures |= {
            "mixed, requests/s": seen.rate,
            "mixed p50, ms": seen.p50,
            "mixed p99, ms": seen.p99,
            "errors, answers": seen.errors,
            "longest wait of /healthz, ms": 1000 * waits[0],
            "memory grew by, MB": resident_mb(process.pid) - before,
        }
        _beside_an_import(found, url, requests, ground)
    return found


def mixed(ground: Ground, size: int) -> list[Request]:
    """One of each kind for each of some users, the kinds in turn."""
    papers = ground.papers(size)
    drawn = drawn_likes(ground.vectors(size), USERS, ground.seed)
    return [each for user, rows in enumerate(drawn) for each in _of_user(user, [papers[row] for row in rows])]


def _of_user(user: int, liked: Sequence[Paper]) -> list[Request]:
    one = liked[0]
    like = f"/v1/users/user{user}/feedback/{one.id}"
    return [
        Request("POST", "/v1/recommendations", wish([paper.id for paper in liked])),
        Request("GET", f"/v1/search?q={quote(one.title)}"),
        Request("PUT", like, '{"kind": "like"}'),
        Request("POST", "/v1/summaries", json.dumps({"paper_ids": [one.id], "kinds": ["summary"]})),
        Request("GET", f"/v1/papers/{one.id}/similar"),
    ]


def _beside_an_import(found: Measured, url: str, requests: Sequence[Request], ground: Ground) -> None:
    """Lists when it is quiet, and while papers are sent, kept and embedded."""
    over, busy = threading.Event(), list[float]()
    with sender(url, [each for each in requests if each.path == "/v1/recommendations"]) as lists:
        quiet = taking_turns({"list quiet": lists}, ground.some(LISTS))
        importing = threading.Thread(target=partial(_import, url, ground.some(IMPORTED), over))
        importing.start()
        while not over.is_set():
            busy += taking_turns({"list": lists}, 10)["list"]
        importing.join()
    found.percentiles(quiet | {"list beside an import": busy})


def _import(url: str, papers: int, over: threading.Event) -> None:
    try:
        with connected(url) as connection:
            for start in range(0, papers, PART):
                numbers = range(start, min(start + PART, papers))
                sending = [{"id": f"bench:sent{number}", "title": f"Sent, number {number}"} for number in numbers]
                sent(connection, "POST", "/v1/papers", json.dumps({"papers": sending}))
    finally:
        over.set()
