"""A text as the judge of edits reads it: words that may be compared, without those that change no claim."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from service.faithfulness.entailment.closed_words import (
    ARTICLES,
    AUTHORS,
    BOUNDS,
    CONJUNCTIONS,
    HEDGES,
    JOINING,
    NEGATIONS,
    OPENERS,
    OPENING_PHRASES,
    SCOPES,
)
from service.faithfulness.lexical.word_lists import NUMBER_WORDS
from service.faithfulness.lexical.words import Token, stem, tokenise
from service.text import Span
from service.text.renderings import rendering_classes
from service.text.word_forms import normalised

_NO_CLASSES: frozenset[int] = frozenset()
_SEPARATORS = re.compile(r"[^\d.]")
_PUNCTUATION = re.compile(r"[,;:()\[\]–—<>=]|(?<=\s)-(?=\s)|--|\.\s")
_LONGEST = 7  # words of a phrase
_TENS = dict(
    zip("thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(), range(13, 20), strict=True)  # noqa: SIM905
) | dict(
    zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True)  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or a phrase that means one thing, and what stands before it.

    `key` is what words are compared by, `classes` the numbers of the renderings that it belongs to; `break_before` is
    the punctuation before it, `indefinite` whether an article "a" or "an" is; `place` counts all words of the text.
    """

    text: str
    key: str
    classes: frozenset[int]
    kind: str
    start: int
    end: int
    line: int
    place: int
    break_before: str
    indefinite: bool
    auxiliary: bool
    shape_of_name: bool

    @property
    def content(self) -> bool:
        """Whether it carries meaning of its own."""
        return self.kind in {"word", "name", "number"}


Definitions = Mapping[tuple[str, ...], str]
"""The key of an acronym, by the keys of what it stands for."""


@lru_cache(maxsize=50_000)
def key_of(word: str) -> str:
    """What a folded word is compared by."""
    return stem(normalised(word.removesuffix("'s").removesuffix("s'"))).removesuffix("iz")


@cache
def _opening_phrases() -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in OPENING_PHRASES:
        words = tuple(phrase.split())
        found[words[0]] = (*found.get(words[0], ()), words)
    return {first: tuple(sorted(phrases, key=len, reverse=True)) for first, phrases in found.items()}


@lru_cache(maxsize=4_096)
def _number(text: str) -> str:
    """One form for 10,000 and 10 000, for fifty and 50."""
    if text in _TENS:
        return str(_TENS[text])
    if text in NUMBER_WORDS:
        return f"{NUMBER_WORDS[text]:g}"
    try:
        return f"{float(_SEPARATORS.sub('', text)):g}"
    except ValueError:
        return text


def read_words(text: str, tokens: Sequence[Token], line: int, definitions: Definitions) -> list[Word]:
    """The words of a sentence, given by its tokens, that tell what it claims."""
    found: list[Word] = []
    texts = [token.text for token in tokens]
    keys = [key_of(token.text) if token.kind == "word" else token.text for token in tokens]
    at, pending, indefinite, auxiliary = 0, "", False, False
    while at < len(tokens):
        token = tokens[at]
        if at:
            pending += "".join(_PUNCTUATION.findall(text[tokens[at - 1].end : token.start + 1]))
        if length := _opening(texts, at):
            at += length
            continue
        following = texts[at + 1] if at + 1 < len(texts) else ""
        length, key, classes = _phrase(keys, at, definitions)
        opens = at == 0 or bool(pending.strip("(")) or texts[at - 1] in CONJUNCTIONS
        if length == 1 and _says_nothing(token.text, following, opens=opens):
            indefinite = token.text in {"a", "an"} or (indefinite and token.text not in {"the"})
            auxiliary = auxiliary or token.text in _BE
            pending += "(" if token.text in _ASIDES and pending else ""  # as good as in brackets
            at += 1
            continue
        kind = _kind(token, length, " ".join(texts[at : at + length]))
        if kind == "number":
            key = _number(token.text)
        if found and key == found[-1].key and "(" in pending:  # the acronym after what it stands for
            at, pending = at + length, ""
            continue
        last = tokens[at + length - 1]
        found.append(
            Word(
                text[token.start : last.end].casefold() if length > 1 else token.text,
                key,
                classes,
                kind,
                token.start,
                last.end,
                line,
                len(found),
                pending,
                indefinite,
                auxiliary,
                token.shape in {"acronym", "mixed"} or (token.shape == "capital" and at > 0),
            )  # fmt: skip
        )
        at, pending, indefinite, auxiliary = at + length, "", False, False
    return found


_ASIDES = frozenset({"particularly", "especially", "notably", "specifically"})


def _says_nothing(text: str, following: str, *, opens: bool) -> bool:
    if text in ARTICLES or text in JOINING or (opens and text in OPENERS):
        return True
    return text in AUTHORS and following != "of"


_BE = frozenset("is are was were be been being am".split())  # noqa: SIM905


def _opening(texts: Sequence[str], at: int) -> int:
    """How many words of an opening phrase begin here."""
    for words in _opening_phrases().get(texts[at], ()):
        if tuple(texts[at : at + len(words)]) == words:
            return len(words)
    return 0


def _phrase(keys: Sequence[str], at: int, definitions: Definitions) -> tuple[int, str, frozenset[int]]:
    """The longest phrase that begins here: how many tokens, its key and its classes; a word alone is one, too."""
    table = rendering_classes(key_of).get(keys[at], {})
    for length in range(min(_LONGEST, len(keys) - at), 0, -1):
        words = tuple(keys[at : at + length])
        if length == 1 and words not in definitions:
            break
        if words in definitions:
            return length, definitions[words], _NO_CLASSES
        if words in table:
            return length, " ".join(words), table[words]
    return 1, keys[at], table.get((keys[at],), _NO_CLASSES)


def _kind(token: Token, length: int, phrase: str) -> str:
    if length > 1:
        return _kind_of_phrase(phrase)
    text = token.text
    if token.kind == "number" or text in NUMBER_WORDS or text in _TENS:
        return "number"
    if text in NEGATIONS or text.endswith("n't"):
        return "negation"
    if text in HEDGES:
        return "hedge"
    if text in BOUNDS:
        return "bound"
    if text in CONJUNCTIONS:
        return "conjunction"
    if text in SCOPES:
        return "scope"
    return "name" if token.kind == "name" else ("operator" if token.kind == "operator" else "word")


_BOUND_PHRASES = ("more than", "less than", "up to", "no more", "no less", "no fewer", "fewer than", "at least",
    "at most", "as many", "as much", "not more", "in excess", "greater than", "close to", "most", "the majority",
    "a majority", "the bulk")  # fmt: skip
_HEDGING_PHRASES = ("is able", "are able", "be able", "able to", "has the", "have the", "is capable", "are capable",
    "capable of", "makes it", "hint at", "point to")  # fmt: skip
_NEGATIVE_PHRASES = ("can not", "is unable", "are unable", "is not", "are not", "is incapable", "are incapable", "unable",
    "not known")  # fmt: skip
_MEANS = ("use", "used", "using", "utilizing", "employing", "leveraging", "making", "based")


@lru_cache(maxsize=1_024)
def _kind_of_phrase(phrase: str) -> str:
    for kind, begins in (("bound", _BOUND_PHRASES), ("hedge", _HEDGING_PHRASES), ("negation", _NEGATIVE_PHRASES)):
        if phrase.startswith(begins):
            return kind
    first = phrase.split(maxsplit=1)[0]
    if phrase in {"so long as", "on condition that"}:
        return "scope"
    if first in SCOPES or first in CONJUNCTIONS or phrase.startswith(_MEANS[2:]) or first in {"together", "alongside"}:
        return "scope"
    return "word"


_DEFINED = re.compile(r"((?:[^\s()]+[ ]){1,8})\(([^\W\d_][\w-]{1,11})\)")


@lru_cache(maxsize=64)
def find_definitions(text: str) -> Definitions:
    """The acronyms that a text defines in brackets after what they stand for (Schwartz & Hearst 2003)."""
    found: dict[tuple[str, ...], str] = {}
    for match in _DEFINED.finditer(text):
        acronym = match[2]
        if sum(letter.isupper() for letter in acronym) < 2:
            continue
        long = _long_form(match[1].strip(), acronym.removesuffix("s"))
        for form in (long, acronym):
            if keys := _keys(form):
                found.setdefault(keys, acronym.casefold())
    return found


def _long_form(before: str, acronym: str) -> str:
    """The words before an acronym whose letters spell it, from the right; the first letter begins a word."""
    at = len(before) - 1
    letters = [letter for letter in acronym.casefold() if letter.isalnum()]
    for number in range(len(letters) - 1, -1, -1):
        while at >= 0 and (
            before[at].casefold() != letters[number] or (number == 0 and at > 0 and before[at - 1].isalnum())
        ):
            at -= 1
        if at < 0:
            return ""
        at -= 1
    return before[at + 1 :] if before[at + 1 :].casefold() != acronym.casefold() else ""


def _keys(form: str) -> tuple[str, ...]:
    """The keys of the words of a name, as `read_words` has them."""
    tokens = tokenise(form, Span(0, len(form)))
    return tuple(key_of(token.text) if token.kind == "word" else token.text for token in tokens)
