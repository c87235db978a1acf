"""The writer that needs no model: it picks sentences of the abstract, in source order, and renders them for a reader.

Every sentence is one of the abstract's after deletions and a closed list of renderings: a section label, a connective,
"in this paper" and praise go, and "we" becomes "the authors".
"""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from service.extractive.draft import Draft, Judge, Quoted, accept_all, compose, quoted, rewritten, title_only
from service.extractive.references import Introducers, introducers
from service.extractive.rhetoric import GAIN, NUMBERED, Rhetoric
from service.extractive.roles import likelihoods
from service.extractive.salience import scores, term_prefixes
from service.extractive.short_forms import explained
from service.extractive.standalone_sentences import StandaloneSentence, find_standalone, outcomes, standing_alone

_Array = NDArray[np.float64]

_MOST_SENTENCES = 4
_CANDIDATES = 8  # the best by salience; all their sets of one to four are compared, so the cost is bounded
_UNIT: Final = 0.5  # the usual spread of salience inside an abstract
# What a paragraph is worth, in those units: round numbers chosen by hand, by reading and by ROUGE against the authors'
# highlights of 505 abstracts. `_LATER` gains 0.8 ROUGE-1, `_FINDS` 0.3, the others little: they are for the reader.
_OFFSET: Final = 0.5  # for every sentence, times the square root of its words
_COVERAGE: Final = 20.0  # for having all the words of the abstract
_LATER: Final = 2.0  # the last sentence against the first: findings come late ...
_CLOSING: Final = -0.8  # ... but the very last is often outlook
_DOES: Final = 4.0  # for saying what was done
_RESULT: Final = 3.0  # for each step of the best result: shown, a gain, a gain with its number
_BACKGROUND: Final = 8.0  # what each sentence loses that is about others, or before the first on the work itself
_IDLE: Final = 12.0  # what set-up without an outcome, outlook and praise lose
_LIKELY_RESULT: Final = 10.0  # for the results, as likely as each sentence is one ...
_SATED: Final = 0.75  # ... to this power: the second is worth less
_LIKELY_BACKGROUND: Final = 4.0  # what each sentence loses, as likely as it is background
_FOREIGN: Final = 12.0  # what a sentence loses that still says "we", or has the source of a formula
_HANGS: Final = 12.0  # what each "these limitations" loses where nothing before it names them
_IDEAL_WORDS: Final = 80
_LONG: Final = 0.6  # for each word beyond
_MOST_WORDS: Final = 95
_ALONE: Final = 100.0  # what a single sentence loses against any two that fit


def summary(title: str, abstract: str, max_words: int = 120, judge: Judge = accept_all) -> Draft:
    """Two to four sentences that say what was done and found, in about 80 words and at most `max_words`.

    Where no two fit, one; where not even one fits, the shortest usable one, longer than asked: never a cut one.
    """
    found = find_standalone(abstract)
    if not found:
        return title_only(title)
    return rewritten(found, lambda some: _summary(title, abstract, some, max_words, judge))


def _summary(title: str, abstract: str, found: Sequence[StandaloneSentence], max_words: int, judge: Judge) -> Draft:
    chosen = [found[i] for i in _best_set(title, found, max_words)]
    return compose(explained([quoted(sentence) for sentence in chosen], title, abstract, max_words), judge)


def tldr(title: str, abstract: str) -> Draft:
    """The one sentence that best represents the paper, as `salience` scores them, in the abstract's own words."""
    found = find_standalone(abstract)
    if not found:
        return title_only(title)
    score = scores(title, [sentence.text for sentence in found])
    best = found[max(standing_alone(found), key=lambda i: score[i])]
    return compose([Quoted(best, (best.text,))], accept_all)


def _best_set(title: str, found: Sequence[StandaloneSentence], max_words: int) -> list[int]:
    """The indices, in source order, of the sentences that make the best paragraph."""
    usable = [i for i, sentence in enumerate(found) if sentence.usable] or list(range(len(found)))
    score = _standardised(title, found) + _LATER * np.arange(len(found)) / max(1, len(found) - 1)
    score[-1] += _CLOSING
    outcome = outcomes(found)
    best = _candidates(found, usable, score, outcome)
    picks = _subsets(len(best))
    words = np.array([found[i].words for i in best], dtype=np.float64)
    at_most = picks @ np.array([found[i].most_words for i in best], dtype=np.float64)
    fits = (picks @ words <= _MOST_WORDS) & (at_most <= max_words) & _readable(picks, best, found)
    strongest = max(outcome[i] for i in best)
    if strongest >= (NUMBERED if max_words < _IDEAL_WORDS else GAIN):
        fits = _with_any(fits, picks, [outcome[i] == strongest for i in best])
    fits = _with_any(fits, picks, [found[i].rhetoric.proposes and not found[i].foreign for i in best])
    if not fits.any():
        return [min(standing_alone(found), key=lambda i: found[i].words)]
    value = picks @ ((score[best] + _OFFSET) * np.sqrt(words))
    value += _COVERAGE * _coverage(title, found, best, picks)
    value += _purposes(picks, best, found, outcome)
    value += _roles(picks, best, found)
    value -= _HANGS * _hanging(picks, best, introducers(title, found))
    value -= _LONG * np.maximum(0, picks @ words - _IDEAL_WORDS)
    value -= _ALONE * (picks.sum(1) == 1)
    value = np.where(fits, value, -np.inf).round(9)  # equal sentences tie on every machine; the earlier set wins
    chosen = picks[int(np.argmax(value))]
    return [i for i, taken in zip(best, chosen, strict=True) if taken]


def _with_any(fits: NDArray[np.bool_], picks: _Array, wanted: Sequence[bool]) -> NDArray[np.bool_]:
    """Those of the sets that have one of the wanted sentences, if any do."""
    having: NDArray[np.bool_] = fits & (picks @ np.array(wanted) > 0)
    return having if having.any() else fits


def _candidates(
    found: Sequence[StandaloneSentence], usable: Sequence[int], score: _Array, outcome: Sequence[int]
) -> list[int]:
    """The best by salience, among them the two best results and the first sentence on what was done."""
    results = sorted(usable, key=lambda i: (-outcome[i], -score[i]))[:2]
    done = [i for i in usable if found[i].rhetoric.proposes][:1]
    ranked = [*dict.fromkeys([*done, *results, *sorted(usable, key=lambda i: -score[i])])]
    return sorted(ranked[:_CANDIDATES])


def _purposes(
    picks: _Array, best: Sequence[int], found: Sequence[StandaloneSentence], outcome: Sequence[int]
) -> _Array:
    """What each set gains and loses by what its sentences are for."""
    purpose = [found[i].rhetoric for i in best]
    own = [i for i, sentence in enumerate(found) if sentence.rhetoric.own]
    done = next((i for i in own if found[i].rhetoric.proposes), own[0] if own else 0)
    proposes = np.array([one.proposes + 0.5 * one.does for one in purpose])
    value = _DOES * (picks * proposes).max(1)
    value += _RESULT * (picks * np.array([outcome[i] for i in best])).max(1)
    value -= _BACKGROUND * (picks @ np.array([i < done or found[i].rhetoric.background for i in best]))
    told = max(outcome) > 1
    value -= _IDLE * (picks @ np.array([_idle(one, told=told) for one in purpose]))
    return value - _FOREIGN * (picks @ np.array([found[i].foreign for i in best]))


def _idle(purpose: Rhetoric, *, told: bool) -> bool:
    """Whether a sentence has nothing to tell: praise has not where a result is `told`."""
    return purpose.set_up or (purpose.outlook and purpose.result < NUMBERED) or (told and purpose.stock)


def _roles(picks: _Array, best: Sequence[int], found: Sequence[StandaloneSentence]) -> _Array:
    """What each set gains by the results in it and loses by the background, as likely as each sentence is to be it."""
    texts = [sentence.text for sentence in found]
    result, background = (np.array(likelihoods(texts, role))[best] for role in ("result", "background"))
    purpose = [found[i].rhetoric for i in best]
    result *= [not (one.set_up or one.outlook or one.stock) for one in purpose]
    return _LIKELY_RESULT * (picks @ result) ** _SATED - _LIKELY_BACKGROUND * (picks @ background)


def _readable(picks: _Array, best: Sequence[int], found: Sequence[StandaloneSentence]) -> NDArray[np.bool_]:
    """Which sets open well and have, before every sentence that points back, the sentence it points to."""
    fine = np.ones(len(picks), dtype=np.bool_)
    first = picks.argmax(1)
    proposes = np.array([found[i].rhetoric.does for i in best], dtype=np.float64)
    if any(found[i].opens for i in best):
        fine &= np.array([found[i].opens for i in best])[first]
    for column, i in enumerate(best):
        if found[i].dependent:
            follows = column > 0 and best[column - 1] == i - 1
            after = picks[:, :column] @ proposes[:column] > 0 if found[i].about_work else picks[:, column] == 0
            fine &= (picks[:, column] == 0) | (first == column) | after | (follows and picks[:, column - 1] > 0)
    return fine


def _hanging(picks: _Array, best: Sequence[int], needed: Sequence[Introducers]) -> _Array:
    """How many names in each set point back to what the set has not before them."""
    hanging = np.zeros(len(picks))
    for column, i in enumerate(best):
        for one in needed[i]:
            introduced = picks @ np.array([j in one for j in best], dtype=np.float64) > 0
            hanging += picks[:, column] * ~introduced
    return hanging


def _coverage(title: str, found: Sequence[StandaloneSentence], best: Sequence[int], picks: _Array) -> _Array:
    """The share, 0..1, of the abstract's content that each set has: a term weighs the square root of its count.

    A term of the title counts twice.
    """
    bags = [set(term_prefixes(sentence.text)) for sentence in found]
    counts = Counter(prefix for bag in bags for prefix in bag)
    in_title = set(term_prefixes(title))
    order = sorted(counts)
    weight = np.array([np.sqrt(counts[prefix]) * (1 + (prefix in in_title)) for prefix in order])
    has = np.array([[prefix in bags[i] for prefix in order] for i in best], dtype=np.float64)
    has = has.reshape(len(best), len(order))
    return (picks @ has > 0) @ weight / max(1.0, float(weight.sum()))


def _standardised(title: str, found: Sequence[StandaloneSentence]) -> _Array:
    score = np.array(scores(title, [sentence.text for sentence in found]))
    return (score - score.mean()) / _UNIT


@cache
def _subsets(size: int) -> _Array:
    """One row per set of one to four of `size` things, 1.0 where taken, in a fixed order."""
    rows = [c for many in range(1, _MOST_SENTENCES + 1) for c in combinations(range(size), many)]
    table = np.zeros((len(rows), size))
    for row, taken in enumerate(rows):
        table[row, list(taken)] = 1.0
    return table
