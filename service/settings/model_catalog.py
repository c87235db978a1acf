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
    """US dollars for a token read and a token written."""

    read: float
    written: float

    def ceiling_nano(self, prompt: str, most_written: int) -> int:
        """At most what a call can cost, in 1e-9 dollars: no tokeniser makes more tokens than there are bytes."""
        return _nano(self.read * len(prompt.encode()) + self.written * most_written)

    def cost_nano(self, tokens_read: int, tokens_written: int) -> int:
        """What a call cost, in 1e-9 dollars."""
        return _nano(self.read * tokens_read + self.written * tokens_written)


def known(model: str) -> bool:
    """Whether litellm has a way to reach `model`, such as openai/gpt-4o-mini or ollama/llama3."""
    provider, slash, name = model.partition("/")
    if not slash:
        return model in _models()
    return bool(name) and (provider in _providers() or model in _models())


def price(model: str) -> Price | None:
    """The list price of `model`; None where the list has none."""
    provider, _, name = model.partition("/")
    plain = _models().get(name, {})
    entry = _models().get(model) or (plain if plain.get("litellm_provider") == provider else {})
    read, written = entry.get("input_cost_per_token"), entry.get("output_cost_per_token")
    return None if read is None or written is None else Price(float(read), float(written))


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
    listed = {str(entry.get("litellm_provider")) for entry in _models().values()}
    own = {path.name for path in (_folder() / "llms").iterdir() if path.is_dir() and path.name[0].isalpha()}
    return frozenset(listed | own | {"ollama_chat", "custom_openai", "text-completion-openai"})
