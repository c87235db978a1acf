"""How many and how much: whether a word says more than another, as all says more than most, and best than better."""

from collections.abc import Sequence
from functools import cache

from service.faithfulness.entailment.keys import is_superlative, key_of
from service.faithfulness.entailment.reading import Word
from service.text import is_adverb, rendering_classes, word_set

_LADDER = (("some",), ("several", "multiple", "various"), ("many", "numerous"), ("most",), ("all", "every", "each"))
_SINGLE = frozenset({"single", "sole", "lone"})
_DEGREES = word_set("more higher greater larger"), word_set("less lower smaller")
_SMALL_DEGREES = word_set("slightly marginally modestly moderately somewhat partially partly")
_ABSOLUTE = word_set(
    "perfect perfectly flawless flawlessly instantaneous instantaneously instant instantly infinite infinitely absolute"
    " absolutely total totally universal universally unlimited exact exactly error-free faultless guaranteed"
)
_SEVERAL = 3  # things that are several
_COUNTS = {"dozens": 24, "hundreds": 200, "thousands": 2_000, "millions": 2_000_000}  # so many at least,
_FEWER = 50  # and fewer than so many times that


def says_more(word: Word, replaced: Sequence[Word]) -> bool | None:
    """Whether a word of the claim says how many, and more than what it replaces; None where either does not say."""
    if word.text in _COUNTS:
        return _miscounts(_COUNTS[word.text], replaced)
    if word.text in _SINGLE:
        return True if any(_step(other) is not None for other in replaced) else None
    step = _step(word)
    if step is not None and any(other.text in _SINGLE for other in replaced):
        return True
    steps = [other for other in map(_step, replaced) if other is not None]
    if word.kind == "number" or step is None or not steps:
        return None
    return step > max(steps)


def keeps_degree(word: Word, replaced: Sequence[Word]) -> bool:
    """Whether the evidence compares the same way in another form: "higher accuracy" for "more accurate"."""
    lost = [other.text for other in replaced]
    return any(word.text in degree and not degree.isdisjoint(lost) for degree in _DEGREES)


def raises_degree(word: Word, replaced: Sequence[Word]) -> bool:
    """Whether nothing is more so than the claim has it, and the evidence does not say that."""
    absolute, replaced_texts = word.text in _ABSOLUTE, {other.text for other in replaced}
    superlative = is_superlative(word.text) and not any(map(is_superlative, replaced_texts))
    return superlative or (absolute and bool(replaced) and _ABSOLUTE.isdisjoint(replaced_texts))


def lowers_degree(word: Word, replaced: Sequence[Word]) -> bool:
    """Whether what happens a little in the claim happens otherwise in the evidence."""
    return word.text in _SMALL_DEGREES and any(is_adverb(other.text) for other in replaced)


def _miscounts(least: int, replaced: Sequence[Word]) -> bool | None:
    """Whether the evidence counts fewer than these, or far more; None where it does not count."""
    counted = [int(other.key) for other in replaced if other.kind == "number" and other.key.isdigit()]
    return not any(least <= count < _FEWER * least for count in counted) if counted else None


def _step(word: Word) -> int | None:
    """How high a word stands on the ladder of quantifiers."""
    if word.kind == "number":
        return 1 if word.key.isdigit() and int(word.key) >= _SEVERAL else None
    return next((step for step, classes in enumerate(_steps()) if word.classes & classes), None)


@cache
def _steps() -> tuple[frozenset[int], ...]:
    """The renderings of each step of the ladder."""
    table = rendering_classes(key_of)
    return tuple(
        frozenset[int]().union(*(table.get(key, {}).get((key,), frozenset[int]()) for key in map(key_of, step)))
        for step in _LADDER
    )
