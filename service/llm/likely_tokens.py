"""How likely an answer was to begin with each of some tokens, as the OpenAI protocol asks for it and tells it."""

import math
from collections.abc import Iterable
from typing import Any, cast

from service.llm.question import Question


def likely_parameters(question: Question) -> dict[str, Any]:
    """The parameters of a call that wants them."""
    return {"logprobs": True, "top_logprobs": question.likely} if question.likely else {}


def first_tokens(choice: object) -> dict[str, float]:
    """Probabilities by the first token of litellm's `choice`, its own among them; empty where the server gives none."""
    places = getattr(getattr(choice, "logprobs", None), "content", None)
    if not isinstance(places, list) or not places:
        return {}
    first = cast("list[object]", places)[0]
    others = getattr(first, "top_logprobs", None)
    listed = cast("Iterable[object]", others) if isinstance(others, list) else ()
    found: dict[str, float] = {}
    for each in (first, *listed):
        token, logarithm = getattr(each, "token", None), getattr(each, "logprob", None)
        if isinstance(token, str) and isinstance(logarithm, int | float) and logarithm <= 0:  # nor NaN
            found[token] = math.exp(logarithm)
    return found
