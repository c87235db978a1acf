"""Fits service/faithfulness/classifier/weights.json: python -m evals.train_checker TRAIN DEV HIGHLIGHTS ARTICLES SAMPLE > weights.json.

TRAIN and DEV are SciTLDR, ARTICLES those of FRANK, SAMPLE the sample corpus.
Weights are fitted on SciTLDR train and on share 0 of SciTLDR dev, of the highlights and, for cited text, of the sample
corpus; thresholds are chosen on these shares 0 and, for free text, on the part of SciTLDR train that nothing was fitted
to; share 1 is never looked at here. Progress goes to stderr.
"""

import json
import logging
import math
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.checker_cases import Paper, Trial, cited_cases, free_cases, highlights, plain, scitldr, share, trials
from evals.checker_facts import BY_HAND, DETECTORS, FACTS
from evals.expectation import expectation
from evals.faults import FAULTS
from evals.logistic import logistic
from evals.wordings import Wordings
from service.faithfulness import COPIED_FAULTS, RULES
from service.faithfulness.classifier import Detector, Judgement, Weights, examine
from service.faithfulness.lexical import Rarity, index_source, load_word_vectors, read

Array = NDArray[np.float64]
FREE_CASES, CITED_CASES = 700, (300, 300, 300, 800)  # of each set, drawn in its order
PLAIN = ("two_paragraphs", "bullets", "markup")  # faults that rules alone find
STEPS = (0.001, 0.002, 0.004, 0.006, 0.009, 0.013, 0.018, 0.025, 0.033, 0.042, 0.054, 0.07)
LEAST = -30.0  # below any score that decides; where no honest text is asked, any text that is asked is refused
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
    "cited": {
        "entity_not_in_source": 0.05,
        "hedge_dropped": 0.025,
        "direction_reversed": 0.006,
        "preamble": 0.006,
        "injection_echo": 0.003,
    },
}


class Table:
    """Facts of many trials, one row a sentence; the trial each row belongs to, and whether it is the broken one."""

    def __init__(self, items: Iterable[Trial], weights: Weights) -> None:
        """Examine every trial."""
        self.trials: list[Trial] = []
        rows: list[Mapping[str, float]] = []
        owner: list[int] = []
        broken: list[bool] = []
        for trial in items:
            judged = judgements(trial, weights)
            owner += [len(self.trials)] * len(judged)
            rows += [j.signals for j in judged]
            broken += list(trial.changed)
            self.trials.append(trial)
        self.names = list(rows[0])
        self.signals = np.array([[row[name] for name in self.names] for row in rows])
        self.owner = np.array(owner)
        self.broken = np.array(broken)
        self.fault = np.array([t.fault for t in self.trials])
        self.copied = self.columns(["triples"])[:, 0] == 1.0
        self.open = self.columns(["no_stop"])[:, 0] > 0
        self.share = np.array([share(t.case) for t in self.trials])

    def columns(self, names: Sequence[str]) -> Array:
        """The facts of these names, one row a sentence."""
        return self.signals[:, [self.names.index(n) for n in names]]

    def scored(self, reason: str, names: Sequence[str], weights: Array) -> Array:
        """The highest score of each trial among the sentences that the service asks this reason about."""
        asked = ~self.copied if reason not in COPIED_FAULTS else np.ones(len(self.copied), bool)
        asked &= self.open if reason == "truncated" else True
        return self.worst(np.where(asked, self.columns(names) @ weights, LEAST))

    def worst(self, values: Array) -> Array:
        """The highest value among the sentences of each trial."""
        worst = np.full(len(self.trials), LEAST)
        np.maximum.at(worst, self.owner, values)
        return worst


def judgements(trial: Trial, weights: Weights) -> list[Judgement]:
    """The trial's sentences against its source."""
    source = index_source(trial.case.title, trial.case.abstract)
    return examine(read(trial.text), source, trial.case.title, weights, trial.evidence)


def vocabulary(papers: Sequence[Paper], articles: Sequence[str]) -> Weights:
    """Counts of documents, words that people add when they summarise, how words end sentences, which are expected."""
    counts: Counter[str] = Counter()
    added: Counter[str] = Counter()
    last: Counter[str] = Counter()
    inner: Counter[str] = Counter()
    documents = [f"{p.title}. {p.abstract}" for p in papers] + list(articles)
    for document in documents:
        counts.update({t.stem for line in read(document).tokens for t in line if t.content})
    for paper in papers:
        source = index_source(paper.title, paper.abstract)
        for text in paper.texts:
            added.update(
                {t.stem for line in read(text).tokens for t in line if t.content and t.stem not in source.postings}
            )
        for line in (row for text in (*paper.texts, paper.abstract) for row in read(text).tokens if row):
            inner.update(key for t in line[:-1] for key in (t.stem, "*" + t.text[-3:]))
            last.update((line[-1].stem, "*" + line[-1].text[-3:]))
    seen = {key: last[key] + inner[key] for key in last | inner}
    ends = {k: round(math.log((last[k] + 0.5) / (n - last[k] + 8) * 12), 2) for k, n in sorted(seen.items()) if n >= 8}
    rarity = Rarity({k: n for k, n in sorted(counts.items()) if n >= 2}, len(documents))
    free = frozenset(k for k, n in added.items() if n >= 4)
    near = load_word_vectors()
    return Weights(rarity, free, ends, {}, Detector({}, 0.0), near, expectation(papers, rarity, free, near))


Fitted = dict[str, tuple[tuple[str, ...], Array, float]]


def fit(
    tables: Sequence[Table], chosen: Callable[[Table], NDArray[np.bool_]], signals: Mapping[str, tuple[str, ...]]
) -> Fitted:
    """One logistic model a reason on its `signals`, honest sentences against those its faults broke."""
    fitted: Fitted = {}
    for reason, (faults, _) in DETECTORS.items():
        names = signals[reason]
        rows: list[Array] = []
        truth: list[Array] = []
        for table in tables:
            fault, use = table.fault[table.owner], chosen(table)[table.owner]
            for label, mask in ((0.0, use & (fault == "")), (1.0, use & np.isin(fault, faults) & table.broken)):
                rows.append(table.columns(names)[mask])
                truth.append(np.full(int(mask.sum()), label))
        fitted[reason] = (names, *logistic(np.vstack(rows), np.concatenate(truth)))
    return fitted


def thresholds(fitted: Fitted, tables: Sequence[Table], budget: float, fixed: Mapping[str, float]) -> dict[str, float]:
    """For each reason the score to reach, so that all together refuse `budget` of the honest texts of share 0.

    Greedy: every reason starts strict; again and again the one that gains most detection (of its own faults, on
    share 0) for the honest texts it costs is loosened by a step, until none can be. The tables weigh the same; `fixed`
    levels stay.
    """
    scores = [{r: t.scored(r, names, w) for r, (names, w, _) in fitted.items()} for t in tables]
    steps = dict.fromkeys(fitted, 0)

    def level(reason: str, step: int) -> float:
        if reason in fixed:
            return fixed[reason]
        found = np.concatenate([s[reason][honest(t)] for s, t in zip(scores, tables, strict=True)])
        return float(np.quantile(found, 1 - STEPS[step]))

    def cost(chosen: Mapping[str, int]) -> float:
        shares = [
            np.any([s[r][honest(t)] > level(r, step) for r, step in chosen.items()], axis=0).mean()
            for s, t in zip(scores, tables, strict=True)
        ]
        return float(np.mean(shares))

    def power(reason: str, step: int) -> float:
        faults = DETECTORS[reason][0]
        hits = [
            s[reason][np.isin(t.fault, faults) & (t.share == 0)] > level(reason, step)
            for s, t in zip(scores, tables, strict=True)
        ]
        return float(np.mean([h.mean() for h in hits if len(h)]))

    while True:
        options: list[tuple[float, str]] = []
        for reason, step in steps.items():
            if step + 1 < len(STEPS) and reason not in fixed:
                dearer = cost({**steps, reason: step + 1})
                if dearer <= budget:
                    options.append(
                        ((power(reason, step + 1) - power(reason, step)) / (dearer - cost(steps) + 1e-3), reason)
                    )
        if not options:
            return {reason: level(reason, step) for reason, step in steps.items()}
        steps[max(options)[1]] += 1


def honest(table: Table, shares: Sequence[int] = (0,)) -> NDArray[np.bool_]:
    """The honest texts of these shares; a text with a number that its source lacks is not one."""
    lost = table.worst(table.columns(list(RULES)).max(axis=1)) > 0
    return (table.fault == "") & np.isin(table.share, shares) & ~lost


def exceeded(sets: Sequence[Array], cost: float) -> float:
    """The score that the share `cost` of all texts exceeds, where each set weighs the same."""
    values = np.concatenate(sets)
    weights = np.concatenate([np.full(len(scores), 1 / len(scores) / len(sets)) for scores in sets])
    order = np.argsort(-values)
    return float(values[order][np.searchsorted(np.cumsum(weights[order]), cost)])


def _scores(tables: Sequence[Table], reason: str, names: Sequence[str], weights: Array, rest: Table) -> Array:
    return np.concatenate([t.scored(reason, names, weights)[honest(t, (0, 1) if t is rest else (0,))] for t in tables])


def shown(fitted: Fitted, levels: Mapping[str, float]) -> dict[str, Any]:
    """As JSON: suspicion 0.5 lies at the threshold."""
    return {
        reason: {
            "weights": {n: round(float(w), 4) for n, w in zip(names, weights, strict=True)},
            "bias": round(-levels[reason], 4),
        }
        for reason, (names, weights, _) in fitted.items()
    }


def main(argv: Sequence[str]) -> None:
    """Fit both regimes and print the weights."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    train, dev, lines = scitldr(Path(argv[0])), scitldr(Path(argv[1])), highlights(Path(argv[2]))
    articles = [json.loads(row)["source"] for row in Path(argv[3]).read_text("utf-8").splitlines()]
    weights = vocabulary(train, articles)
    seen = Wordings.DEVELOPMENT
    kinds = [fault for fault in FAULTS if fault not in PLAIN]
    free = [free_cases(papers, 1)[:FREE_CASES] for papers in (train, dev, lines)]
    sets = (train, dev, lines, plain(Path(argv[4])))
    cited = [cited_cases(papers, 1, seen)[:most] for papers, most in zip(sets, CITED_CASES, strict=True)]
    made = {
        "free": [Table(trials(cases, 7, seen, kinds), weights) for cases in free],
        "cited": [Table(trials(cases, 7, seen, kinds), weights) for cases in cited],
    }
    rest = Table(trials(free_cases(train, 1)[FREE_CASES:], 7, seen, ()), weights)
    detectors: dict[str, Any] = {}
    for regime, (first, second, *others) in made.items():
        fitted = fit(
            [first, second, *others],
            lambda t, first=first: (t.share == 0) | (t is first),
            FACTS[regime],
        )
        for reason, hand in BY_HAND[regime].items():
            fitted[reason] = (tuple(hand.weights), np.array(list(hand.weights.values())), 0.0)
        fixed = {reason: -hand.bias for reason, hand in BY_HAND[regime].items()}
        # Free text is of two kinds, TLDRs and highlights, and few are highlights; what is cited is all of one kind.
        kinds_of = [[second, rest], others] if regime == "free" else [[second, *others]]
        for reason, cost in COSTS[regime].items():
            names, parts, _ = fitted[reason]
            fixed[reason] = exceeded([_scores(tables, reason, names, parts, rest) for tables in kinds_of], cost)
        levels = thresholds(fitted, [second, *others], BUDGET, fixed)
        detectors[regime] = shown(fitted, levels)
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
