"""Servers that speak the OpenAI protocol in ways of their own, as bug reports have them; a table of parts each."""

import json
from collections.abc import Mapping
from typing import Any

from tests.upstream import Call, Upstream, Write, behaviour, completion, fail, send

TEXT = '{"sentences": [{"text": "Owls hunt at night.", "evidence": [1]}]}'
TOKENS_OF = {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100}


def _said(**message: Any) -> list[dict[str, Any]]:
    return [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": None} | message}]


def _called(arguments: object) -> list[dict[str, Any]]:
    return [{"id": "1", "type": "function", "function": {"name": "answer", "arguments": arguments}}]


CHOICES: Mapping[str, list[dict[str, Any]]] = {
    "in-reasoning-content": _said(reasoning_content=TEXT),
    "in-reasoning": _said(reasoning=TEXT),
    "in-thinking": _said(thinking=TEXT),
    "in-tool-calls": _said(tool_calls=_called(TEXT)),
    "in-tool-calls-as-an-object": _said(tool_calls=_called(json.loads(TEXT))),
    "beside-a-remark": _said(content="I call the tool.", tool_calls=_called(TEXT)),
    "in-function-call": _said(function_call={"name": "answer", "arguments": TEXT}),
    "as-a-list": _said(content=[{"type": "thinking", "text": "Hm."}, {"type": "text", "text": TEXT}]),
    "as-a-list-of-strings": _said(content=[TEXT[:9], TEXT[9:]]),
    "as-an-object": _said(content=json.loads(TEXT)),
    "as-a-text-object": _said(content={"type": "text", "text": TEXT}),
    "as-text": [{"index": 0, "text": TEXT, "finish_reason": "stop"}],
    "as-a-string-message": [{"index": 0, "message": TEXT, "finish_reason": "stop"}],
    "in-the-second-choice": [*_said(content=""), *_said(content=TEXT)],
    "finished-oddly": [_said(content=TEXT)[0] | {"finish_reason": "tool_calls"}],
    "without-a-finish": [{"message": {"content": TEXT}}],
}
USAGES: Mapping[str, tuple[object, tuple[int, int]]] = {  # what is said, and what is booked of 500 tokens at most
    "told": (TOKENS_OF, (1000, 100)),
    "thought-beside": (TOKENS_OF | {"completion_tokens_details": {"reasoning_tokens": 300}}, (1000, 400)),
    "thought-within": (TOKENS_OF | {"completion_tokens_details": {"reasoning_tokens": 60}}, (1000, 100)),
    "thought-at-the-top": (TOKENS_OF | {"reasoning_tokens": 300}, (1000, 400)),
    "thought-without-a-total": (
        {"prompt_tokens": 1000, "completion_tokens": 100, "completion_tokens_details": {"reasoning_tokens": 60}},
        (1000, 160),
    ),
    "total-above-the-sum": (TOKENS_OF | {"total_tokens": 1400}, (1000, 400)),
    "total-below-the-sum": (TOKENS_OF | {"total_tokens": 3}, (1000, 100)),
    "as-text": ({"prompt_tokens": "1000", "completion_tokens": "100", "total_tokens": "1100"}, (1000, 100)),
    "by-other-names": ({"input_tokens": 1000, "output_tokens": 100}, (1000, 100)),
    "fractional": ({"prompt_tokens": 999.5, "completion_tokens": 99.1, "total_tokens": 1098.6}, (1000, 100)),
    "null": (None, (23, 500)),
    "nulls": (dict.fromkeys(TOKENS_OF), (23, 500)),
    "zero": (dict.fromkeys(TOKENS_OF, 0), (23, 500)),
    "negative": (dict.fromkeys(TOKENS_OF, -7), (23, 500)),
    "nothing-written": (TOKENS_OF | {"completion_tokens": 0, "total_tokens": 1000}, (1000, 500)),
    "one-written": (TOKENS_OF | {"completion_tokens": 1, "total_tokens": 1001}, (1000, 500)),
    "one-read": (TOKENS_OF | {"prompt_tokens": 1, "total_tokens": 101}, (23, 100)),
    "no-number": ("much", (23, 500)),
    "endless": ({"prompt_tokens": 1e300, "completion_tokens": 10**12}, (23, 500)),
}
FAILURES: Mapping[str, tuple[str, object, str]] = {  # status, what is said, and the reason that it comes to
    "no-money": ("402 Payment Required", "Insufficient Balance", "out_of_quota"),
    "no-quota": ("429 Too Many Requests", "You exceeded your current quota, check your plan", "out_of_quota"),
    "no-credit": ("400 Bad Request", "Your credit balance is too low to access the API", "out_of_quota"),
    "lm-studio": (
        "400 Bad Request",
        "Trying to keep the first 5012 tokens when context the overflows. The model is loaded with only 4096 tokens",
        "prompt_too_long",
    ),
    "llama-cpp": (
        "400 Bad Request",
        "the request exceeds the available context size, try increasing it",
        "prompt_too_long",
    ),
    "forbidden": ("403 Forbidden", "You have no access to it", "key_refused"),
    "unnamed": ("404 Not Found", "The model does not exist", "unknown_model"),
    "moderated": ("400 Bad Request", "Your request was rejected by our content policy", "refused"),
}
REFUSALS: Mapping[str, tuple[str, int, str, str]] = {  # the parameter, the most that is taken, status and words
    "temperature": (
        "temperature", -1, "400 Bad Request", "Unsupported value: 'temperature' does not support 0.0 with this model.",
    ),
    "old-limit": (
        "max_tokens", -1, "400 Bad Request",
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    ),
    "much": (
        "max_tokens", 300, "400 Bad Request",
        "max_tokens is too large: 500. This model supports at most 300 completion tokens.",
    ),
    "much-in-a-full-context": (
        "max_tokens", 350, "400 Bad Request",
        "The maximum context length is 4096. You requested 4246 tokens (3746 in the messages, 500 in the completion)",
    ),
    "much-unsaid": ("max_tokens", 260, "422 Unprocessable Entity", "max_tokens must be less than what is left"),
    "system": ("system", -1, "400 Bad Request", "System role not supported"),
    "form": ("response_format", -1, "400 Bad Request", "response_format is not supported"),
    "form-unnamed": ("response_format", -1, "400 Bad Request", "Bad request"),
    "form-unprocessable": ("response_format", -1, "422 Unprocessable Entity", "Extra inputs: response_format"),
    "form-unimplemented": ("response_format", -1, "501 Not Implemented", "not implemented"),
    "form-broken": ("response_format", -1, "500 Internal Server Error", "json_schema: 1 validation error"),
}  # fmt: skip

WITHOUT_ROOM = ("much-in-a-full-context", "much-unsaid")  # beside this prompt; beside a shorter one there may be


def _part(name: str, answer: Any) -> str:
    async def play(_: Upstream, call: Call, writer: Write) -> None:
        await answer(call, writer)

    play.__name__ = name
    behaviour(play)
    return name


def _answers(body: Mapping[str, Any]) -> Any:
    async def answer(_: Call, writer: Write) -> None:
        await send(writer, json.dumps(body).encode())

    return answer


def _fails(status: str, message: object) -> Any:
    async def answer(_: Call, writer: Write) -> None:
        await fail(writer, status, str(message))

    return answer


def _refuses(parameter: str, most: int, status: str, message: str) -> Any:
    async def answer(call: Call, writer: Write) -> None:
        given = call.body.get(parameter)
        if parameter == "system":
            given = 1 if call.body["messages"][0]["role"] == "system" else None
        if given is not None and (most < 0 or given > most):
            await fail(writer, status, message)
        else:
            await send(writer, json.dumps(completion(TEXT)).encode())

    return answer


for _name, _choices in CHOICES.items():
    _part(f"choice-{_name}", _answers(completion("") | {"choices": _choices}))
for _name, (_usage, _) in USAGES.items():
    _part(f"usage-{_name}", _answers(completion(TEXT) | {"usage": _usage}))
for _name, (_status, _message, _) in FAILURES.items():
    _part(f"failure-{_name}", _fails(_status, _message))
for _name, _refusal in REFUSALS.items():
    _part(f"without-{_name}", _refuses(*_refusal))


@behaviour
async def streaming_unasked(_: Upstream, __: Call, writer: Write) -> None:
    """Answers as a stream, whatever was asked for."""
    parts = [{"delta": {"role": "assistant"}}, *({"delta": {"content": TEXT[at : at + 9]}} for at in range(0, 90, 9))]
    parts.append({"delta": {}, "finish_reason": "stop"})
    lines = [json.dumps({"object": "chat.completion.chunk", "choices": [part | {"index": 0}]}) for part in parts]
    lines += [json.dumps({"choices": [], "usage": TOKENS_OF}), "[DONE]"]
    body = "".join(f"data: {line}\n\n" for line in lines).encode()
    await send(writer, body, content_type="text/event-stream")


@behaviour
async def apologising(_: Upstream, __: Call, writer: Write) -> None:
    await send(writer, json.dumps(completion("I'm sorry, but I can't help with that.")).encode())


@behaviour
async def declining(_: Upstream, __: Call, writer: Write) -> None:
    choices = _said(refusal="I will not summarise this.")
    await send(writer, json.dumps(completion("") | {"choices": choices}).encode())


@behaviour
async def filtered(_: Upstream, __: Call, writer: Write) -> None:
    await send(writer, json.dumps(completion("", "content_filter")).encode())


@behaviour
async def wayward(server: Upstream, call: Call, writer: Write) -> None:
    """Takes any call at first, then refuses the temperature, and later takes nothing but that again."""
    turn = len(server.calls)
    if turn > 1 and "temperature" in call.body:
        await fail(writer, "400 Bad Request", "temperature is not supported")
    else:
        await send(writer, json.dumps(completion(TEXT)).encode())


@behaviour
async def stubborn(_: Upstream, __: Call, writer: Write) -> None:
    """Refuses everything, in words that name nothing."""
    await fail(writer, "400 Bad Request", "Bad request")
