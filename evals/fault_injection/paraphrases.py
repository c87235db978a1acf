"""Near-extractive summaries made by rule: source sentences, shortened and lightly reworded, with their evidence."""

import re
from random import Random

from evals.fault_injection.honest_text import HonestText
from evals.fault_injection.synonyms import SYNONYMS
from evals.fault_injection.wordings import LEADS, Shares, Wordings
from service.text import sentences

_BRACKETS = re.compile(r"\s*\([^()]{1,80}\)")
_RELATIVE = re.compile(r", (?:which|where|who) [^,.;]{5,90}(?=[.,;])")
_ADVERB = re.compile(
    r"\b(?:significantly|substantially|considerably|effectively|efficiently|successfully|simply|"
    r"explicitly|jointly|directly|carefully) (?=[a-z])"
)
_OFTEN = Shares((0.2,), (0.5,))  # how often a rewording is used: of a list ten times as long, less often


def near_extractive(
    title: str, abstract: str, seed: int, words: Wordings = Wordings.HELD_OUT, size: int = 3
) -> HonestText | None:
    """Up to `size` source sentences, shortened and reworded, with evidence; None where the abstract is too short."""
    rng = Random(f"{seed}:{title}")  # noqa: S311 - draws cases, not keys
    spans = sentences(abstract)
    usable = [i for i, s in enumerate(spans) if 40 < s.end - s.start < 400]
    if len(usable) < 2:
        return None
    chosen = sorted(rng.sample(usable, min(size, len(usable))))
    lines = [_reworded(abstract[spans[i].start : spans[i].end], rng, words) for i in chosen]
    text = " ".join(lines)
    if len(sentences(text)) != len(lines):
        return None
    return HonestText(title, abstract, text, evidence=tuple((i,) for i in chosen))


def _reworded(sentence: str, rng: Random, words: Wordings) -> str:
    for lead in words.of(LEADS):
        sentence = re.sub(rf"^{lead},? ", "", sentence)
    for pattern in (_BRACKETS, _RELATIVE, _ADVERB):
        if rng.random() < 0.7:
            sentence = pattern.sub("", sentence)
    for old, new in words.of(SYNONYMS):
        if rng.random() < words.of(_OFTEN)[0]:
            sentence = re.sub(rf"\b{old}\b", new, sentence)
    sentence = sentence.strip()
    return sentence[:1].upper() + sentence[1:] + ("" if sentence[-1:] in ".!?" else ".")
