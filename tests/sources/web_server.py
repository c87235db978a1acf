"""A web server on loopback that answers as it is told, and misbehaves on demand."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal, Self
from urllib.parse import parse_qsl, urlsplit

How = Literal["whole", "cut", "dripping", "dripping-head", "endless"]


@dataclass(frozen=True)
class Reply:
    """What is answered, and how: whole, only its half, a byte now and then, or without an end."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    how: How = "whole"


@dataclass(frozen=True)
class Asked:
    """One request."""

    path: str
    params: dict[str, str]
    headers: dict[str, str]


class WebServer:
    """Answers with `first`, one after the other, then as `answer` says; use it as a context manager."""

    def __init__(self, answer: Callable[[Asked], Reply] = lambda _asked: Reply(b"<none/>")) -> None:
        self.answer = answer
        self.first: deque[Reply] = deque()
        self.asked: list[Asked] = []
        self.closing = threading.Event()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                params = dict(parse_qsl(parts.query, keep_blank_values=True))
                owner.asked.append(Asked(parts.path, params, {k.lower(): v for k, v in self.headers.items()}))
                reply = owner.first.popleft() if owner.first else owner.answer(owner.asked[-1])
                try:
                    owner._send(self, reply)
                except OSError:  # whoever asked has gone
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def _send(self, to: BaseHTTPRequestHandler, reply: Reply) -> None:
        if reply.how == "dripping-head":
            to.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
            self._drip(to)
            return
        to.send_response_only(reply.status)  # with no date but the one in the headers
        length = {} if reply.how == "endless" else {"Content-Length": str(len(reply.body))}
        for name, value in (length | reply.headers | {"Connection": "close"}).items():
            to.send_header(name, value)
        to.end_headers()
        to.close_connection = True
        if reply.how == "endless":
            while not self.closing.is_set():
                to.wfile.write(b"x" * 65_536)
        elif reply.how == "dripping":
            self._drip(to)
        else:
            to.wfile.write(reply.body[: len(reply.body) // 2] if reply.how == "cut" else reply.body)

    def _drip(self, to: BaseHTTPRequestHandler) -> None:
        while not self.closing.wait(0.05):
            to.wfile.write(b"x")
            to.wfile.flush()
