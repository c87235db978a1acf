"""A text as the judge of edits reads it: words that may be compared, without those that change no claim."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from service.faithfulness.entailment.amounts import amount_at
from service.faithfulness.entailment.closed_words import (
    ASIDES,
    AUTHORS,
    COMPOUND_PREPOSITIONS,
    CONDITIONS,
    CONJUNCTIONS,
    OPENING_PHRASES,
    ORDINALS,
    PREFIXES,
)
from service.faithfulness.entailment.definitions import Definitions
from service.faithfulness.entailment.keys import key_of, negative_key, number_key, with_greek_names
from service.faithfulness.entailment.word_kinds import (
    is_auxiliary,
    kind_of,
    kind_of_phrase,
    says_nothing,
)
from service.faithfulness.lexical import Token
from service.text import rendering_classes, word_set

_NO_CLASSES: frozenset[int] = frozenset()
_PUNCTUATION = re.compile(r"[,;:()\[\]–—<>≤≥=]|(?<=\s)-(?=\s)|--|\.\s")
_PLAYING, _ROLES, _ROLE = word_set("play plays played playing"), word_set("role roles"), 4
_BE_NOT = word_set("isn't aren't wasn't weren't")
_BEFORE_VERBS = word_set("do does did have has had can could may might must should would will")
_NAMING = {"contrast": ("to", "with"), "addition": ("to",), "well": ("as",)}
_MANNER_LEADS, _MANNERS = word_set("in on at to"), word_set("scale pace rate degree extent manner fashion way basis")
_MANNER_WORDS = 4
_TENSES: dict[str, Literal["future", "past"]] = {
    **dict.fromkeys(("will", "would", "shall", "'ll", "they'll", "we'll"), "future"),
    **dict.fromkeys(("did", "has", "have", "had", "was", "were"), "past"),
}
_LETTERED = word_set(
    """type types phase group groups class classes stage category grade arm cohort study experiment factor case part
    level set scenario condition variant version method model system complex hepatitis influenza vitamin protein
    disease region area site sample patient subject player agent network module"""
)
_MARKS = ("i ii iii iv v vi vii viii", "a b c d e f g h", "1 2 3 4 5 6 7 8 9")
_IN_ORDER = ["in", "order", "to"]
_HYPHENS = frozenset({"-", "‐", "‑"})
_LONGEST = 7  # words of a phrase
_TAILS = {"or more": "at least", "or less": "at most", "or fewer": "at most"}
_SIGNS = {"<": "less than", ">": "more than", "≤": "at most", "≥": "at least"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or a phrase that means one thing, and what stands before it.

    `key` is what words are compared by, `classes` the numbers of the renderings that it belongs to, `kind` see
    `kind_of`; `line` is the sentence of the source that it is in, `place` counts all words read, and `start` is
    where it starts in its text. `break_before` is the punctuation before it, `hyphened` whether a hyphen is,
    `indefinite` whether an article "a" or "an" is, `auxiliary` whether a form of "be" is, and
    `tense` what an auxiliary there tells; `names_authors` is whether a
    word for the authors follows.
    """

    text: str
    key: str
    classes: frozenset[int]
    kind: str
    line: int
    place: int
    start: int
    break_before: str
    hyphened: bool
    indefinite: bool
    auxiliary: bool
    tense: Literal["", "future", "past"]
    is_name: bool
    names_authors: bool

    @property
    def content(self) -> bool:
        """Whether it carries meaning of its own."""
        return self.kind in {"word", "name", "number"}


def read_words(
    text: str, tokens: Sequence[Token], definitions: Definitions, line: int = 0, first: int = 0
) -> list[Word]:
    """The words of a sentence of `text`, given by its tokens, that tell what it claims; they count from `first`."""
    reader = _Reader(text, _without_marks(text, _without_order(tokens)), definitions, line, first)
    reader.read()
    return reader.found


def _without_order(tokens: Sequence[Token]) -> list[Token]:
    """Those of "to" for "in order to"."""
    texts = [token.text for token in tokens]
    starts = [at for at in range(len(texts)) if texts[at : at + 3] == _IN_ORDER]
    return [token for at, token in enumerate(tokens) if at not in starts and at - 1 not in starts]


def _without_marks(text: str, tokens: Sequence[Token]) -> Sequence[Token]:
    """Those that do not number the members of a list: (i) and (ii), 1) and 2)."""
    for marks in map(str.split, _MARKS):
        found = [
            at
            for at, token in enumerate(tokens)
            if token.text in marks and text[token.end : token.end + 1] == ")" and _begins_member(text, tokens, at)
        ]
        if len(found) > 1 and [tokens[at].text for at in found] == marks[: len(found)]:
            tokens = [token for at, token in enumerate(tokens) if at not in found]
    return tokens


def _begins_member(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether a member of a list may begin at a mark; after a noun it is a number of these: owls (2)."""
    before = text[tokens[at - 1].end : tokens[at].start].strip(" (") if at else ""
    return at == 0 or bool(before) or tokens[at].text in {"1", "a", "i"} or tokens[at - 1].text in CONJUNCTIONS


class _Reader:
    """Goes through the tokens of a sentence once, with what it has passed over before the next word."""

    def __init__(self, text: str, tokens: Sequence[Token], definitions: Definitions, line: int, first: int) -> None:
        self._text, self._tokens, self._definitions, self._line, self._first = text, tokens, definitions, line, first
        self._texts = [token.text for token in tokens]
        self._keys = [key_of(token.text) if token.kind == "word" else with_greek_names(token.text) for token in tokens]
        self.found: list[Word] = []
        self.at = 0
        self._pass_nothing()

    def _pass_nothing(self) -> None:
        self._break, self._indefinite, self._auxiliary = "", False, False
        self._tense: Literal["", "future", "past"] = ""

    def read(self) -> None:
        """Read them all."""
        while self.at < len(self._tokens):
            self._step()

    def _step(self) -> None:
        """Read a word or a phrase, or pass over what says nothing."""
        token = self._tokens[self.at]
        if self.at:
            gap = self._text[self._tokens[self.at - 1].end : token.start + 1]
            self._break += "".join(_PUNCTUATION.findall(gap))
        if length := self._opening() or self._not_only():
            self.at += length
            return
        if place := self._manner():
            self.at = place
            self.found.append(self._word(self._tokens[place], *self._phrase()))
            self.at += 2
            self._pass_nothing()
            return
        if (amount := amount_at(self._tokens, self.at, self._text))[0]:
            self._add_amount(*amount)
            return
        length, key, classes = self._phrase()
        passed = self._is_role() or says_nothing(self._texts, self.at, opens=self._opens())
        if length == 1 and passed and not self._joins_by_yet() and not self._is_letter():
            self._pass(token.text)
            return
        tail = 0
        if length == 1 and kind_of(token) == "number":
            key = number_key(token.text)
            tail = self._spell_bound(token, length)
        if not (self.found and key == self.found[-1].key and "(" in self._break):  # an acronym after its long form
            self.found.append(self._word(token, length, key, classes))
        self.at += length + tail
        self._pass_nothing()

    def _add_amount(self, length: int, key: str) -> None:
        token = self._tokens[self.at]
        tail = self._spell_bound(token, length)
        self.found.append(replace(self._word(token, length, key, _NO_CLASSES), kind="number", is_name=False))
        self.at += length + tail
        self._pass_nothing()

    def _spell_bound(self, number: Token, length: int) -> int:
        """A sign right before a number, or words after it, are a phrase before it: < 5 is less than 5.

        How many words after the number are read so: 5 or more is at least 5.
        """
        after = self.at + length
        tail = _TAILS.get(" ".join(self._texts[after : after + 2]))
        sign = _SIGNS.get(self._break[-1:])
        phrase = sign or tail
        if phrase:
            keys = tuple(map(key_of, phrase.split()))
            self._break = self._break[:-1] if sign else self._break
            bound = self._word(number, 1, " ".join(keys), rendering_classes(key_of)[keys[0]][keys])
            self.found.append(replace(bound, text=phrase, kind="bound", is_name=False))
            self._pass_nothing()
        return 2 if tail and not sign else 0

    def _is_role(self) -> bool:
        """Whether it is part of "plays a crucial role in", which is crucial in."""
        before, after = self._texts[max(self.at - _ROLE, 0) : self.at], self._texts[self.at + 1 : self.at + _ROLE + 1]
        if self._keys[self.at] == "role":
            return not _PLAYING.isdisjoint(before[:-2])
        return self._texts[self.at] in _PLAYING and not _ROLES.isdisjoint(after[2:])

    def _manner(self) -> int:
        """The place of the adjective that begins here as an adverb does: "at a rapid pace"; 0 where none does."""
        words = self._texts[self.at : self.at + _MANNER_WORDS]
        manner = len(words) == _MANNER_WORDS and words[0] in _MANNER_LEADS and words[1] in {"a", "an"}
        return self.at + 2 if manner and words[3] in _MANNERS else 0

    def _not_only(self) -> int:
        """How many words of "not only … but also" begin here, which join as "and" does."""
        following = self._texts[self.at : self.at + 2]
        rest = self._texts[self.at + 2 :]
        return 2 if following == ["not", "only"] and "but" in rest and rest[0] not in CONDITIONS - {"in", "for"} else 0

    def _joins_by_yet(self) -> bool:
        """Whether it is "A, yet B", which is "A, but B"."""
        return self._texts[self.at] == "yet" and "," in self._break

    def _is_letter(self) -> bool:
        """Whether it names one of several, and is no article and no author: group A, phase I."""
        token = self._tokens[self.at]
        named = self._text[token.start : token.end] in {"A", "I"}
        return named and self.at > 0 and self._texts[self.at - 1] in _LETTERED

    def _opens(self) -> bool:
        if self._texts[self.at] in ORDINALS and self.at and self._following(1) and not self._is_listing():
            return False
        return self.at == 0 or bool(self._break.strip("(")) or self._texts[self.at - 1] in CONJUNCTIONS

    def _is_listing(self) -> bool:
        """Whether a comma follows: "first, we"."""
        return "," in self._text[self._tokens[self.at].end : self._tokens[self.at + 1].start]

    def _following(self, length: int) -> str:
        return self._texts[self.at + length] if self.at + length < len(self._texts) else ""

    def _pass(self, text: str) -> None:
        self._indefinite = text in {"a", "an"} or (self._indefinite and text != "the")
        self._auxiliary = self._auxiliary or is_auxiliary(text)
        self._tense = self._tense or _TENSES.get(text, "")
        self._break += "(" if text in ASIDES and self._break else ""  # as good as in brackets
        self.at += 1

    def _word(self, token: Token, length: int, key: str, classes: frozenset[int]) -> Word:
        phrase = " ".join(self._texts[self.at : self.at + length])
        return Word(
            phrase,
            key,
            classes,
            self._kind(token, length, phrase),
            self._line,
            self._first + len(self.found),
            token.start,
            self._break,
            self._is_hyphened(self.at),
            self._indefinite,
            self._auxiliary,
            self._tense,
            token.shape in {"acronym", "mixed"} or (token.shape == "capital" and self.at > 0),
            self._following(length) in AUTHORS,
        )

    def _kind(self, token: Token, length: int, phrase: str) -> str:
        if length > 1:
            return "word" if self._joined() else kind_of_phrase(phrase)
        return "conjunction" if self._joins_by_yet() else kind_of(token)

    def _opening(self) -> int:
        """How many words of an opening phrase begin here."""
        for words in _opening_phrases().get(self._texts[self.at], ()):
            if tuple(self._texts[self.at : self.at + len(words)]) == words and not self._names_thing(words):
                return len(words)
        return 0

    def _names_thing(self, words: Sequence[str]) -> bool:
        """Whether a thing is named after it: "in contrast to", "in addition to", "as well as"."""
        return self._following(len(words)) in _NAMING.get(words[-1], ())

    def _phrase(self) -> tuple[int, str, frozenset[int]]:
        """The longest phrase that begins here: how many tokens, its key and its classes; a word alone is one, too."""
        if defined := self._defined():
            return defined
        if joined := self._joined() or self._negative():
            return 2, joined, rendering_classes(key_of).get(joined, {}).get((joined,), _NO_CLASSES)
        table = rendering_classes(key_of).get(self._keys[self.at], {})
        if self._is_hyphened(self.at) and (unfolded := self._unfolded(table)):
            return 1, " ".join(unfolded), table[unfolded]
        for length in range(min(_LONGEST, len(self._keys) - self.at), 0, -1):
            words = tuple(self._keys[self.at : self.at + length])
            if words in table and not self._cuts_phrase(length) and not self._is_broken(length):
                return length, " ".join(words), table[words]
        return 1, self._keys[self.at], _NO_CLASSES

    def _defined(self) -> tuple[int, str, frozenset[int]] | None:
        """The longest phrase that begins here and has an acronym, or is one."""
        for length in range(min(_LONGEST, len(self._keys) - self.at), 0, -1):
            words = tuple(self._keys[self.at : self.at + length])
            if words in self._definitions:
                return length, self._definitions[words], _NO_CLASSES
        return None

    def _cuts_phrase(self, length: int) -> bool:
        """Whether a longer phrase begins with the last word of one: "results in comparison with"."""
        last = self.at + length - 1
        table = rendering_classes(key_of).get(self._keys[last], {})
        longer = range(length + 1, min(_LONGEST, len(self._keys) - last) + 1)
        return length > 1 and any(tuple(self._keys[last : last + each]) in table for each in longer)

    def _is_broken(self, length: int) -> bool:
        """Whether a clause ends inside: "results; in each case"."""
        return ";" in self._text[self._tokens[self.at].start : self._tokens[self.at + length - 1].end]

    def _unfolded(self, table: Mapping[tuple[str, ...], frozenset[int]]) -> tuple[str, ...]:
        """The phrase that ends a compound: gradient-based is based on gradients."""
        phrases = ((self._keys[self.at], preposition) for preposition in COMPOUND_PREPOSITIONS)
        return next((phrase for phrase in phrases if phrase in table), ())

    def _negative(self) -> str:
        """The key of "unclear" for "not clear"; "do not like" has a verb after it."""
        before = self._texts[self.at - 1] if self.at else ""
        denied = self._texts[self.at] in _BE_NOT or (self._texts[self.at] == "not" and before not in _BEFORE_VERBS)
        return negative_key(self._following(1)) if denied else ""

    def _joined(self) -> str:
        """The key of a word with a hyphen after its prefix: pre-training is pretraining."""
        if self._texts[self.at] not in PREFIXES or self.at + 1 == len(self._tokens):
            return ""
        return key_of(self._texts[self.at] + self._texts[self.at + 1]) if self._is_hyphened(self.at + 1) else ""

    def _is_hyphened(self, at: int) -> bool:
        """Whether a hyphen joins a token to the one before it."""
        return at > 0 and self._text[self._tokens[at - 1].end : self._tokens[at].start] in _HYPHENS


@cache
def _opening_phrases() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """The opening phrases by their first word, the longest first."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in sorted(OPENING_PHRASES, key=len, reverse=True):
        words = tuple(phrase.split())
        found[words[0]] = (*found.get(words[0], ()), words)
    return found
