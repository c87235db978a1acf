"""An answer of the OpenAI chat protocol, put as the protocol says, from the many ways in which servers put it."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

_THOUGHTS = ("reasoning_content", "reasoning", "thinking")
_NO_TEXT = frozenset({*_THOUGHTS, "thought"})  # types of parts
_CUT = frozenset({"length", "max_tokens", "content_filter"})
_COUNTS = {
    "prompt_tokens": ("prompt_tokens", "input_tokens"),
    "completion_tokens": ("completion_tokens", "output_tokens"),
    "total_tokens": ("total_tokens",),
}
_MOST_TOKENS = 10**9  # a count beyond it is nonsense


def plain_completion(body: bytes) -> bytes:
    """The answer with one choice, its text in `content` and whole counts in `usage`; what is none is left as it is."""
    try:
        found: Any = json.loads(body)
    except (ValueError, RecursionError):
        found = _streamed(body)
    if not isinstance(found, dict):
        return body
    answer = cast(dict[str, Any], found)
    choices: Any = answer.get("choices")
    if not isinstance(choices, list) or not choices:
        return body
    answer |= {
        "choices": [_chosen(list(map(_mapping, cast(list[Any], choices))))],
        "usage": _usage(answer.get("usage")),
    }
    return json.dumps(answer).encode()


def _chosen(choices: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The choice that says most: text first, then what it would call a tool with, then what it thinks."""
    said = [
        (choice, text)
        for texts in zip(*map(_texts, choices), strict=True)
        for choice, text in zip(choices, texts, strict=True)
    ]
    full = [(choice, text) for choice, text in said if text]
    choice, text = next((each for each in full if "{" in each[1]), full[0] if full else (choices[0], ""))
    refused = not text and any(_message(each).get("refusal") for each in choices)
    finish = choice.get("finish_reason")
    finish = "content_filter" if refused else finish if finish in _CUT else "stop"
    message = {"role": "assistant", "content": text}
    if (thought := _texts(choice)[-1]) not in {"", text}:
        message["reasoning_content"] = thought  # it is paid for
    return {**choice, "index": 0, "message": message, "finish_reason": finish}


def _texts(choice: Mapping[str, Any]) -> tuple[str, str, str]:
    message = _message(choice)
    calls: Any = message.get("tool_calls")
    listed = cast(list[Any], calls) if isinstance(calls, list) else []
    called = [_mapping(_mapping(call).get("function")) for call in listed]
    called.append(_mapping(message.get("function_call")))
    arguments = next((text for call in called if (text := _flat(call.get("arguments")))), "")
    thought = next((text for name in _THOUGHTS if (text := _flat(message.get(name)))), "")
    return _flat(message.get("content")) or _flat(choice.get("text")), arguments, thought


def _message(choice: Mapping[str, Any]) -> Mapping[str, Any]:
    message: Any = choice.get("message")
    return {"content": message} if isinstance(message, str) else _mapping(message)


def _flat(content: Any) -> str:  # noqa: ANN401
    """Text as it is, the text of a list's parts that are no thoughts, or an object as JSON."""
    if isinstance(content, str) or not content:
        return content or ""
    if isinstance(content, list):
        return "".join(map(_part, cast(list[Any], content)))
    return _part(content) or json.dumps(content)


def _part(part: Any) -> str:  # noqa: ANN401
    """The text of one part of a message; none of what is a thought."""
    if isinstance(part, str):
        return part
    found = _mapping(part)
    text: Any = found.get("text")
    return text if isinstance(text, str) and found.get("type") not in _NO_TEXT else ""


def _usage(said: Any) -> dict[str, Any]:  # noqa: ANN401
    usage = _mapping(said)
    counts = {name: max(_count(usage.get(known)) for known in names) for name, names in _COUNTS.items()}
    details = _mapping(usage.get("completion_tokens_details"))
    thought = max(_count(details.get("reasoning_tokens")), _count(usage.get("reasoning_tokens")))
    return counts | {"completion_tokens_details": {"reasoning_tokens": thought}}


def _count(said: Any) -> int:  # noqa: ANN401
    """A whole number of tokens; 0 for what is none."""
    if isinstance(said, bool) or not isinstance(said, int | float | str):
        return 0
    try:
        number = float(said)
    except ValueError:
        return 0
    return math.ceil(number) if 0 <= number < _MOST_TOKENS else 0


def _streamed(body: bytes) -> dict[str, Any] | None:
    """The answer of a server that streams without being asked to; None where this is no stream."""
    chunks = list(_chunks(body))
    if not chunks:
        return None
    message: dict[str, str] = {}
    finish: Any = None
    for chunk in chunks:
        choices = cast(list[Any], chunk["choices"]) if isinstance(chunk["choices"], list) else list[Any]()
        choice = _mapping(next(iter(choices), None))
        delta = _mapping(choice.get("delta")) or _message(choice) or {"content": choice.get("text")}
        for name in ("content", *_THOUGHTS):
            message[name] = message.get(name, "") + _flat(delta.get(name))
        finish = choice.get("finish_reason") or finish
    usage = next((chunk["usage"] for chunk in reversed(chunks) if chunk.get("usage")), None)
    said = {"index": 0, "message": message, "finish_reason": finish}
    return {"id": "1", "object": "chat.completion", "created": 1, **chunks[0], "choices": [said], "usage": usage}


def _chunks(body: bytes) -> Iterator[dict[str, Any]]:
    for line in body.decode(errors="replace").splitlines():
        data = line.removeprefix("data:").strip()
        if data == line.strip() or data == "[DONE]":
            continue
        try:
            found: Any = json.loads(data)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and "choices" in found:
            yield cast(dict[str, Any], found)


def _mapping(value: Any) -> Mapping[str, Any]:  # noqa: ANN401
    return cast(dict[str, Any], value) if isinstance(value, dict) else {}
