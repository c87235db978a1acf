"""Fits service/faithfulness/classifier/weights.json.

`python -m evals.training.checker TRAIN DEV HIGHLIGHTS ARTICLES SAMPLE > weights.json`: TRAIN and DEV are SciTLDR,
ARTICLES those of FRANK, SAMPLE the sample corpus.

Weights are fitted on SciTLDR train and on share 0 of SciTLDR dev, of the highlights and, for cited text, of the sample
corpus; thresholds are chosen on these shares 0 and, for free text, on the part of SciTLDR train that nothing was fitted
to; share 1 is never looked at here. Progress goes to stderr.
"""

import json
import logging
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from evals.datasets.human_summaries import read_abstracts, read_articles, read_highlights, read_scitldr
from evals.fault_injection.faults import FAULTS
from evals.fault_injection.honest_cases import cited_cases, free_cases
from evals.fault_injection.trials import trials
from evals.fault_injection.wordings import Wordings
from evals.training.checker_signals import SIGNALS
from evals.training.detectors import as_json, fit
from evals.training.thresholds import exceeded, thresholds
from evals.training.trial_table import Array, TrialTable, honest_texts
from evals.training.vocabulary import count_vocabulary

FREE_CASES, CITED_CASES = 700, (300, 300, 300, 800)  # of each set, drawn in its order
PLAIN = ("two_paragraphs", "bullets", "markup")  # faults that rules alone find
LOG = logging.getLogger(__name__)
# Of honest texts, what one reason may refuse on the share where thresholds are chosen, set by hand: a swapped term
# looks much like a synonym, a negation is one word. In free text each has its own; in cited text the others share
# BUDGET, which is more than people's texts would need, because the development list rewords more than people do.
BUDGET = 0.085
COSTS: Mapping[str, Mapping[str, float]] = {
    "free": {
        "negation_flipped": 0.028,
        "unsupported_sentence": 0.009,
        "direction_reversed": 0.003,
        "truncated": 0.004,
        "overclaim": 0.001,
        "preamble": 0.001,
        "injection_echo": 0.001,
        "entity_not_in_source": 0.0005,
        "hedge_dropped": 0.0005,
    },
    "cited": {"injection_echo": 0.003},
}


def _honest_scores(
    tables: Sequence[TrialTable], reason: str, names: Sequence[str], weights: Array, rest: TrialTable
) -> Array:
    return np.concatenate(
        [t.scored(reason, names, weights)[honest_texts(t, (0, 1) if t is rest else (0,))] for t in tables]
    )


def main(argv: Sequence[str]) -> None:
    """Fit the detectors of both regimes and print the weights; raises OSError or ValueError on an unusable file."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    train, dev, lines = read_scitldr(Path(argv[0])), read_scitldr(Path(argv[1])), read_highlights(Path(argv[2]))
    weights = count_vocabulary(train, read_articles(Path(argv[3])))
    words = Wordings.DEVELOPMENT
    kinds = [fault for fault in FAULTS if fault not in PLAIN]
    free = [free_cases(papers, 1)[:FREE_CASES] for papers in (train, dev, lines)]
    sets = (train, dev, lines, read_abstracts(Path(argv[4])))
    cited = [cited_cases(papers, 1, words)[:most] for papers, most in zip(sets, CITED_CASES, strict=True)]
    tables = {
        "free": [TrialTable(trials(cases, 7, words, kinds), weights) for cases in free],
        "cited": [TrialTable(trials(cases, 7, words, kinds), weights) for cases in cited],
    }
    rest = TrialTable(trials(free_cases(train, 1)[FREE_CASES:], 7, words, ()), weights)
    detectors: dict[str, Any] = {}
    for regime, (first, second, *others) in tables.items():
        fitted = fit(
            [first, second, *others],
            lambda t, first=first: (t.share == 0) | (t is first),
            SIGNALS[regime],
        )
        fixed: dict[str, float] = {}
        # Free text is of two kinds, TLDRs and highlights, and few are highlights; what is cited is all of one kind.
        groups = [[second, rest], others] if regime == "free" else [[second, *others]]
        for reason, cost in COSTS[regime].items():
            names, parts, _ = fitted[reason]
            fixed[reason] = exceeded([_honest_scores(group, reason, names, parts, rest) for group in groups], cost)
        levels = thresholds(fitted, [second, *others], BUDGET, fixed)
        detectors[regime] = as_json(fitted, levels)
        LOG.info("%s %s", regime, {k: round(v, 2) for k, v in levels.items()})
    json.dump(
        {
            "documents": weights.rarity.documents,
            "counts": weights.rarity.counts,
            "free": sorted(weights.paraphrase_stems),
            "ends": weights.end_log_odds,
            "expectation": {"weights": weights.novelty_model.weights.tolist(), "bias": weights.novelty_model.bias},
            "detectors": detectors,
        },
        sys.stdout,
        indent=0,
        sort_keys=True,
        ensure_ascii=False,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
