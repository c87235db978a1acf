"""What a model may answer: completions as the OpenAI protocol has them, and sentences with their evidence."""

import json
import re

from service.text import sentences
from tests.upstream.server import Call, Write, send

_LINE = re.compile(r"^\[(\d+)\] (.*)$", re.MULTILINE)
_PROSE = re.compile(r"^(?:Liked p|P)aper: .*\n(?!\[\d|\(no abstract)(.*)$", re.MULTILINE)


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
    """The source sentences of the prompt with their numbers, or numbered here where it has them as prose."""
    asked = [message["content"] for message in call.body["messages"] if message["role"] == "user"]
    sources = (content for content in reversed(asked) if _LINE.search(content) or _PROSE.search(content))
    source = next(sources, "")  # after an example, before a retry
    told = [abstract[slice(*span)] for abstract in _PROSE.findall(source) for span in sentences(abstract)]
    return [(int(number), text) for number, text in _LINE.findall(source)] or list(enumerate(told, 1))


def quoted(call: Call, most: int = 3) -> str:
    """What an honest model might answer."""
    sentences = [{"text": text, "evidence": [number]} for number, text in numbered(call)[:most]]
    return json.dumps({"sentences": sentences})


def with_claim(call: Call, claim: str) -> str:
    """An honest answer with one sentence that the source does not have."""
    answer = json.loads(quoted(call, 2))
    answer["sentences"].append({"text": claim, "evidence": [1]})
    return json.dumps(answer)
