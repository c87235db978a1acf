"""Every sentence of a text held against its source: the facts that are found, and the reasons that they amount to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.faithfulness.lexical import form
from service.faithfulness.lexical.acronyms import misexpanded
from service.faithfulness.lexical.align import Alignment, Index, align, matched, narrowed
from service.faithfulness.classifier.novelty import foreign
from service.faithfulness.classifier.signals import facts
from service.faithfulness.lexical.quantities import Quantity, quantities, verified
from service.faithfulness.classifier.weights import Weights
from service.faithfulness.lexical.words import Passage

Facts = Mapping[str, float]
TECHNICAL = 0.45  # rarity, set by hand: in fewer than 73 of 2,491 documents; others are common speech


@dataclass(frozen=True, slots=True)
class Judgement:
    """One sentence: its alignment, its facts by name, the quantities it claims and how many of them the source has."""

    alignment: Alignment
    facts: Facts
    claimed: int
    verified: int


def examine(
    said: Passage, whole: Index, title: str, weights: Weights, cited: Sequence[Sequence[int]] | None
) -> list[Judgement]:
    """Judge each sentence of `said` against the lines cited for it, or against the whole source."""
    final = len(said.spans) - 1
    judged: list[Judgement] = []
    for number, tokens in enumerate(said.tokens):
        lines = tuple(cited[number]) if cited else ()
        source = narrowed(whole, lines) if lines else whole
        alignment = align(tokens, source, weights.rarity, lines)
        known = _known(source, title)
        claims = quantities(tokens, said.text)
        span = said.spans[number]
        found = facts(alignment, source, weights.rarity, weights.free, claims, known, weights.meanings)
        found |= foreign(alignment, source, weights.rarity, weights.free, weights.meanings, weights.expectation)
        found["alien_rare"] = strange(alignment, whole, weights)
        found["misexpanded"] = float(misexpanded(said.text[span.start : span.end], whole))
        found |= form.cut_facts(alignment, whole, said.text, weights.ends) if number == final else form.NOT_THE_END
        written = [c for c in claims if not c.spelled]
        judged.append(Judgement(alignment, found, len(written), sum(verified(c, known) for c in written)))
    return judged


def strange(sentence: Alignment, whole: Index, weights: Weights) -> float:
    """How many rare words, up to three, the whole source lacks and no paraphrase would bring."""
    odd = [t for t in sentence.content if t.root not in weights.free and not matched(t, whole)]
    return float(min(sum(weights.rarity.of(t) > TECHNICAL for t in odd), 3))


def _known(source: Index, title: str) -> list[Quantity]:
    body = [q for line in source.lines[:-1] for q in quantities(line, source.abstract.text)]
    return body + quantities(source.lines[-1], title)
