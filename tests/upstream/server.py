"""A model's server as the model layer meets it: it speaks the OpenAI chat protocol over HTTP, and may fail at it."""

import asyncio
import json
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Self

Write = asyncio.StreamWriter


@dataclass
class Call:
    """One request for a completion, or for vectors; `at` is the server's clock."""

    behaviour: str
    body: dict
    headers: dict[str, str]
    at: float


@dataclass
class Upstream:
    """A server in a thread of its own; use it as a context manager."""

    calls: list[Call] = field(default_factory=list)
    probes: int = 0
    models: list[str] = field(default_factory=list)  # that it lists
    most_at_once: int = 0
    port: int = 0
    seconds: float = 1.0  # that the behaviour `slow` takes
    dim: int = 64  # of the vectors of the behaviour `hashed` and its kin
    _now: int = 0
    _dead: bool = False
    _writers: list[Write] = field(default_factory=list)
    _serving: set[asyncio.Task] = field(default_factory=set)

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(5)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def count(self) -> Counter[str]:
        return Counter(call.behaviour for call in self.calls)

    def die(self, dead: bool = True) -> None:
        """Answer 503 to whatever is asked, until it lives again."""
        self._dead = dead

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, limit=2**24)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        # asyncio loses the socket of a connection that it has accepted and not handed over, when the server closes or
        # the task that hands it over is cancelled: so accept no more, and close once all are ours.
        for listener in self._server.sockets:
            self._loop.remove_reader(listener)
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            for task in others & self._serving:
                task.cancel()
            await asyncio.wait(others, timeout=0.01)
        self._server.close()
        for writer in self._writers:
            writer.transport.abort()  # what is not sent yet is of no use to anybody
        await asyncio.sleep(0)

    async def _serve(self, reader: asyncio.StreamReader, writer: Write) -> None:
        self._writers.append(writer)
        self._serving.add(asyncio.current_task())
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                headers = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                if not await self._answer(head, headers, body, writer):
                    break
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, head: str, headers: dict[str, str], raw: bytes, writer: Write) -> bool:
        method, path, _ = head.split(" ", 2)
        if method == "GET":
            self.probes += 1
            status = "503 No" if self._dead else "200 OK" if path.startswith("/v1/") else "404 Not Found"
            data = [{"id": name} for name in self.models]
            await send(writer, json.dumps({"object": "list", "data": data}).encode(), status=status)
            return True
        body = json.loads(raw)
        call = Call(body["model"], body, headers, self._loop.time())
        self.calls.append(call)
        self._now += 1
        self.most_at_once = max(self.most_at_once, self._now)
        try:
            if self._dead:
                await fail(writer, "503 Service Unavailable")
                return True
            return await BEHAVIOURS[call.behaviour](self, call, writer) is None
        finally:
            self._now -= 1


Behaviour = Callable[[Upstream, Call, Write], Awaitable[bool | None]]  # True: the connection is at an end
BEHAVIOURS: dict[str, Behaviour] = {}


def behaviour(function: Behaviour) -> Behaviour:
    """Let models of this name behave so: `openai/limited-for-long` as `limited_for_long` does."""
    name = function.__name__.replace("_", "-")
    assert BEHAVIOURS.setdefault(name, function) is function, name
    return function


async def send(writer: Write, body: bytes, *, status: str = "200 OK", **headers: str) -> None:
    lines = {"content-type": "application/json", "content-length": str(len(body))}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    writer.write(f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body)
    await writer.drain()


async def fail(writer: Write, status: str, message: str = "no", code: str | None = None, **headers: str) -> None:
    error = {"message": message, "type": "error", "code": code}
    await send(writer, json.dumps({"error": error}).encode(), status=status, **headers)
