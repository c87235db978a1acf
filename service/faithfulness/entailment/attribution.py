"""Whether what others did, or found, is said of the authors."""

from collections.abc import Sequence
from itertools import pairwise

from service.faithfulness.entailment.edits import HARMFUL, Edit
from service.faithfulness.lexical import Token
from service.text import word_set

_OWN = word_set("we our us ours")
_THEIR = word_set("the this present our")
_AUTHORS = word_set("authors author paper article study work")
_EARLIER = word_set("previous prior earlier recent existing past other others several many some related")
_WORKS = word_set(
    """work works study studies research researchers authors paper papers approach approaches method methods model
    models literature report reports technique techniques finding findings investigation investigations experiment
    experiments observations analyses reviews surveys evidence groups teams laboratories labs advances developments
    progress efforts"""
)
_OTHERS = word_set("others researchers scientists scholars")
_PEOPLE = _OTHERS | {"authors", "al"}
_DONE, _SAID = word_set("is are was were been"), word_set("that how why whether which who")
_KNOWN = word_set("recently previously already earlier well long widely commonly generally")
_SUBJECT, _OPENING = 5, 9  # words of a sentence that may name who did it, and in which it may open


def credit_taken(claim: Sequence[Token], lines: Sequence[Sequence[Token]]) -> list[Edit]:
    """An edit where the claim names the authors, and its evidence only others, whom the claim does not name."""
    said, meant = _texts(claim), [_texts(line) for line in lines]
    if not _names_authors(said) or any(map(_names_authors, meant)) or _others(said):
        return []
    others = filter(None, (_impersonal(line) or _named(line) for line in meant))
    return [Edit("exchanged", named, "the authors", HARMFUL, "roles_exchanged") for named in others][:1]


def _named(texts: Sequence[str]) -> str:
    return "" if _is_done_to(texts) else _others(texts[:_SUBJECT])


def _impersonal(texts: Sequence[str]) -> str:
    """The words that tell of what is known by now, whoever found it: "it has long been known"; "" where none do."""
    for at, (text, verb) in enumerate(pairwise(texts[:_OPENING])):
        following = texts[at + 2 : at + 4]
        known = verb == "has" and "been" in following
        if text == "it" and (known or (verb in _DONE and not _KNOWN.isdisjoint(following[:1]))):
            return " ".join(texts[at : at + 3])
    return ""


def _is_done_to(texts: Sequence[str]) -> bool:
    """Whether the subject does nothing itself, and nobody else is named who does: several models are compared."""
    at = next((at for at, text in enumerate(texts[:_OPENING]) if text in _DONE | _SAID), len(texts))
    is_passive = not _DONE.isdisjoint(texts[at : at + 1])
    return is_passive and _PEOPLE.isdisjoint(texts[:at]) and not _others(texts[at:])


def _texts(tokens: Sequence[Token]) -> list[str]:
    return [token.text for token in tokens]


def _names_authors(texts: Sequence[str]) -> bool:
    named = any(text in _AUTHORS and before in _THEIR for before, text in pairwise(texts))
    return named or not _OWN.isdisjoint(texts)


def _others(texts: Sequence[str]) -> str:
    """The words that name somebody else; "" where none do."""
    for before, text in pairwise(["", *texts]):
        if (before in _EARLIER and text in _WORKS) or (before, text) == ("et", "al"):
            return f"{before} {text}"
        if text in _OTHERS and before not in _THEIR:
            return text
    return ""
