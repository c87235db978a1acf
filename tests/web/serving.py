"""A real server of the pages, and the browser that looks at them."""

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from service.api import Services
from service.app import create_app
from tests.servers import free_port

CHROMIUM = shutil.which("chromium")


@contextmanager
def running(services: Services) -> Iterator[str]:
    """The address of a server of these services, on a port of its own."""
    port = free_port()
    config = uvicorn.Config(create_app(services), port=port, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
