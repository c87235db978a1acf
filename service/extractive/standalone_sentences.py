"""Which sentences of an abstract can be quoted, and how they read once they stand alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from service.extractive.formulas import has_formula_source, with_readable_formulas
from service.extractive.phrases import PAPER, alternatives
from service.extractive.rhetoric import Rhetoric, rhetoric
from service.extractive.shortening import shortened
from service.extractive.third_person import in_first_person, in_third_person
from service.text import Span, sentences

_MOST = 200  # sentences looked at: no abstract has more
_FEWEST_WORDS = 4  # less than this is a label or a fragment, not a sentence
_DELETIONS = 4  # "However, in this paper, we ..." takes two


_THESE = "(?:this|these|those|such|the above|the aforementioned)"
# What "this" and "these" point back to when they open a sentence.
_REFERENT = alternatives(
    """
    issues?, limitations?, challenges?, problems?, gaps?, questions?, drawbacks?, shortcomings?, obstacles?,
    difficult(?:y|ies), concerns?, needs?, ends?, goals?, aims?, objectives?, reasons?, observations?, insights?,
    findings?, purposes?, weakness(?:es)?, bottlenecks?, phenomen(?:on|a), ideas?, intuitions?, facts?, void,
    demands?, perspectives?, views?, dilemmas?, trends?, tasks?, directions?, analys[ie]s, understanding,
    motivation, principles?, lack, mismatch, trade-?offs?, discrepanc(?:y|ies), requirements?, hypothes[ie]s,
    considerations?, hurdles?"""
)
_WORK = alternatives(
    """
    approach(?:es)?, methods?, models?, frameworks?, techniques?, systems?, algorithms?, strateg(?:y|ies),
    architectures?, modifications?, schemes?, mechanisms?, formulations?, designs?, procedures?, networks?, datasets?,
    benchmarks?, tools?, toolbox, toolkit, librar(?:y|ies), representations?, pipelines?, motifs?, losses, loss,
    regulari[sz]ations?, transformations?, layers?, operators?, extensions?, solutions?, metrics?"""
)
_SECTION = alternatives(
    """
    background, context, introduction, motivation, objectives?, aims?, purpose, (?:materials and )?methods?,
    results?, conclusions?, findings, significance, discussion, summary, abstract"""
)
# "Methods: we", "Methods. We", and the space lost as in "BackgroundChronic".
_LABEL = re.compile(rf"[%*•·]+\s+|(?:{_SECTION})(?:\s?[:.–—]\s?|(?=[A-Z](?-i:[a-z])))", re.IGNORECASE)
_CONNECTIVE = alternatives(
    rf"""however, nevertheless, nonetheless, therefore, thus, hence, consequently, accordingly, furthermore, moreover,
    additionally, finally, lastly, first(?:ly| of all)?, second(?:ly)?, third(?:ly)?, further, also, besides, likewise,
    similarly, specifically, concretely, notably, importantly, interestingly, surprisingly, remarkably, crucially,
    meanwhile, altogether, then, next, conversely, instead, overall, here, unfortunately, yet, indeed, as such,
    together, taken together, put together, (?:by|in) contrast, on the (?:other hand|contrary), in turn, in addition,
    in particular, in fact, at the same time, to go (?:even )?further, in summary, in short, in conclusion,
    in other words, in so doing, in light of this,
    (?:in contrast to|in addition to|because of|due to|based on|building on|beyond|besides|despite|given|unlike|with|
    from|after|following|compared (?:to|with)) th(?:is|at|ese|ose),
    as a (?:result|consequence), as an alternative, for (?:example|instance), for this (?:reason|purpose),
    to (?:summarize|conclude), (?:to do|in doing|by doing) (?:so|this|that),
    (?:to|towards?) th(?:is|at) (?:end|goal|aim), mo(?:re|st) (?:specifically|precisely|importantly|notably|generally),
    in th(?:is|e (?:present|current)) {PAPER},
    in (?:this|that) (?:context|regard|respect|direction|spirit|light)"""
)
# Goes together with its comma. What limits the claim ("under this assumption", "on these tasks") stays.
_LEAD_IN = re.compile(
    rf"(?:(?:{_CONNECTIVE}"
    rf"|(?:(?:in order )?to [a-z]+|addressing|tackling|overcoming|bridging|filling) {_THESE}(?: [^,.;:]{{1,60}})?"
    rf"|(?:motivated|inspired|guided|encouraged|driven) by {_THESE}(?: [^,.;:]{{1,60}})?"
    r"|(?:towards?|as|based on|building on|given|despite|due to|because of|following|"
    r"in (?:pursuit|view|light|response))\b"
    rf"[^,.;:]{{0,60}}\b{_THESE} (?:\w+ )?(?:{_REFERENT})(?=,\s+we\b)"
    rf"|(?:based on|building (?:up)?on|using|with|from) {_THESE} (?:\w+ ){{0,2}}(?:{_WORK}|data)"
    r"(?=,\s+we (?:\w+ )?(?:propose|present|introduce|develop))"
    r"),\s+|(?:and|but|yet(?! (?:another|to)\b))\s+"
    rf"|(?:in th(?:is|e present) {PAPER}|to this end|as a result|here|thus|therefore|hence|finally|lastly|so)\s+"
    r"(?=(?:we|the|a|an|our)\b))",
    re.IGNORECASE,
)
# The first words of a sentence that is not understood without the one before it.
_DEPENDENT = re.compile(
    rf"(?:(?:th(?:is|ese|ose)(?! {PAPER}\b)|such|they|their|another|others?|doing so|or|nor|otherwise|rather"
    r"|as a (?:result|consequence) of"
    r"|that|its?(?! is (?:\w+ )?(?:known|shown|important|possible|difficult|hard|challenging|essential|crucial)\b)"
    r"|the (?:latter|former|above|same|other)|both (?:of|approaches|methods|models)|(?:all|each|some|most) of"
    r"|together,? (?:this|these|they))\b"
    rf"|(?:\S+ ){{0,7}}{_THESE} (?:{_REFERENT})\b"
    rf"|(?:\S+ ){{1,4}}(?:this|these) (?!{PAPER}\b)\w"
    rf"|[^,]{{1,40}}, (?:this|these|such|those|they)\b(?! {PAPER}))",
    re.IGNORECASE,
)
# What the contribution introduces, whatever else stands between.
_ABOUT_WORK = re.compile(rf"(?:\S+ ){{0,7}}(?:this|these) (?:[\w-]+ ){{0,2}}(?:{_WORK})\b", re.IGNORECASE)
_UNINTRODUCED = re.compile(
    r"^(?:our|the|the (?:proposed|new|resulting|above)) (?:\w+ )?(?:method|approach|model|framework|algorithm|"
    r"technique|system|network|architecture|result|experiment|extension)s?\b"
    rf"|\b(?:these|aforementioned|the above|the latter|the former|such (?!as\b)|this (?!{PAPER}\b))",
    re.IGNORECASE,
)
_RULE = re.compile(r"(?<=[^\W_][.!?] )[-–—_=*]{3,} ")
_THEY = re.compile(r"They\b")  # whom a reader takes for the authors
_ITEM = re.compile(r"\(?\d{1,2}[).]\s")  # of a list
_COMPLETE = re.compile(r"[.!…。！][\"'”’)\]}»]*$")


@dataclass(frozen=True, slots=True)
class StandaloneSentence:
    """A sentence as it can be quoted, and as we would print it; `span` is what is kept of it in the abstract.

    `text` is word for word, `words` of its first form are counted by blanks.
    """

    text: str
    forms: tuple[str, ...]  # the one that is wanted most first, and at last the abstract's own
    span: Span
    words: int
    usable: bool  # a complete statement about the subject: no question, nothing about the code or the licence
    dependent: bool  # not understood without the sentence before it
    about_work: bool  # but is, after one that says what was made: "this approach"
    unintroduced: bool  # names "our method" or "such cases" as if known: no good opening
    foreign: bool  # still speaks as its writers do, or in the source of a formula
    rhetoric: Rhetoric

    @property
    def rendered(self) -> str:
        """The form that is printed where nothing speaks against it."""
        return self.forms[0]

    @property
    def most_words(self) -> int:
        """How many words its longest form has, which is printed when nothing shorter stands."""
        return max(len(form.split()) for form in self.forms)

    @property
    def opens(self) -> bool:
        """Whether a reader who has seen only the title understands its first words."""
        return not self.dependent and not self.unintroduced


@lru_cache(maxsize=64)  # the summary and the blurb of a paper are written one after the other
def find_standalone(abstract: str) -> tuple[StandaloneSentence, ...]:
    """Every sentence of the abstract as it can be quoted, in source order; at most the first 200.

    What follows a drawn line (-----) is the same in another language, or an appendix: it is not read.
    """
    rule = _RULE.search(abstract)
    body = abstract[: rule.start()] if rule else abstract
    return tuple(_standalone(abstract, span) for span in sentences(body)[:_MOST])


def standing_alone(found: Sequence[StandaloneSentence]) -> list[int]:
    """The numbers of the sentences that are understood by themselves, or else of the complete ones, or else of all."""
    every = range(len(found))
    complete = [i for i in every if found[i].usable]
    return [i for i in complete if not found[i].dependent] or complete or list(every)


def outcomes(found: Sequence[StandaloneSentence]) -> list[int]:
    """How strong a result each sentence is: 0 for what others found, and for what cannot be read."""
    begun = next(
        (i for i, sentence in enumerate(found) if sentence.rhetoric.own and not sentence.rhetoric.background), 0
    )
    own = begun if begun <= len(found) / 2 else 0
    return [
        0 if sentence.foreign or sentence.rhetoric.background or i < own else sentence.rhetoric.result
        for i, sentence in enumerate(found)
    ]


def is_foreign(text: str) -> bool:
    """Whether a text still speaks as its writers do, or in the source of a formula."""
    return in_first_person(text) or has_formula_source(text)


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
    readable, whole = with_readable_formulas(text), " ".join(sentence.split())
    ways = dict.fromkeys([shortened(readable), readable, text, whole])
    forms = [*map(in_third_person, ways), text]
    rendered = forms[0]
    purpose = rhetoric(text)
    words = len(rendered.split())
    unfit = _ITEM.match(text) is not None or _THEY.match(text) is not None
    complete = _COMPLETE.search(text) is not None
    return StandaloneSentence(
        text=text,
        forms=tuple(dict.fromkeys([*forms, whole])),
        span=Span(span.start + _lead_in(sentence), span.end),
        words=words,
        usable=words >= _FEWEST_WORDS and complete and not purpose.administrative and not unfit,
        dependent=_DEPENDENT.match(text) is not None,
        about_work=_ABOUT_WORK.match(text) is not None,
        unintroduced=_UNINTRODUCED.search(text) is not None,
        foreign=is_foreign(rendered),
        rhetoric=purpose,
    )
