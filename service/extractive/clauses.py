"""A sentence cut to its main clause: what follows a comma and only adds goes, never what the claim needs."""

import re
from itertools import chain

from service.extractive.phrases import alternatives

_GOES_ON = alternatives(
    """
    they, it, the authors, shows?, demonstrates?, achieves?, find, prove, can, is, are, outperforms?, uses?,
    provides?, apply, evaluate, develop, propose, introduce, present, validate, verify, establish, discuss, study,
    investigate, explore, analy[sz]e"""
)
# Where what follows is added to a clause that stands without it. Whether it limited the claim is for a judge to say.
_ADDED = re.compile(
    r", (?:which|where|whose|whereby)\b"
    r"|, (?:thus |thereby |hence |while |and )?(?!\w+ing (?:and|or)\b)\w+ing\b|; | [-–—]{1,3} "
    r"|, (?:while|whereas|with|without|as|since|because|so that|such as|including|especially|particularly|even)\b"
    rf"|,? as well as\b|,? and (?:then |also |further |thus |therefore )?(?:{_GOES_ON})\b"
)
# The same without a comma: only behind a verb whose subject is known, not behind "that" (whose verb may come later).
_ATTACHED = re.compile(
    r" by (?=\w+ing\b)| (?:using|leveraging|utilizing|based on|inspired by|motivated by|consisting of|capable of"
    r"|enabling|allowing|through|via)\b"
)
_AUTHORS_DO = re.compile(
    r"^(?:[^,]+, )?(?:the authors|they|this (?:paper|work|study|article|survey|review)) (?:\w+ly )?\w+", re.IGNORECASE
)
_MEANS = alternatives(
    """
    By, Inspired, Motivated, Based, Building, Using, With, Through, Leveraging, Given, Drawing, Utilizing,
    Following, To, As, Unlike"""
)
_LEADING = re.compile(
    rf"^(?:{_MEANS}) (?:[^,;]|,(?! (?:the authors|they|this paper)))+, "
    r"(?=(?:the authors|they|this (?:paper|work|study)) )"
)
_FEWEST = 7  # words: less is a label
_HANGS = alternatives(
    """
    and, or, the, a, an, of, for, to, in, on, with, by, that, from, as, both, either, between, than, but, can,
    could, may, might, will, is, are, was, were, has, have, be, been, not, its, their"""
)
_DANGLING = re.compile(rf"\b(?:{_HANGS})$|\b(?:which|that|who) [\w-]+(?: \w+)?$|\b(?:the|a|an) \w+ing$", re.IGNORECASE)


def clauses(sentence: str, most_words: int, keep: re.Pattern[str]) -> list[str]:
    """The sentence in at most `most_words` words, the longest form first; none where it has no such form.

    If `keep` is in the sentence, it is in every form.
    """
    whole = [sentence]
    if leading := _LEADING.match(sentence):
        rest = sentence[leading.end() :]
        whole.append(rest[:1].upper() + rest[1:])
    forms = dict.fromkeys(chain.from_iterable([one, *_cuts(one)] for one in whole))
    fitting = [form for form in forms if len(form.split()) <= most_words]
    if keep.search(sentence):
        fitting = [form for form in fitting if keep.search(form)]
    return sorted(fitting, key=lambda form: -len(form.split()))


def _cuts(sentence: str) -> list[str]:
    places = [cut.start() for cut in _ADDED.finditer(sentence)]
    if _AUTHORS_DO.match(sentence):
        places += [cut.start() for cut in _ATTACHED.finditer(sentence) if " that " not in sentence[: cut.start()]]
    kept = [sentence[:at].rstrip(" ,;:–—-") for at in places]
    return [f"{text}." for text in kept if len(text.split()) >= _FEWEST and _is_whole(text)]


def _is_whole(text: str) -> bool:
    pairs = ("()", "[]", "“”")
    balanced = all(text.count(left) == text.count(right) for left, right in pairs) and text.count('"') % 2 == 0
    return balanced and _DANGLING.search(text) is None
