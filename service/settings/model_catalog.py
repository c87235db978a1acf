"""What litellm knows of providers and prices, read from its own files: importing litellm takes seconds."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

_PRICES = "model_prices_and_context_window_backup.json"


@dataclass(frozen=True, slots=True)
class Price:
    """What a model costs: US dollars for each token that it reads, and for each that it writes."""

    usd_per_token_in: float
    usd_per_token_out: float

    def max_cost_nano(self, prompt: str, max_tokens: int) -> int:
        """The most that a call can cost, in 1e-9 dollars: no tokeniser makes more tokens than there are bytes."""
        return _nano(self.usd_per_token_in * len(prompt.encode()) + self.usd_per_token_out * max_tokens)

    def cost_nano(self, tokens_in: int, tokens_out: int) -> int:
        """What a call cost, in 1e-9 dollars, rounded up."""
        return _nano(self.usd_per_token_in * tokens_in + self.usd_per_token_out * tokens_out)


def is_known_model(model: str) -> bool:
    """Whether litellm has a way to reach `model`, such as openai/gpt-4o-mini or ollama/llama3."""
    provider, slash, name = model.partition("/")
    if not slash:
        return model in _models()
    return bool(name) and (provider in _providers() or model in _models())


def list_price(model: str) -> Price | None:
    """What litellm lists as the price of `model`; None where it lists none."""
    provider, _, name = model.partition("/")
    plain = _models().get(name, {})
    entry = _models().get(model) or (plain if plain.get("litellm_provider") == provider else {})
    usd_in, usd_out = entry.get("input_cost_per_token"), entry.get("output_cost_per_token")
    return None if usd_in is None or usd_out is None else Price(float(usd_in), float(usd_out))


def _nano(dollars: float) -> int:
    return -int(-dollars * 1e9 // 1)


@cache
def _folder() -> Path:
    return Path(str(distribution("litellm").locate_file("litellm")))


@cache
def _models() -> dict[str, dict[str, Any]]:
    return json.loads((_folder() / _PRICES).read_text(encoding="utf-8"))


@cache
def _providers() -> frozenset[str]:
    with_prices = {str(entry.get("litellm_provider")) for entry in _models().values()}
    with_code = {path.name for path in (_folder() / "llms").iterdir() if path.is_dir() and path.name[0].isalpha()}
    return frozenset(with_prices | with_code | {"ollama_chat", "custom_openai", "text-completion-openai"})
