"""ROUGE of a text against references, by the rouge-score package: F, with stemming."""

from collections.abc import Mapping, Sequence
from typing import Protocol, cast

from rouge_score.rouge_scorer import RougeScorer  # type: ignore[import-untyped]

from evals.metrics.score import Score

KINDS = ("rouge1", "rouge2", "rougeL")


class _Found(Protocol):
    fmeasure: float


class _Scorer(Protocol):
    def score_multi(self, targets: Sequence[str], prediction: str) -> Mapping[str, _Found]: ...


_SCORER = cast("_Scorer", RougeScorer(list(KINDS), use_stemmer=True))


def measured(text: str, references: Sequence[str]) -> dict[str, float]:
    """ROUGE-1, -2 and -L, 0 to 1, each the best over one reference or more."""
    found = _SCORER.score_multi(references, text)
    return {kind: found[kind].fmeasure for kind in KINDS}


def rouge(text: str, references: Sequence[str]) -> dict[str, Score]:
    """ROUGE-1, -2 and -L, 0 to 100, each the best over the references; unscored where there is none."""
    if not references:
        return dict.fromkeys(KINDS, Score(value=None, why="there is no reference"))
    return {kind: Score(value=100 * value) for kind, value in measured(text, references).items()}
