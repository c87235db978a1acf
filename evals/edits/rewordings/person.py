"""Who speaks: the authors, the paper or its method."""

import re
from random import Random

from evals.edits.rewordings.grammar import may_have_second_verb
from evals.edits.rewordings.sentence import upper_first
from evals.edits.rewordings.words import words

_DOING = words("""
    propose present introduce describe develop evaluate analyze analyse compare discuss report find prove
    provide apply use test validate study investigate examine explore identify argue suggest conclude derive
    design build construct train achieve establish observe characterize highlight give offer outline illustrate
    extend implement perform conduct measure define formulate obtain confirm determine assess estimate release
    review survey verify address combine consider employ quantify create compute generate leverage utilize adopt
    show demonstrate explain hypothesize showed demonstrated proposed presented introduced described developed
    evaluated analyzed analysed compared discussed reported found proved provided applied used tested validated
    studied investigated examined explored identified derived designed built constructed trained established
    observed characterized obtained confirmed determined assessed estimated performed conducted measured
    generated created
""")
_ADVERB = r"(?:also|then|further|first|next|additionally|finally|here|have|thus|therefore|\w+ly)"
_WE_DO = re.compile(rf"\b([Ww])e (?={_ADVERB}? ?(?:{'|'.join(_DOING)})\b)")
_WORK = (
    r"(?:\w+ )?(?:methods?|approach|models?|framework|algorithms?|system|results|findings|experiments"
    r"|analysis|analyses|work|study|paper|data|technique|architecture|pipeline|datasets?|evaluation"
    r"|observations|contributions?|simulations|goal|aim)"
)
_OUR_WORK = re.compile(rf"\b([Oo])ur (?={_WORK}\b)")
_FIRST_PERSON = re.compile(r"\b(?:we|our|us|ours|ourselves)\b", re.IGNORECASE)
_PAPER_SAYS = {
    verb: verb + "s"
    for verb in words("""
    propose present introduce describe investigate examine explore report show demonstrate review discuss argue
    address consider provide develop evaluate outline survey
""")
} | {"discuss": "discusses", "address": "addresses", "study": "studies", "analyze": "analyzes", "analyse": "analyses"}
_AUTHORS_SAY = {says: say for say, says in _PAPER_SAYS.items()}


def third_person(sentence: str, _rng: Random) -> str | None:
    """The sentence as someone else would tell it, where every "we" and "our" means the authors."""
    mentions = sorted([*_WE_DO.finditer(sentence), *_OUR_WORK.finditer(sentence)], key=lambda found: found.start())
    told, last = "", 0
    for mention in mentions:
        we = mention[1] in "Ww"
        word = ("they" if we else "their") if told else ("the authors" if we else "the authors'")
        told += sentence[last : mention.start()] + (upper_first(word) if mention[1].isupper() else word) + " "
        last = mention.end()
    told += sentence[last:]
    return None if not mentions or _FIRST_PERSON.search(told) else told


def paper_for_we(sentence: str, rng: Random) -> str | None:
    """The paper in place of "we"."""
    found = re.match(r"(?:In this (paper|work|study|article), we|(?:Here, w|Here w|W)e) (also )?(\w+) ", sentence)
    if not found or found[3] not in _PAPER_SAYS:
        return None
    rest = sentence[found.end() :]
    if _FIRST_PERSON.search(rest) or may_have_second_verb(rest):
        return None
    what = f"This {found[1]}" if found[1] else rng.choice(["This paper", "The paper"])
    return f"{what} {found[2] or ''}{_PAPER_SAYS[found[3]]} {rest}"


def we_for_paper(sentence: str, rng: Random) -> str | None:
    """The authors in place of the paper."""
    found = re.match(r"(?:This|The(?: present)?) (?:paper|article|work|study) (also )?(\w+) ", sentence)
    if not found or found[2] not in _AUTHORS_SAY:
        return None
    rest = sentence[found.end() :]
    if re.search(
        r"^and\b|(?:\band|,) (?:also |then |\w+ly )?\w+s (?:a|an|the|how|that|its|some|new|multiple|several|on"
        r"|to|for|whether|both|two)\b|\bits\b",
        rest,
    ):
        return None
    return f"{rng.choice(['We', 'The authors'])} {found[1] or ''}{_AUTHORS_SAY[found[2]]} {rest}"


def method_for_ours(sentence: str, rng: Random) -> str | None:
    """The proposed method in place of "our method"."""
    found = re.search(
        r"\b([Oo])ur (?:proposed )?(?=(?:method|approach|framework|algorithm|technique|architecture|pipeline"
        r"|model|scheme|network)\b(?! (?:organism|system)))",
        sentence,
    )
    if not found or re.search(r"\b(?:we|us)\b", sentence[: found.start()]) or len(_FIRST_PERSON.findall(sentence)) > 1:
        return None
    word = rng.choice(["the proposed ", "the authors' "])
    return sentence[: found.start()] + (upper_first(word) if found[1] == "O" else word) + sentence[found.end() :]


def study_for_results(sentence: str, rng: Random) -> str | None:
    """The study in place of its results, or the other way round, as what shows something."""
    found = re.match(
        r"(?:Our|The|These) (?:\w+ )?(?:results|findings|data) (?:also )?(show|demonstrate|indicate|suggest"
        r"|reveal) that ",
        sentence,
    )
    if not found:
        return None
    what = rng.choice(["This study", "The study", "This work"])
    return f"{what} {found[1]}s that {sentence[found.end() :]}"
