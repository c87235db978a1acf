"""How well one sentence of an abstract represents the whole paper: eleven readable features and their weights."""

import json
import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from service.text import terms

_WORD = re.compile(r"[^\W_]+")
_PREFIX = 5  # letters kept of a term: as good as a suffix stemmer in cross-validation, and shorter
_IDEAL_WORDS = 22  # the length of the human one-sentence summaries of SciTLDR, roughly
_PROPOSING = (
    "propos|introduc|present|develop|describ|devis|design|build|built|formulat|deriv|address|tackl|suggest|provid|offer"
)
_CUES: Final = {
    "we": re.compile(r"\bwe\b", re.IGNORECASE),
    "this_paper": re.compile(
        r"\b(?:this|the present|our) (?:paper|work|study|article|letter|survey|thesis|report)\b", re.IGNORECASE
    ),
    "proposes": re.compile(rf"\b(?:we|i|paper|work|study|article) (?:\w+ )?(?:{_PROPOSING})", re.IGNORECASE),
}


@cache
def weights() -> dict[str, float]:
    """The shipped weight of each feature, per unit of the feature."""
    shipped = json.loads(Path(__file__).with_name("salience.json").read_text(encoding="utf-8"))
    return {name: float(entry["weight"]) for name, entry in shipped["features"].items()}


def scores(title: str, sentences: Sequence[str]) -> list[float]:
    """One number per sentence of an abstract, higher for the better one-sentence summary; only differences matter."""
    weight = weights()
    return [sum(weight[name] * value for name, value in row.items()) for row in salience_features(title, sentences)]


def salience_features(title: str, sentences: Sequence[str]) -> list[dict[str, float]]:
    """The features of each sentence of an abstract, by the names used in salience.json, where each is explained."""
    in_title = term_prefixes(title)
    bags = [term_prefixes(sentence) for sentence in sentences]
    counts = Counter(prefix for bag in bags for prefix in bag)
    coverage = [sum(counts[prefix] for prefix in set(bag)) / max(1, counts.total()) for bag in bags]
    rows: list[dict[str, float]] = []
    we_before = False
    for at, sentence in enumerate(sentences):
        row = {name: float(pattern.search(sentence) is not None) for name, pattern in _CUES.items()}
        length = len(_WORD.findall(sentence))
        shared = len(set(bags[at]) & set(in_title))
        row["first_we"] = row["we"] * (not we_before)
        row["proposes_late"] = row["proposes"] * at / max(1, len(sentences) - 1)
        row["words"] = length / _IDEAL_WORDS
        row["length_misfit"] = math.log((1 + length) / (1 + _IDEAL_WORDS)) ** 2
        row["title_recall"] = shared / max(1, len(set(in_title)))
        row["title_precision"] = shared / max(1, len(set(bags[at])))
        row["coverage"] = coverage[at]
        row["coverage_share"] = coverage[at] / (max(coverage) or 1)
        we_before = we_before or row["we"] > 0
        rows.append(row)
    return rows


def term_prefixes(text: str) -> list[str]:
    """The first five letters of each of the `text.terms`, in order, with repeats: stemming by truncation."""
    return [term[:_PREFIX] for term in terms(text)]
