"""One call of one embedding model: how it is asked, and what its answer or its failure means."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from service.llm.diagnosis import diagnose
from service.llm.failure import ModelFailed
from service.llm.litellm_import import load_litellm
from service.llm.server_check import NO_KEY
from service.llm.transport import NO_TIMEOUT_S, use_bounded_session, wait_for
from service.settings import EmbeddingSettings

_TOO_LONG = re.compile(r"too (?:large|long)|maximum context", re.IGNORECASE)  # llama.cpp says so with status 500


@dataclass(frozen=True, slots=True)
class Embedded:
    """Unit vectors (n, dim) of n texts, and how many tokens the server counted; None when it did not say, or lies."""

    vectors: NDArray[np.float32]
    tokens: int | None


class EmbeddingClient:
    """One configured model, at its own address and with its own key; safe to share between threads."""

    def __init__(self, settings: EmbeddingSettings) -> None:
        self._settings = settings

    def ask(self, texts: Sequence[str], within: float) -> Embedded:
        """One call of at most `within` seconds for some texts; raises ModelFailed for whatever goes wrong."""
        litellm = load_litellm()
        try:
            response = wait_for(self._embedding(litellm, texts, within))
        except TimeoutError:
            raise ModelFailed("timeout", maybe_billed=True) from None
        except Exception as error:  # noqa: BLE001  # of some hundred providers
            raise _failure(
                litellm, error, self._settings.api_key.get_secret_value()
            ) from None  # its message may quote the key or the texts
        return Embedded(_unit_vectors(getattr(response, "data", None), len(texts)), _tokens(response, len(texts)))

    async def _embedding(self, litellm: Any, texts: Sequence[str], within: float) -> Any:  # noqa: ANN401
        use_bounded_session(litellm)
        async with asyncio.timeout(within):
            # Plain numbers, for not every server knows another form, and OpenAI's client else asks for that.
            return await litellm.aembedding(input=list(texts), encoding_format="float", **self._address())

    def _address(self) -> dict[str, Any]:
        address: dict[str, Any] = {"model": self._settings.model, "max_retries": 0, "timeout": NO_TIMEOUT_S}
        key = self._settings.api_key.get_secret_value()
        if self._settings.api_base is not None:
            address |= {"api_base": str(self._settings.api_base).rstrip("/"), "api_key": key or NO_KEY}
        elif key:
            address["api_key"] = key
        return address


def _failure(litellm: Any, error: Exception, key: str) -> ModelFailed:  # noqa: ANN401
    failure = diagnose(litellm, error, [key])
    too_long = failure.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE or _TOO_LONG.search(failure.said)
    return ModelFailed("prompt_too_long") if too_long else failure


def _unit_vectors(data: object, count: int) -> NDArray[np.float32]:
    """The vectors in the order of the texts, (count, dim); raises ModelFailed unless each text has one."""
    items = list(cast("Sequence[object]", data)) if isinstance(data, list | tuple) else []
    try:
        vectors = np.array([_field(item, "embedding") for item in _in_order(items)], dtype=np.float64)
    except (TypeError, ValueError, OverflowError):  # words, nothing, or rows that are not alike
        raise ModelFailed("unreadable") from None
    if vectors.ndim != 2 or len(vectors) != count:  # a matrix
        raise ModelFailed("unreadable")
    with np.errstate(all="ignore"):
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= lengths
    if not vectors.size or not (np.isfinite(vectors).all() and np.isfinite(lengths).all()):  # nor of length 0
        raise ModelFailed("unreadable")
    return vectors.astype(np.float32)


def _in_order(items: Sequence[object]) -> Sequence[object]:
    """Items by their index, where they have one; raises ValueError unless it is a place of the list for each."""
    places = [_field(item, "index") for item in items]
    if all(place is None for place in places):
        return items
    found: list[object] = [None] * len(items)
    for place, item in zip(places, items, strict=True):
        if not isinstance(place, int) or not 0 <= place < len(items) or found[place] is not None:
            raise ValueError(place)
        found[place] = item
    return found


def _tokens(response: Any, least: int) -> int | None:  # noqa: ANN401
    usage = getattr(response, "usage", None)
    said = [getattr(usage, name, None) for name in ("prompt_tokens", "total_tokens")]
    counts = [count for count in said if isinstance(count, int) and least <= count < 10**9]
    return max(counts, default=None)


def _field(item: object, name: str) -> Any:  # noqa: ANN401
    return cast("Mapping[str, Any]", item).get(name) if isinstance(item, Mapping) else getattr(item, name, None)
