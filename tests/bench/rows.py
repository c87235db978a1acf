"""The rows of the benchmark: what each one measures, beside what, and how good it is to be."""

import importlib
from collections.abc import Mapping
from typing import NamedTuple

from tests.bench.curves import beyond
from tests.bench.ground import Ground
from tests.bench.measured import Measured

Figures = Mapping[str, float]


class Row(NamedTuple):
    """A module of this package; `plotted` are the figures of its plot, and where nothing depends on the size none."""

    name: str
    title: str
    plotted: tuple[str, ...] = ()

    @property
    def sized(self) -> bool:
        return bool(self.plotted)

    def measure(self, ground: Ground, size: int) -> Measured:
        return importlib.import_module(f"tests.bench.{self.name}").measure(ground, size)


class Bar(NamedTuple):
    """A figure, or how many times another one it is, at a size, or the largest measured; at most or at least a limit.

    With `growth` it is the exponent of the figure from that size on.
    """

    row: str
    says: str
    figure: str
    limit: float
    most: bool = True
    over: str | None = None
    size: int | None = None
    growth: bool = False

    def value(self, by_size: Mapping[int, Figures]) -> float | None:
        """What was measured; None if it was not."""
        if self.growth:
            return beyond(
                {size: each[self.figure] for size, each in by_size.items() if self.figure in each}, self.size or 0
            )
        size = max(by_size, default=0) if self.size is None else self.size
        figures = by_size.get(size, {})
        if self.figure not in figures or (self.over is not None and self.over not in figures):
            return None
        return figures[self.figure] / (figures[self.over] if self.over else 1.0)

    def holds(self, value: float) -> bool:
        return value <= self.limit if self.most else value >= self.limit


ROWS = (
    Row(
        "recommend",
        "recommendations for 20 likes",
        (
            "recommend p50, ms", "recommend p99, ms", "HTTP p50, ms", "tf-idf + SVM, ms", "bare Chroma p50, ms",
            "exact numpy scan p50, ms", "memory bandwidth limit, ms",
        ),
    ),
    Row("index", "Chroma beside an exact scan", (
        "bare Chroma p50, ms", "exact numpy scan p50, ms", "bare Chroma without near-copies p50, ms",
    )),
    Row("search", "hybrid search", (
        "search p50, ms", "search p99, ms", "by words alone p50, ms", "bm25s p50, ms", "tantivy p50, ms",
        "bare Chroma p50, ms",
    )),
    Row("start", "a start, and memory", ("resident, MB", "peak, MB", "vectors and term matrix, MB")),
    Row("change", "one paper added, one like given", (
        "list after a paper, ms", "list after a like, ms", "list when nothing changed, ms", "a row into SQLite, ms",
    )),
    Row("ingest", "a file of papers kept", ("kept without vectors, s", "JSON into SQLite, s")),
    Row("mixed", "32 clients of all kinds", ("mixed p50, ms", "mixed p99, ms")),
    Row("jobs", "a job that quotes all papers", ("list quiet p99, ms", "list beside the job p99, ms")),
    Row("embedding", "papers embedded a second"),
    Row("texts", "a quoted summary and its check"),
    Row("models", "texts of a model, 32 in flight"),
    Row("commands", "what one waits for in a terminal"),
    Row("walk", "somebody opens the page for the first time"),
)  # fmt: skip
BY_NAME = {row.name: row for row in ROWS}

BARS = (
    Bar("recommend", "times as fast as tf-idf + SVM", "tf-idf + SVM, ms", 150, False, "recommend p50, ms", 100_000),
    Bar("recommend", "HTTP p50, ms", "HTTP p50, ms", 10, size=10_000),
    *(
        Bar(
            "recommend",
            f"requests/s with {clients} clients, times earlier code",
            f"HTTP {clients} clients, requests/s",
            1.5,
            False,
            f"HTTP before {clients} clients, requests/s",
            784,
        )
        for clients in (8, 32)
    ),
    Bar("recommend", "p99 in process, ms", "recommend p99, ms", 50, size=1_000_000),
    Bar("recommend", "requests with the true best 50", "requests with the true best 50, share", 0.99, False),
    Bar("recommend", "growth exponent beyond 100,000", "recommend p50, ms", 1, size=100_000, growth=True),
    Bar("search", "p99, ms", "search p99, ms", 60, size=100_000),
    Bar("search", "p99, ms", "search p99, ms", 150, size=1_000_000),
    Bar("start", "ready, s", "ready, s", 20, size=1_000_000),
    Bar("start", "resident, times vectors and term matrix", "resident, MB", 1.5,
        over="vectors and term matrix, MB", size=1_000_000),
    Bar("change", "list after a paper, ms", "list after a paper, ms", 50, size=1_000_000),
    Bar("change", "list after a like, ms", "list after a like, ms", 50, size=1_000_000),
    Bar("ingest", "without vectors, times its parts", "without vectors, x", 1.3),
    Bar("ingest", "with vectors, times its parts", "with vectors, x", 1.3),
    Bar("mixed", "answers that were errors", "errors, answers", 0),
    Bar("mixed", "longest wait of /healthz, ms", "longest wait of /healthz, ms", 50),
    Bar("mixed", "p99 beside an import, times quiet", "list beside an import p99, ms", 2, over="list quiet p99, ms"),
    Bar("jobs", "of a bare loop's speed", "job, papers/s", 0.8, False, "bare loop, papers/s"),
    Bar("embedding", "times sentence-transformers, real abstracts", "real abstracts, papers/s", 2.25, False,
        "sentence-transformers, real abstracts, papers/s"),
    Bar("embedding", "times Chroma's default embedder", "real abstracts, papers/s", 1.4, False,
        "Chroma's default embedder, papers/s"),
    Bar("embedding", "of the arithmetic limit", "of the arithmetic limit, share", 0.85, False),
    Bar("texts", "times as fast as sentence-transformers encodes", "sentence-transformers encode a paper, ms", 5, False,
        "summary and check a paper, ms"),
    Bar("texts", "check of a sentence, ms", "check a sentence, ms", 3),
    Bar("models", "times bare httpx", "of bare httpx, x", 1.15),
    Bar("commands", "first start with the sample, s", "first start with the sample, s", 10),
    *(
        Bar("walk", f"to the first why{where}, {unit}", f"to the first why{where}, {unit}", limit)
        for where in ("", ", 390 px wide")
        for unit, limit in (("clicks", 5), ("s", 60))
    ),
)  # fmt: skip
