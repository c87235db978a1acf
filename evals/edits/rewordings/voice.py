"""Active, passive and nominal ways to say what was done."""

import re
from random import Random

from evals.edits.rewordings.exchange import table
from evals.edits.rewordings.grammar import has_verb, may_have_second_verb
from evals.edits.rewordings.sentence import upper_first
from evals.edits.rewordings.words import words

_NOW = table("""
    propose = proposed; present = presented; introduce = introduced; describe = described; develop = developed;
    report = reported; discuss = discussed; derive = derived; provide = provided; construct = constructed;
    design = designed; conduct = conducted; perform = performed; outline = outlined; analyze = analyzed;
    evaluate = evaluated; examine = examined; explore = explored; identify = identified; investigate =
    investigated; compare = compared; review = reviewed; establish = established; give = given; define =
    defined; formulate = formulated; study = studied; consider = considered; address = addressed
""")
_THEN = words("""
    developed identified performed conducted constructed designed generated created observed obtained measured
    analyzed compared evaluated examined investigated tested collected proposed presented introduced described
    found used assessed applied discovered studied
""")
_ENDS = r"(?: (?:for|that|which|using|by|to|with|from|based on|as|where|called|whose)\b .*)?"
_ACTIVE = re.compile(
    r"(?:(?:In this (?:paper|work|study|article), |Here,? |To this end, )[w]e|We) (also |then |further |next )?"
    rf"({'|'.join([*_NOW, *_THEN])}) ((?:a|an|two|three|four|five|several|various|multiple|many)"
    rf"(?: [\w-]+){{1,9}}?)({_ENDS})\.$"
)
_TO_NOUN = re.compile(
    r"\b(?:approach|approaches|solutions?|alternatives?|extensions?|introduction|guide|key|contributions?"
    r"|tutorial|response|responses|adaptations?|access|resistance|relation|generalization) to "
)

_CORE_BROKEN = re.compile(
    r"(?:ed|ly|built|known|given|taken|made)$|\b(?:we|our|in which|more|and|or)\b|,"
    r"|\b(?:of|in|on|at|through|between|among|under|within|across|into|than|via)$"
)


def active_to_passive(sentence: str, _rng: Random) -> str | None:
    """What "we" did, as what was done."""
    found = _ACTIVE.match(sentence)
    if not found or may_have_second_verb(found[3] + found[4]) or _TO_NOUN.search(sentence) or has_verb(found[3]):
        return None
    if _CORE_BROKEN.search(found[3]) or re.search(r"\b(?:we|our)\b|, and |as well as", found[4]):
        return None
    one = found[3].startswith(("a ", "an "))
    be = ("is" if one else "are") if found[2] in _NOW else ("was" if one else "were")
    return f"{upper_first(found[3])} {be} {found[1] or ''}{_NOW.get(found[2], found[2])}{found[4]}."


_BASE = {done: base for base, done in _NOW.items()}
_PASSIVE = re.compile(
    r"((?:A|An|The|Two|Three|Four|Several|Some|This) (?:[\w-]+ ){1,10}?)"
    r"(?:(?:is|are) (proposed|presented|introduced|described|discussed|reported|outlined|reviewed|examined"
    r"|analyzed|developed)"
    r"|(?:was|were) (performed|conducted|carried out|measured|analyzed|compared|investigated|examined"
    r"|collected|evaluated|assessed|tested|applied|used|developed|constructed|identified))"
    r"((?: (?:for|that|using|to|with|from|in|on|and|at|of|between|among)\b.*)?)\.$"
)


def passive_to_active(sentence: str, rng: Random) -> str | None:
    """What was done in the paper, as what its authors did."""
    found = _PASSIVE.match(sentence)
    if not found or has_verb(found[1]) or re.search(r"\b(?:that|which|who|we|our)\b", found[1]):
        return None
    if re.search(
        r"\band \w+ed\b|\bbut\b|\b(?:to|not) be\b|in the form of|^ and| to date|\b(?:we|our|previous\w*"
        r"|recent\w*)\b|used to\b",
        found[4] + found[1],
    ) or may_have_second_verb(found[4]):
        return None
    if (found[2] == "reported" and found[4].startswith(" to ")) or (
        found[3] == "used" and found[4].startswith((" for", " in"))
    ):
        return None
    verb = _BASE[found[2]] if found[2] else found[3]
    thing = (found[1][0].lower() + found[1][1:]).strip()
    return f"{rng.choice(['We', 'The authors'])} {verb} {thing}{found[4]}."


_NOUNS = table("""
    analyze = an analysis of; analyse = an analysis of; analyzed = an analysis of; evaluate = an evaluation of;
    evaluated = an evaluation of; compare = a comparison of; compared = a comparison of; review = a review of;
    describe = a description of; discuss = a discussion of; investigate = an investigation of; study = a study
    of; survey = a survey of; explore = an exploration of; investigated = an investigation of; examine = an
    examination of; examined = an examination of; studied = a study of; reviewed = a review of; summarize = a
    summary of
""")
_DOING = ("The paper presents", "The authors carry out", "We carry out", "The paper reports")
_GIVING = ("The paper presents", "The authors give", "We give", "The paper gives")
_DID = re.compile(
    r"(?:(?:In this (?:paper|work|study|article|review), |Here,? )we|We) (?:also |then |further )?"
    rf"({'|'.join(_NOUNS)}) "
)


def nominalised(sentence: str, rng: Random) -> str | None:
    """What "we" do, told by a noun."""
    found = _DID.match(sentence)
    if not found:
        return None
    rest = sentence[found.end() :]
    if re.match(
        r"(?:how|whether|that|why|what|if|to|in|and|this|here|when|where|which)\b", rest
    ) or may_have_second_verb(rest):
        return None
    if re.search(
        r"\b(?:we|our|us)\b|\band (?:\w+ly )?\w+e\b (?:a|the|how|that)\b|\band \w+ed (?!by|with|in|from)|; ", rest
    ):
        return None
    told = re.search("description|discussion|summary|review|survey", _NOUNS[found[1]])
    frame = rng.choice(_GIVING if told else _DOING)
    return f"{frame} {_NOUNS[found[1]]} {rest}"
