"""What a sentence of an abstract is for: what was done, what came out and how strong that is, and what is idle."""

import re
from dataclasses import dataclass

from service.extractive.phrases import PAPER, alternatives

_OWN = re.compile(rf"\b(?:we|our|i|my|this {PAPER}|the present {PAPER}|here)\b")
_MAKES = alternatives(
    r"""
    propos(?!\w* that\b), introduc, present, develop, describ, devis, design, buil, formulat, deriv, creat, review,
    survey, publish"""
)
_WORKS = alternatives(
    """
    address, tackl, suggest, provid, offer, explor, consider, evaluat, compar, extend, combin, apply, use, employ,
    leverag, generaliz, stud, investigat, examin, analy, characteri, identif, transpos"""
)
_PROPOSES = re.compile(
    rf"\b(?:we|i|{PAPER}) (?:(?!hope|believe|plan|aim)\w+ ){{0,2}}?(?:{_MAKES}|prov(?:e|ed)\b)"
    rf"|\bwe [^,.;]{{3,60}} and (?:propos|introduc|present)",
)
_DOES = re.compile(rf"\b(?:we|i|{PAPER}) (?:\w+ ){{0,2}}?(?:{_MAKES}|{_WORKS})")
_SHOWS = alternatives(
    """
    show, demonstrat, reveal, indicat, confirm, prove, find, found, observ, verif, suggest, establish, highlight,
    report"""
)
_FINDS = re.compile(
    r"\b(?:results?|experiments?|evaluations?|findings|simulations|analys[ie]s|tests|stud(?:y|ies)|we|which|it)"
    rf" (?:\S+ ){{0,6}}?(?:{_SHOWS})|\b(?:outperform|surpass|exceed|superior|state[- ]of[- ]the[- ]art"
    r"|significantly|significant (?:\w+ )?(?:improvement|reduction|gain|speed)|competitive)"
    r"|(?<!\bto )\bachiev(?!\w+ (?:both|these|this|our|its|such) (?:goals?|aims?))"
    r"|\b(?:able|shown|found|demonstrated|used) to achiev|\b(?:leads?|leading) to (?:\w+ ){0,2}(?:improve|reduc|gain)",
)
_USES = alternatives(
    r"""
    outperform, state[- ]of[- ]the[- ]art, enabl, allow, improv, significan, important, crucial, potential,
    promising, implication, insight, pave, benefit, advance, advantag, first (?:time|to), open(?:s|ing)?
    (?:up|new|many), achiev, surpass, fast, more (?:accurate|efficient), applica, reduc, superior, generaliz,
    highlight, suggest, effectiv, better, robust, shed, findings, understand"""
)
_MATTERS = re.compile(rf"\b(?:{_USES})")
_BETTER = alternatives(
    r"""
    outperform, surpass, exceed, superior, achiev, improv, reduc, increas, decreas, faster, better, higher, lower,
    less, fewer, more \w+ than, accuracy, comparable, on par, match(?:es|ing), state[- ]of[- ]the[- ]art, converge,
    speed-?up, gain, error, win, won, ranked, sav(?:e|es|ing|ings)\b, sustain, retain, recall, compression, maintain,
    halv(?:e|es|ed|ing)\b, doubl(?:e|es|ed|ing)\b, more \w+ and \w+, (?:helps?|enables?) \w+ more,
    speed increase"""
)
_GAINS = re.compile(rf"\b(?:{_BETTER})")
_COMPARED = re.compile(
    r"\boutperform|\bsurpass|\bexceed|\bsuperior (?:to|performance)"
    r"|\b(?:better|faster|fewer|less|lower|higher|smaller|larger)\b.*\bthan\b|\bmore (?:\w+ ){1,4}than\b"
    r"|\bcompar(?:ed|able|ably) (?:to|with)\b|\bstate[- ]of[- ]the[- ]art (?:\w+ ){0,3}"
    r"(?:results?|performance|accurac)|\bachiev\w+ (?:\w+ ){0,2}state[- ]of[- ]the[- ]art|\bon par with\b"
    r"|\b(?:equivalent|similar)ly? to\b",
)
HEADLINE = re.compile(
    r"\d[\d.,]*\s?(?:\\?%|per ?cent\b|percentage\b|[x×]\b|×|times\b|-?fold\b|orders? of magnitude"
    r"|(?:percentage )?points?\b|dB\b|ms\b|fps\b)"
    r"|\borders?[- ]of[- ]magnitude|\b(?:halv(?:e|es|ed|ing)|twice (?:as|the))\b"
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
    r"\b(?:feasibility|efficiency|effectiveness|efficacy|performance|promise|potential|validity|accuracy|benefits?)\b"
    r"[^,.;:]{0,60}\b(?:is|are|was|were) (?:\w+ )?"
    r"(?:demonstrated|validated|verified|shown|confirmed|illustrated|discussed)\b|"
    r"(?<!, )\b(?:show|demonstrat|validat|verif|confirm|highlight|underscor|illustrat|prov|establish|indicat|showcas)"
    r"\w*,? "
    rf"(?:both )?(?:the|its|their|our|that (?:the|our)) (?:\w+ ){{0,3}}?(?:{_QUALITY})",
)
_TRIES = alternatives(
    r"""
    evaluat, test, validat, conduct, perform, run, ran\b, compar, benchmark, assess, experiment, carr(?:y|ied) out,
    (?:end|conclude|close) with, demonstrate the, show the, verify the, illustrate, showcase, discuss, conclude by,
    also discuss, outline, release, provide (?:an? )?(?:open|code|public)"""
)
_SET_UP = re.compile(
    rf"^(?:(?:finally|additionally|further(?:more)?|moreover|also|as an? [^,]{{3,30}},?|after \w+ing [^,]{{3,60}}), )?"
    rf"(?:we|i|the authors?|they|this {PAPER}) (?:\w+ ){{0,2}}?(?:{_TRIES})"
    r"|\b(?:is|are|was|were|been) (?:\w+ )?(?:evaluated|tested|validated|compared|benchmarked) "
    r"(?:on|with|using|across)\b"
    r"|^to (?:verify|demonstrate|test|evaluate|validate|show|illustrate|assess|examine|prove)\b",
)
_GOAL = re.compile(
    r"^(?:our|the|my) (?:\w+ )?(?:goal|aim|objective|purpose)s? (?:(?:of|in) [^,.]{3,40} )?(?:is|was|are)\b"
)
_OUTCOME = re.compile(
    r"\b(?:show(?:s|ing)?|find(?:s|ing)?|found|demonstrat(?:es?|ing)|reveal(?:s|ing)?|achiev\w+|outperform\w*|surpass\w*"
    r"|observ(?:e|ing)|yield\w*|improv\w+|reduc\w+|lead(?:s|ing)? to)"
    r" (?!the (?:effectiveness|superiority|efficacy|potential|benefits?)\b)",
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
)
_TRIAL = re.compile(
    r"(?:our |the )?(?:\w+ ){0,3}(?:results?|experiments?|evaluations?|simulations?) (?:\S+ ){0,8}?"
    r"(?:show|demonstrat|reveal)",
)
# What was known before, or was not, whoever says it.
_BEFORE = re.compile(
    r"\bpreviously (?:\w+ )?(?:show|report|demonstrat|identif|develop|propos|found|describ)"
    r"|\b(?:our|in) (?:own )?(?:previous|earlier|prior) (?:work|study|studies)\b"
    r"|\b(?:remains?|is|are) (?:still |largely |often |not )?(?:well |fully |completely )?"
    r"(?:unclear|unknown|elusive|understood|poorly|unexplored|understudied)\b"
    r"|\blittle is known\b|\bopen (?:question|problem)\b",
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
)
_ADMINISTRATIVE = re.compile(
    r"https?://|www\.|github|\b(?:code|project page|demo|video)s?\b.{0,60}\b(?:available|released?|found)\b"
    r"|released to the public|\bwe (?:\w+ )?open-?\s?source\b"
    r"|\b(?:available|released?|found) (?:at|on|in|under|online)\b|transparent peer review|graphical abstract"
    rf"|trial registration|copyright|all rights reserved|^keywords?\b"
    r"|\[email\W{1,3}protected\]"  # what stood there is lost
    rf"|{PAPER} (?:was|is) (?:inspired|supported|funded)",
)

GAIN, COMPARED, NUMBERED = 2, 3, 4
"""`Rhetoric.result` of a sentence that says what is better, that says than what, and that says by how much."""


@dataclass(frozen=True, slots=True)
class Rhetoric:
    """What one sentence is for.

    `result` is 0 where nothing came out, 1 where something is shown, then GAIN, COMPARED and NUMBERED.
    """

    own: bool  # about the authors' own work
    does: bool
    proposes: bool
    finds: bool
    matters: bool
    result: int
    stock: bool  # praises the method, as a hundred papers do
    set_up: bool  # says what was tried, and not what came of it
    background: bool  # about what others have done or failed to do
    outlook: bool  # hopes and praise
    administrative: bool  # about the code or the licence


def rhetoric(written: str) -> Rhetoric:
    """What a sentence is for, by its own words alone."""
    sentence = written.lower()  # patterns that heed case are read three times as fast
    trial = _TRIAL.match(sentence) is not None
    before = _BEFORE.search(sentence) is not None and not trial
    own = _OWN.search(sentence) is not None
    headline = HEADLINE.search(sentence) is not None
    outlook = _OUTLOOK.search(sentence) is not None
    set_up = is_set_up(sentence)
    stock = _STOCK.search(sentence) is not None and gain(sentence) < COMPARED and not headline
    idle = set_up or (outlook and not headline)
    return Rhetoric(
        own=own and not before,
        does=_DOES.search(sentence) is not None,
        proposes=_PROPOSES.search(sentence) is not None,
        finds=_FINDS.search(sentence) is not None,
        matters=_MATTERS.search(sentence) is not None,
        result=0 if idle else _result(sentence, stock=stock),
        stock=stock,
        set_up=set_up,
        background=before or (_OTHERS.search(sentence) is not None and not own and not trial),
        outlook=outlook,
        administrative=_ADMINISTRATIVE.search(sentence) is not None,
    )


def is_set_up(written: str) -> bool:
    """Whether a text says what was tried or wanted, and not what came of it."""
    text = written.lower()
    tried = _SET_UP.search(text) is not None and _OUTCOME.search(text) is None
    return (tried or _GOAL.search(text) is not None) and HEADLINE.search(text) is None


def gain(written: str) -> int:
    """What a text says of something better: 0 for nothing, then GAIN, COMPARED and NUMBERED, whoever found it."""
    text = written.lower()
    if not _GAINS.search(text):
        return 0
    if HEADLINE.search(text):
        return NUMBERED
    return COMPARED if _COMPARED.search(text) else GAIN


def _result(sentence: str, *, stock: bool) -> int:
    gained, finds = gain(sentence), _FINDS.search(sentence) is not None
    if gained == NUMBERED:
        return NUMBERED
    return max(gained, 1) if finds and not stock else int(finds)
