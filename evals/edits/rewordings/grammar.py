"""The few things about English sentences that several kinds ask."""

import re

from evals.edits.rewordings.words import words

_FINITE = words("""
    is are was were has have had can could may might will would do does did must should remain remains show
    shows showed shown provide provides provided demonstrate demonstrates demonstrated suggest suggests
    suggested indicate indicates indicated reveal reveals revealed achieve achieves achieved outperform
    outperforms use uses propose proposes present presents introduce introduces describe describes require
    requires enable enables allow allows allowed find found identify identifies identified report reports
    reported lead leads led improve improves improved increase increases increased reduce reduces reduced offer
    offers become becomes became play plays include includes rely relies depend depends contain contains consist
    consists combine combines develop develops developed address addresses learn learns make makes support
    supports yield yields perform performs performed exhibit exhibits discuss discusses explore explores
    represent represents generate generates predict predicts cause causes affect affects need needs serve serves
    help helps highlight highlights capture captures focus focuses suffer suffers fail fails tend tends seem
    seems appear appears take takes give gives
""")
_FINITE_PATTERN = re.compile(r"\b(?:" + "|".join(_FINITE) + r")\b")

_BASE = words("""
    show demonstrate propose present introduce describe develop evaluate analyze analyse compare discuss report
    find prove provide apply use test validate study investigate examine explore identify argue suggest conclude
    derive design build construct train achieve improve reveal establish observe characterize highlight give
    offer outline illustrate extend illustrate explain implement perform conduct measure define formulate obtain
    confirm determine assess estimate release review survey verify address combine consider employ predict
    quantify make create compute generate draw apply focus support enable explicate learn leverage utilize adopt
    incorporate discover
""")
_PAST = words("""
    showed demonstrated proposed presented introduced described developed evaluated analyzed analysed compared
    discussed reported found proved provided applied used tested validated studied investigated examined
    explored identified argued suggested concluded derived designed built constructed trained achieved improved
    revealed established observed characterized obtained confirmed determined assessed estimated verified
    performed measured generated created quantified discovered conducted collected implemented assembled
    sequenced screened isolated recruited interviewed surveyed combined computed employed defined
""")
_SECOND_VERB = re.compile(
    r"(?:\band|,|\bor|\bbut) (?:also |then |further |thus |thereby |finally |empirically |we )*(?:"
    + "|".join(_BASE + _PAST)
    + r")\b"
)
_DEPENDENT = re.compile(
    r"(?:If|When|Whenever|Although|Though|While|Whereas|Because|Since|As|Unless|Until|Unlike|Despite|Without|Given"
    r"|Once|Not|Neither|Nor|Only|Rather|Instead|For example|For instance|In contrast|By contrast|Conversely|Contrary"
    r"|On the (?:one|other) hand|Alternatively|Traditionally|Previously|Recently|Currently|Unfortunately|In theory"
    r"|Historically|Hypothetically|Suppose|Assuming|Under|Except|Except for|Until now|To date|So far|Yet|But)\b"
)
_NEGATED = re.compile(
    r"\b(?:not|no|none|never|neither|nor|cannot|without|only|unless|except|hardly|rarely|few|little|lack|fails?|failed"
    r"|if|whether|rather|unlike|instead)\b|n't\b",
    re.IGNORECASE,
)


def has_verb(clause: str) -> bool:
    """Whether a clause has a verb that can carry it."""
    return bool(_FINITE_PATTERN.search(clause) or re.search(r"\b[Ww]e (?:\w+ly |also |then |first )?\w+", clause))


_GOES_ON = re.compile(
    r", (?:and |but |also |thus |then |\w+ly )*(?:we|it|they|this|there|" + "|".join(_FINITE) + r")\b"
)
_MAYBE_VERB = re.compile(
    r"(?:\band|,) (?:also |then |\w+ly )*[a-z]+ (?:a|an|the|that|how|why|its|their|this|these|whether|some"
    r"|several|new|our)\b"
    r"|\band (?:also|then|thus|\w+ly)\b"
)


def goes_on(tail: str) -> bool:
    """Whether the main clause may go on after a comma in the tail of a sentence."""
    return bool(_GOES_ON.search(tail))


def may_have_second_verb(clause: str) -> bool:
    """Whether anything in a clause looks like a second verb."""
    return has_second_verb(clause) or bool(_MAYBE_VERB.search(clause))


def has_second_verb(clause: str) -> bool:
    """Whether another verb is joined to the first, so that the clause cannot be turned round its first verb."""
    return bool(_SECOND_VERB.search(clause))


def is_dependent(sentence: str) -> bool:
    """Whether a sentence opens with a condition, a contrast, a time or a restriction."""
    return bool(_DEPENDENT.match(sentence))


def is_negated(clause: str) -> bool:
    """Whether a clause denies, restricts or conditions something, so that leaving words out could change it."""
    return bool(_NEGATED.search(clause))


def looks_plural(noun_phrase: str) -> bool:
    """Whether a phrase without a preposition ends in a plural."""
    last = noun_phrase.rsplit(" ", 1)[-1].rstrip(")")
    return last.endswith("s") and not last.endswith(("ss", "sis", "us", "ics"))
