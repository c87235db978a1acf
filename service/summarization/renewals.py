"""When a text is made anew of which the verifier did not say what it was asked."""

from collections.abc import Callable
from datetime import datetime, timedelta

from service.summarization.generated_text import GeneratedText

_HOLDS = timedelta(hours=1)  # so long such a text holds, and so long nobody tries again
_MOST = 10_000  # tries that are remembered


class Renewals:
    """The tries of one process, by the keys of the texts; to be used from one event loop."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._tried: dict[str, datetime] = {}

    def begin(self, key: str, kept: GeneratedText) -> bool:
        """Whether a kept text is to be made anew now; the try counts, however it ends."""
        made, report, now = kept.provenance.created_at, kept.verifier, self._now()
        if report is None or not report.lacks_word or made is None:
            return False
        if now - max(made, self._tried.get(key, made)) < _HOLDS:
            return False
        self._tried.pop(key, None)  # the oldest stand first
        self._tried[key] = now
        if len(self._tried) > _MOST:
            del self._tried[next(iter(self._tried))]
        return True
