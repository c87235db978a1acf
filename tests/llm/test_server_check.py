"""What can be told of a model's server by the list of its models, without spending."""

import asyncio

import pytest

from service.llm.server_check import look_at
from service.settings import ModelSettings
from tests.upstream import Upstream


def looked(upstream: Upstream, model: str, base: str | None = None):
    return asyncio.run(look_at(ModelSettings(model=model, api_base=base or upstream.url), 5))


@pytest.mark.parametrize(
    ("model", "fault"),
    [
        ("openai/small", None),
        ("openai/big", None),
        ("openai/org/large", None),
        ("openai/smal", "its server lists big:latest, small, org/large, but not smal"),
        ("hosted_vllm/none", "its server lists big:latest, small, org/large, but not none"),
        ("anthropic/claude-haiku-4-5", None),  # another protocol: what is listed is not what it calls its models
    ],
)
def test_a_name_that_the_server_does_not_list_is_told(upstream, model, fault):
    upstream.models = ["big:latest", "small", "org/large"]
    state = looked(upstream, model)
    assert (state.reachable, state.fault) == (True, fault)


def test_a_server_that_lists_nothing_is_taken_at_its_word(upstream):
    upstream.models = []
    assert looked(upstream, "openai/small").fault is None


def test_a_missing_v1_is_told_with_what_to_set(upstream):
    upstream.models = ["small"]
    base = upstream.url.removesuffix("/v1")
    state = looked(upstream, "openai/small", base)
    assert (state.reachable, state.fault) == (False, f"its api_base lacks /v1: set it to {base}/v1")
    assert looked(upstream, "ollama_chat/small", base).fault is None  # its own protocol has none
    assert "not tiny" in (looked(upstream, "ollama/tiny", base).fault or "")


def test_nobody_at_all_is_not_reachable():
    assert looked(Upstream(), "openai/small", "http://127.0.0.1:1/v1").reachable is False
