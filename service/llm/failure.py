"""In how many ways a call of a model can fail."""

from collections.abc import Iterator, Mapping
from typing import Literal

Reason = Literal[
    "timeout", "unreachable", "rate_limited", "out_of_quota", "upstream_error", "key_refused", "unknown_model",
    "refused", "prompt_too_long", "breaker_open", "attempts_spent", "deadline", "budget_spent",
    "ledger_unavailable", "user_erased", "unreadable", "unsupported", "copied",
]  # fmt: skip


class ModelFailed(Exception):
    """A call that gave no text, and why.

    `retryable` says whether the same call may succeed later, `retry_after_s` how many seconds the server asked us to
    wait, `maybe_billed` whether the server may have done the work and charge for it. `status` is what the server
    answered, if it did, and `said` its words, without secrets.
    """

    def __init__(
        self,
        reason: Reason,
        *,
        retryable: bool = False,
        retry_after_s: float | None = None,
        maybe_billed: bool = False,
        status: int | None = None,
        said: str = "",
    ) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
        self.retryable, self.retry_after_s, self.maybe_billed = retryable, retry_after_s, maybe_billed
        self.status, self.said = status, said


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error, and those that it was raised from or while handling."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def asked_retry_after_s(error: Exception) -> float | None:
    """Seconds from a Retry-After header; None for dates and nonsense."""
    for cause in causes(error):  # litellm's own response has no headers, that of the client below it does
        headers: Mapping[str, str] = getattr(getattr(cause, "response", None), "headers", None) or {}
        try:
            seconds = float(headers.get("retry-after", ""))
        except ValueError:
            continue
        return seconds if 0 <= seconds < float("inf") else None
    return None
