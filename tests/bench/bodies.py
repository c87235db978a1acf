"""What the largest and the worst request bodies cost: how long others wait meanwhile, and memory.

Each body is about as large as its route takes. While it is answered, `/healthz` is asked again and again by another
process; the longest that it waited is what anybody's request would have. A body is sent three times, and of the waits
the least and the most are printed, for a wait is also up to the machine; memory is the most of the three.
"""

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.bench.api import resident_mb, serving
from tests.bench.probe import probing

MB = 2**20
TIMES = 3
SIDE_BY_SIDE = 8
JSON = "application/json"
FORM = "multipart/form-data; boundary=b"
PART = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
SUMMARIES, PAPERS, LOOKUP = "/v1/summaries", "/v1/papers", "/v1/papers/lookup"
LIKES, EVENTS, IMPORTS = "/v1/recommendations", "/v1/users/ann/feedback", "/v1/imports"


class Body(NamedTuple):
    """Where it goes, and how it is made."""

    name: str
    path: str
    make: Callable[[], bytes]
    kind: str = JSON


BODIES = (
    Body("100,000 ids", SUMMARIES, lambda: _list("paper_ids", _ids(100_000))),
    Body("1,000,000 bad ids", SUMMARIES, lambda: _list("paper_ids", [b'"x y %d"' % n for n in range(1_000_000)])),
    Body("100,000 bad ids", SUMMARIES, lambda: _list("paper_ids", [b'"x y %d"' % n for n in range(100_000)])),
    Body("100,000 numbers for ids", SUMMARIES, lambda: _list("paper_ids", [b"1"] * 100_000)),
    Body("170 full papers", PAPERS, lambda: _list("papers", _papers(170, 48_000))),
    Body("40 papers, 150,000 authors", PAPERS, lambda: _list("papers", _papers(40, 1_000, 3_700))),
    Body("a paper with 200,000 ones for authors", PAPERS, lambda: _paper(b'"authors":[%s]' % _many(b"1", 200_000))),
    Body("a paper with an 8 MB title", PAPERS, lambda: _paper(b'"abstract":"%s"' % (b"a" * 7 * MB))),
    Body("a paper with 90,000 unknown fields", PAPERS, lambda: _paper(_fields(90_000))),
    Body("a paper with 90,000 external ids", PAPERS, lambda: _paper(b'"external_ids":{%s}' % _fields(90_000))),
    Body("100,000 empty papers", PAPERS, lambda: _list("papers", [b"{}"] * 100_000)),
    Body("[[],[],…]", PAPERS, lambda: _list("papers", [b"[]"] * (8 * MB // 3 - 10))),
    Body("[[[[…", PAPERS, lambda: b"[" * 8 * MB),
    Body('{"a":{"a":…', PAPERS, lambda: b'{"a":' * (8 * MB // 5)),
    Body("a number of 8 MB", PAPERS, lambda: b'{"papers":%s}' % (b"7" * (8 * MB - 20))),
    Body("2,000 numbers of 4,300 digits", LOOKUP, lambda: _list("ids", [b"7" * 4_300] * 1_900)),
    Body("100,000 small floats", LOOKUP, lambda: _list("ids", [b"1.2345678901234567e-300"] * 100_000)),
    Body("NaN, Infinity", LOOKUP, lambda: _list("ids", [b"NaN", b"-Infinity"] * 45_000)),
    Body("an 8 MB name", LOOKUP, lambda: b'{"%s":1}' % (b"a" * (8 * MB - 20))),
    Body("the same name again and again", LOOKUP, lambda: b"{%s}" % _many(b'"ids":1', MB - 20)),
    Body("an 8 MB text of escapes", LOOKUP, lambda: b'{"ids":["%s"]}' % (b"\\n" * (4 * MB - 20))),
    Body("lone surrogates", LOOKUP, lambda: b'{"ids":["%s"]}' % (b"\\ud800" * (8 * MB // 6 - 20))),
    Body("8 MB of spaces and an emoji", LOOKUP, lambda: b'{"ids":["%s"]}' % (b" " * (8 * MB - 40) + "😀".encode())),
    Body("not UTF-8", LOOKUP, lambda: b'{"ids":["%s"]}' % (b"\xff" * (8 * MB - 40))),
    Body("3 × 1,000 likes", LIKES, lambda: json.dumps(_likes(1_000)).encode()),
    Body("3 × 60,000 likes", LIKES, lambda: json.dumps(_likes(60_000)).encode()),
    Body("10,000 events", EVENTS, lambda: _list("feedback", _events(10_000))),
    Body("10,000 bad events", EVENTS, lambda: _list("feedback", [b'{"kind":1,"x":2}'] * 10_000)),
    Body("8 MB form", PAPERS, lambda: _many(b"a=1", 2 * MB, b"&"), "application/x-www-form-urlencoded"),
    Body("import of 49 MB of bad records", IMPORTS, lambda: _lines(49, b"1"), "application/octet-stream"),
    Body("import of 40 MB as a form", IMPORTS, lambda: PART + _lines(40, b"1") + b"\r\n--b--\r\n", FORM),
    Body("import of [[],[],…]", IMPORTS, lambda: b"[%s]" % _many(b"[]", 16 * MB), "application/octet-stream"),
    Body("import of {} a line", IMPORTS, lambda: b"{}\n" * (16 * MB), "application/octet-stream"),
    Body("import of lines of [[],…]", IMPORTS, lambda: (b"[%s]\n" % _many(b"[]", 330_000)) * 50, JSON),
    Body("import of line ends", IMPORTS, lambda: b"{}" + b"\n" * (50 * MB - 2), "application/octet-stream"),
    Body("import of one 50 MB record", IMPORTS, lambda: b'[{"title":"%s"}]' % (b"a" * 49 * MB), JSON),
    Body("form of parts", IMPORTS, lambda: PART * 500_000, FORM),
    Body("form of line ends", IMPORTS, lambda: PART + b"\r\n" * 24 * MB + b"\r\n--b--\r\n", FORM),
    Body("form of a 40 MB header", IMPORTS, lambda: b"--b\r\nX: " + b"a" * 40 * MB + b"\r\n\r\n", FORM),
    Body("import of 10,000 papers, 48 MB", IMPORTS, lambda: _lines(48), "application/octet-stream"),
)


def main() -> None:
    """Print the figures, then those of several bodies at once."""
    print(f"{'':40} {'':6} status {'s':>7} {'/healthz waits, ms':>18} {'peak MB':>8} {'kept MB':>8}")
    with TemporaryDirectory() as folder, serving(folder) as (url, process):
        address = url.removeprefix("http://")
        for body in BODIES:
            _measure(address, process.pid, body, body.make(), 1)
        for body in (*BODIES[:6], *BODIES[11:13]):
            _measure(address, process.pid, body, body.make(), SIDE_BY_SIDE)


def _measure(address: str, server: int, body: Body, content: bytes, side_by_side: int) -> None:
    base, waits, seconds, statuses = resident_mb(server), list[float](), list[float](), set[int]()
    Path(f"/proc/{server}/clear_refs").write_text("5")  # the peak counts from here
    for _ in range(TIMES):
        with probing(address) as wait, ThreadPoolExecutor(side_by_side) as senders:
            began = time.perf_counter()
            statuses.update(senders.map(lambda _: _status(address, body, content), range(side_by_side)))
            seconds.append(time.perf_counter() - began)
        waits.append(wait[0] * 1000)
    peak = resident_mb(server, "VmHWM") - base
    time.sleep(1)
    name = f"{side_by_side} × {body.name}" if side_by_side > 1 else body.name
    answers = "/".join(map(str, sorted(statuses)))
    size, wait = f"{len(content) / MB:4.1f}MB", f"{min(waits):.1f} to {max(waits):.1f}"
    kept = resident_mb(server) - base
    print(f"{name:40} {size} {answers:>6} {max(seconds):7.2f} {wait:>18} {peak:8.0f} {kept:8.0f}", flush=True)


def _status(address: str, body: Body, content: bytes) -> int:
    connection = HTTPConnection(address)
    try:
        connection.request("POST", body.path, content, {"Content-Type": body.kind})
        answer = connection.getresponse()
        answer.read()
    except OSError:  # refused before all of it was sent
        return 0
    finally:
        connection.close()
    return answer.status


def _many(value: bytes, times: int, between: bytes = b",") -> bytes:
    return between.join([value] * times)


def _list(name: str, values: list[bytes]) -> bytes:
    return b'{"%s":[%s]}' % (name.encode(), b",".join(values))


def _fields(count: int) -> bytes:
    return b",".join(b'"%06x":1' % n for n in range(count))


def _paper(fields: bytes) -> bytes:
    return b'{"papers":[{"title":"T",%s}]}' % fields


def _ids(count: int) -> list[bytes]:
    return [b'"arXiv:%04d.%05d"' % (2101 + n % 12, 1 + n // 12) for n in range(count)]


def _papers(count: int, abstract: int, authors: int = 5) -> list[bytes]:
    text = "A claim, and what it rests on. " * (abstract // 31)
    names = [f"A. N. Author {n}" for n in range(authors)]
    return [json.dumps({"title": f"T {n}", "abstract": text, "authors": names}).encode() for n in range(count)]


def _likes(count: int) -> dict[str, list[str]]:
    return {name: [f"hf:{name}-{n}" for n in range(count)] for name in ("liked", "disliked", "exclude")}


def _events(count: int) -> list[bytes]:
    return [b'{"paper_id":"hf:a-%d","kind":"like","at":"2024-05-01T00:00:00Z"}' % n for n in range(count)]


def _lines(size: int, title: bytes = b'"A title"') -> bytes:
    abstract = b"A claim, and what it rests on. " * 160
    return b"".join(b'{"title":%s,"id":"my:%d","abstract":"%s"}\n' % (title, n, abstract) for n in range(size * 200))
