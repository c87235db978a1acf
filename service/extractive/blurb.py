"""Why a paper matters: what was done, what came of it, and what it has to do with a paper that the reader liked."""

from collections.abc import Sequence
from typing import Final

from service.extractive.clauses import clauses
from service.extractive.draft import Draft, Judge, Quoted, accept_all, compose, quoted, title_only
from service.extractive.rhetoric import HEADLINE, NUMBERED
from service.extractive.salience import scores
from service.extractive.short_forms import explained
from service.extractive.standalone_sentences import StandaloneSentence, find_standalone, standing_alone
from service.extractive.ties import LikedPaper, find_tie

_CONTRIBUTION_WORDS: Final = 24
_RESULT_WORDS: Final = 26
_FIRST: Final = 2  # the contribution is one of the first sentences that claim to be it
_NEXT_BEST_WORDS: Final = 34  # where no form is short enough


def blurb(
    title: str,
    abstract: str,
    liked: Sequence[LikedPaper] = (),
    max_words: int = 75,
    judge: Judge = accept_all,
) -> Draft:
    """The contribution and the result in a clause each, and a tie to a liked paper where one shares a telling concept.

    What does not fit into `max_words` words is left out: the tie first, then the contribution.
    """
    found = find_standalone(abstract)
    if not found:
        return title_only(title)
    chosen = explained(_chosen(title, found), title, abstract, max_words)
    tie = find_tie(title, abstract, liked)
    ways = [(chosen, tie)] if tie else []
    ways += [(chosen[first:], None) for first in range(len(chosen))]
    for some, connection in ways:
        draft = compose(some, judge, connection)
        if len(draft.text.split()) <= max_words:
            return draft
    shortest = min(standing_alone(found), key=lambda i: found[i].words)
    return compose([quoted(found[shortest])], judge)


def _chosen(title: str, found: Sequence[StandaloneSentence]) -> list[Quoted]:
    score = scores(title, [sentence.text for sentence in found])
    usable = [i for i in standing_alone(found) if not found[i].foreign] or standing_alone(found)
    most = max(_contributes(found[i]) for i in usable)
    done = max([i for i in usable if _contributes(found[i]) == most][:_FIRST], key=lambda i: score[i])
    result = max(
        (i for i in usable if _tells(found, i, done)),
        key=lambda i: (found[i].rhetoric.result, found[i].rhetoric.own or found[i].opens, score[i] + i / len(found)),
        default=None,
    )
    if result is None:
        result = next((i for i in sorted(usable, key=lambda i: -score[i]) if _explains(found, i, done)), None)
    strength = found[result].rhetoric.result if result is not None else 0
    if result is None or (found[done].rhetoric.result >= max(strength, NUMBERED)):
        return [_short(found[done], _CONTRIBUTION_WORDS + _RESULT_WORDS)]
    return [_short(found[done], _CONTRIBUTION_WORDS), _short(found[result], _RESULT_WORDS)]


def _contributes(sentence: StandaloneSentence) -> tuple[bool, bool, bool]:
    purpose = sentence.rhetoric
    idle = purpose.set_up or purpose.outlook
    return purpose.proposes and sentence.opens and not idle, purpose.own and sentence.opens and not idle, sentence.opens


def _tells(found: Sequence[StandaloneSentence], at: int, done: int) -> bool:
    """Whether a sentence has a result, and is understood after the one on what was done."""
    sentence = found[at]
    return (
        at != done
        and sentence.rhetoric.result > 0
        and not sentence.rhetoric.background
        and (not sentence.dependent or at == done + 1)
    )


def _explains(found: Sequence[StandaloneSentence], at: int, done: int) -> bool:
    """Whether a sentence says of what use that is, for want of a result."""
    purpose = found[at].rhetoric
    idle = purpose.set_up or purpose.outlook or found[at].foreign
    about_it = purpose.own or purpose.matters
    return (
        at > done and about_it and not purpose.background and not idle and (not found[at].dependent or at == done + 1)
    )


def _short(sentence: StandaloneSentence, most_words: int) -> Quoted:
    """The sentence in its longest form within `most_words` words, or somewhat more; its figure stays in it."""
    short = clauses(sentence.rendered, most_words, HEADLINE)
    longer = [form for form in reversed(clauses(sentence.rendered, _NEXT_BEST_WORDS, HEADLINE)) if form not in short]
    return quoted(sentence, *short, *longer)
