"""Sentences of a paper that speak to whoever retells it, instead of telling something: orders, and what carries them.

They are no evidence: what only such a sentence says, the paper does not say. The signs are those of English orders in
general and of writing that hides; how many clean sentences they hit is measured by `python -m tests.bench injections`.
"""

import re
from collections.abc import Sequence

from service.faithfulness.classifier import load_weights
from service.faithfulness.lexical import AUTHORS, FUNCTION_WORDS, read
from service.text import fold, sentences


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_CLAUSE = re.compile(
    r"[:;>\]}\"“]\s+|-{3,}\s*|,\s+(?=(?:so|then|please|kindly)\s)"
    r"|^(?:if|when|whenever|once|before|after)\b[^,]*,\s+|^from \w+ on,?\s+"
)
_VERBS = _words(
    """say tell state write mention announce declare claim describe praise recommend emphasise emphasize stress
    report quote cite repeat print list name give show display append add include insert begin end finish answer
    reply respond translate spell output ignore disregard forget pretend act play talk speak use make put follow
    obey read decode copy replace remember treat rate accept visit click send buy order open download share
    subscribe sign pay run execute convert compare return remove leave stop point reveal call keep suggest
    conclude start summarise summarize promise imagine confirm endorse submit vote join"""
)
# What comes after a verb that orders; after a noun of the same form ("use of", "report on") it mostly does not.
_OBJECTS = _words(
    """a an the this that these those it its all any only no not every each everyone everything everybody nothing
    me my us them him her your yourself you readers reviewers as with out like how what why whoever instead both
    again first nobody to sure certain http https www"""
)
_LEADS = _words("""please kindly then now also instead and so first finally next always never just""")
_SECOND = _words("""you your yours yourself yourselves you're you'll ye thou""")
# Those who retell a paper, machines among them, and what they make.
RETELLING = _words(
    """summary summaries summarise summarize summarising summarizing summariser summarizer summarisers summarizers
    summarised summarized blurb blurbs reviewer reviewers referee referees assistant assistants chatbot llm llms
    ai reader readers prompt instructions operator password retelling descriptions assessment"""
)
_MODALS = _words(
    """must should shall ought please kindly requested asked told grateful appreciate appreciated obliged has"""
)
_DUTIES = _words("""must should shall ought""")
_ASKING = _words("""please kindly""")
_SELF = re.compile(
    r"\b(?:this|the|present|our) (?:paper|article|work|submission|manuscript|authors|abstract|text|word|phrase|sentence"
    r"|sponsor|readers?)\b"
)
_FIRST = _words("""we our us ours""")
_MARKS = re.compile(
    r"<\|\w|\|>|\[/?INST\]|<</?SYS|[<>]{3}|<!--|<\s*/?\s*(?:a|img|script|iframe|svg|object|form|style|link|meta)\b[^<>]*>|&lt;\w"
    r"|!\[|\]\(\w|[{\[]\s*\"\w+\"\s*:|\"\s*[}\]]{2}|\bDATA [0-9a-f]{16}\b|\\u[0-9a-f]{4}"
    r"|\\(?:href|input|include|write|color|textcolor|footnote|phantom)\b|^\[\d+\]\s",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?:^|[.!?:]\s+|[\"'(\[])(?:system|user|assistant|human|instructions?|operator|developer|(?:liked )?paper)\s*:",
    re.IGNORECASE,
)
_BLOB = re.compile(
    r"(?<![\w/.])(?:(?=[A-Za-z0-9+]*[a-z])(?=[A-Za-z0-9+]*[A-Z])(?=[A-Za-z0-9+]*\d)[A-Za-z0-9+]{24,}={0,2}"
    r"|[0-9a-f]{24,})(?![\w/])"
)
_MIXED = re.compile(
    r"[a-z][\u0370-\u03ff\u0400-\u04ff]+[a-z]|[a-z]{2}[\u0400-\u04ff]|[\u0400-\u04ff][a-z]{2}", re.IGNORECASE
)
_DIGITS = str.maketrans("013457@$", "oieastas")
_FEWEST = 6  # words, to tell the language of a sentence
_LEAST_KNOWN = 0.7
# Without those that other languages have too.
_GLUE = FUNCTION_WORDS - AUTHORS - _words("a i an in so am was he me no on do es de e er am s t d m et al to or us men")
_ADDRESS = re.compile(r"https?:\S*")
_SHORT = 2  # words of an order without any such object
_NEAR = 2  # sentences: an order is seldom alone


def without_injections(text: str, english: bool, near: int = _NEAR) -> str:
    """A title or an abstract with spaces in the place of orders and of the `near` sentences beside them; offsets stay.

    In a paper in English, a sentence in another language counts as one.
    """
    spans = sentences(text)
    told = [text[slice(*span)] for span in spans]
    orders = [at for at, sentence in enumerate(told) if is_injection(sentence) or (english and is_foreign(sentence))]
    for at in {at for at in range(len(spans)) for order in orders if abs(at - order) <= near}:
        start, end = spans[at]
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def is_injection(sentence: str) -> bool:
    """Whether a sentence orders somebody to say or do something, or hides what it says."""
    return (
        bool(_MARKS.search(sentence) or _ROLE.search(sentence)) or is_obfuscated(sentence) or _commands(fold(sentence))
    )


def is_obfuscated(sentence: str) -> bool:
    """Whether a sentence is written so that machines read it and searches do not: mixed scripts, digits for letters."""
    if _MIXED.search(sentence) or _BLOB.search(sentence):
        return True
    mixed = [word for word in _WORD.findall(sentence) if not word.isalpha() and not word.isdecimal()]
    return len({word for word in mixed if word.lower().translate(_DIGITS) in FUNCTION_WORDS | _VERBS}) > 1


def is_foreign(sentence: str) -> bool:
    """Whether a sentence of some length is in a code or a language that the abstracts behind the weights have not."""
    if not _GLUE.isdisjoint(sentence.lower().split()):
        return False
    rarity = load_weights().rarity
    tokens = [token for line in read(_ADDRESS.sub(" ", sentence)).tokens for token in line if token.kind == "word"]
    if len(tokens) < _FEWEST or any(token.text in _GLUE for token in tokens):
        return False
    return sum(rarity.known(token.root) for token in tokens) < _LEAST_KNOWN * len(tokens)


def _commands(sentence: str) -> bool:
    words = _WORD.findall(sentence)
    known = set(words)
    if any(_opens_with_order(_WORD.findall(clause)) for clause in _CLAUSE.split(sentence)):
        return True
    if known & _SECOND and known & _DUTIES:
        return True
    if not known & RETELLING or known & _FIRST:
        return False
    if words[0] == "let":
        return True
    return bool(known & (_SECOND | _ASKING)) or bool(known & _MODALS and _SELF.search(sentence))


def _opens_with_order(words: Sequence[str]) -> bool:
    at = 0
    while at < len(words) - 1 and words[at] in _LEADS:
        at += 1
    if at >= len(words) - 1:
        return False
    return (words[at] in _VERBS and (words[at + 1] in _OBJECTS or len(words) - at <= _SHORT)) or words[at : at + 2] == [
        "do",
        "not",
    ]
