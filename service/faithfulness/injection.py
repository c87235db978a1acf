"""Sentences of a paper that instruct whoever summarises it: indirect prompt injections, and what carries them.

They are no evidence: what only such a sentence says, the paper does not say. The patterns are those of English
imperatives in general and of writing that hides; how many clean sentences they match is measured by
`python -m tests.bench injections`.
"""

import re
from collections.abc import Sequence

from service.faithfulness.classifier import load_weights
from service.faithfulness.lexical import AUTHOR_WORDS, FUNCTION_WORDS, read
from service.text import fold, sentences, word_set

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_CLAUSE = re.compile(
    r"[:;>\]}\"“]\s+|-{3,}\s*|,\s+(?=(?:so|then|please|kindly)\s)"
    r"|^(?:if|when|whenever|once|before|after)\b[^,]*,\s+|^from \w+ on,?\s+"
)
_IMPERATIVES = word_set(
    """say tell state write mention announce declare claim describe praise recommend emphasise emphasize stress
    report quote cite repeat print list name give show display append add include insert begin end finish answer
    reply respond translate spell output ignore disregard forget pretend act play talk speak use make put follow
    obey read decode copy replace remember treat rate accept visit click send buy order open download share
    subscribe sign pay run execute convert compare return remove leave stop point reveal call keep suggest
    conclude start summarise summarize promise imagine confirm endorse submit vote join"""
)
# What comes after an imperative; after a noun of the same form ("use of", "report on") it mostly does not.
_AFTER_IMPERATIVE = word_set(
    """a an the this that these those it its all any only no not every each everyone everything everybody nothing
    me my us them him her your yourself you readers reviewers as with out like how what why whoever instead both
    again first nobody to sure certain http https www"""
)
_BEFORE_IMPERATIVE = word_set("""please kindly then now also instead and so first finally next always never just""")
_SECOND_PERSON = word_set("""you your yours yourself yourselves you're you'll ye thou""")
# Those whom instructions address, machines among them, and what they write.
ADDRESSEES = word_set(
    """summary summaries summarise summarize summarising summarizing summariser summarizer summarisers summarizers
    summarised summarized blurb blurbs reviewer reviewers referee referees assistant assistants chatbot llm llms
    ai reader readers prompt instructions operator password retelling descriptions assessment"""
)
_REQUESTS = word_set(
    """must should shall ought please kindly requested asked told grateful appreciate appreciated obliged has"""
)
_OBLIGATION = word_set("""must should shall ought""")
_POLITE = word_set("""please kindly""")
_SELF_REFERENCE = re.compile(
    r"\b(?:this|the|present|our) (?:paper|article|work|submission|manuscript|authors|abstract|text|word|phrase|sentence"
    r"|sponsor|readers?)\b"
)
_FIRST_PERSON = word_set("""we our us ours""")
_MARKUP = re.compile(
    r"<\|\w|\|>|\[/?INST\]|<</?SYS|[<>]{3}|<!--|<\s*/?\s*(?:a|img|script|iframe|svg|object|form|style|link|meta)\b[^<>]*>|&lt;\w"
    r"|!\[|\]\(\w|[{\[]\s*\"\w+\"\s*:|\"\s*[}\]]{2}|\bDATA [0-9a-f]{16}\b|\\u[0-9a-f]{4}"
    r"|\\(?:href|input|include|write|color|textcolor|footnote|phantom)\b|^\[\d+\]\s",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?:^|[.!?:]\s+|[\"'(\[])(?:system|user|assistant|human|instructions?|operator|developer|(?:liked )?paper)\s*:",
    re.IGNORECASE,
)
_ENCODED = re.compile(
    r"(?<![\w/.])(?:(?=[A-Za-z0-9+]*[a-z])(?=[A-Za-z0-9+]*[A-Z])(?=[A-Za-z0-9+]*\d)[A-Za-z0-9+]{24,}={0,2}"
    r"|[0-9a-f]{24,})(?![\w/])"
)
_MIXED_SCRIPTS = re.compile(
    r"[a-z][\u0370-\u03ff\u0400-\u04ff]+[a-z]|[a-z]{2}[\u0400-\u04ff]|[\u0400-\u04ff][a-z]{2}", re.IGNORECASE
)
_LETTER_DIGITS = str.maketrans("013457@$", "oieastas")
_FEWEST = 6  # words, to tell the language of a sentence
_LEAST_KNOWN = 0.7
# Without those that other languages have too.
_ENGLISH_ONLY = (
    FUNCTION_WORDS
    - AUTHOR_WORDS
    - word_set("a i an in so am was he me no on do es de e er am s t d m et al to or us men")
)
_URL = re.compile(r"https?:\S*")
_SHORT = 2  # words of an imperative clause that needs nothing after it
_MARGIN = 2  # sentences: an instruction is seldom alone


def without_injections(text: str, english: bool, margin: int = _MARGIN) -> str:
    """A title or an abstract with spaces for every injection and the `margin` sentences on either side; offsets stay.

    In a paper in English, a sentence in another language counts as an injection.
    """
    spans = sentences(text)
    injections = [at for at, span in enumerate(spans) if _is_suspect(text[slice(*span)], english)]
    for at in {at for at in range(len(spans)) for injection in injections if abs(at - injection) <= margin}:
        start, end = spans[at]
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _is_suspect(sentence: str, english: bool) -> bool:
    return is_injection(sentence) or (english and is_foreign_language(sentence))


def is_injection(sentence: str) -> bool:
    """Whether a sentence instructs somebody to say or do something, or hides what it says."""
    marked = bool(_MARKUP.search(sentence) or _ROLE.search(sentence))
    return marked or _is_obfuscated(sentence) or _instructs(fold(sentence))


def _is_obfuscated(sentence: str) -> bool:
    """Whether a sentence is written so that machines read it and searches do not: mixed scripts, digits for letters."""
    if _MIXED_SCRIPTS.search(sentence) or _ENCODED.search(sentence):
        return True
    mixed = [word for word in _WORD.findall(sentence) if not word.isalpha() and not word.isdecimal()]
    return len({word for word in mixed if word.lower().translate(_LETTER_DIGITS) in FUNCTION_WORDS | _IMPERATIVES}) > 1


def is_foreign_language(sentence: str) -> bool:
    """Whether a sentence of some length is in a code or a language that the abstracts behind the weights lack."""
    if not _ENGLISH_ONLY.isdisjoint(sentence.lower().split()):
        return False
    rarity = load_weights().rarity
    tokens = [token for line in read(_URL.sub(" ", sentence)).tokens for token in line if token.kind == "word"]
    if len(tokens) < _FEWEST or any(token.text in _ENGLISH_ONLY for token in tokens):
        return False
    return sum(rarity.known(token.stem) for token in tokens) < _LEAST_KNOWN * len(tokens)


def _instructs(sentence: str) -> bool:
    words = _WORD.findall(sentence)
    present = set(words)
    if any(_opens_with_imperative(_WORD.findall(clause)) for clause in _CLAUSE.split(sentence)):
        return True
    if present & _SECOND_PERSON and present & _OBLIGATION:
        return True
    if not present & ADDRESSEES or present & _FIRST_PERSON:
        return False
    if words[0] == "let":
        return True
    return bool(present & (_SECOND_PERSON | _POLITE)) or bool(present & _REQUESTS and _SELF_REFERENCE.search(sentence))


def _opens_with_imperative(words: Sequence[str]) -> bool:
    at = 0
    while at < len(words) - 1 and words[at] in _BEFORE_IMPERATIVE:
        at += 1
    if at >= len(words) - 1:
        return False
    if words[at : at + 2] == ["do", "not"]:
        return True
    return words[at] in _IMPERATIVES and (words[at + 1] in _AFTER_IMPERATIVE or len(words) - at <= _SHORT)
