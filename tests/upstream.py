"""A model's server as the model layer meets it: it speaks the OpenAI chat protocol over HTTP, and fails in many ways.

The model's name is the part it plays: `openai/good` quotes the paper, `openai/dripping` sends a byte now and then.
Run alone it prints its address: python -m tests.upstream
"""

import asyncio
import json
import re
import threading
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Self

from tests.obedient_model import liked_titles, obeyed

_LINE = re.compile(r"^\[(\d+)\] (.*)$", re.MULTILINE)
Write = asyncio.StreamWriter


@dataclass
class Call:
    """One request for a completion; `at` is the server's clock."""

    part: str
    body: dict
    headers: dict[str, str]
    at: float


@dataclass
class Upstream:
    """A server in a thread of its own; use it as a context manager."""

    calls: list[Call] = field(default_factory=list)
    probes: int = 0
    most_at_once: int = 0
    port: int = 0
    seconds: float = 1.0  # that `slow` thinks
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
        return Counter(call.part for call in self.calls)

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
                method = head.split(" ", 1)[0]
                headers = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                if not await self._answer(method, headers, body, writer):
                    break
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, method: str, headers: dict[str, str], raw: bytes, writer: Write) -> bool:
        if method == "GET":
            self.probes += 1
            await send(
                writer, json.dumps({"object": "list", "data": []}).encode(), status="503 No" if self._dead else "200 OK"
            )
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
            return await PARTS[call.part](self, call, writer) is None
        finally:
            self._now -= 1


async def send(writer: Write, body: bytes, *, status: str = "200 OK", **headers: str) -> None:
    kept = {"content-type": "application/json", "content-length": str(len(body))}
    kept |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in kept.items())
    writer.write(f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body)
    await writer.drain()


async def fail(writer: Write, status: str, message: str = "no", code: str | None = None, **headers: str) -> None:
    error = {"message": message, "type": "error", "code": code}
    await send(writer, json.dumps({"error": error}).encode(), status=status, **headers)


def completion(text: object, finish: str = "stop", **usage: object) -> dict:
    message = {"role": "assistant", "content": text}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "stub",
        "choices": [{"index": 0, "finish_reason": finish, "message": message}],
        "usage": {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100} | usage,
    }


async def say(writer: Write, call: Call, text: object, finish: str = "stop") -> None:
    """A completion, whole or as a stream, whichever was asked for."""
    if not call.body.get("stream"):
        await send(writer, json.dumps(completion(text, finish)).encode())
        return
    chunks = [{"delta": {"content": part}, "index": 0} for part in re.findall(r"(?s).{1,40}", str(text))]
    chunks.append({"delta": {}, "index": 0, "finish_reason": finish})
    lines = [json.dumps({"id": "1", "object": "chat.completion.chunk", "choices": [chunk]}) for chunk in chunks]
    body = "".join(f"data: {line}\n\n" for line in [*lines, "[DONE]"]).encode()
    await send(writer, body, content_type="text/event-stream")


def numbered(call: Call) -> list[tuple[int, str]]:
    """The source sentences of the prompt, with their numbers."""
    asked = next(message["content"] for message in call.body["messages"] if message["role"] == "user")
    return [(int(number), text) for number, text in _LINE.findall(asked)]


def quoted(call: Call, most: int = 3) -> str:
    """What an honest model might answer."""
    sentences = [{"text": text, "evidence": [number]} for number, text in numbered(call)[:most]]
    return json.dumps({"sentences": sentences})


def with_claim(call: Call, claim: str) -> str:
    """An honest answer with one sentence that the source does not have."""
    answer = json.loads(quoted(call, 2))
    answer["sentences"].append({"text": claim, "evidence": [1]})
    return json.dumps(answer)


Part = Callable[[Upstream, Call, Write], Awaitable[bool | None]]  # True: the connection is at an end
PARTS: dict[str, Part] = {}


def part(play: Part) -> Part:
    PARTS[play.__name__.replace("_", "-")] = play
    return play


@part
async def good(_: Upstream, call: Call, writer: Write) -> None:
    await say(writer, call, quoted(call))


@part
async def slow(server: Upstream, call: Call, writer: Write) -> None:
    await asyncio.sleep(server.seconds)
    await say(writer, call, quoted(call))


@part
async def thinking(_: Upstream, call: Call, writer: Write) -> None:
    await say(writer, call, f'<think>Perhaps {{"sentences": []}}?</think>\nHere you are:\n```json\n{quoted(call)}\n```')


@part
async def lying(_: Upstream, call: Call, writer: Write) -> None:
    await say(writer, call, with_claim(call, "The method improves accuracy by 93.7% on ImageNet."))


@part
async def learning(_: Upstream, call: Call, writer: Write) -> None:
    """Lies at first, and mends it when told."""
    told = len(call.body["messages"]) > 2
    await say(writer, call, quoted(call) if told else with_claim(call, "It was deployed to 93 hospitals."))


@part
async def inventing(_: Upstream, call: Call, writer: Write) -> None:
    claims = [{"text": f"Zebrafish number {n} were sold in Paris for {n}7 dollars.", "evidence": [1]} for n in (1, 2)]
    await say(writer, call, json.dumps({"sentences": claims}))


@part
async def mending(_: Upstream, call: Call, writer: Write) -> None:
    """Answers prose at first, and JSON when asked again."""
    told = len(call.body["messages"]) > 2
    await say(writer, call, quoted(call) if told else "I would be glad to help with that!")


@part
async def puppet(server: Upstream, call: Call, writer: Write) -> None:
    """Does whatever a paper says, and remembers what other users like; see tests/puppet.py."""
    messages = call.body["messages"]
    before = [title for old in server.calls[:-1] for title in liked_titles(old.body["messages"][1]["content"])]
    await say(writer, call, obeyed(messages, before, len(server.calls)) or quoted(call))


# The faults of 20 bad servers: none of them may cost more than the model's text.


@part
async def hanging(_: Upstream, _call: Call, _writer: Write) -> bool:
    await asyncio.sleep(3600)
    return True


@part
async def dripping(_: Upstream, _call: Call, writer: Write) -> bool:
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.2)


@part
async def limited(_: Upstream, _call: Call, writer: Write) -> None:
    await fail(writer, "429 Too Many Requests", retry_after="1")


@part
async def limited_for_long(_: Upstream, _call: Call, writer: Write) -> None:
    await fail(writer, "429 Too Many Requests", retry_after="3600")


@part
async def broken(_: Upstream, _call: Call, writer: Write) -> None:
    await fail(writer, "500 Internal Server Error")


@part
async def overloaded(_: Upstream, _call: Call, writer: Write) -> None:
    await send(writer, b"<html>busy</html>", status="503 Service Unavailable", content_type="text/html")


@part
async def dropping(_: Upstream, _call: Call, writer: Write) -> bool:
    writer.transport.abort()
    return True


@part
async def half(_: Upstream, call: Call, writer: Write) -> bool:
    body = json.dumps(completion(quoted(call))).encode()
    writer.write(f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n".encode())
    writer.write(body[: len(body) // 2])
    await writer.drain()
    return True


@part
async def not_json(_: Upstream, _call: Call, writer: Write) -> None:
    await send(writer, b"{'sentences': oops")


@part
async def html(_: Upstream, _call: Call, writer: Write) -> None:
    await send(writer, b"<!doctype html><h1>Welcome to nginx!</h1>", content_type="text/html")


@part
async def key_echoing(_: Upstream, call: Call, writer: Write) -> None:
    await fail(writer, "401 Unauthorized", f"Incorrect API key provided: {call.headers['authorization']}")


@part
async def too_long(_: Upstream, _call: Call, writer: Write) -> None:
    message = "This model's maximum context length is 10 tokens."
    await fail(writer, "400 Bad Request", message, code="context_length_exceeded")


@part
async def no_choices(_: Upstream, _call: Call, writer: Write) -> None:
    await send(writer, json.dumps(completion("") | {"choices": []}).encode())


@part
async def null(_: Upstream, _call: Call, writer: Write) -> None:
    await send(writer, json.dumps(completion(None)).encode())


@part
async def cut(_: Upstream, call: Call, writer: Write) -> None:
    await say(writer, call, quoted(call)[:-30], finish="length")


@part
async def huge(_: Upstream, _call: Call, writer: Write) -> None:
    await send(writer, _huge())


@part
async def bomb(_: Upstream, _call: Call, writer: Write) -> None:
    await send(writer, _bomb(), content_encoding="deflate")


@part
async def redirecting(_: Upstream, _call: Call, writer: Write) -> None:
    await send(writer, b"", status="302 Found", location="/v1/chat/completions")


@part
async def error_in_200(_: Upstream, _call: Call, writer: Write) -> None:
    await send(writer, json.dumps({"error": {"message": "quota exceeded"}}).encode())


@part
async def not_utf8(_: Upstream, call: Call, writer: Write) -> None:
    await send(writer, json.dumps(completion(quoted(call))).encode().replace(b"a", b"\xff\xfe"))


@part
async def wrong_type(_: Upstream, call: Call, writer: Write) -> None:
    await send(writer, json.dumps(completion(quoted(call)) | {"choices": "several", "usage": "much"}).encode())


@part
async def prose(_: Upstream, call: Call, writer: Write) -> None:
    await say(writer, call, "As an AI model, I think that this is a landmark paper. " * 5)


@cache
def _huge() -> bytes:
    return json.dumps(completion("x" * 50_000_000)).encode()


@cache
def _bomb() -> bytes:
    return zlib.compress(b" " * 100_000_000, 9)


FAULTS = [
    "hanging", "dripping", "limited", "limited-for-long", "broken", "overloaded", "dropping", "half", "not-json",
    "html", "key-echoing", "too-long", "no-choices", "null", "cut", "huge", "bomb", "redirecting", "error-in-200",
    "not-utf8", "wrong-type", "prose", "inventing",
]  # fmt: skip


def main() -> None:
    with Upstream() as server:
        print(server.url, flush=True)  # noqa: T201
        threading.Event().wait()


if __name__ == "__main__":
    main()
