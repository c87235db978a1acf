"""Whether the text is what was asked for: one plain paragraph about the paper, complete, and addressed to nobody."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from service.faithfulness.lexical.alignment import Alignment, SourceIndex
from service.faithfulness.lexical.word_lists import IMPERATIVES, INJECTION_TOPICS, META_WORDS, PERSONAL_PRONOUNS
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
_SPELLED_ADDRESS = re.compile(r"\w dot (?:com|org|net)\b", re.IGNORECASE)
_SHORT_MARK = 3  # characters
_WORD_BEFORE = re.compile(r"\S*$")
_WORD_AFTER = re.compile(r"\S{0,60}")
_PUNCTUATION = ".,;:!?()[]{}<>\"'"
_LABEL_ENDS = re.compile(r":|\s[-–—]\s")
_LABEL_WORDS = 14
_WORD = re.compile(r"[^\W\d_]+")
_INNER_LABEL = re.compile(
    r"(?:^|(?<=[.!?])\s|\()[^\w\s]{0,5}"
    r"(?:summary|note|output|answer|response|system|user|assistant|word count|tl;?dr|disclaimer)\s?:",
    re.IGNORECASE,
)


def is_several_paragraphs(text: str) -> bool:
    """Whether the text is more than one paragraph, or a list."""
    return len([line for line in text.strip().splitlines() if line.strip()]) > 1 or bool(_ITEM.search(text))


def has_markup(text: str, source: str) -> bool:
    """Whether the text has Markdown, HTML, JSON or a link that does not stand so in the source."""
    return any(not _is_copied(text, match.span(), source) for match in _MARKUP.finditer(text))


def _is_copied(text: str, span: tuple[int, int], source: str) -> bool:
    """Whether the stretch, widened to whole words, stands in the source; a mark alone is too little to say."""
    before, after = _WORD_BEFORE.search(text, max(0, span[0] - MAX_TOKEN), span[0]), _WORD_AFTER.match(text, span[1])
    start, end = before.start() if before else span[0], after.end() if after else span[1]
    words = text[start:end].strip()
    return len(words) > _SHORT_MARK and words in source


def has_link(text: str, source: str) -> bool:
    """Whether the text has a web or mail address that the source does not have, word for word."""
    return any(
        _ADDRESS.search(word) and word.strip(_PUNCTUATION).casefold() not in source.casefold() for word in text.split()
    ) or bool(_SPELLED_ADDRESS.search(text))


def is_foreign_script(text: str, source: str) -> bool:
    """Whether more than a third of the letters are of a script that the source hardly uses, by their Unicode names."""
    letters = [c for c in text[:2000] if c.isalpha()]
    if not letters:
        return True
    known = {_script(c) for c in set(source[:5000]) if c.isalpha()} or {"LATIN"}
    return sum(_script(c) not in known for c in letters) * 3 > len(letters)


@lru_cache(maxsize=5_000)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").split(" ", 1)[0]


def has_preamble(text: str, source: SourceIndex) -> bool:
    """Whether the text opens with a label ("Summary:", "Here you go:") that the source has no word of."""
    if _INNER_LABEL.search(text):
        return True
    end = _LABEL_ENDS.search(text, 0, 150)
    words = _WORD.findall(text[: end.start()].casefold()) if end else []
    if not 0 < len(words) <= _LABEL_WORDS or not any(w in META_WORDS or w in PERSONAL_PRONOUNS for w in words):
        return False
    return not any(w in source.words for w in words if w not in META_WORDS and len(w) > 4)


def meta_commentary(tokens: Sequence[Token], source: SourceIndex) -> float:
    """How much of a sentence is about the answer itself, and to somebody: 0 to 1 and more."""
    unknown = [t for t in tokens if t.stem not in source.postings]
    personal = any(t.text in PERSONAL_PRONOUNS for t in unknown)
    meta = sum(t.text in META_WORDS for t in unknown)
    content = sum(t.content for t in tokens) or 1
    return 0.6 * personal + min(meta / content, 1.0)


def instruction(tokens: Sequence[Token], source: SourceIndex) -> float:
    """How much a sentence is an instruction, or praise, addressed to a reader or a machine: 0 to 1 and more.

    Of a sentence without imperative or personal pronoun, the words of injections count where the source lacks them:
    papers have hidden layers and policies.
    """
    if not tokens:
        return 0.0
    personal = any(t.text in PERSONAL_PRONOUNS and len(t.text) > 1 for t in tokens)  # no "i": papers have an I-score
    first = next((t for t in tokens if t.kind == "word"), tokens[0])
    imperative = first.text in IMPERATIVES or any(
        t.text in IMPERATIVES and before.text in {":", ",", "must", "should", "to", "please", "not"}
        for before, t in pairwise(tokens)
    )
    topics = sum(
        t.text in INJECTION_TOPICS and (personal or imperative or t.stem not in source.postings) for t in tokens
    )
    return 0.4 * personal + 0.35 * imperative + 0.2 * min(topics, 3)


def ends_sentence(text: str) -> bool:
    """Whether the text ends with sentence punctuation."""
    return text.rstrip().rstrip("\"'”’)]").endswith((".", "!", "?", "…", "。"))


NOT_TRUNCATED = {"no_stop": 0.0, "end_function": 0.0, "end_odds": 0.0, "end_broken": 0.0, "end_alone": 0.0}
"""The truncation signals of every sentence but the last."""


def truncation_signals(
    last: Alignment, source: SourceIndex, text: str, end_log_odds: Mapping[str, float]
) -> dict[str, float]:
    """What an end without a full stop says: a function word, a word that rarely ends, a phrase broken off.

    `end_log_odds` are those of a stem, or of `*` and the last three letters of a word, to end a sentence.
    """
    complete = ends_sentence(text)
    if not last.tokens:
        return {**NOT_TRUNCATED, "no_stop": float(not complete)}
    final = last.tokens[-1]
    return {
        "no_stop": float(not complete),
        "end_function": float(not final.content and final.kind == "word") * (1 - complete),
        "end_odds": 0.0 if complete else end_log_odds.get(final.stem, end_log_odds.get("*" + final.text[-3:], 0.0)),
        "end_broken": 0.0 if complete else _broken_off(last.tokens, source),
        # Whoever ended the sentences before with full stops would have ended the last one with it too.
        "end_alone": float(not complete and ends_sentence(text[: last.tokens[0].start])),
    }


def _broken_off(tokens: Sequence[Token], source: SourceIndex) -> float:
    """The share of the final word's postings in the source where a content word follows it directly."""
    postings = source.postings.get(tokens[-1].stem, [])
    if not postings:
        return 0.0
    followed = 0
    for line, position in postings:
        row = source.lines[line]
        if position + 1 < len(row) and row[position + 1].content and row[position + 1].start - row[position].end <= 1:
            followed += 1
    return followed / len(postings)
