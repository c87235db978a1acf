"""Whether a sentence follows from the sentences that it cites, edit by edit."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.faithfulness.entailment.alignment import NOWHERE, align
from service.faithfulness.entailment.antecedents import find_antecedents
from service.faithfulness.entailment.attribution import credit_taken
from service.faithfulness.entailment.converses import turned_words
from service.faithfulness.entailment.definitions import abbreviations, find_definitions
from service.faithfulness.entailment.deletions import deletions
from service.faithfulness.entailment.discourse import connections
from service.faithfulness.entailment.edits import CERTAIN, DOUBTFUL, HARMFUL, HARMLESS, Edit
from service.faithfulness.entailment.grammar import with_plain_negations
from service.faithfulness.entailment.insertions import insertions
from service.faithfulness.entailment.keys import key_of
from service.faithfulness.entailment.mixtures import mixtures
from service.faithfulness.entailment.order import reorderings
from service.faithfulness.entailment.precedence import turned_clauses
from service.faithfulness.entailment.reading import Word, read_words
from service.faithfulness.entailment.splits import second_part
from service.faithfulness.entailment.tense import realised
from service.faithfulness.lexical import SourceIndex, Token

_MOST_WORDS, _MOST_EVIDENCE = 150, 400  # words of a claim, and of its evidence, that are read
_MOST_DOUBT = 0.55  # of a sentence that stands: set on the read half of the edits of `evals/edits`
_FEWEST_WORDS = 2  # of the evidence, of which a sentence says anything
_MANY = 3  # doubtful edits of words, from which on a sentence is in other words
_LEAST_KNOWN = 0.34
_UNCLEAR = frozenset({"entity_not_in_source", "roles_exchanged", "unsupported_sentence"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the edits of a sentence come to: those that are in doubt, the most doubtful first, and all doubt together.

    It stands when there is next to none. Where little is in doubt, or some edit surely is a fault, it is refuted;
    where much differs, it is undecided: in so many other words it may say the same.
    """

    edits: tuple[Edit, ...]
    doubt: float
    known: float = 1.0
    """The share of the sentence's words of content that its evidence has."""

    @property
    def stands(self) -> bool:
        """Whether all edits together are harmless."""
        return self.doubt < _MOST_DOUBT

    @property
    def undecided(self) -> bool:
        """Whether the sentence differs too much from its evidence to be judged by edits."""
        unclear = sum(edit.doubt >= DOUBTFUL and edit.reason in _UNCLEAR for edit in self.edits)
        return not self.stands and unclear >= _MANY and self.edits[0].doubt < CERTAIN

    @property
    def reason(self) -> str | None:
        """The one reason against it; None where it stands."""
        if self.stands:
            return None
        if self.known < _LEAST_KNOWN:
            return "unsupported_sentence"
        return "undecided" if self.undecided else self.edits[0].reason

    @property
    def score(self) -> float:
        """How likely it is to be supported, 0 to 1: near 1 where it stands, 0 where one edit surely is a fault.

        Between, an undecided sentence scores higher than one that is its evidence but for one edit.
        """
        if self.stands:
            return 1.0 - 0.4 * self.doubt
        return min(0.05 * self.doubt, 0.4) if self.undecided else 0.05


def judge(
    claim: Sequence[Token], text: str, source: SourceIndex, cited: Sequence[int], before: Sequence[Token] = ()
) -> Verdict:
    """Judge the tokens of a sentence of `text` against the cited lines of the source.

    `before` is the sentence before it, where that cites the same line: one sentence may have become two.
    """
    body = source.abstract
    lines = [source.lines[line] for line in cited]
    if claim and any(_wording(text, claim) == _wording(body.text, line) for line in lines):
        return Verdict((), 0.0)
    definitions = {**abbreviations(claim, lines), **find_definitions(body.text)}
    said = with_plain_negations(read_words(text, claim[:_MOST_WORDS], definitions))
    evidence: list[Word] = []
    for line in cited:
        tokens = source.lines[line][:_MOST_EVIDENCE]
        evidence += with_plain_negations(read_words(body.text, tokens, definitions, line, len(evidence)))
    del evidence[_MOST_EVIDENCE:]
    known = frozenset(key_of(token.text) for line in source.lines for token in line)
    aligned = align(said, evidence)
    passed = _passed_over(evidence, lines)
    start = second_part(aligned, claim, read_words(text, before, definitions)) if before else 0
    antecedents = list(find_antecedents(aligned, dict(zip(cited, lines, strict=True))))
    only_named = {each.line for each in antecedents}
    edits = [*insertions(aligned, known, passed), *deletions(aligned, start, only_named)]
    edits += [*reorderings(aligned), *realised(aligned), *(edit for each in antecedents for edit in each.edits())]
    if sum(at != NOWHERE for at in aligned.at) < _FEWEST_WORDS:
        edits.append(Edit.of("added", [], said, HARMFUL, "unsupported_sentence"))
    kept = frozenset(word.text for word, at in zip(said, aligned.at, strict=True) if at != NOWHERE)
    edits += connections(claim, text, lines, body.text, kept)
    edits += credit_taken(claim, lines)
    edits += mixtures(aligned)
    if turned := turned_words(aligned):
        reversed_edits = sum(edit.reason == "direction_reversed" and edit.doubt > HARMLESS for edit in edits)
        if reversed_edits <= 1:
            edits = [edit for edit in edits if edit.kind != "moved" and turned.isdisjoint(edit.words)]
    edits += turned_clauses(aligned, claim, text, lines, body.text)
    doubtful = sorted(
        (edit for edit in edits if edit.doubt > HARMLESS), key=lambda edit: (-edit.doubt, edit.reason in _UNCLEAR)
    )
    content = [at != NOWHERE for word, at in zip(said, aligned.at, strict=True) if word.content]
    known_share = sum(content) / len(content) if content else 1.0
    return Verdict(tuple(doubtful), sum(edit.doubt for edit in doubtful), known_share)


def _wording(text: str, tokens: Sequence[Token]) -> str:
    return " ".join(text[tokens[0].start : tokens[-1].end].lower().split()) if tokens else ""


def _passed_over(evidence: Sequence[Word], lines: Sequence[Sequence[Token]]) -> frozenset[str]:
    """The keys of the words that open the evidence's sentences and say nothing."""
    read = {part for word in evidence for part in word.text.split()}
    return frozenset(key_of(token.text) for tokens in lines for token in tokens if token.text not in read)
