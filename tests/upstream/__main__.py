"""The server alone; it prints its address: python -m tests.upstream."""

import threading

from tests.upstream import Upstream

with Upstream() as server:
    print(server.url, flush=True)  # noqa: T201
    threading.Event().wait()
