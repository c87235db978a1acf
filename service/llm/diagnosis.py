"""What an error of litellm means, whichever of some hundred providers it comes from."""

import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, cast

import httpx

from service.llm.failure import ModelFailed, asked_retry_after_s, causes
from service.llm.secrets import without_secrets

_NO_MONEY = re.compile(
    r"insufficient.{0,10}(?:quota|balance|credit|fund)|exceeded.{0,20}quota|quota (?:is )?exceeded|out of credits?"
    r"|credit balance|billing|payment required", re.IGNORECASE
)  # fmt: skip
_TOO_LONG = re.compile(
    r"context.{0,20}(?:length|window|size|overflow)|overflows?\b.{0,20}context|prompt is too long"
    r"|too many (?:input )?tokens|exceeds? the (?:available )?context|n_ctx", re.IGNORECASE
)  # fmt: skip
_IN_THE_ANSWER = re.compile(r"max_\w*tokens|completion", re.IGNORECASE)  # fewer to write may mend it
_MOST_WORDS = 5_000  # characters of a server's words that are looked at
_REFUSALS = frozenset({400, 422, 501})
_NO_ENTRY = frozenset({401, 403})


def diagnose(litellm: Any, error: Exception, keys: Sequence[str]) -> ModelFailed:  # noqa: ANN401
    """The failure that an error comes to; `keys` are not told on."""
    chain = list(causes(error))
    # litellm makes up a status for every failure; the client below it has one when the server sent one.
    answered = [each for each in chain if hasattr(each, "status_code") and type(each).__module__.startswith("openai")]
    status = getattr(answered[0] if answered else error, "status_code", None)
    failure = _of_kind(litellm, error, chain, status, bool(answered))
    failure.status = status if isinstance(status, int) else None
    failure.said = without_secrets(_words(error, chain), keys)
    return failure


def _of_kind(  # noqa: PLR0911  # a table of faults
    litellm: Any,  # noqa: ANN401
    error: Exception,
    chain: Sequence[BaseException],
    status: object,
    answered: bool,
) -> ModelFailed:
    known, wait, words = litellm.exceptions, asked_retry_after_s(error), _words(error, chain)
    if status == HTTPStatus.PAYMENT_REQUIRED or (wait is None and _NO_MONEY.search(words)):
        return ModelFailed("out_of_quota")
    if isinstance(error, known.RateLimitError):
        return ModelFailed("rate_limited", retryable=True, retry_after_s=wait)
    refused = isinstance(error, known.BadRequestError | known.UnprocessableEntityError) or status in _REFUSALS
    if isinstance(error, known.ContextWindowExceededError) or (refused and _TOO_LONG.search(words)):
        return ModelFailed("prompt_too_long")
    if isinstance(error, known.AuthenticationError | known.PermissionDeniedError) or status in _NO_ENTRY:
        return ModelFailed("key_refused")
    if isinstance(error, known.NotFoundError):
        return ModelFailed("unknown_model")
    if refused:
        return ModelFailed("refused")
    if any(isinstance(cause, httpx.ConnectError | httpx.ConnectTimeout) for cause in chain):
        return ModelFailed("unreachable", retryable=True)
    return ModelFailed("upstream_error", retryable=True, retry_after_s=wait, maybe_billed=not answered)


def may_be_about_the_asking(failure: ModelFailed) -> bool:
    """Whether a server may have refused how it was asked, and not what."""
    if failure.reason == "prompt_too_long":
        return _IN_THE_ANSWER.search(failure.said) is not None
    return failure.reason == "refused" or failure.status == HTTPStatus.INTERNAL_SERVER_ERROR


def _words(error: Exception, chain: Sequence[BaseException]) -> str:
    """The server's own words where there are any, else litellm's."""
    for each in chain:
        body: Any = getattr(each, "body", None)
        if body and type(each).__module__.startswith("openai"):
            said = cast(dict[str, Any], body).get("message") if isinstance(body, dict) else None
            return str(said or cast(object, body))[:_MOST_WORDS]
    return str(getattr(error, "message", "") or error or type(error).__name__)[:_MOST_WORDS]
