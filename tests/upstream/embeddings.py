"""Embedding models: one that counts hashed words, and others that fail at it."""

import asyncio
import hashlib
import json
import re

import numpy as np

from tests.upstream.server import Call, Upstream, Write, behaviour, fail, send

_REFUSED = 300  # characters of a text that `brief` refuses
_MOST = 8  # texts that `narrow` takes


def hashed_words(text: str, dim: int) -> list[float]:
    """How often words of each of `dim` hashes occur; not of unit length."""
    counts = np.zeros(dim)
    for word in re.findall(r"\w+", text.lower()):
        counts[int.from_bytes(hashlib.sha256(word.encode()).digest()[:4]) % dim] += 1
    return (counts if counts.any() else np.ones(dim)).tolist()


def embedded(vectors: list, **usage: object) -> dict:
    data = [{"object": "embedding", "index": place, "embedding": each} for place, each in enumerate(vectors)]
    return {
        "object": "list",
        "model": "stub",
        "data": data,
        "usage": {"prompt_tokens": 100, "total_tokens": 100} | usage,
    }


def vectors_of(server: Upstream, call: Call) -> list[list[float]]:
    return [hashed_words(text, server.dim) for text in call.body["input"]]


async def answer(writer: Write, body: dict) -> None:
    await send(writer, json.dumps(body).encode())


@behaviour
async def hashed(server: Upstream, call: Call, writer: Write) -> None:
    await answer(writer, embedded(vectors_of(server, call)))


@behaviour
async def crowded(server: Upstream, call: Call, writer: Write) -> None:
    """Finds all texts much alike, as many models do."""
    plain = [np.array(vector) / np.linalg.norm(vector) for vector in vectors_of(server, call)]
    await answer(writer, embedded([(vector + 2 / server.dim**0.5).tolist() for vector in plain]))


@behaviour
async def slow_hashed(server: Upstream, call: Call, writer: Write) -> None:
    """Takes its time for each text."""
    await asyncio.sleep(server.seconds * len(call.body["input"]))
    await hashed(server, call, writer)


@behaviour
async def ollama_hashed(server: Upstream, call: Call, writer: Write) -> None:
    """In the words of Ollama."""
    await answer(writer, {"embeddings": vectors_of(server, call), "prompt_eval_count": 100})


@behaviour
async def backwards(server: Upstream, call: Call, writer: Write) -> None:
    """The right vectors, in another order, each with its index."""
    body = embedded(vectors_of(server, call))
    await answer(writer, body | {"data": body["data"][::-1]})


@behaviour
async def nan(server: Upstream, call: Call, writer: Write) -> None:
    vectors = vectors_of(server, call)
    vectors[-1][3] = float("nan")
    await answer(writer, embedded(vectors))


@behaviour
async def nought(server: Upstream, call: Call, writer: Write) -> None:
    await answer(writer, embedded([[0.0] * server.dim for _ in call.body["input"]]))


@behaviour
async def fewer(server: Upstream, call: Call, writer: Write) -> None:
    await answer(writer, embedded(vectors_of(server, call)[:-1]))


@behaviour
async def ragged(server: Upstream, call: Call, writer: Write) -> None:
    vectors = vectors_of(server, call)
    await answer(writer, embedded([*vectors[:-1], [*vectors[-1][:-1], "three"]]))


@behaviour
async def same_index(server: Upstream, call: Call, writer: Write) -> None:
    body = embedded(vectors_of(server, call))
    await answer(writer, body | {"data": [item | {"index": 0} for item in body["data"]]})


@behaviour
async def unmetered(server: Upstream, call: Call, writer: Write) -> None:
    await answer(writer, embedded(vectors_of(server, call), prompt_tokens=0, total_tokens=0))


@behaviour
async def narrow(server: Upstream, call: Call, writer: Write) -> None:
    """Takes few texts at a time, as TEI does."""
    if len(call.body["input"]) > _MOST:
        await fail(
            writer, "413 Payload Too Large", f"batch size {len(call.body['input'])} > maximum allowed batch size"
        )
    else:
        await hashed(server, call, writer)


@behaviour
async def brief(server: Upstream, call: Call, writer: Write) -> None:
    """Fails at long texts, as llama.cpp does."""
    if any(len(text) > _REFUSED for text in call.body["input"]):
        await fail(writer, "500 Internal Server Error", "input is too large to process. increase the batch size")
    else:
        await hashed(server, call, writer)


@behaviour
async def limited_twice(server: Upstream, call: Call, writer: Write) -> None:
    """Asks to wait in its second and third call, for no time at all."""
    if 1 < len(server.calls) <= 3:
        await fail(writer, "429 Too Many Requests", retry_after="0")
    else:
        await hashed(server, call, writer)


@behaviour
async def limited_often(server: Upstream, call: Call, writer: Write) -> None:
    """Asks to wait in its second to fifth call, for no time at all."""
    if 1 < len(server.calls) <= 5:
        await fail(writer, "429 Too Many Requests", retry_after="0")
    else:
        await hashed(server, call, writer)
