"""Mail servers on this machine: a real one, and one that misbehaves as it is told."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from aiosmtpd.smtp import SMTP

from tests.servers import free_port

HANG, DROP, DRIP = b"hang", b"drop", b"drip"
"""Instead of an answer: none, the end of the connection, or one sign after another without an end."""


class Letterbox(Message):
    """Keeps what it is given, as (recipient, message)."""

    def __init__(self) -> None:
        super().__init__()
        self.taken = []

    def handle_message(self, message) -> None:
        self.taken.append((message["X-RcptTo"], message))


class Postbox(Controller):
    """A real mail server with a letterbox."""

    def __init__(self, ssl_context=None, **options) -> None:
        self.letterbox = Letterbox()
        self._options = options
        super().__init__(self.letterbox, hostname="127.0.0.1", port=free_port(), ssl_context=ssl_context)

    def factory(self):
        return SMTP(self.handler, **{"enable_SMTPUTF8": True, **self._options})

    @property
    def settings(self):
        return {"host": "127.0.0.1", "port": self.port}


@contextmanager
def postbox(**options) -> Iterator[Postbox]:
    box = Postbox(**options)
    box.start()
    try:
        yield box
    finally:
        box.stop()


class _Dialogue(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.server.connections += 1
        if not self._say("greeting", b"220 here"):
            return
        while line := self.rfile.readline():
            verb = line.split()[0].upper().decode("latin-1") if line.split() else ""
            self.server.heard.append(verb)
            if verb == "DATA":
                if not self._say("DATA", b"354 go on"):
                    return
                if self.server.answers.get("DATA", b"354").startswith(b"354") and not self._content():
                    return
            elif not self._say(verb, self._usual(verb)) or verb == "QUIT":
                return

    def _usual(self, verb: str) -> bytes:
        return {"EHLO": b"250-here\r\n250 SIZE 1000000", "QUIT": b"221 bye"}.get(verb, b"250 ok")

    def _content(self) -> bool:
        lines = []
        if self.server.answers.get("content") == DROP:
            return False
        while (line := self.rfile.readline()) and line != b".\r\n":
            lines.append(line)
        self.server.contents.append(b"".join(lines))
        return self._say("end", b"250 taken")

    def _say(self, verb: str, usual: bytes) -> bool:
        """False when nothing more is to be said."""
        answer = self.server.answers.get(verb, usual)
        if callable(answer):
            answer = answer()
        if answer == DRIP:
            while not self.server.over.wait(0.03):
                self.wfile.write(b"2")
        elif answer == HANG:
            self.server.over.wait(10)
        if answer in {HANG, DROP, DRIP}:
            return False
        self.wfile.write(answer + b"\r\n")
        return True


class Misbehaving(socketserver.ThreadingTCPServer):
    """A server that says what it is told at each verb, and at `greeting`, `content` and `end` (of a message)."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, answers) -> None:
        super().__init__(("127.0.0.1", 0), _Dialogue)
        self.answers = answers
        self.heard, self.contents, self.connections = [], [], 0
        self.over = threading.Event()

    def handle_error(self, request, client_address) -> None:
        """Whoever hangs up meanwhile is no news."""

    @property
    def settings(self):
        return {"host": "127.0.0.1", "port": self.server_address[1]}


@contextmanager
def misbehaving(**answers) -> Iterator[Misbehaving]:
    with Misbehaving(answers) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            thread.join()
