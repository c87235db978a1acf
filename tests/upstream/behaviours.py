"""Models that answer: honestly, slowly, with lies, or only when asked again."""

import asyncio
import json

from tests.obedient_model import liked_titles, obeyed
from tests.upstream.answers import quoted, say, with_claim
from tests.upstream.server import Call, Upstream, Write, behaviour


@behaviour
async def good(_: Upstream, call: Call, writer: Write) -> None:
    await say(writer, call, quoted(call))


@behaviour
async def slow(server: Upstream, call: Call, writer: Write) -> None:
    await asyncio.sleep(server.seconds)
    await say(writer, call, quoted(call))


@behaviour
async def thinking(_: Upstream, call: Call, writer: Write) -> None:
    await say(writer, call, f'<think>Perhaps {{"sentences": []}}?</think>\nHere you are:\n```json\n{quoted(call)}\n```')


@behaviour
async def lying(_: Upstream, call: Call, writer: Write) -> None:
    await say(writer, call, with_claim(call, "The method improves accuracy by 93.7% on ImageNet."))


@behaviour
async def learning(_: Upstream, call: Call, writer: Write) -> None:
    """Lies at first, and mends it when told what is wrong."""
    again = len(call.body["messages"]) > 2
    await say(writer, call, quoted(call) if again else with_claim(call, "It was deployed to 93 hospitals."))


@behaviour
async def inventing(_: Upstream, call: Call, writer: Write) -> None:
    claims = [{"text": f"Zebrafish number {n} were sold in Paris for {n}7 dollars.", "evidence": [1]} for n in (1, 2)]
    await say(writer, call, json.dumps({"sentences": claims}))


@behaviour
async def mending(_: Upstream, call: Call, writer: Write) -> None:
    """Answers prose at first, and JSON when asked again."""
    again = len(call.body["messages"]) > 2
    await say(writer, call, quoted(call) if again else "I would be glad to help with that!")


@behaviour
async def obedient(server: Upstream, call: Call, writer: Write) -> None:
    """Does whatever a paper says, and remembers what other users like; see tests/obedient_model.py."""
    messages = call.body["messages"]
    before = [title for old in server.calls[:-1] for title in liked_titles(old.body["messages"][1]["content"])]
    await say(writer, call, obeyed(messages, before, len(server.calls)) or quoted(call))
