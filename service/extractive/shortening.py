"""What goes from a sentence without its claim becoming larger: who says so, praise, references, outlook."""

import re

from service.extractive.phrases import PAPER, alternatives

_TRIALS = alternatives(
    r"""
    experiments?, experimentations?, (?:(?:experiment|simulation|evaluation|test) )?results?, evaluations?,
    simulations?, experimental (?:results|evaluations?|studies|findings|analys[ie]s), studies, findings,
    analys[ie]s, tests, ablations?, comparisons"""
)
_SHOW = alternatives(
    """
    show, shows, showed, shown, demonstrate, demonstrates, demonstrated, reveal, reveals, revealed, confirm,
    confirms, confirmed, prove, proves, verify, verifies, verified, validate, establish"""
)
# "Extensive experiments on X show that Y": "On X, Y". What only suggests or indicates keeps its hedge.
_SHOWN = re.compile(
    rf"^(?:[Tt]he |[Oo]ur )?(?:[A-Za-z-]+ ){{0,4}}?(?i:{_TRIALS})"
    r"(?P<where> (?:on|across|over|in|for) (?:(?! that | which )[^,;:()]){3,90}?(?<! have)(?<! has))?(?: have| has)?"
    rf",? (?:clearly |further |also |consistently |empirically )?(?:{_SHOW}) that (?=\S)"
)
_IN_THIS_PAPER = re.compile(rf",? in th(?:is|e present) {PAPER}\b,?(?! by\b)", re.IGNORECASE)
# An example with a figure in it may be the result.
_REFERENCE = re.compile(r" ?\((?:(?:e\.g\.|see|cf\.|for example|such as)[^()\d]*|[^()]*\bet al\b[^()]*)\)")
_TERM = alternatives(
    """
    view, class, categor, object, scene, pose, word, domain, material, environment, entit, instance, task, compound,
    concept"""
)
_PRAISE = re.compile(
    rf"\b(?P<article>[Aa]n? )?(?:novel(?! (?:{_TERM}))|innovative|ground-?breaking|cutting-edge"
    r"|simple (?:yet|but|and) effective|effective (?:yet|but|and) simple|simple (?:yet|but) (?:powerful|efficient)"
    # "a novel and robust way" loses its "and" as well; "it is novel and robust" stays as it is.
    r"|powerful|elegant)(?(article),?(?: (?:and|yet|but)\b)? |,? (?!(?:and|or|yet|but)\b))(?=[\w-])"
)
_QUALITY = alternatives(
    """
    potential, effectiveness, superiority, importance, efficacy, usefulness, promise, versatility, benefits?,
    advantages?, value, significance, robustness, capabilit(?:y|ies), practicality, applicability, generality,
    validity"""
)
_OUTLOOK = re.compile(
    r",? (?:and )?(?:thereby |thus |hence |therefore |further )?"
    r"(?:paving the way|opening (?:up )?(?:new|the|a|many|avenues|possibilities)"
    r"|(?:highlight|demonstrat|show|showcas|underscor|illustrat|validat|confirm|prov|indicat|verify)ing "
    rf"(?:the|its|their|our|both the|both its) (?:\w+ ){{0,3}}?(?:{_QUALITY})"
    r"|(?:offer|provid|shedd|bring|giv)ing (?:(?:a|some|new|novel|valuable|fresh|important|deeper|further|useful) )*"
    r"(?:insights?|light|perspectives?|understanding|avenues?))[^,;]*(?=\.$)"
)
# What the work is for, named elsewhere: ", to address these limitations".
_FOR_THAT = re.compile(
    rf"^(?P<kept>(?i:(?:we|(?:this|our|the) {PAPER}) (?:\w+ )?(?:propose|introduce|present|develop)s?\b.{{12,}}?))"
    r",? (?:designed )?(?:in order )?to (?:address|tackle|overcome|fill|bridge|solve|mitigate|alleviate)"
    r" (?:this|these|such|the aforementioned|the above) \w+(?=\.$)"
)
_VOWEL_SOUND = re.compile(r"[aeioAEIO]|un(?!i)|hour|honest|[MNFSLRXH](?=[A-Z0-9-])")


def shortened(sentence: str) -> str:
    """The sentence without what says nothing of the matter; its first letter is a capital if it was one."""
    text = _SHOWN.sub(_where, sentence, count=1)
    for idle in (_IN_THIS_PAPER, _REFERENCE, _OUTLOOK):
        text = idle.sub("", text)
    text = _FOR_THAT.sub(r"\g<kept>", text)
    text = _PRAISE.sub(_without_praise, text)
    return text[:1].upper() + text[1:] if sentence[:1].isupper() else text


def _where(found: re.Match[str]) -> str:
    return f"{found['where'].strip()}, " if found["where"] else ""


def _without_praise(found: re.Match[str]) -> str:
    """The article that what follows the praise asks for, if there was one."""
    if not found["article"]:
        return ""
    agreed = "an " if _VOWEL_SOUND.match(found.string, found.end()) else "a "
    return agreed.capitalize() if found["article"][0].isupper() else agreed
