"""Which sentences of an abstract can be quoted, and how they read once they stand alone."""

import re
from dataclasses import dataclass

from service.text import Span, sentences

_MOST = 200  # sentences looked at: no abstract has more
_FEWEST_WORDS = 4  # less than this is a label or a fragment, not a sentence
_DELETIONS = 4  # "However, in this paper, we ..." takes two


def _phrases(listed: str) -> str:
    return "|".join(phrase.strip() for phrase in listed.split(",") if phrase.strip())


_PAPER = "(?:paper|work|study|article|letter|survey|thesis|report|review|manuscript|contribution)"
_THESE = "(?:this|these|those|such|the above|the aforementioned)"
# What "this" and "these" point back to when they open a sentence.
_REFERENT = _phrases(
    """issues?, limitations?, challenges?, problems?, gaps?, questions?, drawbacks?, shortcomings?, obstacles?,
    difficult(?:y|ies), concerns?, needs?, ends?, goals?, aims?, objectives?, reasons?, observations?, insights?,
    findings?, purposes?, weakness(?:es)?, bottlenecks?, phenomen(?:on|a), ideas?, intuitions?, facts?, void, demands?,
    perspectives?, views?, dilemmas?, trends?, tasks?, directions?, analys[ie]s, understanding, motivation, principles?,
    lack, mismatch, trade-?offs?, discrepanc(?:y|ies), requirements?, hypothes[ie]s, considerations?, hurdles?"""
)
_SECTION = _phrases(
    """background, context, introduction, motivation, objectives?, aims?, purpose, (?:materials and )?methods?,
    results?, conclusions?, findings, significance, discussion, summary, abstract"""
)
# "Methods: we", "Methods. We", and the space lost as in "BackgroundChronic".
_LABEL = re.compile(rf"(?:{_SECTION})(?:\s?[:.–—]\s?|(?=[A-Z](?-i:[a-z])))", re.IGNORECASE)
_CONNECTIVE = _phrases(
    rf"""however, nevertheless, nonetheless, therefore, thus, hence, consequently, accordingly, furthermore, moreover,
    additionally, finally, lastly, first(?:ly| of all)?, second(?:ly)?, third(?:ly)?, further, also, besides, likewise,
    similarly, specifically, concretely, notably, importantly, interestingly, surprisingly, remarkably, crucially,
    meanwhile, then, next, conversely, instead, overall, here, unfortunately, yet, indeed, as such, together,
    taken together, put together, (?:by|in) contrast, on the (?:other hand|contrary), in turn, in addition,
    in particular, in fact, in summary, in short, in conclusion, in other words, in so doing, in light of this,
    (?:in contrast to|in addition to|because of|due to|based on|building on|beyond|besides|despite|given|unlike|with|
    from|after|following|compared (?:to|with)) th(?:is|at|ese|ose),
    as a (?:result|consequence), as an alternative, for (?:example|instance), for this (?:reason|purpose),
    to (?:summarize|conclude), (?:to do|in doing|by doing) (?:so|this|that),
    (?:to|towards?) th(?:is|at) (?:end|goal|aim), mo(?:re|st) (?:specifically|precisely|importantly|notably|generally),
    in th(?:is|e (?:present|current)) {_PAPER},
    in (?:this|that) (?:context|regard|respect|direction|spirit|light)"""
)
# Goes together with its comma. What limits the claim ("under this assumption", "on these tasks") stays.
_LEAD_IN = re.compile(
    rf"(?:(?:{_CONNECTIVE}"
    rf"|(?:in order )?to [a-z]+ {_THESE}(?: [^,.;:]{{1,60}})?"
    rf"|(?:motivated|inspired|guided|encouraged|driven) by {_THESE}(?: [^,.;:]{{1,60}})?"
    r"|(?:towards?|as|based on|building on|given|despite|due to|because of|following|"
    r"in (?:pursuit|view|light|response))\b"
    rf"[^,.;:]{{0,60}}\b{_THESE} (?:\w+ )?(?:{_REFERENT})(?=,\s+we\b)"
    r"),\s+|(?:and|but|yet(?! (?:another|to)\b))\s+"
    rf"|(?:in th(?:is|e present) {_PAPER}|to this end|here|thus|therefore|hence|finally|lastly|so)\s+"
    r"(?=(?:we|the|a|an|our)\b))",
    re.IGNORECASE,
)
# The first words of a sentence that is not understood without the one before it.
_DEPENDENT = re.compile(
    rf"(?:(?:th(?:is|ese|ose)(?! {_PAPER}\b)|such|they|their|another|others?|doing so|or|nor|otherwise|rather"
    r"|that|its?(?! is (?:\w+ )?(?:known|shown|important|possible|difficult|hard|challenging|essential|crucial)\b)"
    r"|the (?:latter|former|above|same|other)|both (?:of|approaches|methods|models)|(?:all|each|some|most) of"
    r"|together,? (?:this|these|they))\b"
    rf"|(?:\S+ ){{0,7}}{_THESE} (?:{_REFERENT})\b"
    rf"|(?:\S+ ){{1,4}}(?:this|these) (?!{_PAPER}\b)\w"
    rf"|[^,]{{1,40}}, (?:this|these|such|those|they)\b(?! {_PAPER}))",
    re.IGNORECASE,
)
_UNINTRODUCED = re.compile(
    r"^(?:our|the|the (?:proposed|new|resulting|above)) (?:\w+ )?(?:method|approach|model|framework|algorithm|"
    r"technique|system|network|architecture|result|experiment|extension)s?\b"
    rf"|\b(?:these|aforementioned|the above|such (?!as\b)|this (?!{_PAPER}\b))",
    re.IGNORECASE,
)
_ADMINISTRATIVE = re.compile(
    r"https?://|www\.|github|\b(?:code|project page|demo|video)s?\b.{0,60}\b(?:available|released?|found)\b"
    r"|released to the public"
    r"|\b(?:available|released?|found) (?:at|on|in|under|online)\b|transparent peer review|graphical abstract"
    rf"|trial registration|copyright|all rights reserved|^keywords?\b"
    r"|\[email\W{1,3}protected\]"  # what stood there is lost
    rf"|{_PAPER} (?:was|is) (?:inspired|supported|funded)",
    re.IGNORECASE,
)
_RULE = re.compile(r"(?<=[^\W_][.!?] )[-–—_=*]{3,} ")
_COMPLETE = re.compile(r"[.!…。！][\"'”’)\]}»]*$")
_DOES = re.compile(
    rf"\b(?:we|i|{_PAPER}) (?:\w+ )?(?:propos|introduc|present|develop|describ|devis|design|buil|formulat|deriv|"
    r"address|tackl|suggest|provid|offer|stud|investigat|explor|examin|analy|consider|evaluat|compar|extend|combin|apply|use|"
    r"employ|leverag|create|generaliz|characteriz|review|survey)",
    re.IGNORECASE,
)
_FINDS = re.compile(
    r"\b(?:results?|experiments?|evaluations?|findings|simulations|analys[ie]s|tests|we|which|it) (?:\S+ ){0,6}?"
    r"(?:show|demonstrat|reveal|indicat|confirm|prove|find|found|observ|verif|suggest|establish|highlight|report)"
    r"|\b(?:outperform|surpass|exceed|superior|achiev|state[- ]of[- ]the[- ]art|significantly|competitive)",
    re.IGNORECASE,
)
_MATTERS = re.compile(
    r"\b(?:outperform|state[- ]of[- ]the[- ]art|enabl|allow|improv|significan|important|crucial|potential|promising|"
    r"implication|insight|pave|benefit|advance|advantag|first (?:time|to)|open(?:s|ing)? (?:up|new|many)|achiev|"
    r"surpass|fast|more (?:accurate|efficient)|applica|reduc|superior|generaliz|highlight|suggest|effectiv|better|"
    r"robust|shed|findings|understand)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class StandaloneSentence:
    """A sentence as we would print it; `span` is what is kept of it in the abstract, `words` are counted by blanks.

    `does`, `finds` and `matters`: it says what the authors did, what they found, what it is good for.
    """

    text: str
    span: Span
    words: int
    usable: bool  # a complete statement about the subject: no question, nothing about the code or the licence
    dependent: bool  # not understood without the sentence before it
    unintroduced: bool  # names "our method" or "such cases" as if known: no good opening
    does: bool
    finds: bool
    matters: bool

    @property
    def opens(self) -> bool:
        """Whether a reader who has seen only the title understands its first words."""
        return not self.dependent and not self.unintroduced


def find_standalone(abstract: str) -> list[StandaloneSentence]:
    """Every sentence of the abstract as it can be quoted, in source order; at most the first 200.

    What follows a drawn line (-----) is the same in another language, or an appendix: it is not read.
    """
    rule = _RULE.search(abstract)
    body = abstract[: rule.start()] if rule else abstract
    return [_standalone(abstract, span) for span in sentences(body)[:_MOST]]


def polished(sentence: str) -> str:
    """The sentence without label and leading connective, in single spaces, its first letter a capital.

    A first word that has a capital further on (iCaRL) is a name and stays.
    """
    kept = " ".join(sentence[_lead_in(sentence) :].split())
    first = kept.split(" ", 1)[0]
    return kept if first[1:] != first[1:].lower() else kept[:1].upper() + kept[1:]


def _lead_in(sentence: str) -> int:
    """How many characters at the front are a section label or a connective that points outside the sentence."""
    at = 0
    for _ in range(_DELETIONS):
        found = _LABEL.match(sentence, at) or _LEAD_IN.match(sentence, at)
        if found is None or len(sentence[found.end() :].split()) < _FEWEST_WORDS:
            break
        at = found.end()
    return at


def _standalone(abstract: str, span: Span) -> StandaloneSentence:
    sentence = abstract[span.start : span.end]
    text = polished(sentence)
    words = len(text.split())
    return StandaloneSentence(
        text=text,
        span=Span(span.start + _lead_in(sentence), span.end),
        words=words,
        usable=words >= _FEWEST_WORDS and _COMPLETE.search(text) is not None and _ADMINISTRATIVE.search(text) is None,
        dependent=_DEPENDENT.match(text) is not None,
        unintroduced=_UNINTRODUCED.search(text) is not None,
        does=_DOES.search(text) is not None,
        finds=_FINDS.search(text) is not None,
        matters=_MATTERS.search(text) is not None,
    )
