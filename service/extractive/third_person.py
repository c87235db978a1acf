"""Somebody else's work in the third person: "We propose" becomes "The authors propose".

Only words for the writers are exchanged, for words that the checker takes to say the same. "We" as everybody ("we do
not know why") stays, and so does what is not certain: `in_first_person` says what is left.
"""

import re
from typing import Final

from service.text import word_set

# Before these "we" is mankind, unless something says otherwise.
_EVERYBODY: Final = word_set(
    """
    could do encounter expect experience feel hear interact know lack live may might must need ought perceive
    remember see should speak still think understand want wish would currently already often usually rarely only"""
)
_ADVERB = (
    r"(?:also|additionally|first|then|further|furthermore|next|thus|therefore|hence|here|instead|(?!only\b)[a-z]+ly)"
)
_WE = re.compile(
    rf"(?P<before>\b(?:when|if|whenever|why) )?\bwe\b"
    rf"(?:(?:,? {_ADVERB},?)* (?P<verb>[A-Za-z-]+)(?: (?P<after>[A-Za-z-]+))?)?",
    re.IGNORECASE,
)
# Where the sentence stands among others, which are not there.
_SEQUENCE = re.compile(r"^(?:,? (?:first(?:ly)?|then|also|further(?:more)?|additionally|finally),?(?= ))+")
_PARTICIPLE = re.compile(r"\w+(?:ed|wn|en|ght|und|ilt)\b|made\b|not\b|also\b|recently\b")
_US = re.compile(
    r"\b(?P<verb>(?:allow|enabl|permit|motivat|lead|prompt|guid|inspir|driv|requir)(?:s|es|ed|e|ing)?|led|permitt(?:ed|ing))"
    r" us(?= to\b)"
)
_HELPS_US = re.compile(r"\b(help(?:s|ed|ing)?) us(?= [a-z])")
_KNOWLEDGE = re.compile(r"\bour(?= (?:best )?(?:knowledge|belief|opinion|view)\b)", re.IGNORECASE)
_OUR_OWN = re.compile(r"\bour(?= own\b)", re.IGNORECASE)
_OUR = re.compile(r"\bour\b(?! (?:and|or)\b)", re.IGNORECASE)  # "our and future generations"
_I = re.compile(r"\bI (?P<adverb>(?:also |then |further |first )?)(?P<verb>[a-z]+)\b")
_SINGULAR: Final = {
    "have": "has",
    "am": "is",
    "do": "does",
    "was": "was",
    "can": "can",
    "will": "will",
    "found": "found",
}
_FIRST_PERSON = re.compile(r"\b(?:[Ww]e|us|[Oo]urs?|[Oo]urselves|[Mm]y)\b|\bI\b(?= [a-z])")


def in_third_person(sentence: str, *, follows: bool = False) -> str:
    """The sentence as somebody else says it; `follows`: the one before has the authors as its subject ("They")."""
    named = follows

    def writers(found: re.Match[str]) -> str:
        nonlocal named
        verb, after = (found["verb"] or "").lower(), found["after"] or ""
        have = verb == "have" and not _PARTICIPLE.match(after)
        if found["before"] or not verb or verb in _EVERYBODY or have:
            return found[0]
        subject = "they" if named else "the authors"
        named = True
        return _cased(subject, found[0]) + _SEQUENCE.sub("", found[0][2:])

    text = _WE.sub(writers, sentence)
    text = _I.sub(lambda found: f"the author {found['adverb']}{_with_s(found['verb'])}", text)
    text = _US.sub(lambda found: f"{found['verb']} {'them' if named else 'the authors'}", text)
    text = _HELPS_US.sub(r"\1", text)
    text = _KNOWLEDGE.sub("the authors'", text)
    text = _OUR_OWN.sub(lambda found: _cased("their", found[0]), text)
    text = _OUR.sub(lambda found: _cased("the", found[0]), text)
    return text[:1].upper() + text[1:] if sentence[:1].isupper() else text


def in_first_person(text: str) -> bool:
    """Whether the text still speaks as its writers do."""
    return _FIRST_PERSON.search(text) is not None


def _cased(words: str, like: str) -> str:
    return words[0].upper() + words[1:] if like[0].isupper() else words


def _with_s(verb: str) -> str:
    """A verb after "the author": past tenses stay, others take their s."""
    if verb in _SINGULAR or verb.endswith("ed"):
        return _SINGULAR.get(verb, verb)
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
