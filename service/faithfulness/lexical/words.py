"""Texts as the checker reads them: sentences of word and number tokens, with offsets and stems."""

import re
from dataclasses import dataclass
from functools import lru_cache

from service.faithfulness.lexical.word_lists import FUNCTION_WORDS, SUFFIXES
from service.text import Span, fold, sentences

_MAX_CHARACTERS = 60_000
MAX_TOKEN = 60  # characters of a token that are read
_OPERATOR = r"times|sim|approx|leq|geq|cdot|pm|circ|deg"
# Between thousands, beside the comma: a space of any kind, and what TeX writes for a small one.
_GAP = r"(?:[ \u00a0\u2009\u202f]|\\,|\{,\})"
_TOKEN = re.compile(
    rf"(?P<operator>[×∼≈≤≥·±°~^%€$£]|\\?(?<=[\d\\}}^])(?:{_OPERATOR})(?=\d|\b|_)"
    r"|(?<![A-Za-z\d\\])(?:sim|approx|leq|geq|pm)(?=\d))"
    r"|(?P<name>\d{1,2}[dD]\b|(?<![A-Za-z\d])[^\W\d_]+\d[^\W_]*)"
    rf"|(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d{{1,3}}(?:{_GAP}\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|(?<!\w)\.\d+)"
    r"|(?P<word>[^\W\d_]+(?:['’](?:s|t|re|ve|ll|d|m)\b)?)"
)
_IRREGULAR = {
    "better": "better",
    "bias": "bias",
    "biases": "bias",
    "analysis": "analys",
    "analyses": "analys",
    "chosen": "choose",
    "chose": "choose",
    "found": "find",
    "shown": "show",
    "learnt": "learn",
    "built": "build",
    "made": "make",
    "gave": "give",
    "given": "give",
    "grew": "grow",
    "grown": "grow",
    "known": "know",
    "led": "lead",
    "taught": "teach",
    "held": "hold",
}


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its folded text, its stem, its offsets in the original, and what it looks like.

    `kind` is word, name (with digits in it), number or operator; `shape` is acronym, mixed, capital or lower.
    """

    text: str
    stem: str
    start: int
    end: int
    kind: str
    shape: str

    @property
    def content(self) -> bool:
        """Whether the token carries meaning of its own (no function word, no operator)."""
        return self.kind in {"word", "name"} and self.text not in FUNCTION_WORDS


@dataclass(frozen=True, slots=True)
class Passage:
    """A text cut into sentences; `tokens[i]` are those of the sentence at `spans[i]`."""

    text: str
    spans: tuple[Span, ...]
    tokens: tuple[tuple[Token, ...], ...]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The key that words are matched by: a folded word less its longest known English suffix, four letters or more.

    Our own suffix list, stripped once (longest match, as in Lovins 1968), with a few irregular forms.
    """
    word = word.removesuffix("'s").removesuffix("’s")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            word = word[: -len(suffix)]
            break
    else:
        return word[:-1] if word.endswith("s") and len(word) == 4 and not word.endswith("ss") else word
    return word[:-1] if len(word) > 4 and (word[-1] == word[-2] or word[-1] in "ei") else word


@lru_cache(maxsize=50_000)
def _folded(word: str) -> str:
    return fold(word).replace("’", "'")


@lru_cache(maxsize=50_000)
def _shape(surface: str) -> str:
    if surface.isupper() and len(surface) > 1:
        return "acronym"
    if any(c.isupper() for c in surface[1:]):
        return "acronym" if sum(c.isupper() for c in surface) > 1 else "mixed"
    return "capital" if surface[:1].isupper() else "lower"


def tokenise(text: str, span: Span) -> tuple[Token, ...]:
    """Cut `text[span]` into tokens; offsets are into `text`."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text, span.start, span.end):
        kind = match.lastgroup or "word"
        surface = match.group()[:MAX_TOKEN]
        folded = _folded(surface)
        key = stem(folded) if kind == "word" else folded
        found.append(Token(folded, key, match.start(), match.end(), kind, _shape(surface)))
    return tuple(found)


def read(text: str) -> Passage:
    """Cut a text into sentences and tokens; only the first 60,000 characters are read."""
    spans = tuple(sentences(text[:_MAX_CHARACTERS]))
    return Passage(text, spans, tuple(tokenise(text, span) for span in spans))
