"""Numbers written another way."""

import re
from random import Random

from evals.edits.rewordings.sentence import Rewrite, one_of
from evals.edits.rewordings.words import words

_WORDS = dict(
    zip(
        range(2, 21),
        words("""
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty
"""),
        strict=True,
    )
) | {30: "thirty", 40: "forty", 50: "fifty", 60: "sixty"}
_DIGITS = {word: str(number) for number, word in _WORDS.items()}
_NOUN = r"(?= (?:[a-z-]+ )?[a-z-]{3,}s\b)"
_IN_WORDS = re.compile(rf"(?<![\w,-])(?<!\b[Tt]he )(?:{'|'.join(_DIGITS)}){_NOUN}")
_IN_DIGITS = re.compile(
    r"(?<=[a-z] )(?<!ection )(?<!hapter )(?<!able )(?<!igure )(?<!ype )(?<!hase )(?<!tep )(?<!evel )"
    rf"(?<!ersion )(?<!art )(?<!roup )(?:{'|'.join(map(str, _WORDS))}){_NOUN}(?! (?:hours|days|years"
    r"|minutes|weeks|months|and"
    r"|to|or|of|out|times))"
)


def _picked(pattern: re.Pattern[str], replace: dict[str, str]) -> Rewrite:
    def rewrite(sentence: str, rng: Random) -> str | None:
        found = list(pattern.finditer(sentence))
        if not found:
            return None
        match = rng.choice(found)
        return sentence[: match.start()] + replace[match[0]] + sentence[match.end() :]

    return rewrite


spelled = one_of(_picked(_IN_WORDS, _DIGITS), _picked(_IN_DIGITS, {str(n): word for n, word in _WORDS.items()}))


def percent(sentence: str, rng: Random) -> str | None:
    """The percent sign in words, or the word as a sign, everywhere in the sentence."""
    if re.search(r"\d ?%(?!-)", sentence):
        return re.sub(r"(?<=\d) ?%(?!-)", rng.choice([" percent", " per cent"]), sentence)
    found = re.sub(r"(?<=\d) (?:percent|per cent)\b", "%", sentence)
    return found if found != sentence else None


_FOLD = {str(number): word for number, word in _WORDS.items() if number <= 12}


def grouped(sentence: str, rng: Random) -> str | None:
    """Thousands grouped another way, or a factor such as "5-fold" in a word."""
    thousands = re.sub(r"(?<![\d.,])(\d{1,3}),(\d{3})(?![\d,.]*\d)", rng.choice([r"\1 \2", r"\1\2"]), sentence)
    if thousands != sentence:
        return thousands
    fold = re.sub(
        r"\b(\d+|two|three|four|five|six|ten)[- ]fold\b(?! cross)",
        lambda found: _FOLD.get(found[1], found[1]) + "fold",
        sentence,
    )
    fold = re.sub(r"(?<![\d.])\d+fold", lambda found: found[0].replace("fold", "-fold"), fold)
    times = re.sub(
        r"(?<![/\d.x])(\d+(?:\.\d+)?)[x×] (?=(?:faster|smaller|larger|fewer|more|less|higher|lower)\b)",
        r"\1 times ",
        fold,
    )
    return times if times != sentence else None
