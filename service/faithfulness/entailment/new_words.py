"""A word that a sentence says and its evidence does not, and what is known of it there."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from service.faithfulness.entailment.alignment import NOWHERE, Alignment
from service.faithfulness.entailment.closed_words import (
    CONTRASTS,
    EXPECTATIONS,
    FINDING_KEYS,
    FRAME_KEYS,
    LIGHT_KEYS,
    NAMING_KEYS,
    ORDINALS,
    PROVING_KEYS,
    SAYING_KEYS,
    SUPPORTING_KEY,
    SUPPOSING_KEYS,
)
from service.faithfulness.entailment.grammar import is_support_verb
from service.faithfulness.entailment.keys import key_of
from service.faithfulness.entailment.opposites import denies_opposite
from service.faithfulness.entailment.polarity import downward
from service.faithfulness.entailment.reading import Word
from service.faithfulness.entailment.rounding import is_rounded
from service.text import rendering_classes, word_set
from service.text.lexicon import Part, is_part

_EVIDENCE = frozenset(map(key_of, word_set("evidence indication sign view idea notion")))
_HELP, _ENABLING = key_of("help"), frozenset(map(key_of, word_set("enable allow permit let")))
_ESTABLISH = key_of("establish")
_CAUSES, _LINK = (("lead", "to"), ("give", "rise", "to"), ("cause",)), ("associated", "with")
_CONTRAST_KEYS = frozenset(map(key_of, CONTRASTS))
_SEQUENCE_KEYS = frozenset(
    map(key_of, word_set("first then next subsequently finally later afterwards follow before after prior"))
)


@dataclass(frozen=True)
class NewWord:
    """A word of the claim, and the words of the evidence that it may stand for."""

    word: Word
    replaced: Sequence[Word]
    aligned: Alignment
    known: frozenset[str]
    passed: frozenset[str]

    @cached_property
    def content(self) -> list[Word]:
        """The replaced words that carry meaning."""
        return [word for word in self.replaced if word.content]

    @property
    def is_passed(self) -> bool:
        """Whether the evidence says it where it says nothing: "To address this limitation", "Currently"."""
        if self.word.kind == "scope" or " " in self.word.text:
            return bool(self.word.classes) and not self.word.classes.isdisjoint(_classes_of(self.passed))
        if self.word.text in ORDINALS and not self._opens_verb:
            return False
        return self.word.kind in {"word", "bound"} and not self.passed.isdisjoint({self.word.key, self._adverb_key})

    @property
    def is_contrast(self) -> bool:
        """Whether the evidence has the contrast, too, in a word of its own: "although A, B" for "A. However, B"."""
        kept = all(other.kind != "scope" or other.text in CONTRASTS for other in self.replaced)
        if self.word.text not in CONTRASTS or not kept:
            return False
        lost = (word.text for word, of in zip(self.aligned.evidence, self.aligned.of, strict=True) if of == NOWHERE)
        return not CONTRASTS.isdisjoint(lost) or not _CONTRAST_KEYS.isdisjoint(self.passed)

    @cached_property
    def denied_opposite(self) -> Word | None:
        """The word of the evidence of which the claim denies the opposite, here or with the negation before."""
        claim, place = self.aligned.claim, self.word.place
        at = place if self.word.kind == "negation" or not place else place - 1
        if claim[at].kind != "negation" or self.aligned.at[at] != NOWHERE:
            return None
        return next((word for word in self.content if denies_opposite(claim[at], claim[at + 1 :], word)), None)

    @property
    def has_sequence(self) -> bool:
        """Whether the evidence tells what came first."""
        lost = (word.key for word, of in zip(self.aligned.evidence, self.aligned.of, strict=True) if of == NOWHERE)
        return not _SEQUENCE_KEYS.isdisjoint({*lost, *self.passed})

    @property
    def _opens_verb(self) -> bool:
        """Whether a verb follows: "we first ask"."""
        following = self.aligned.claim[self.word.place + 1 :][:1]
        return any(is_part(word.text, Part.VERB) for word in following)

    @property
    def _adverb_key(self) -> str:
        """The key of the adverb of an adjective: "it is notable that" for "notably"."""
        text = self.word.text
        return key_of(text[:-1] + "y" if text.endswith(("able", "ible")) else text + "ly")

    @property
    def is_expectation(self) -> bool:
        """Whether it says that a thing was expected, or was not: "surprisingly", "as had been hoped"."""
        before = self.aligned.claim[self.word.place - 1].text if self.word.place else ""
        return self.word.text in EXPECTATIONS or (before == "as" and self.word.key in SUPPOSING_KEYS)

    @property
    def is_weaker(self) -> bool:
        """Whether less is claimed: what causes a thing is linked to it, and what shows it is evidence of it."""
        weaker = self._is_link or self._is_evidence or self._is_said or self._is_help
        return weaker and not downward(self.aligned.claim)[self.word.place]

    @property
    def _is_link(self) -> bool:
        causes, link = _causes_and_link()
        return bool(self.word.classes & link) and any(other.classes & causes for other in self.content)

    @property
    def _is_help(self) -> bool:
        """Whether what makes a thing possible helps with it."""
        return self.word.key == _HELP and any(other.key in _ENABLING for other in self.content)

    @property
    def _is_said(self) -> bool:
        """Whether it is "we argue that" for "we show that", or "supports" for "proves".

        Not for "establish", which is also to found a thing.
        """
        strong = PROVING_KEYS if self.word.key == SUPPORTING_KEY else FINDING_KEYS - {_ESTABLISH}
        found = [other.key in strong for other in self.content]
        return self.word.key in SAYING_KEYS | {SUPPORTING_KEY} and bool(found) and all(found)

    @property
    def _is_evidence(self) -> bool:
        """Whether it is of "we give evidence that" or "there is evidence that" for "we show that"."""
        claim, at, place = self.aligned.claim, self.aligned.at, self.word.place
        verbs = FRAME_KEYS | LIGHT_KEYS | SAYING_KEYS | {SUPPORTING_KEY}
        frames = self.word.key in verbs or self.word.text.startswith("there ")
        following = claim[place + 1].key if place + 1 < len(claim) else ""
        if self.word.key not in _EVIDENCE and not (frames and following in _EVIDENCE):
            return False
        kept = [self.aligned.evidence[at[place - 1]]] if place and at[place - 1] != NOWHERE else []
        meant = self.content or kept
        return bool(meant) and all(other.key in FINDING_KEYS for other in meant)

    @property
    def is_rounded(self) -> bool:
        """Whether it is a number that is rounded, or the word before one that says so."""
        claim, place = self.aligned.claim, self.word.place
        if self.word.kind == "number":
            return place > 0 and any(is_rounded(claim[place - 1], self.word, other) for other in self._numbers)
        return place + 1 < len(claim) and any(is_rounded(self.word, claim[place + 1], other) for other in self._numbers)

    @property
    def _numbers(self) -> list[Word]:
        """The replaced numbers that are not bounded themselves."""
        evidence = self.aligned.evidence
        return [
            word
            for word in self.replaced
            if word.kind == "number" and (not word.place or evidence[word.place - 1].kind not in {"bound", "hedge"})
        ]

    @property
    def names(self) -> bool:
        """Whether it is a verb that gives what follows its name: "a method named X"."""
        following = self.aligned.claim[self.word.place + 1 :][:1]
        return self.word.key in NAMING_KEYS and any(word.is_name for word in following)

    @property
    def is_support(self) -> bool:
        """Whether it is a verb for show that stands for no other."""
        aligned = self.aligned
        return not self.content and is_support_verb(aligned.claim, self.word.place, aligned.at, aligned.evidence)


@lru_cache(maxsize=1)
def _causes_and_link() -> tuple[frozenset[int], frozenset[int]]:
    """The renderings of what causes a thing, and of what goes with it."""
    table = rendering_classes(key_of)
    causes, link = ([tuple(map(key_of, phrase)) for phrase in phrases] for phrases in (_CAUSES, (_LINK,)))
    classes = [frozenset[int]().union(*(table[keys[0]][keys] for keys in phrases)) for phrases in (causes, link)]
    return classes[0] - classes[1], classes[1]


@lru_cache(maxsize=256)
def _classes_of(keys: frozenset[str]) -> frozenset[int]:
    """The renderings that words by these keys belong to."""
    table = rendering_classes(key_of)
    return frozenset(number for key in keys for number in table.get(key, {}).get((key,), ()))
