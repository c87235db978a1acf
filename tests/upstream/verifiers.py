"""Models that are asked for one word on a sentence: honest ones, and those whose word is worth nothing.

Asked for a text, each writes four sentences of the source and two in other words, of which one is a lie.
"""

import asyncio
import json
import math
import re
import zlib

from service.summarization import calibration_pairs
from tests.upstream.answers import completion, quoted, say
from tests.upstream.server import Call, Upstream, Write, behaviour, fail, send

RETOLD = "A decline of 30% in the count took place within ten years."
LIE = "Ten years saw the count climb, with a rise of 30%."
REFUSED = "The count fell by 45%."  # by the rules
_CLAIM = re.compile(r"^Claim: (.*)$", re.MULTILINE)
TRUE = {RETOLD, *(pair.true for pair in calibration_pairs())}


def is_verification(call: Call) -> bool:
    return call.body.get("max_tokens") == 1


def statement(call: Call) -> str:
    """The sentence that the model is asked about."""
    return _CLAIM.findall(call.body["messages"][-1]["content"])[-1]


async def write(writer: Write, call: Call) -> None:
    """Four sentences of the source, an honest one and a lie in other words, and one that the rules refuse."""
    answer = json.loads(quoted(call, 4))
    answer["sentences"] += [{"text": text, "evidence": [3]} for text in (RETOLD, LIE, REFUSED)]
    await say(writer, call, json.dumps(answer))


def one_token(token: str, likely: dict[str, float]) -> bytes:
    """An answer of one token, and how likely others were, where these are given."""
    body = completion(token, "length", prompt_tokens=300, completion_tokens=1, total_tokens=301)
    if likely:
        listed = [{"token": each, "logprob": math.log(share), "bytes": None} for each, share in likely.items()]
        first = {**listed[0], "token": token, "top_logprobs": listed}
        body["choices"][0]["logprobs"] = {"content": [first], "refusal": None}
    return json.dumps(body).encode()


def weighed(yes: float) -> bytes:
    """Yes so far, and no for the rest, in the many spellings that tokens have."""
    likely = {"yes": yes / 2, " Yes": yes / 2, "No": (1 - yes) / 2, "no": (1 - yes) / 2}
    return one_token("yes" if yes >= 0.5 else "No", likely)


@behaviour
async def verifying(_: Upstream, call: Call, writer: Write) -> None:
    """Knows what is true, though it is readier to say no than it should."""
    if is_verification(call):
        await send(writer, weighed(0.4 if statement(call) in TRUE else 0.1))
    else:
        await write(writer, call)


@behaviour
async def squeamish(_: Upstream, call: Call, writer: Write) -> None:
    """Knows what is true, and will not speak of some of it."""
    if is_verification(call) and statement(call) == max(TRUE):
        await fail(writer, "400 Bad Request", "The response was filtered by the content policy.")
    else:
        await verifying(_, call, writer)


@behaviour
async def plain_verifying(_: Upstream, call: Call, writer: Write) -> None:
    """Knows what is true, and says it in a word alone."""
    if is_verification(call):
        await send(writer, one_token("**Yes**" if statement(call) in TRUE else "No.", {}))
    else:
        await write(writer, call)


@behaviour
async def unlikely(_: Upstream, call: Call, writer: Write) -> None:
    """Refuses to say how likely a token is."""
    if "logprobs" in call.body:
        await fail(writer, "400 Bad Request", "logprobs are not supported")
    else:
        await plain_verifying(_, call, writer)


@behaviour
async def allergic(_: Upstream, call: Call, writer: Write) -> None:
    """Breaks when it is asked how likely a token is."""
    if "logprobs" in call.body:
        await fail(writer, "500 Internal Server Error")
    else:
        await plain_verifying(_, call, writer)


@behaviour
async def prosaic(_: Upstream, call: Call, writer: Write) -> None:
    await (send(writer, one_token("The", {"The": 0.9, "yes": 0.01})) if is_verification(call) else write(writer, call))


@behaviour
async def agreeing(_: Upstream, call: Call, writer: Write) -> None:
    await (send(writer, weighed(0.99)) if is_verification(call) else write(writer, call))


@behaviour
async def guessing(_: Upstream, call: Call, writer: Write) -> None:
    if is_verification(call):
        await send(writer, weighed((zlib.crc32(statement(call).encode()) % 97 + 1) / 99))
    else:
        await write(writer, call)


@behaviour
async def forgetful(_: Upstream, call: Call, writer: Write) -> None:
    """Gives probabilities for what it was calibrated on, and a plain yes for all else."""
    if is_verification(call) and statement(call) in {RETOLD, LIE}:
        await send(writer, one_token("Yes", {}))
    else:
        await verifying(_, call, writer)


@behaviour
async def unverifying(_: Upstream, call: Call, writer: Write) -> None:
    await (fail(writer, "500 Internal Server Error") if is_verification(call) else write(writer, call))


@behaviour
async def awakening(upstream: Upstream, call: Call, writer: Write) -> None:
    """Verifies nothing before it has written a second text."""
    if is_verification(call) and sum(not is_verification(each) for each in upstream.calls) < 2:
        await fail(writer, "500 Internal Server Error")
    else:
        await verifying(upstream, call, writer)


@behaviour
async def fading(upstream: Upstream, call: Call, writer: Write) -> None:
    """Writes one text and verifies nothing; a second text it fails to write, slowly."""
    if not is_verification(call) and sum(not is_verification(each) for each in upstream.calls) < 2:
        await write(writer, call)
        return
    await asyncio.sleep(0 if is_verification(call) else upstream.seconds)
    await fail(writer, "500 Internal Server Error")


@behaviour
async def repeating(upstream: Upstream, call: Call, writer: Write) -> None:
    """Says one sentence three times."""
    if is_verification(call):
        await verifying(upstream, call, writer)
    else:
        said = [{"text": text, "evidence": [3]} for text in (RETOLD, RETOLD, "The count fell by 30%.", RETOLD)]
        await say(writer, call, json.dumps({"sentences": said}))


@behaviour
async def pondering(_: Upstream, call: Call, writer: Write) -> bool | None:
    """Is lost in thought when it is to verify."""
    if is_verification(call):
        await asyncio.sleep(3600)
        return True
    return await write(writer, call)


@behaviour
async def strict(_: Upstream, call: Call, writer: Write) -> None:
    """Knows what is true, and takes what the source says itself for a lie."""
    if is_verification(call):
        known = statement(call)
        await send(writer, weighed(0.9 if known in TRUE else 0.05))
    else:
        await write(writer, call)
