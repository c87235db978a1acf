"""The writer that needs no model: it picks sentences of the abstract, in source order, and quotes them.

Every sentence is a sentence of the abstract, word for word, after deletions only: a section label, a leading
connective or "in this paper" goes, the next letter becomes a capital, white space becomes single spaces.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from service.extractive.salience import scores, term_prefixes
from service.extractive.shared_topics import LikedPaper, SharedTopics, find_shared_topics
from service.extractive.standalone_sentences import StandaloneSentence, find_standalone
from service.text import Span

_Array = NDArray[np.float64]

_MOST_SENTENCES = 4
_CANDIDATES = 8  # the best by salience; all their sets of one to four are compared, so the cost is bounded
_UNIT: Final = 0.5  # the usual spread of salience inside an abstract
# What a paragraph is worth, in those units: round numbers chosen by hand, by reading and by ROUGE against the authors'
# highlights of 505 abstracts. `_LATER` gains 0.8 ROUGE-1, `_FINDS` 0.3, the others little: they are for the reader.
_OFFSET: Final = 0.5  # for every sentence, times the square root of its words
_COVERAGE: Final = 20.0  # for having all the words of the abstract
_LATER: Final = 1.4  # the last sentence against the first: findings come late ...
_CLOSING: Final = -0.8  # ... but the very last is often outlook
_DOES: Final = 2.0  # for saying what was done
_FINDS: Final = 4.0  # for saying what was found
_BACKGROUND: Final = 4.0  # what each sentence before the first on the work itself loses, but one
_ALONE: Final = 100.0  # what a single sentence loses against any two that fit
_BLURB_LATER: Final = 2.0


@dataclass(frozen=True, slots=True)
class LikedEvidence:
    """Where the liked paper has the same terms: offsets into its abstract."""

    id: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """One sentence at Draft.text[start:end]; `support` are offsets into the abstract, empty for a title."""

    text: str
    start: int
    end: int
    support: tuple[Span, ...]
    liked: LikedEvidence | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """One paragraph and its sentences; `title_only` when there was no abstract and the title is all we can say."""

    text: str
    sentences: tuple[DraftSentence, ...]
    title_only: bool = False


def summary(title: str, abstract: str, max_words: int = 120) -> Draft:
    """Two to four sentences that say what was done and found; at most `max_words` words by white space.

    Where no two fit, one; where not even one fits, the shortest usable one, longer than asked: never a cut one.
    """
    found = find_standalone(abstract)
    return _draft([found[i] for i in _best_set(title, found, max_words)]) if found else _title_only(title)


def blurb(title: str, abstract: str, liked: Sequence[LikedPaper] = (), max_words: int = 60) -> Draft:
    """Why it matters in one or two sentences; the last names the liked paper that shares terms, if any does.

    The connection is left out when it does not fit beside a sentence of the paper.
    """
    found = find_standalone(abstract)
    if not found:
        return _title_only(title)
    shared = find_shared_topics(title, abstract, liked)
    if shared is not None:
        room = max_words - len(_connecting_sentence(shared).split())
        sentence = _significant(title, found, room)
        if sentence.words <= room:
            return _draft([sentence], shared)
    return _draft([_significant(title, found, max_words)])


def tldr(title: str, abstract: str) -> Draft:
    """The one sentence that best represents the paper, as `salience` scores them."""
    found = find_standalone(abstract)
    if not found:
        return _title_only(title)
    score = scores(title, [sentence.text for sentence in found])
    return _draft([found[max(_standing_alone(found), key=lambda i: score[i])]])


def _standing_alone(found: Sequence[StandaloneSentence]) -> list[int]:
    """The sentences that are understood by themselves, or else the complete ones, or else all."""
    every = range(len(found))
    complete = [i for i in every if found[i].usable]
    return [i for i in complete if not found[i].dependent] or complete or list(every)


def _significant(title: str, found: Sequence[StandaloneSentence], room: int) -> StandaloneSentence:
    """The sentence on what the work brings: late, significant and salient among those that fit, else the shortest."""
    alone = _standing_alone(found)
    fitting = [i for i in alone if found[i].words <= room]
    if not fitting:
        return found[min(alone, key=lambda i: found[i].words)]
    score = _standardised(title, found)
    done = next((i for i, sentence in enumerate(found) if sentence.does), 0)
    telling = (
        [i for i in fitting if i > done and found[i].matters and not found[i].does]
        or [i for i in fitting if i >= done and (found[i].matters or found[i].finds)]
        or fitting
    )
    return found[
        max(telling, key=lambda i: score[i] + _BLURB_LATER * i / len(found) + found[i].matters + found[i].finds)
    ]


def _best_set(title: str, found: Sequence[StandaloneSentence], max_words: int) -> list[int]:
    """The indices, in source order, of the sentences that make the best paragraph."""
    usable = [i for i, sentence in enumerate(found) if sentence.usable] or list(range(len(found)))
    score = _standardised(title, found) + _LATER * np.arange(len(found)) / max(1, len(found) - 1)
    score[-1] += _CLOSING
    done = next((i for i, sentence in enumerate(found) if sentence.does), 0)
    best = sorted(sorted(usable, key=lambda i: -score[i])[:_CANDIDATES])
    picks = _subsets(len(best))
    words = np.array([found[i].words for i in best], dtype=np.float64)
    fits = (picks @ words <= max_words) & _readable(picks, best, found)
    if not fits.any():
        return [min(_standing_alone(found), key=lambda i: found[i].words)]
    value = picks @ ((score[best] + _OFFSET) * np.sqrt(words))
    value += _COVERAGE * _coverage(title, found, best, picks)
    value += _DOES * (picks @ np.array([found[i].does for i in best]) > 0)
    value += _FINDS * (picks @ np.array([found[i].finds for i in best]) > 0)
    value -= _BACKGROUND * np.maximum(0, picks @ np.array([i < done for i in best]) - 1)
    value -= _ALONE * (picks.sum(1) == 1)
    value = np.where(fits, value, -np.inf).round(9)  # equal sentences tie on every machine; the earlier set wins
    chosen = picks[int(np.argmax(value))]
    return [i for i, taken in zip(best, chosen, strict=True) if taken]


def _readable(picks: _Array, best: Sequence[int], found: Sequence[StandaloneSentence]) -> NDArray[np.bool_]:
    """Which sets open well and have, before every sentence that points back, the sentence it points to."""
    fine = np.ones(len(picks), dtype=np.bool_)
    first = picks.argmax(1)
    if any(found[i].opens for i in best):
        fine &= np.array([found[i].opens for i in best])[first]
    for column, i in enumerate(best):
        if found[i].dependent:
            follows = column > 0 and best[column - 1] == i - 1
            fine &= (picks[:, column] == 0) | (first == column) | (follows and picks[:, column - 1] > 0)
    return fine


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


def _connecting_sentence(shared: SharedTopics) -> str:
    title = " ".join(shared.liked.title.split())
    return f"You liked “{title}”, which also discusses {' and '.join(shared.terms)}."


def _title_only(title: str) -> Draft:
    text = " ".join(title.split())
    return Draft(text, (DraftSentence(text, 0, len(text), ()),), title_only=True)


def _draft(chosen: Sequence[StandaloneSentence], shared: SharedTopics | None = None) -> Draft:
    parts: list[tuple[str, tuple[Span, ...], LikedEvidence | None]] = [(one.text, (one.span,), None) for one in chosen]
    if shared is not None:
        parts.append((_connecting_sentence(shared), shared.here, LikedEvidence(shared.liked.id, shared.there)))
    sentences: list[DraftSentence] = []
    start = 0
    for text, support, evidence in parts:
        sentences.append(DraftSentence(text, start, start + len(text), support, evidence))
        start += len(text) + 1
    return Draft(" ".join(part[0] for part in parts), tuple(sentences))
