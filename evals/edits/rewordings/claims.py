"""Claims hedged, compared or softened in an equal or lesser way."""

import re
from random import Random

from evals.edits.rewordings.exchange import exchanged, fit_article, table
from evals.edits.rewordings.grammar import is_negated, looks_plural
from evals.edits.rewordings.sentence import lower_first, upper_first
from evals.edits.rewordings.shortening import participle

hedge = exchanged(
    table("""
    may = might/could; might = may/could; results suggest that = results indicate that; findings suggest that =
    findings indicate that; data suggest that = data indicate that; experiments suggest that = experiments
    indicate that; studies suggest that = studies indicate that; suggests that = indicates that; suggesting that
    = indicating that; indicate that = suggest that; indicates that = suggests that; indicating that =
    suggesting that; are likely to = will probably; is likely to = will probably; appears to = seems to; appear
    to = seem to; seems to = appears to; seem to = appear to; potentially = possibly; possibly = perhaps;
    perhaps = maybe; suggested that = indicated that; indicated that = suggested that
"""),
    barred=r"\b(?:may|might) not\b",
)

_OUTPERFORMS = re.compile(
    r"((?:Our|The|This) (?:[\w-]+ ){0,4}?(?:method|approach|model|framework|algorithm|system|technique"
    r"|network|architecture)s?|[A-Z][\w-]*[A-Z0-9][\w-]*)"
    r"((?: also| significantly| consistently| substantially| clearly)?) (?:outperforms?|surpass(?:es)?|exceeds?) "
    r"((?:existing|previous|other|prior|current|the|several|all|strong|many|both|competing|traditional"
    r"|conventional|baseline|state-of-the-art|recent|standard|popular|established|classical|human|these|a"
    r"|more|alternative|available|related|leading|well-known|open-source|larger|similar)(?: [\w-]+){1,6}?"
    r"|[A-Z][\w-]*[A-Z0-9][\w-]*)"
    r"((?:,? (?:on|in|by|across|for|with|while|when|under|at|over|especially|particularly|without|and)\b [^;:]*)?)\.$"
)


_UNTURNABLE = re.compile(
    r"\bwhile\b|\bwith\b|\band (?:\w+ly )?(?:use\b|(?!the\b)[a-z]+s\b)(?! [a-z]+s\b|[,.])|^,? and |, \w+ing\b"
)


def _statement(sentence: str) -> str:
    """What a sentence says was shown, or the sentence itself."""
    return upper_first(
        re.sub(r"^.{0,140}?\b(?:show|find|demonstrate|reveal|found|showed)s? that (?=our|the|[A-Z])", "", sentence)
    )


def _outperformed(sentence: str, rng: Random) -> str | None:
    found = _OUTPERFORMS.match(_statement(participle(sentence, rng) or sentence))
    if (
        not found
        or re.search(r"\b(?:of|in|and|that|to|without|than|like|such)\b", found[3])
        or _UNTURNABLE.search(found[4])
    ):
        return None
    be = "are" if looks_plural(found[3]) else "is"
    adverb = found[2].replace(" clearly", "").strip()
    doer = lower_first(found[1]) or found[1]
    return f"{upper_first(found[3])} {be} {adverb + ' ' if adverb else ''}outperformed by {doer}{found[4]}."


_OPPOSITE = table("""
    higher = lower; lower = higher; larger = smaller; smaller = larger; faster = slower; slower = faster;
    greater = smaller; better = worse; worse = better; longer = shorter; shorter = longer; stronger = weaker;
    weaker = stronger; older = younger
""")
_THAN = re.compile(
    r"((?:The|Our|These|This|[A-Z][\w-]+)(?: [\w-]+){0,6}?) (is|are|was|were) ((?:significantly|much"
    r"|substantially|far|considerably|generally|often|usually|typically) )?"
    rf"(?:(more|less) ([\w-]+)|({'|'.join(_OPPOSITE)})) than ((?:that of |those of )?[\w-]+(?: [\w-]+){{0,4}}?)"
    r"((?:, (?:but|although|because|and|with|which) [^;:]*| (?:when|across|on|by|because|in terms of) [^;:]*)?)\.$"
)
_UNCOMPARED = re.compile(
    r"\b(?:that|those|which|it|It|Either|either|both|they|there|previously|expected|we|when|in|for|one|zero|\d+)\b"
)


def _turned(sentence: str) -> str | None:
    found = _THAN.match(_statement(sentence))
    if not found:
        return None
    first, second = _sides(found[1], found[7])
    if _UNCOMPARED.search(re.sub(r"^that of ", "", first) + " " + second):
        return None
    word = _OPPOSITE[found[6]] if found[6] else f"{'less' if found[4] == 'more' else 'more'} {found[5]}"
    be = {"is": "is", "are": "is", "was": "was", "were": "was"}[found[2]]
    if looks_plural(second.split(" of ")[0]):
        be = {"is": "are", "was": "were"}[be]
    return f"{upper_first(second)} {be} {found[3] or ''}{word} than {first}{found[8]}."


def _sides(first: str, second: str) -> tuple[str, str]:
    """The two things compared as they stand when the second is told first."""
    head, of, owner = first.partition(" of ")
    referring = re.match(r"(that|those) of ", second)
    if referring and of:
        return f"{referring[0]}{owner}", f"{lower_first(head) or head} of {second[referring.end() :]}"
    return lower_first(first) or first, second


_SIDE = r"(?:[\w-]+ ){0,5}?[\w-]+"
_HIGHER_IN = re.compile(
    rf"\b(?:(more|less)( [a-z-]+)|({'|'.join(_OPPOSITE)}))((?: [a-z-]+){{0,3}}?) (in|for|among|on|at|under) ({_SIDE})"
    rf" (than(?: those| that)?|(?:as )?compared (?:to|with))((?: in| for| among| on| at| under)?) ({_SIDE})(?=[.,;])"
)


_SAME_KIND = re.compile(r"(\w+) (?:than.* \1$|.*compared \w+(?: \1)?$)")


def _in_turned(sentence: str) -> str | None:
    found = _HIGHER_IN.search(sentence)
    if not found or not _SAME_KIND.match(f"{found[5]} {found[7]}{found[8]}"):
        return None
    if re.search(
        r"\b(?:that|which|other|others|and|but|rather|early|they|we|previously|expected)\b", found[6] + " " + found[9]
    ):
        return None
    if not found[8] and found[6].split()[-1] != found[9].split()[-1]:
        return None
    if re.search(r"\b(?:former|latter|respectively)\b", sentence):
        return None
    word = _OPPOSITE[found[3]] if found[3] else ("less" if found[1] == "more" else "more") + found[2]
    turned = f"{word}{found[4]} {found[5]} {found[9]} {found[7]}{found[8]} {found[6]}"
    return fit_article(sentence[: found.start()], turned) + turned + sentence[found.end() :]


def comparison_turned(sentence: str, rng: Random) -> str | None:
    """The lesser side of a comparison told first."""
    return _outperformed(sentence, rng) or _turned(sentence) or _in_turned(sentence)


_STRONG = re.compile(
    r"(?<![\w-])(?:(?:significantly|substantially|dramatically|greatly|considerably|strongly|drastically"
    r"|vastly|remarkably|markedly)"
    r" (?=(?:better|outperforms?|improves?|improved|reduces?|reduced|faster|higher|lower|larger|smaller"
    r"|more|less|increases?"
    r"|increased|enhances?|enhanced|decreased?|decreases|fewer|surpass\w*|correlated|associated|boosts?"
    r"|accelerates?|affects?)\b)"
    r"|(?:extensive|comprehensive|thorough|rigorous) (?=(?:experiments|evaluations?|simulations)\b)"
    r"|(?:consistently|always|invariably) (?=(?:outperforms?|improves?|achieves?|better)\b))",
    re.IGNORECASE,
)


def softened(sentence: str, rng: Random) -> str | None:
    """The sentence without the degree that it claims."""
    found = [
        match
        for match in _STRONG.finditer(sentence)
        if not is_negated(sentence[max(0, match.start() - 30) : match.start()])
    ]
    if not found:
        return None
    match = rng.choice(found)
    rest = sentence[match.end() :]
    return fit_article(sentence[: match.start()], rest) + (upper_first(rest) if match.start() == 0 else rest)
