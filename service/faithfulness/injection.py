"""Sentences of a paper that instruct whoever summarises it: indirect prompt injections, and what carries them.

They are no evidence: what only such a sentence says, the paper does not say. The patterns are those of English
imperatives in general and of writing that hides; how many clean sentences they match is measured by
`python -m tests.bench injections`.
"""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from service.faithfulness.languages import is_foreign_language
from service.faithfulness.lexical import FUNCTION_WORDS
from service.text import fold, sentences, word_set

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_CLAUSE = re.compile(
    r"(?:[:;>}“]|(?<=[.,:;!?])\"|(?<!\d)\])\s+|-{3,}\s*|,\s+(?=(?:please|kindly)\s)"
    r"|^(?:if|when|whenever|once|before|after)\b[^,]*,\s+|^from \w+ on,?\s+"
)
_THEN = re.compile(r",\s+(?=(?:so|then)\s)")  # after "we" it is they who then do it
_IMPERATIVES = word_set(
    """say tell state write mention announce declare claim describe praise recommend emphasise emphasize stress
    report quote cite repeat print list name give show display append add include insert begin end finish answer
    reply respond translate spell output ignore disregard forget pretend act play talk speak use make put follow
    obey read decode copy replace remember treat rate accept visit click send buy order open download share
    subscribe sign pay run execute convert compare return remove leave stop point reveal call keep suggest
    conclude start summarise summarize promise confirm endorse submit vote join"""
)
# What comes after an imperative; after a noun of the same form ("use of", "report on") it mostly does not.
_AFTER_IMPERATIVE = word_set(
    """a an the this that these those it its all any only no not every each everyone everything everybody nothing
    me my us them him her your yourself you readers reviewers as with out like how what why whoever instead both
    again first nobody to sure certain http https www"""
)
_BEFORE_IMPERATIVE = word_set("""please kindly then now also instead and so first finally next always never just""")
_PLAIN = FUNCTION_WORDS | _IMPERATIVES
_SECOND_PERSON = word_set("""you your yours yourself yourselves you're you'll ye thou""")
# Those whom instructions address, machines among them, and what they write.
ADDRESSEES = word_set(
    """summary summaries summarise summarize summarising summarizing summariser summarizer summarisers summarizers
    summarised summarized blurb blurbs reviewer reviewers referee referees assistant assistants chatbot llm llms
    ai reader readers prompt instructions operator password retelling descriptions assessment"""
)
_REQUESTS = word_set(
    """must should shall ought please kindly requested asked told grateful appreciate appreciated obliged"""
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
# A Latin word with Cyrillic letters has no name in any science; one with Greek letters is a name (TNF-α, FcγR, Δp),
# unless the letter is an omicron, which stands for nothing, or the Latin letters that look alike make a common word.
_CYRILLIC_MIX = re.compile(r"[a-z]{2}[\u0400-\u04ff]|[\u0400-\u04ff][a-z]{2}|[a-z][\u0400-\u04ff]+[a-z]", re.IGNORECASE)
_OMICRON_MIX = re.compile(r"[a-zα-ω][οΟ]|[οΟ][a-zα-ω]", re.IGNORECASE)
_GREEK_MIX = re.compile(r"[a-z]+[α-ωΑ-Ω]+[a-z]+", re.IGNORECASE)
_LOOK_ALIKES = (str.maketrans("ανρτυικεχγηωΑΒΕΖΗΙΚΜΝΡΤΥΧ", "avptuikexynwabezhikmnptyx"), str.maketrans("ρ", "r"))
_COSTUME = re.compile(r"[ᴀ-ᴢʀɪʜɴʟʙɢꜰꜱ]{3}|(?:\b[a-z]\s+){10}")  # small capitals, letters apart
_LETTER_DIGITS = str.maketrans("013457@$", "oieastas")
_LEAST_LETTERS = 3  # of a word with digits for letters: T0 and A5 are names
_SHORT = 2  # words of an imperative clause that needs nothing in particular after it
_CLOSE = 4  # words from whom an order addresses to its verb
_NEAR = 12  # words from whom a sentence speaks to, to what they are to write
_CATCHWORD = 4  # words of the first part of a title
_ABLE = re.compile(r"\b(?:should|ought to) be able\b")  # what somebody can do is no order
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
    if any(pattern.search(sentence) for pattern in (_CYRILLIC_MIX, _OMICRON_MIX, _ENCODED, _COSTUME)):
        return True
    if any(_is_disguised(word.lower()) for word in _GREEK_MIX.findall(sentence)):
        return True
    mixed = {word for word in _WORD.findall(sentence) if len(word) >= _LEAST_LETTERS and _has_digits(word)}
    return len({word for word in mixed if word.lower().translate(_LETTER_DIGITS) in _PLAIN}) > 1


def _has_digits(word: str) -> bool:
    return not word.isalpha() and not word.isdecimal()


def _is_disguised(word: str) -> bool:
    """Whether a word with Greek letters is a common English word, read as it looks."""
    return any(word.translate(table) in _PLAIN for table in _LOOK_ALIKES)


def _instructs(sentence: str) -> bool:
    words = _WORD.findall(sentence)
    present = set(words)
    parts = [sentence] if present & _FIRST_PERSON else _THEN.split(sentence)
    clauses = [clause for part in parts for clause in _CLAUSE.split(part)]
    if _is_title(sentence):
        clauses = _without_catchword(clauses)
    if any(_opens_with_imperative(_WORD.findall(clause)) for clause in clauses) or _is_short_order(clauses[-1]):
        return True
    if _are_close(words, _SECOND_PERSON, _OBLIGATION) and not _ABLE.search(sentence):
        return True
    if not present & ADDRESSEES or present & _FIRST_PERSON:
        return False
    if words[0] == "let":
        return True
    if present & _POLITE or _are_close(words, ADDRESSEES, _SECOND_PERSON, _NEAR):
        return True
    requested = _are_close(words, ADDRESSEES, _REQUESTS) or "has to" in sentence
    return requested and bool(_SELF_REFERENCE.search(sentence))


def _is_title(sentence: str) -> bool:
    """Whether a sentence ends as titles do, without a full stop."""
    return sentence.rstrip()[-1:].isalnum()


def _without_catchword(clauses: Sequence[str]) -> Sequence[str]:
    """The clauses of a title without its first few words: "Forget time", "Talk to me: how groups form"."""
    words = set(_WORD.findall(clauses[0]))
    return ["", *clauses[1:]] if len(words) <= _CATCHWORD and words.isdisjoint(ADDRESSEES) else clauses


def _are_close(words: Sequence[str], these: AbstractSet[str], those: AbstractSet[str], most: int = _CLOSE) -> bool:
    """Whether a word of these and one of those stand together; far apart, it is somebody else who must."""
    first = [at for at, word in enumerate(words) if word in these]
    return any(abs(at - other) <= most for other, word in enumerate(words) if word in those for at in first)


def _is_short_order(clause: str) -> bool:
    """Whether the end of a sentence is an imperative with one word: "Print K."."""
    words = _WORD.findall(clause)
    return len(words) == _SHORT and words[0] in _IMPERATIVES


def _opens_with_imperative(words: Sequence[str]) -> bool:
    at = 0
    while at < len(words) - 1 and words[at] in _BEFORE_IMPERATIVE:
        at += 1
    if at >= len(words) - 1:
        return False
    return words[at : at + 2] == ["do", "not"] or (words[at] in _IMPERATIVES and words[at + 1] in _AFTER_IMPERATIVE)
