"""What a pronoun stands for that opens a sentence: what the sentence before is about, or has introduced.

Of all that the sentence before names, its subject is what "it" mostly takes up (Grosz, Joshi & Weinstein 1995,
Centering), and in abstracts what the authors present.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.faithfulness.entailment.alignment import NOWHERE, Alignment
from service.faithfulness.entailment.closed_words import EVALUATIVE, FRAME_KEYS, GENERAL_KEYS
from service.faithfulness.entailment.edits import HARMFUL, Edit
from service.faithfulness.entailment.reading import Word
from service.faithfulness.lexical import Token
from service.text import word_set

_PRONOUNS = word_set("it they")
_NARROWING = word_set("in of with without among within from under for on at during after before against between")
_LEADING = 2  # words in which one opens its sentence: "However, it"


@dataclass(frozen=True, slots=True)
class Antecedent:
    """What the claim has in the place of a pronoun: words of a `line` of the evidence that it takes nothing else from.

    It is `right` where the line is about it. What the line says right after it, as "in children", is its `scope`.
    """

    line: int
    words: Sequence[Word]
    right: bool
    scope: Word | None

    def edits(self) -> Iterator[Edit]:
        """An edit if the pronoun stands for something else, or for less."""
        if not self.right:
            yield Edit("exchanged", "it", " ".join(word.text for word in self.words), HARMFUL, "roles_exchanged")
        elif self.scope and not self.words[-1].is_name and self.words[-1].key not in GENERAL_KEYS:
            yield Edit.of("left out", [self.scope], [], HARMFUL, "overclaim")


def find_antecedents(aligned: Alignment, lines: Mapping[int, Sequence[Token]]) -> Iterator[Antecedent]:
    """What the claim has for the pronouns that open `lines`, the cited ones by their numbers."""
    evidence, at = aligned.evidence, aligned.at
    for before, line in pairwise(sorted(lines)):
        own = [target for target in at if target != NOWHERE and evidence[target].line == line]
        if before + 1 != line or not own or not _opens_with_pronoun(lines[line]):
            continue
        place = aligned.of[min(own)]
        named: list[int] = []
        while place and at[place - 1] != NOWHERE and evidence[at[place - 1]].line == before:
            place -= 1
            named.append(at[place])
        taken = sum(target != NOWHERE and evidence[target].line == before for target in at)
        if named and taken == len(named):
            yield _antecedent(aligned, before, sorted(named))


def _antecedent(aligned: Alignment, line: int, named: Sequence[int]) -> Antecedent:
    evidence, first, after = aligned.evidence, named[0], named[-1] + 1
    leading = [word for word in evidence[:first] if word.line == line]
    right = bool(evidence[first].break_before) or not any(map(_is_another, leading))
    following = [word for word in evidence[after : after + 1] if word.line == line and word.text in _NARROWING]
    return Antecedent(line, [evidence[at] for at in named], right, next(iter(following), None))


def _is_another(word: Word) -> bool:
    """Whether a word that precedes is more than what introduces: "we propose a new"."""
    return word.content and word.key not in FRAME_KEYS | GENERAL_KEYS and word.text not in EVALUATIVE


def _opens_with_pronoun(tokens: Sequence[Token]) -> bool:
    return any(token.text in _PRONOUNS for token in tokens[:_LEADING])
