"""Whether a sentence follows from the sentences that it cites, edit by edit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.faithfulness.entailment.alignment import NOWHERE, Alignment, align
from service.faithfulness.entailment.deletions import deletions
from service.faithfulness.entailment.edits import Edit
from service.faithfulness.entailment.insertions import insertions
from service.faithfulness.entailment.order import reorderings
from service.faithfulness.entailment.reading import find_definitions, read_words
from service.faithfulness.lexical.alignment import SourceIndex
from service.faithfulness.lexical.words import Token

_MOST_WORDS = 120, 400  # of a claim and of its evidence


@dataclass(frozen=True, slots=True)
class Verdict:
    """The edits of a sentence, most doubtful first, and all their doubt together."""

    edits: tuple[Edit, ...]
    doubt: float


def judge(claim: Sequence[Token], text: str, source: SourceIndex, cited: Sequence[int]) -> Verdict:
    """Judge the tokens of a sentence of `text` against the cited lines of the source."""
    body = source.abstract
    definitions = find_definitions(body.text)
    said = read_words(text, claim, 0, definitions)[: _MOST_WORDS[0]]
    evidence = [
        word for line in cited for word in read_words(body.text, source.lines[line], line, definitions)
    ][: _MOST_WORDS[1]]
    known = frozenset(token.stem for line in source.lines for token in line)
    aligned = align(said, evidence)
    edits = [*insertions(aligned, known), *deletions(aligned), *reorderings(aligned), *_signs(aligned)]
    edits.sort(key=lambda edit: -edit.doubt)
    return Verdict(tuple(edits), sum(edit.doubt for edit in edits))


def _signs(aligned: Alignment) -> Iterator[Edit]:
    """Numbers with another of the signs < and > before them."""
    for place, at in enumerate(aligned.at):
        if at != NOWHERE and aligned.claim[place].kind == "number":
            here, there = (set(word.break_before) & set("<>") for word in (aligned.claim[place], aligned.evidence[at]))
            if here != there:
                yield Edit.of("exchanged", [aligned.evidence[at]], [aligned.claim[place]], 2.0)
