"""Hostile bodies to a served process, several at once: each is answered for what it is, and so is whoever else asks."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import httpx2
import pytest

from tests.processes_served import copied, environment, served

pytestmark = pytest.mark.embedded("what reads a body knows nothing of stores")

MB = 2**20
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "multipart/form-data; boundary=b"}
PART = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
BODIES = [
    ("/v1/summaries", JSON, b'{"paper_ids":[%s]}' % b",".join(b'"x y %d"' % n for n in range(500_000)), 422),
    ("/v1/summaries", JSON, b'{"paper_ids":[%s]}' % b",".join([b'"x y"'] * 90_000), 422),
    ("/v1/papers", JSON, b'{"papers":[{"title":"T","authors":[%s]}]}' % b",".join([b"1"] * 190_000), 200),
    ("/v1/papers", JSON, b"[" * 7 * MB, 422),
    ("/v1/papers", JSON, b'{"papers":%s}' % (b"7" * 7 * MB), 400),
    ("/v1/papers/lookup", JSON, b'{"ids":["%s"]}' % (b"\\ud800" * MB), 422),
    ("/v1/papers/lookup", JSON, b"{%s}" % b",".join(b'"%d":1' % n for n in range(60_000)), 422),
    ("/v1/imports", {}, b"{}" + b"\n" * 30 * MB, 422),
    ("/v1/imports", {}, b"[{}" + b" " * 30 * MB, 422),
    ("/v1/imports", {}, b'[{"title":"%s"}]' % (b"a" * 30 * MB), 422),
    ("/v1/imports", FORM, PART * 200_000, 400),
    ("/v1/imports", FORM, PART + b"\r\n" * 15 * MB + b"\r\n--b--\r\n", 422),
]


@pytest.mark.slow
def test_hostile_bodies_side_by_side_hold_up_nobody_else(small_folder, tmp_path):
    with served(copied(small_folder, tmp_path), environment([])) as running, ThreadPoolExecutor(len(BODIES)) as pool:
        base, over = running.client.base_url, Event()
        others = pool.submit(_healthy_until, base, over)
        statuses = list(pool.map(lambda body: _status(base, *body[:3]), BODIES))
        over.set()
        assert statuses == [status for *_, status in BODIES]
        assert others.result() == {200}
        assert running.client.get("/readyz").status_code == 200
        assert running.process.poll() is None


def _healthy_until(base, over):
    with httpx2.Client(base_url=base, timeout=60) as client:
        statuses = {client.get("/healthz").status_code}
        while not over.wait(0.01):
            statuses.add(client.get("/healthz").status_code)
        return statuses


def _status(base, path, headers, content):
    with httpx2.Client(base_url=base, timeout=120) as client:
        return client.post(path, content=content, headers=headers).status_code
