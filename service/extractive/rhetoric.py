"""What a sentence of an abstract is for: what was done, what came out and how strong that is, and what is idle."""

import re
from dataclasses import dataclass

from service.extractive.phrases import PAPER, alternatives

_OWN = re.compile(rf"\b(?:we|our|i|my|this {PAPER}|the present {PAPER}|here)\b", re.IGNORECASE)
_MAKES = alternatives(
    """
    propos, introduc, present, develop, describ, devis, design, buil, formulat, deriv, stud, investigat, examin,
    analy, review, survey, creat, characteri"""
)
_WORKS = alternatives(
    """
    address, tackl, suggest, provid, offer, explor, consider, evaluat, compar, extend, combin, apply, use, employ,
    leverag, generaliz"""
)
_PROPOSES = re.compile(rf"\b(?:we|i|{PAPER}) (?:\w+ )?(?:{_MAKES}|prov(?:e|ed)\b)", re.IGNORECASE)
_DOES = re.compile(rf"\b(?:we|i|{PAPER}) (?:\w+ )?(?:{_MAKES}|{_WORKS})", re.IGNORECASE)
_SHOWS = alternatives(
    """
    show, demonstrat, reveal, indicat, confirm, prove, find, found, observ, verif, suggest, establish, highlight,
    report"""
)
_FINDS = re.compile(
    r"\b(?:results?|experiments?|evaluations?|findings|simulations|analys[ie]s|tests|we|which|it) (?:\S+ ){0,6}?"
    rf"(?:{_SHOWS})|\b(?:outperform|surpass|exceed|superior|achiev|state[- ]of[- ]the[- ]art"
    r"|significantly|competitive)",
    re.IGNORECASE,
)
_USES = alternatives(
    r"""
    outperform, state[- ]of[- ]the[- ]art, enabl, allow, improv, significan, important, crucial, potential,
    promising, implication, insight, pave, benefit, advance, advantag, first (?:time|to), open(?:s|ing)?
    (?:up|new|many), achiev, surpass, fast, more (?:accurate|efficient), applica, reduc, superior, generaliz,
    highlight, suggest, effectiv, better, robust, shed, findings, understand"""
)
_MATTERS = re.compile(rf"\b(?:{_USES})", re.IGNORECASE)
_BETTER = alternatives(
    r"""
    outperform, surpass, exceed, superior, achiev, improv, reduc, increas, decreas, faster, better, higher, lower,
    less, fewer, more \w+ than, accuracy, comparable, on par, match(?:es|ing), state[- ]of[- ]the[- ]art, converge,
    speed-?up, gain, error, win, won, ranked, sav(?:e|es|ing|ings)\b, sustain, retain, recall, compression, maintain"""
)
_GAINS = re.compile(rf"\b(?:{_BETTER})", re.IGNORECASE)
HEADLINE = re.compile(
    r"\d[\d.,]*\s?(?:\\?%|per ?cent\b|percentage\b|[x×]\b|×|times\b|-?fold\b|orders? of magnitude"
    r"|(?:percentage )?points?\b|dB\b)"
    r"|\b(?:two|three|four|several|an?) orders? of magnitude"
    r"|\b(?:two|three|four|five|six|ten|hundreds?|thousands?)[- ]?(?:fold|times)\b",
    re.IGNORECASE,
)
"""A number that says how good or how large: a share, a factor, an order of magnitude."""

_QUALITY = alternatives(
    """
    effective, superior, efficacy, efficien, usefulness, potential, versatility, robustness, promis, feasib,
    advantag, benefit, importance, power, capabilit, applicab, generality, validity, utility"""
)
# "Experiments demonstrate the effectiveness of our method": fits a hundred papers.
_STOCK = re.compile(
    r"\b(?:show|demonstrat|validat|verif|confirm|highlight|underscor|illustrat|prov|establish|indicat|showcas)\w*,? "
    rf"(?:both )?(?:the|its|their|our|that (?:the|our)) (?:\w+ ){{0,3}}?(?:{_QUALITY})",
    re.IGNORECASE,
)
_TRIES = alternatives(
    r"""
    evaluat, test, validat, conduct, perform, run, ran\b, compar, benchmark, assess, experiment, carr(?:y|ied) out,
    demonstrate the, show the, verify the, illustrate, showcase, discuss, conclude by, also discuss, outline,
    release, provide (?:an? )?(?:open|code|public)"""
)
_SET_UP = re.compile(
    rf"^(?:(?:finally|additionally|further(?:more)?|moreover|also), )?"
    rf"(?:we|i|this {PAPER}) (?:\w+ ){{0,2}}?(?:{_TRIES})",
    re.IGNORECASE,
)
_OUTCOME = re.compile(
    r"\b(?:show(?:s|ing)?|find(?:s|ing)?|found|demonstrat(?:es?|ing)|reveal(?:s|ing)?|achiev\w+|outperform\w*|surpass\w*"
    r"|observ(?:e|ing)|yield\w*|improv\w+|reduc\w+|lead(?:s|ing)? to)"
    r" (?!the (?:effectiveness|superiority|efficacy|potential|benefits?)\b)",
    re.IGNORECASE,
)
_FAIL = alternatives(
    """
    rely, suffer, require, fail, struggle, lack, focus, assume, use, do not, cannot, are, have, ignore, often"""
)
_OTHERS = re.compile(
    r"^(?:while|although|despite|however|none|most|many|traditional|conventional|current|existing|previous|prior|recent"
    r"|unfortunately)\b|\b(?:existing|previous|prior|traditional|conventional) (?:\w+ ){0,2}"
    r"(?:methods?|approach|approaches|works?|studies|techniques|models|software|research)\b"
    rf"(?=.{{0,40}}\b(?:{_FAIL}))|\b(?:has|have) (?:recently )?(?:become|emerged|attracted|gained|shown|achieved)",
    re.IGNORECASE,
)
# What was known before, or was not, whoever says it.
_BEFORE = re.compile(
    r"\bpreviously (?:\w+ )?(?:show|report|demonstrat|identif|develop|propos|found|describ)"
    r"|\b(?:our|in) (?:own )?(?:previous|earlier|prior) (?:work|study|studies)\b"
    r"|\b(?:remains?|is|are) (?:still |largely |often |not )?(?:well |fully |completely )?"
    r"(?:unclear|unknown|elusive|understood|poorly|unexplored|understudied)\b"
    r"|\blittle is known\b|\bopen (?:question|problem)\b",
    re.IGNORECASE,
)
_OUTLOOK = re.compile(
    r"\b(?:we|i) (?:\w+ )?(?:hope|believe|expect|envision|anticipate|plan|aim to|conclude (?:by|with))\b"
    r"|\bfuture (?:work|research|directions?|studies)\b|\bpav(?:es?|ing) (?:the|a) way"
    r"|\bopen(?:s|ing)? (?:up )?(?:new|many|the door|avenues|exciting)|\bsheds? (?:new )?light"
    rf"|\b(?:this|our|the) {PAPER} is (?:\w+ ){{0,2}}(?:beneficial|important|a (?:first )?step|relevant|useful)\b"
    r"|\b(?:has|have|holds?) (?:the |great |significant |broad )?(?:potential|promise|implications)\b"
    rf"|\b(?:this|our|the) {PAPER} (?:\w+ )?(?:highlights?|underscores?|contributes?|lays"
    r"|(?:provide|offer)s? (?:\w+ )?insights?)"
    r"|\bopen (?:questions?|problems?|challenges)\b",
    re.IGNORECASE,
)
_ADMINISTRATIVE = re.compile(
    r"https?://|www\.|github|\b(?:code|project page|demo|video)s?\b.{0,60}\b(?:available|released?|found)\b"
    r"|released to the public"
    r"|\b(?:available|released?|found) (?:at|on|in|under|online)\b|transparent peer review|graphical abstract"
    rf"|trial registration|copyright|all rights reserved|^keywords?\b"
    r"|\[email\W{1,3}protected\]"  # what stood there is lost
    rf"|{PAPER} (?:was|is) (?:inspired|supported|funded)",
    re.IGNORECASE,
)

GAIN, NUMBERED = 2, 3
"""`Rhetoric.result` of a sentence that says what is better, and of one that says by how much."""


@dataclass(frozen=True, slots=True)
class Rhetoric:
    """What one sentence is for.

    `result` is 0 where nothing came out, 1 where something is shown, 2 a gain, 3 a gain with its number.
    """

    own: bool  # about the authors' own work
    does: bool
    proposes: bool
    finds: bool
    matters: bool
    result: int
    set_up: bool  # says what was tried, and not what came of it
    background: bool  # about what others have done or failed to do
    outlook: bool  # hopes and praise
    administrative: bool  # about the code or the licence


def rhetoric(sentence: str) -> Rhetoric:
    """What the sentence is for, by its own words alone."""
    before = _BEFORE.search(sentence) is not None
    own = _OWN.search(sentence) is not None
    headline = HEADLINE.search(sentence) is not None
    outlook = _OUTLOOK.search(sentence) is not None
    set_up = _SET_UP.search(sentence) is not None and _OUTCOME.search(sentence) is None and not headline
    idle = set_up or (outlook and not headline)
    return Rhetoric(
        own=own and not before,
        does=_DOES.search(sentence) is not None,
        proposes=_PROPOSES.search(sentence) is not None,
        finds=_FINDS.search(sentence) is not None,
        matters=_MATTERS.search(sentence) is not None,
        result=0 if idle else _result(sentence, headline=headline),
        set_up=set_up,
        background=before or (_OTHERS.search(sentence) is not None and not own),
        outlook=outlook,
        administrative=_ADMINISTRATIVE.search(sentence) is not None,
    )


def _result(sentence: str, *, headline: bool) -> int:
    finds, gains = _FINDS.search(sentence) is not None, _GAINS.search(sentence) is not None
    if headline and gains:
        return NUMBERED
    if _STOCK.search(sentence) and not headline:
        return int(finds)
    return GAIN if gains and finds else int(finds)
