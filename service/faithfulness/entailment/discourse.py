"""How clauses are said to hang together: whether a sentence has a cause where its evidence has a contrast.

Which clause is the cause is another question (`precedence`). Connectives by what they tell (Halliday & Hasan 1976; the
senses of the Penn Discourse Treebank). One that is only left out, or added, is judged as any word is; one in the place
of another tells something else.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Literal

from service.faithfulness.entailment.closed_words import AUTHORS
from service.faithfulness.entailment.edits import CERTAIN, HARMFUL, Edit
from service.faithfulness.entailment.keys import key_of
from service.faithfulness.lexical import Token
from service.text import word_set

_Relation = Literal["cause", "contrast", "likeness", "start", "end"]
_SURE: Mapping[_Relation, tuple[str, ...]] = {
    "cause": (
        "because", "due to", "owing to", "on account of", "as a result of", "therefore", "thus", "hence",
        "consequently", "accordingly", "as a result", "as a consequence", "which is why", "that is why", "this is why",
        "for this reason",
    ),
    "contrast": (
        "although", "though", "albeit", "despite", "in spite of", "notwithstanding", "however", "but", "nevertheless",
        "nonetheless", "in contrast", "by contrast", "on the other hand", "whereas", "conversely", "on the contrary",
        "even so", "that said",
    ),
    "likeness": ("similarly", "likewise"),
    "start": ("initially", "originally", "at first", "at the outset"),
    "end": ("finally", "ultimately", "eventually", "lastly", "in the end"),
}  # fmt: skip
_PERHAPS: Mapping[_Relation, tuple[str, ...]] = {
    "cause": ("since", "as", "given that", "thanks to", "so", "thereby", "leading to"),
    "contrast": ("while", "yet", "still", "unlike", "instead", "rather"),
    "likeness": ("also", "like", "similar", "in the same way"),
    "start": ("first", "early", "begin", "beginning"),
    "end": ("last", "final", "end"),
}
_CLAUSES: tuple[_Relation, ...] = ("cause", "contrast")
_WHEN: tuple[_Relation, ...] = ("start", "end")
_NOT_SO = word_set("that far called as")
_SUBJECTS = word_set("it they we the this these he she")
_CAUSAL_KEYS = frozenset(map(key_of, word_set("cause reason attribute explain")))
_CAUSAL_PAIRS = frozenset(
    (key_of(verb), preposition)
    for verb, preposition in (("result", "in"), ("result", "from"), ("lead", "to"), ("stem", "from"), ("arise", "from"))
)


def connections(
    claim: Sequence[Token], text: str, evidence: Sequence[Sequence[Token]], evidence_text: str, kept: frozenset[str]
) -> list[Edit]:
    """An edit for each relation between clauses that the claim states and its evidence does not, but another.

    A cause that the evidence knows of in no way is one, too. `kept` are the words of the claim that the evidence has.
    """
    if opening := _turned_opening(claim, evidence):
        return [opening]
    said, maybe_said = _relations(claim, text)
    meant, maybe_meant = dict[_Relation, str](), dict[_Relation, str]()
    for line in evidence:
        sure, perhaps = _relations(line, evidence_text)
        meant, maybe_meant = sure | meant, maybe_meant | perhaps
    instead = said.keys() | (maybe_said.keys() - maybe_meant.keys())
    told = meant | {
        relation: phrase
        for relation, phrase in maybe_meant.items()
        if relation in _WHEN and relation not in maybe_said  # "the final strain", said of the same in both
    }
    lost = {relation: phrase for relation, phrase in told.items() if relation not in instead}
    stated = meant.keys() | {
        relation
        for relation, phrase in maybe_meant.items()
        if maybe_said.get(relation) != phrase  # else it is there, too
    }
    new = {relation: phrase for relation, phrase in said.items() if relation not in stated}
    if lost and "cause" in said and said["cause"] not in kept and not _stays(said["cause"], claim, evidence):
        new["cause"] = said["cause"]  # the evidence has a cause, but of something else
    exchanged = [
        Edit("exchanged", other, phrase, CERTAIN, "direction_reversed")
        for relation, phrase in new.items()
        for lost_relation, other in lost.items()
        if (relation in _WHEN) == (lost_relation in _WHEN)
    ]
    if exchanged:
        return exchanged
    if "cause" in new and not _is_causal(evidence):
        return [Edit("added", "", new["cause"], HARMFUL, "unsupported_sentence")]
    return []


def _turned_opening(claim: Sequence[Token], evidence: Sequence[Sequence[Token]]) -> Edit | None:
    """An edit for a clause that opens a sentence as a contrast and became a cause, or the other way round."""
    here = _opening(claim)
    for there in map(_opening, evidence):
        if here and there and here[0] != there[0] and here[2] == there[2] is not None:
            return Edit("exchanged", there[1], here[1], CERTAIN, "direction_reversed")
    return None


def _opening(tokens: Sequence[Token]) -> tuple[_Relation, str, str | None] | None:
    """The cause or contrast that a sentence may open with, its connective, and the word of content after it."""
    texts = [token.text for token in tokens]
    for words, relation, _ in _BY_FIRST.get(texts[0], ()) if texts else ():
        if relation in _CLAUSES and texts[: len(words)] == words:
            return relation, " ".join(words), _first_key(tokens[len(words) :])
    return None


def _stays(connective: str, claim: Sequence[Token], evidence: Sequence[Sequence[Token]]) -> bool:
    """Whether a connective stands between the same words in the claim and in its evidence."""
    here = _around(connective, (), claim)
    there = (_around(connective, before, line) for before, line in pairwise([(), *evidence]))
    return None not in here and here in there


def _around(connective: str, before: Sequence[Token], tokens: Sequence[Token]) -> tuple[str | None, str | None]:
    """The words of content right before and after a connective, where it first stands, by their keys."""
    words = connective.split()
    starts = (at for at in range(len(tokens)) if [token.text for token in tokens[at : at + len(words)]] == words)
    if (start := next(starts, None)) is None:
        return None, None
    return _first_key(reversed([*before, *tokens[:start]])), _first_key(tokens[start + len(words) :])


def _first_key(tokens: Iterable[Token]) -> str | None:
    return next((key_of(token.text) for token in tokens if token.content and token.text not in AUTHORS), None)


def _is_causal(lines: Sequence[Sequence[Token]]) -> bool:
    """Whether a verb or a noun tells of a cause."""
    return any(
        key_of(token.text) in _CAUSAL_KEYS or (key_of(token.text), following.text) in _CAUSAL_PAIRS
        for tokens in lines
        for token, following in pairwise(tokens)
    )


def _relations(tokens: Sequence[Token], text: str) -> tuple[dict[_Relation, str], dict[_Relation, str]]:
    """The relations that a sentence surely states, and those that it may, each with its first connective."""
    texts = [token.text for token in tokens]
    sure, perhaps = dict[_Relation, str](), dict[_Relation, str]()
    at = 0
    while at < len(texts):
        length = 1
        for words, relation, certain in _BY_FIRST.get(texts[at], ()):
            if texts[at : at + len(words)] == words:
                if certain or (words == ["so"] and _joins(tokens, at, text)):
                    sure.setdefault(relation, " ".join(words))
                else:
                    perhaps.setdefault(relation, " ".join(words))
                length = len(words)
                break
        at += length
    return sure, perhaps


def _joins(tokens: Sequence[Token], at: int, text: str) -> bool:
    """Whether "so" begins a clause that follows from the one before."""
    if at == 0 or at + 1 == len(tokens) or tokens[at + 1].text in _NOT_SO:
        return False
    return tokens[at + 1].text in _SUBJECTS or text[tokens[at - 1].end : tokens[at].start].strip() in {",", ";"}


def _by_first() -> dict[str, list[tuple[list[str], _Relation, bool]]]:
    """The connectives by their first word, the longest first."""
    found: dict[str, list[tuple[list[str], _Relation, bool]]] = {}
    for table, certain in ((_SURE, True), (_PERHAPS, False)):
        for relation, phrases in table.items():
            for phrase in phrases:
                words = phrase.split()
                found.setdefault(words[0], []).append((words, relation, certain))
    return {first: sorted(each, key=lambda entry: -len(entry[0])) for first, each in found.items()}


_BY_FIRST = _by_first()
