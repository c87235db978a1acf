"""How many tokens a call is booked with: what its server says, unless that is less than it can be."""

from typing import Any

from service.llm.question import Question

_MOST_CHARS = 16  # of prose that one token can stand for, over a whole text; tokenisers come to some four


def booked_tokens(usage: Any, question: Question, text: str) -> tuple[int, int]:  # noqa: ANN401
    """Tokens read and written: the larger reading of what `usage` says, and the most there can be where it cannot be.

    Some servers count what a model thinks beside what it writes, or only in the total.
    """
    read, written, total = (_said(usage, name) for name in ("prompt_tokens", "completion_tokens", "total_tokens"))
    thought = _said(getattr(usage, "completion_tokens_details", None), "reasoning_tokens")
    if not total or thought > written:
        written += thought
    written = max(written, total - read)
    prompt = question.prompt
    return (
        read if read and read * _MOST_CHARS >= len(prompt) else len(prompt.encode()),
        written if written and written * _MOST_CHARS >= len(text) else question.max_tokens,
    )


def _said(usage: Any, name: str) -> int:  # noqa: ANN401  # litellm's objects are what a stranger made them
    tokens = getattr(usage, name, None)
    return tokens if isinstance(tokens, int) and 0 < tokens < 10**9 else 0
