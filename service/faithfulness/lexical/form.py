"""Whether the text is what was asked for: one plain paragraph about the paper, whole, and talking to nobody."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from service.faithfulness.lexical.alignment import Alignment, SourceIndex
from service.faithfulness.lexical.word_lists import COMMAND, MACHINE, SPEAKER, TALK
from service.faithfulness.lexical.words import MAX_TOKEN, Token

# A line begins with blanks of its own: with those of all the lines before it, empty lines would take their square.
_MARKUP = re.compile(
    r"\*\*|__\w|\w__|```|`[^`\s][^`]*`|</?[A-Za-z][^<>\n]{0,200}>|&(?:[a-z]{2,8}|#\d{1,6});"
    r"|!?\[[^\]\n]{0,200}\]\([^)\n]{0,300}\)"
    r"|^\s{0,3}#{1,6}\s|^\s{0,3}>\s|^[^\S\n]*\|.*\||^[^\S\n]*[{\[]\s*[\"{]|^[^\S\n]*[-=*_]{3,}[^\S\n]*$",
    re.MULTILINE,
)
_ITEM = re.compile(r"^[^\S\n]*(?:[-*•‣◦–—]|\d{1,2}[.)]|[a-z]\))\s+\S", re.MULTILINE)
_ADDRESS = re.compile(r"https?://|\bwww\.|\w@[\w-]{1,63}\.[a-z]{2}", re.IGNORECASE)
_SPELLED = re.compile(r"\w dot (?:com|org|net)\b", re.IGNORECASE)
_MARK = 3  # characters
_HEAD = re.compile(r"\S*$")
_TAIL = re.compile(r"\S{0,60}")
_AROUND = ".,;:!?()[]{}<>\"'"
_LABEL_ENDS = re.compile(r":|\s[-–—]\s")
_LABEL_WORDS = 14
_WORD = re.compile(r"[^\W\d_]+")
_INNER_LABEL = re.compile(
    r"(?:^|(?<=[.!?])\s|\()[^\w\s]{0,5}"
    r"(?:summary|note|output|answer|response|system|user|assistant|word count|tl;?dr|disclaimer)\s?:",
    re.IGNORECASE,
)


def paragraphs(text: str) -> bool:
    """Whether the text is more than one paragraph, or a list."""
    return len([line for line in text.strip().splitlines() if line.strip()]) > 1 or bool(_ITEM.search(text))


def marked_up(text: str, source: str) -> bool:
    """Whether the text holds Markdown, HTML, JSON or a link that does not stand so in the source."""
    return any(not _copied(text, match.span(), source) for match in _MARKUP.finditer(text))


def _copied(text: str, span: tuple[int, int], source: str) -> bool:
    """Whether the stretch, widened to whole words, stands in the source; a mark alone is too little to tell."""
    before, after = _HEAD.search(text, max(0, span[0] - MAX_TOKEN), span[0]), _TAIL.match(text, span[1])
    start, end = before.start() if before else span[0], after.end() if after else span[1]
    words = text[start:end].strip()
    return len(words) > _MARK and words in source


def addressed(text: str, source: str) -> bool:
    """Whether the text holds a web or mail address that the source does not have, word for word."""
    return any(
        _ADDRESS.search(word) and word.strip(_AROUND).casefold() not in source.casefold() for word in text.split()
    ) or bool(_SPELLED.search(text))


def foreign_script(text: str, source: str) -> bool:
    """Whether more than a third of the letters are of a script that the source hardly uses (told by Unicode names)."""
    letters = [c for c in text[:2000] if c.isalpha()]
    if not letters:
        return True
    home = {_script(c) for c in set(source[:5000]) if c.isalpha()} or {"LATIN"}
    return sum(_script(c) not in home for c in letters) * 3 > len(letters)


@lru_cache(maxsize=5_000)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").split(" ", 1)[0]


def label(text: str, source: SourceIndex) -> bool:
    """Whether the text opens with a label ("Summary:", "Here you go:") that the source has no word of."""
    if _INNER_LABEL.search(text):
        return True
    end = _LABEL_ENDS.search(text, 0, 150)
    words = _WORD.findall(text[: end.start()].casefold()) if end else []
    if not 0 < len(words) <= _LABEL_WORDS or not any(w in TALK or w in SPEAKER for w in words):
        return False
    return not any(w in source.words for w in words if w not in TALK and len(w) > 4)


def talk(tokens: Sequence[Token], source: SourceIndex) -> float:
    """How much of a sentence is talk about the answer itself, to somebody: 0 to 1 and more."""
    unknown = [t for t in tokens if t.root not in source.roots]
    speaker = any(t.text in SPEAKER for t in unknown)
    said = sum(t.text in TALK for t in unknown)
    content = sum(t.content for t in tokens) or 1
    return 0.6 * speaker + min(said / content, 1.0)


def command(tokens: Sequence[Token], source: SourceIndex) -> float:
    """How much a sentence is an order, or praise, addressed to a reader or a machine: 0 to 1 and more.

    Of a sentence that neither orders nor speaks, words of machines count where the source lacks them: papers have
    hidden layers and policies.
    """
    if not tokens:
        return 0.0
    speaker = any(t.text in SPEAKER and len(t.text) > 1 for t in tokens)  # no "i": papers have an I-score
    first = next((t for t in tokens if t.kind == "word"), tokens[0])
    order = first.text in COMMAND or any(
        t.text in COMMAND and before.text in {":", ",", "must", "should", "to", "please", "not"}
        for before, t in pairwise(tokens)
    )
    machine = sum(t.text in MACHINE and (speaker or order or t.root not in source.roots) for t in tokens)
    return 0.4 * speaker + 0.35 * order + 0.2 * min(machine, 3)


def ends_whole(text: str) -> bool:
    """Whether the text ends with sentence punctuation."""
    return text.rstrip().rstrip("\"'”’)]").endswith((".", "!", "?", "…", "。"))


NOT_THE_END = {"no_stop": 0.0, "end_function": 0.0, "end_odds": 0.0, "end_broken": 0.0, "end_alone": 0.0}


def cut_facts(last: Alignment, source: SourceIndex, text: str, ends: Mapping[str, float]) -> dict[str, float]:
    """What an end without a full stop tells: a function word, a word that rarely ends, a phrase broken off."""
    whole = ends_whole(text)
    if not last.tokens:
        return {**NOT_THE_END, "no_stop": float(not whole)}
    final = last.tokens[-1]
    return {
        "no_stop": float(not whole),
        "end_function": float(not final.content and final.kind == "word") * (1 - whole),
        "end_odds": 0.0 if whole else ends.get(final.root, ends.get("*" + final.text[-3:], 0.0)),
        "end_broken": 0.0 if whole else _broken(last.tokens, source),
        # Whoever ended the sentences before with full stops would have ended the last one with it too.
        "end_alone": float(not whole and ends_whole(text[: last.tokens[0].start])),
    }


def _broken(tokens: Sequence[Token], source: SourceIndex) -> float:
    """The share of the final word's places in the source where a content word follows it directly."""
    places = source.roots.get(tokens[-1].root, [])
    if not places:
        return 0.0
    follows = 0
    for line, place in places:
        row = source.lines[line]
        if place + 1 < len(row) and row[place + 1].content and row[place + 1].start - row[place].end <= 1:
            follows += 1
    return follows / len(places)
