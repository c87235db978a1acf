"""Suite `embedding`: whether the embedding model of the settings pays, against the one that needs no server.

Users' likes are ranked by content alone, as for somebody whose likes nobody shares, once by the vectors of each model
and once by the centroid of these vectors alone; everything else is the same. Differences are paired by user.
"""

from collections.abc import Sequence
from pathlib import Path

from evals.datasets.histories import read_histories
from evals.metrics.bootstrap import Interval, paired_difference
from evals.rankers import baselines, served
from evals.rankers.embeddings import embed
from evals.rankers.ranker import Ranker, ranked
from evals.reporting.outcome import Cell, Figure, Outcome, Table
from evals.suites.recommendations import MethodRun, by_size, cases_of, measure, shown
from evals.suites.request import Request
from service import settings
from service.embedding import paper_text
from service.errors import BadInput
from service.settings import EmbeddingSettings

NAME = "embedding"
_BOOTSTRAP = "with its 95 % bootstrap interval over users"


def run(request: Request) -> Outcome:
    """Measure on `request.data`, a folder of histories; raises BadInput where there is nothing to compare."""
    if request.data is None or not (request.data / "likes.jsonl").exists():
        raise BadInput("embedding needs --data DIR with papers.jsonl and likes.jsonl")
    model = settings.load().embedding
    if model.is_local:
        raise BadInput(f"embedding compares another model with {model.model}: set PAPERLARK_EMBEDDING__MODEL to one")
    local = EmbeddingSettings(weights_dir=model.weights_dir, max_tokens=model.max_tokens)
    histories = read_histories(request.data)
    cases = cases_of(request, request.data, histories)
    texts = histories.texts()
    runs = {
        each.model: measure(_methods(texts, each, request.cache), histories, cases, each.model)
        for each in (local, model)
    }
    return _outcome(runs[local.model], runs[model.model], request.seed)


def _methods(texts: Sequence[tuple[str, str]], model: EmbeddingSettings, cache: Path | None) -> dict[str, Ranker]:
    vectors = embed([paper_text(*pair) for pair in texts], cache, model)
    return {
        f"{served.CONTENT}, {model.model}": served.content_ranker([" ".join(pair) for pair in texts], vectors),
        f"dense centroid, {model.model}": ranked(baselines.centroid(vectors)),
    }


def _outcome(before: list[MethodRun], after: list[MethodRun], seed: int) -> Outcome:
    gains = [
        (new, paired_difference(new.values[:, 0], old.values[:, 0], seed))
        for old, new in zip(before, after, strict=True)
    ]
    figures = tuple(Figure(f"{run.method} ahead, N={run.size}", gain, len(run.values)) for run, gain in gains)
    rows = tuple((run.method, run.size, shown(gain, "+"), verdict(gain)) for run, gain in gains)
    tables = (
        by_size("nDCG@10", f"The mean, {_BOOTSTRAP}.", [*before, *after], lambda run: shown(run.ndcg(seed))),
        Table(
            "Does it pay?",
            f"nDCG@10 minus that of the same method by the other model, paired by user, {_BOOTSTRAP}.",
            ("method", "N", "ahead by", "it pays"),
            rows,
        ),
    )
    results: tuple[dict[str, Cell], ...] = tuple(run.row(seed) for run in [*before, *after])
    return Outcome(NAME, results + tuple(figure.row(NAME) for figure in figures), tables, (), figures)


def verdict(gain: Interval) -> str:
    """Whether a gain is one beyond chance."""
    return "yes" if gain.low > 0 else "no, it costs" if gain.high < 0 else "cannot be told"
