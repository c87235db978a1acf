"""Claims hedged, compared or softened in an equal or lesser way."""

import re
from random import Random

from evals.edits.rewordings.exchange import exchanged, fit_article
from evals.edits.rewordings.grammar import is_negated, looks_plural
from evals.edits.rewordings.sentence import lower_first, upper_first

hedge = exchanged({
    "may": "might/could", "might": "may/could", "suggest that": "indicate that", "suggests that": "indicates that",
    "suggesting that": "indicating that", "indicate that": "suggest that", "indicates that": "suggests that",
    "indicating that": "suggesting that", "are likely to": "will probably", "is likely to": "will probably",
    "appears to": "seems to", "appear to": "seem to", "seems to": "appears to", "seem to": "appear to",
    "potentially": "possibly", "possibly": "perhaps", "perhaps": "maybe", "suggested that": "indicated that",
    "indicated that": "suggested that",
}, barred=r"\b(?:may|might) not\b")  # fmt: skip

_OUTPERFORMS = re.compile(
    r"((?:Our|The|This) (?:[\w-]+ ){0,4}?(?:method|approach|model|framework|algorithm|system|technique|network|architecture)|[A-Z][\w-]*[A-Z0-9][\w-]*)"
    r"((?: also| significantly| consistently| substantially| clearly)?) (?:outperforms|surpasses) "
    r"((?:existing|previous|other|prior|current|the|several|all|strong|many|both|competing|traditional|conventional|baseline|state-of-the-art|recent)(?: [\w-]+){1,6}?)"
    r"((?:,? (?:on|in|by|across|for|with|while|when|under|at|over|especially|particularly|and)\b [^;:]*)?)\.$"
)


def _outperformed(sentence: str) -> str | None:
    text = upper_first(re.sub(r"^.{0,100}?\b(?:show|demonstrate)s? that (?=our|the|[A-Z])", "", sentence))
    found = _OUTPERFORMS.match(text)
    if not found or re.search(r"\b(?:of|in|and|that|to)\b", found[3]) or re.match(r",? and (?!the\b)", found[4]):
        return None
    be = "are" if looks_plural(found[3]) else "is"
    adverb = found[2].replace(" clearly", "").strip()
    doer = lower_first(found[1]) or found[1]
    return f"{upper_first(found[3])} {be} {adverb + ' ' if adverb else ''}outperformed by {doer}{found[4]}."


_OPPOSITE = {
    "higher": "lower", "lower": "higher", "larger": "smaller", "smaller": "larger", "faster": "slower", "slower": "faster",
    "greater": "smaller", "better": "worse", "worse": "better", "longer": "shorter", "shorter": "longer", "stronger": "weaker",
    "weaker": "stronger", "older": "younger",
}  # fmt: skip
_THAN = re.compile(
    r"((?:The|Our|These|This|[A-Z][\w-]+)(?: [\w-]+){0,6}?) (is|are|was|were) ((?:significantly|much|substantially|far|considerably|generally|often|usually|typically) )?"
    rf"(?:(more|less) ([\w-]+)|({'|'.join(_OPPOSITE)})) than ((?:that of |those of )?[\w-]+(?: [\w-]+){{0,4}})((?:, [^;:]*)?)\.$"
)


def _turned(sentence: str) -> str | None:
    found = _THAN.match(sentence)
    if not found or re.search(r"\b(?:that|those|which|it|they|there|previously|expected|we|when|in|for)\b", found[1] + " " + found[7]):
        return None
    word = _OPPOSITE[found[6]] if found[6] else f"{'less' if found[4] == 'more' else 'more'} {found[5]}"
    be = ("are" if looks_plural(found[7]) else "is") if found[2] in {"is", "are"} else ("were" if looks_plural(found[7]) else "was")
    first = lower_first(found[1]) or found[1]
    return f"{upper_first(found[7])} {be} {found[3] or ''}{word} than {first}{found[8]}."


def comparison_turned(sentence: str, _rng: Random) -> str | None:
    """The lesser side of a comparison told first."""
    return _outperformed(sentence) or _turned(sentence)


_STRONG = re.compile(
    r"(?<![\w-])(?:(?:significantly|substantially|dramatically|greatly|considerably|strongly|drastically|vastly|remarkably|markedly)"
    r" (?=(?:better|outperforms?|improves?|improved|reduces?|reduced|faster|higher|lower|larger|smaller|more|less|increases?"
    r"|increased|enhances?|enhanced|decreased?|decreases|fewer|surpass\w*|correlated|associated|boosts?|accelerates?|affects?)\b)"
    r"|(?:extensive|comprehensive|thorough|rigorous) (?=(?:experiments|evaluations?|simulations)\b)"
    r"|(?:consistently|always|invariably) (?=(?:outperforms?|improves?|achieves?|better)\b))",
    re.IGNORECASE,
)


def softened(sentence: str, rng: Random) -> str | None:
    """The sentence without the degree that it claims."""
    found = [match for match in _STRONG.finditer(sentence) if not is_negated(sentence[max(0, match.start() - 30) : match.start()])]
    if not found:
        return None
    match = rng.choice(found)
    rest = sentence[match.end() :]
    return fit_article(sentence[: match.start()], rest) + (upper_first(rest) if match.start() == 0 else rest)
