"""Where less may not be said: under a negation, a bound or a condition, what is left out makes the claim stronger.

Monotonicity as natural logic has it (van Benthem 1986, MacCartney & Manning 2007), with scopes cut at punctuation.
"""

from collections.abc import Sequence

from service.faithfulness.entailment.reading import Word
from service.text import word_set

_OPERATORS = word_set("few rarely seldom without if unless before least")
_BOUND_PHRASES = frozenset(
    {"at most", "up to", "less than", "fewer than", "no more than", "not more than", "as many as", "as much as"}
)
_RESTRICTED = word_set("every each all any most only")
_REACH, _RESTRICTOR_REACH = 12, 4  # words
_CUTS = word_set("but although though whereas while because")


def downward(words: Sequence[Word]) -> list[bool]:
    """For each word whether it stands where a wider word makes a narrower claim."""
    found = [False] * len(words)
    for place, word in enumerate(words):
        reach = _reach(word, words[place + 1].text if place + 1 < len(words) else "")
        for after in range(place + 1, min(place + 1 + reach, len(words))):
            if words[after].line != word.line or _ends_scope(words, after):
                break
            found[after] = not found[after]
    return found


def _ends_scope(words: Sequence[Word], place: int) -> bool:
    """Whether another clause or phrase begins here."""
    word = words[place]
    joined = word.kind == "conjunction" and place + 1 < len(words) and words[place + 1].kind == "scope"
    return joined or word.text in _CUTS or bool(word.break_before.strip("("))


def _reach(word: Word, following: str) -> int:
    """How many words an operator may have in its scope; 0 for any other word."""
    if word.kind == "negation":
        return 1 if following in {"only", "just", "merely", "necessarily"} else _REACH
    if word.text in _OPERATORS or word.text in _BOUND_PHRASES:
        return _REACH
    return _RESTRICTOR_REACH if word.text in _RESTRICTED else 0
