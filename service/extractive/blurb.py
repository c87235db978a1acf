"""Why a paper matters: what was done, what came of it, and what it has to do with a paper that the reader liked."""

from collections.abc import Sequence
from typing import Final

from service.extractive.clauses import clauses
from service.extractive.draft import Draft, Judge, Quoted, accept_all, compose, quoted, rewritten, title_only
from service.extractive.references import introduced, introducers
from service.extractive.rhetoric import HEADLINE, NUMBERED, gain, is_set_up
from service.extractive.roles import likelihoods
from service.extractive.salience import scores
from service.extractive.short_forms import explained
from service.extractive.standalone_sentences import StandaloneSentence, find_standalone, outcomes, standing_alone
from service.extractive.ties import LikedPaper, Tie, find_tie

_CONTRIBUTION_WORDS: Final = 24
_RESULT_WORDS: Final = 26
_FIRST: Final = 2  # the contribution is one of the first sentences that claim to be it
_LIKELY: Final = 0.5  # that a sentence is a result
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
    tie = find_tie(title, abstract, liked)
    return rewritten(found, lambda some: _blurb(title, abstract, some, tie, max_words, judge))


def _blurb(
    title: str, abstract: str, found: Sequence[StandaloneSentence], tie: Tie | None, max_words: int, judge: Judge
) -> Draft:
    chosen = explained(_chosen(title, found), title, abstract, max_words)
    ways = [(chosen, tie)] if tie else []
    ways += [(chosen, None), *(([one], None) for one in reversed(chosen) if one.sentence.opens)]
    for some, connection in ways:
        draft = compose(some, judge, connection)
        if len(draft.text.split()) <= max_words:
            return draft
    shortest = min(standing_alone(found), key=lambda i: found[i].words)
    return compose([quoted(found[shortest])], judge)


def _chosen(title: str, found: Sequence[StandaloneSentence]) -> list[Quoted]:
    score = scores(title, [sentence.text for sentence in found])
    alone = [i for i in standing_alone(found) if not found[i].foreign] or standing_alone(found)
    most = max(_contributes(found[i]) for i in alone)
    done = max([i for i in alone if _contributes(found[i]) == most][:_FIRST], key=lambda i: score[i])
    needed = introducers(title, found)
    outcome = outcomes(found)
    likely = likelihoods([sentence.text for sentence in found], "result")
    usable = [i for i, sentence in enumerate(found) if sentence.usable and not sentence.foreign]
    result = max(
        (i for i in usable if i != done and outcome[i] and _understood(found[i], i, done)),
        key=lambda i: (
            introduced(needed[i], [done]),
            outcome[i],
            found[i].rhetoric.own or found[i].opens,
            score[i] + likely[i],
        ),
        default=None,
    )
    if result is None:
        result = max(
            (i for i in usable if _explains(found, i, done)),
            key=lambda i: (introduced(needed[i], [done]), likely[i] > _LIKELY, found[i].rhetoric.matters, likely[i]),
            default=None,
        )
    if result is None or outcome[done] >= max(outcome[result], NUMBERED):
        return [_short(found[done], _CONTRIBUTION_WORDS + _RESULT_WORDS)]
    came_out = _short(found[result], _RESULT_WORDS)
    room = _CONTRIBUTION_WORDS + max(0, _RESULT_WORDS - len(came_out.forms[0].split()))
    return [_short(found[done], room), came_out]


def _contributes(sentence: StandaloneSentence) -> tuple[bool, ...]:
    """How surely a sentence says what was done, to be compared with that of others."""
    purpose = sentence.rhetoric
    own = purpose.own and sentence.opens and not (purpose.set_up or purpose.outlook)
    proposes = purpose.proposes and not sentence.dependent and not purpose.set_up
    return proposes, purpose.does and own, own, sentence.opens


def _understood(sentence: StandaloneSentence, at: int, done: int) -> bool:
    """Whether a sentence is, right after the one on what was done."""
    return not sentence.dependent or at == done + 1 or (at > done and sentence.about_work)


def _explains(found: Sequence[StandaloneSentence], at: int, done: int) -> bool:
    """Whether a sentence says of what use that is, for want of a result."""
    purpose = found[at].rhetoric
    idle = purpose.set_up or purpose.outlook or purpose.stock
    return at > done and not purpose.background and not idle and _understood(found[at], at, done)


def _short(sentence: StandaloneSentence, most_words: int) -> Quoted:
    """The sentence in its longest form within `most_words` words, or somewhat more; what is better stays in it."""
    forms = [
        form
        for form in clauses(sentence.rendered, max(most_words, _NEXT_BEST_WORDS), HEADLINE)
        if not sentence.rhetoric.result or (gain(form) >= gain(sentence.rendered) and not is_set_up(form))
    ]
    short = [form for form in forms if len(form.split()) <= most_words]
    return quoted(sentence, *short, *reversed(forms[: len(forms) - len(short)]))
