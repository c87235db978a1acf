"""Which of two clauses comes first: the cause, the condition, what is earlier; and whether a sentence has it turned.

"A. Therefore, B" and "because A, B" have it one way, "because B, A" the other; so do "after A, B" and "after B, A".
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Literal

from service.faithfulness.entailment.alignment import NOWHERE, Alignment
from service.faithfulness.entailment.edits import CERTAIN, Edit
from service.faithfulness.lexical import Token
from service.text import Span

_Side = tuple[Span, ...]
_Join = Literal["first below", "second below", "between"]
_PHRASES: dict[_Join, tuple[str, ...]] = {
    "first below": (
        "because", "since", "given that", "due to", "owing to", "as a result of", "if", "when", "whenever", "once",
        "after", "provided that", "as long as", "as soon as",
    ),
    "second below": ("before", "until", "prior to"),
    "between": (
        "therefore", "thus", "hence", "consequently", "accordingly", "as a result", "as a consequence", "so",
        "which is why", "for this reason", "then", "subsequently", "afterwards", "after that", "leading to",
    ),
}  # fmt: skip
"""Connectives by where what comes first stands: in the clause that they begin, which is below the other, or before."""
_JOINS = {tuple(phrase.split()): join for join, phrases in _PHRASES.items() for phrase in phrases}
_LONGEST = max(map(len, _JOINS))
_MOST = 12  # connectives of a sentence, and of its evidence
_FEWEST = 3  # words before a connective, for it to join them to what follows and not to the sentence before


@dataclass(frozen=True, slots=True)
class _Order:
    """What comes first, and what comes after it, as offsets."""

    first: _Side
    second: _Side

    def side(self, start: int) -> int | None:
        """0 or 1 for a word that starts there; None where it is on neither side."""
        sides = (self.first, self.second)
        return next((n for n, side in enumerate(sides) if any(span.start <= start < span.end for span in side)), None)


def turned_clauses(
    aligned: Alignment, claim: Sequence[Token], text: str, lines: Sequence[Sequence[Token]], evidence_text: str
) -> list[Edit]:
    """An edit for the first two clauses of which the claim has first what in the evidence comes after."""
    said = islice(_orders(claim, text, ()), _MOST)
    found = (order for before, line in pairwise([(), *lines]) for order in _orders(line, evidence_text, before))
    meant = list(islice(found, _MOST))
    for here in said if meant else ():
        agreement, there = max(
            ((_agreement(aligned, here, order), order) for order in meant),
            key=lambda pair: (abs(pair[0]), pair[0]),  # "before and after" has them both ways
        )
        if agreement < 0:
            first, second = ([word for word in aligned.evidence if there.side(word.start) == side] for side in (0, 1))
            return [Edit.of("moved", first, second, CERTAIN, "roles_exchanged")]
    return []


def _agreement(aligned: Alignment, here: _Order, there: _Order) -> int:
    """How many more words are on the same side in both than on the other; below 0 only if both sides have such."""
    pairs = Counter(
        (here.side(word.start), there.side(aligned.evidence[at].start))
        for word, at in zip(aligned.claim, aligned.at, strict=True)
        if at != NOWHERE and word.content
    )
    same, crossed = pairs[0, 0] + pairs[1, 1], (pairs[0, 1], pairs[1, 0])
    return same - sum(crossed) if min(crossed) else same


def _orders(tokens: Sequence[Token], text: str, before: Sequence[Token]) -> Iterator[_Order]:
    """What a sentence says of the order of its clauses, and of itself and the sentence before."""
    texts = [token.text for token in tokens]
    at = 0
    while at < len(texts):
        phrase = next((words for words in _phrases(texts, at) if words in _JOINS), ())
        if phrase:
            join = _JOINS[phrase]
            sides = _around(tokens, text, at, before) if join == "between" else _below(tokens, text, at, len(phrase))
            if sides:
                yield _Order(*reversed(sides)) if join == "second below" else _Order(*sides)
        at += len(phrase) or 1


def _phrases(texts: Sequence[str], at: int) -> Iterator[tuple[str, ...]]:
    """The phrases that begin at a word, the longest first."""
    return (tuple(texts[at : at + length]) for length in range(min(_LONGEST, len(texts) - at), 0, -1))


def _below(tokens: Sequence[Token], text: str, at: int, length: int) -> tuple[_Side, _Side]:
    """The clause that a connective begins, up to a comma, and all else that its clause is part of."""
    whole = _stretch(tokens, text, at)
    comma = text.find(",", tokens[at + length - 1].end, whole.end)
    inner = Span(tokens[at].start, comma if comma >= 0 else whole.end)
    return (inner,), (Span(whole.start, inner.start), Span(inner.end, whole.end))


def _around(tokens: Sequence[Token], text: str, at: int, before: Sequence[Token]) -> tuple[_Side, _Side] | None:
    """What precedes a connective, in its sentence or as the sentence before, and what follows it."""
    whole = _stretch(tokens, text, at)
    rest = Span(tokens[at].start, whole.end)
    preceding = [token for token in tokens[:at] if token.start >= whole.start]
    ends_clause = len(preceding) > 1 and "," in text[preceding[-1].end : tokens[at].start]
    if ends_clause or len(preceding) >= _FEWEST:
        return (Span(whole.start, rest.start),), (rest,)
    if whole.start > tokens[0].start:
        return (Span(tokens[0].start, whole.start),), (rest,)
    return ((Span(before[0].start, before[-1].end),), (rest,)) if before else None


def _stretch(tokens: Sequence[Token], text: str, at: int) -> Span:
    """What stands between two semicolons around a token."""
    start, end = tokens[0].start, tokens[-1].end
    opening = text.rfind(";", start, tokens[at].start)
    closing = text.find(";", tokens[at].end, end)
    return Span(start if opening < 0 else opening, end if closing < 0 else closing)
