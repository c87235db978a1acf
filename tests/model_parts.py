"""Services whose models are parts of the stub upstream, more parts, and what may be said of their texts."""

import json
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from starlette.testclient import TestClient

from service import prompts
from service.api import Services
from service.app import create_app
from service.llm import FallbackChain
from service.settings import LLMSettings
from service.storage import Ledger
from service.summarization import TextBatch, TextOptions, Writer
from tests.upstream import Call, Upstream, Write, behaviour, completion, fail, numbered, quoted, say, send

ROUTE = "/v1/summaries"
TOKEN = 1_000_000  # nano-dollars; a token of a tenth of a cent makes sums that can be read
TOKENS_PRICED = {"usd_per_million_in": 1e3, "usd_per_million_out": 1e3}
OWLS = {
    "id": "my:owls",
    "title": "Owls of the North",
    "abstract": "We counted owls in 12 forests. The owls of these forests hunt at night. "
    "The count fell by 30% in ten years. Roads may be the cause of the fall.",
}


@behaviour
async def picky(_: Upstream, call: Call, writer: Write) -> None:
    """Fails when it is told of glaciers."""
    if "glaciers" in call.body["messages"][-1]["content"]:
        await fail(writer, "500 Internal Server Error")
    else:
        await say(writer, call, quoted(call))


@behaviour
async def german(_: Upstream, call: Call, writer: Write) -> None:
    """Translates the first sentences, and gets a number wrong in the last."""
    told = numbered(call)[:3]
    said = [{"text": f"Auf Deutsch: {text}", "english": text, "evidence": [number]} for number, text in told]
    said[-1]["text"] = "Die Zahl fiel um 45 %."
    await say(writer, call, json.dumps({"sentences": said}))


@behaviour
async def formless(_: Upstream, call: Call, writer: Write) -> None:
    """Refuses to be told the form of its answer."""
    if "response_format" in call.body:
        await fail(writer, "400 Bad Request", "response_format is not supported")
    else:
        await say(writer, call, quoted(call))


@behaviour
async def schemaless(_: Upstream, call: Call, writer: Write) -> None:
    """Takes its own failure to read a schema for a fault of the server, as llama-cpp-python does."""
    if call.body["response_format"]["type"] == "json_schema":
        await fail(writer, "500 Internal Server Error", "1 validation error")
    else:
        await say(writer, call, quoted(call))


@behaviour
async def uncounted(_: Upstream, call: Call, writer: Write) -> None:
    """Says that it read and wrote nothing."""
    usage = {"prompt_tokens": 0, "completion_tokens": -7, "total_tokens": 0}
    await send(writer, json.dumps(completion(quoted(call), **usage)).encode())


@behaviour
async def retelling(_: Upstream, call: Call, writer: Write) -> None:
    """Texts alone, in other words than the source's, about the owls."""
    said = ["In 12 forests, the authors counted owls.", "In ten years, the count fell by 30%."]
    await say(writer, call, json.dumps({"sentences": said}))


@behaviour
async def correcting(_: Upstream, call: Call, writer: Write) -> None:
    """Gets a number wrong, and mends that sentence alone when told."""
    again = len(call.body["messages"]) > 2
    (_, first), _, (_, third), *_ = numbered(call)
    said = [third] if again else [third.replace("30", "45"), first]
    await say(writer, call, json.dumps({"sentences": said}))


@behaviour
async def tying(_: Upstream, call: Call, writer: Write) -> None:
    """One sentence of each paper that it is told of, then one that holds the paper against the first liked one."""
    told = numbered(call)
    (own, first), (other, second) = told[0], told[4]
    tie = f"{first.rstrip('.')}, while there {second[0].lower()}{second[1:]}"
    said = [{"text": first, "evidence": [own]}, {"text": tie, "evidence": [own, other]}]
    await say(writer, call, json.dumps({"sentences": said}))


def played(upstream: Upstream | str, *parts: str, **price: float) -> list[dict[str, Any]]:
    """The setting `models` for a chain of parts of a server, or of the one at an address."""
    url = upstream if isinstance(upstream, str) else upstream.url
    return [{"model": f"openai/{part}", "api_base": url, "api_key": "a-key"} | price for part in parts]


def writing(services: Services, upstream: Upstream | str, *parts: str, **knobs: Any) -> Services:
    """The same services with a writer whose models play `parts`."""
    price = {name: knobs.pop(name) for name in list(knobs) if name.startswith("usd_per")}
    llm = LLMSettings(models=tuple(played(upstream, *parts, **price)), **knobs)
    chain = FallbackChain(llm, Ledger(services.database), services.now)
    settings = services.settings.model_copy(update={"llm": llm})
    return replace(
        services, settings=settings, writer=Writer(chain, prompts.load(), services.text_workers, services.now)
    )


@contextmanager
def asked(services: Services, upstream: Upstream | str, *parts: str, **knobs: Any) -> Generator[TestClient]:
    """A client of a service whose models play `parts`."""
    with TestClient(create_app(writing(services, upstream, *parts, **knobs)), raise_server_exceptions=False) as client:
        yield client


def texts(client: TestClient, **body: Any) -> list[dict[str, Any]]:
    """The texts of a request that must succeed."""
    response = client.post(ROUTE, json=body)
    assert response.status_code == 200, response.text
    return response.json()["data"]


async def batch_of(services: Services, paper_ids: Sequence[str], **options: Any) -> TextBatch:
    """The texts of a request, begun but not waited for."""
    return await TextBatch.begin(services.corpus, services.writer, TextOptions(**options), paper_ids)


def labelled(items: Iterable[Mapping[str, Any]]) -> bool:
    """Whether each is a whole text that says that it is quoted, and why."""
    return all(item["text"] and item["source"] == "extractive" and item["fallback"]["reason"] for item in items)
