"""What this process has done, counted for Prometheus: requests, calls of models, texts that no model wrote.

A label is a route's template, a model's name or a reason of ours, so there are few of each; never a user, a paper or
anything else that a request says. What the store knows is not counted here: `service.jobs.metrics` reads it.
"""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Protocol

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, start_http_server
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.gc_collector import GCCollector
from prometheus_client.metrics_core import Metric
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
"""Of what `exposition` gives."""

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_PROCESS = CollectorRegistry()

for _own in (ProcessCollector, PlatformCollector, GCCollector):
    _own(registry=_PROCESS)

_requests = Counter(
    "paperlark_requests", "Requests that were answered.", ["method", "route", "status"], registry=_PROCESS
)
_request_seconds = Histogram(
    "paperlark_request_seconds",
    "From the first byte of a request to the last of its answer.",
    ["method", "route"],
    buckets=_SECONDS,
    registry=_PROCESS,
)
_model_calls = Counter(
    "paperlark_model_calls", "Calls of language models: ok, or why one failed.", ["model", "outcome"], registry=_PROCESS
)
_model_seconds = Histogram(
    "paperlark_model_call_seconds",
    "How long a call of a language model took.",
    ["model"],
    buckets=_SECONDS,
    registry=_PROCESS,
)
_fallbacks = Counter(
    "paperlark_fallbacks", "Texts that a model was to write and none did, by the reason.", ["reason"], registry=_PROCESS
)
_refused_sentences = Counter(
    "paperlark_refused_sentences",
    "Sentences of models that the checker did not let stand, by the reason.",
    ["reason"],
    registry=_PROCESS,
)


class Collector(Protocol):
    """Reads metrics when they are asked for."""

    def collect(self) -> list[Metric]:
        """The metrics as they are now."""
        ...


def count_request(method: str, route: str | None, status: int, seconds: float) -> None:
    """A request was answered; `route` is the template of its route, None where it reached none."""
    known = method if method in _METHODS else "other"
    _requests.labels(known, route or "none", str(status)).inc()
    _request_seconds.labels(known, route or "none").observe(seconds)


def count_model_call(model: str, outcome: str, seconds: float) -> None:
    """A call of a model has ended: with `ok`, or why not."""
    _model_calls.labels(model, outcome).inc()
    _model_seconds.labels(model).observe(seconds)


def count_fallback(reason: str) -> None:
    """A text was quoted, or refused, because no model wrote it."""
    _fallbacks.labels(reason).inc()


def count_refused_sentence(reason: str) -> None:
    """The checker did not let a sentence stand."""
    _refused_sentences.labels(reason).inc()


def with_own(collector: Collector) -> CollectorRegistry:
    """A registry of what a collector reads and of what this process counts."""
    registry = CollectorRegistry()
    registry.register(collector)  # pyright: ignore[reportArgumentType]  # it asks for more than it uses
    registry.register(_PROCESS)  # pyright: ignore[reportArgumentType]  # a registry collects, too
    return registry


@contextmanager
def serving(collector: Collector, port: int) -> Generator[None]:
    """While it lasts, answer Prometheus at a port of 127.0.0.1; raises OSError when it cannot be listened on."""
    server, thread = start_http_server(port, addr="127.0.0.1", registry=with_own(collector))
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def exposition(collector: Collector) -> bytes:
    """All that Prometheus is to know, in its text format."""
    return generate_latest(with_own(collector))
