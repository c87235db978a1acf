"""How likely a sentence of an abstract is to be background, or a result: by its words, and by where it stands."""

import json
import math
import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

_TOKEN = re.compile(r"[a-z]+|\d[\d.,]*(?:\s?%)?|[:;]")


@cache
def _models() -> dict[str, dict[str, float]]:
    """The shipped weight of each feature by role; the bias is that of an empty name."""
    shipped = json.loads(Path(__file__).with_name("roles.json").read_text(encoding="utf-8"))
    return {role: {**model["weights"], "": model["bias"]} for role, model in shipped["roles"].items()}


def likelihoods(sentences: Sequence[str], role: str) -> list[float]:
    """The probability, 0..1, that each sentence of an abstract has the role: `background` or `result`."""
    weights = _models()[role]
    return [
        1 / (1 + math.exp(-sum(weights.get(name, 0.0) * value for name, value in row.items())))
        for row in role_features(sentences)
    ]


def role_features(sentences: Sequence[str]) -> list[dict[str, float]]:
    """The features of each sentence of an abstract: its words, its pairs of words, and its place, 0 first and 1 last.

    Numbers are `#`, shares `#%`; `^` stands before the first word, and the empty name for the bias.
    """
    last = max(1, len(sentences) - 1)
    rows: list[dict[str, float]] = []
    for at, sentence in enumerate(sentences):
        words = ["^", *map(_name, _TOKEN.findall(sentence.lower()))]
        row = dict.fromkeys(words[1:], 1.0) | {f"{one} {two}": 1.0 for one, two in pairwise(words)}
        place = at / last
        rows.append(
            row | {"": 1.0, "^place": place, "^place^2": place**2, "^first": float(at == 0), "^last": place // 1}
        )
    return rows


def _name(token: str) -> str:
    if not token[0].isdigit():
        return token
    return "#%" if token.endswith("%") else "#"
