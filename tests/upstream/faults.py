"""The faults of 20 bad servers: none of them may cost more than the model's text."""

import asyncio
import json
import zlib
from functools import cache

from tests.upstream.answers import completion, quoted, say
from tests.upstream.server import Call, Upstream, Write, behaviour, fail, send

FAULTS = [
    "hanging", "dripping", "limited", "limited-for-long", "broken", "overloaded", "dropping", "half", "not-json",
    "html", "key-echoing", "too-long", "no-choices", "null", "cut", "huge", "bomb", "redirecting", "error-in-200",
    "not-utf8", "wrong-type", "prose", "inventing",
]  # fmt: skip


@behaviour
async def hanging(_: Upstream, _call: Call, _writer: Write) -> bool:
    await asyncio.sleep(3600)
    return True


@behaviour
async def dripping(_: Upstream, _call: Call, writer: Write) -> bool:
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.2)


@behaviour
async def limited(_: Upstream, _call: Call, writer: Write) -> None:
    await fail(writer, "429 Too Many Requests", retry_after="1")


@behaviour
async def limited_for_long(_: Upstream, _call: Call, writer: Write) -> None:
    await fail(writer, "429 Too Many Requests", retry_after="3600")


@behaviour
async def broken(_: Upstream, _call: Call, writer: Write) -> None:
    await fail(writer, "500 Internal Server Error")


@behaviour
async def overloaded(_: Upstream, _call: Call, writer: Write) -> None:
    await send(writer, b"<html>busy</html>", status="503 Service Unavailable", content_type="text/html")


@behaviour
async def dropping(_: Upstream, _call: Call, writer: Write) -> bool:
    writer.transport.abort()
    return True


@behaviour
async def half(_: Upstream, call: Call, writer: Write) -> bool:
    body = json.dumps(completion(quoted(call))).encode()
    writer.write(f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n".encode())
    writer.write(body[: len(body) // 2])
    await writer.drain()
    return True


@behaviour
async def not_json(_: Upstream, _call: Call, writer: Write) -> None:
    await send(writer, b"{'sentences': oops")


@behaviour
async def html(_: Upstream, _call: Call, writer: Write) -> None:
    await send(writer, b"<!doctype html><h1>Welcome to nginx!</h1>", content_type="text/html")


@behaviour
async def key_echoing(_: Upstream, call: Call, writer: Write) -> None:
    await fail(writer, "401 Unauthorized", f"Incorrect API key provided: {call.headers['authorization']}")


@behaviour
async def too_long(_: Upstream, _call: Call, writer: Write) -> None:
    message = "This model's maximum context length is 10 tokens."
    await fail(writer, "400 Bad Request", message, code="context_length_exceeded")


@behaviour
async def no_choices(_: Upstream, _call: Call, writer: Write) -> None:
    await send(writer, json.dumps(completion("") | {"choices": []}).encode())


@behaviour
async def null(_: Upstream, _call: Call, writer: Write) -> None:
    await send(writer, json.dumps(completion(None)).encode())


@behaviour
async def cut(_: Upstream, call: Call, writer: Write) -> None:
    await say(writer, call, quoted(call)[:-30], finish="length")


@behaviour
async def huge(_: Upstream, _call: Call, writer: Write) -> None:
    await send(writer, _huge())


@behaviour
async def bomb(_: Upstream, _call: Call, writer: Write) -> None:
    await send(writer, _bomb(), content_encoding="deflate")


@behaviour
async def redirecting(_: Upstream, _call: Call, writer: Write) -> None:
    await send(writer, b"", status="302 Found", location="/v1/chat/completions")


@behaviour
async def error_in_200(_: Upstream, _call: Call, writer: Write) -> None:
    await send(writer, json.dumps({"error": {"message": "quota exceeded"}}).encode())


@behaviour
async def not_utf8(_: Upstream, call: Call, writer: Write) -> None:
    await send(writer, json.dumps(completion(quoted(call))).encode().replace(b"a", b"\xff\xfe"))


@behaviour
async def wrong_type(_: Upstream, call: Call, writer: Write) -> None:
    await send(writer, json.dumps(completion(quoted(call)) | {"choices": "several", "usage": "much"}).encode())


@behaviour
async def prose(_: Upstream, call: Call, writer: Write) -> None:
    await say(writer, call, "As an AI model, I think that this is a landmark paper. " * 5)


@cache
def _huge() -> bytes:
    return json.dumps(completion("x" * 50_000_000)).encode()


@cache
def _bomb() -> bytes:
    return zlib.compress(b" " * 100_000_000, 9)
