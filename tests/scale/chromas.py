"""Servers that answer as a Chroma of another version does, or as something else."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def answering(paths: Mapping[str, str]) -> Iterator[str]:
    """The address of a server that answers these paths, and 404 to every other one."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            said = paths.get(self.path)
            self.send_response(404 if said is None else 200)
            self.end_headers()
            self.wfile.write((said or "").encode())

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
