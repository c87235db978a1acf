"""Whether a model's server answers and has the model, without spending: by the list of its models."""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast

import httpx

from service.settings import ModelSettings

NO_KEY = "no-key"  # an empty key would make litellm send one from the environment
_OLLAMA = frozenset({"ollama", "ollama_chat"})  # its own protocol, and a list by OpenAI's
_OPENAI = frozenset({"openai", "text-completion-openai", "custom_openai", "hosted_vllm", "lm_studio", "litellm_proxy"})
_MOST_NAMED = 5  # models of a server


@dataclass(frozen=True, slots=True)
class ServerState:
    """Whether an address answers, None where litellm alone knows it; `fault` is what to change in the settings."""

    reachable: bool | None
    fault: str | None = None


async def look_at(settings: ModelSettings, within: float) -> ServerState:
    """How a model's server stands, looked at for at most `within` seconds."""
    if settings.api_base is None:
        return ServerState(None)
    provider, _, name = settings.model.partition("/")
    base = str(settings.api_base).rstrip("/")
    headers = {"Authorization": f"Bearer {settings.api_key.get_secret_value() or NO_KEY}"}
    async with httpx.AsyncClient(timeout=within, headers=headers) as client:  # it reads certificates: no time of theirs
        try:
            async with asyncio.timeout(within):
                answer = await client.get(f"{base}/v1/models" if provider in _OLLAMA else f"{base}/models")
                if answer.status_code == HTTPStatus.NOT_FOUND and provider in _OPENAI:
                    deeper = await client.get(f"{base}/v1/models")
                    if _models(deeper) is not None:
                        return ServerState(False, f"its api_base lacks /v1: set it to {base}/v1")
        except (httpx.HTTPError, TimeoutError):
            return ServerState(False)
    known = answer.status_code in {HTTPStatus.OK, HTTPStatus.NOT_FOUND}  # not every server lists its models
    reachable = known and "html" not in answer.headers.get("content-type", "")
    return ServerState(reachable, _missing(name, _models(answer)) if provider in {*_OPENAI, *_OLLAMA} else None)


def _models(answer: httpx.Response) -> list[str] | None:
    """The ids that a server lists; None where it lists none at all."""
    try:
        found: Any = answer.json() if answer.status_code == HTTPStatus.OK else None
    except ValueError:
        return None
    data: Any = cast(dict[str, Any], found).get("data") if isinstance(found, dict) else None
    if not isinstance(data, list):
        return None
    entries = [cast(dict[str, Any], entry) for entry in cast(list[Any], data) if isinstance(entry, dict)]
    return [entry["id"] for entry in entries if isinstance(entry.get("id"), str)]


def _missing(name: str, listed: list[str] | None) -> str | None:
    if not listed or {name, f"{name}:latest"} & {*listed}:
        return None
    more = ", …" if len(listed) > _MOST_NAMED else ""
    return f"its server lists {', '.join(listed[:_MOST_NAMED])}{more}, but not {name}"
