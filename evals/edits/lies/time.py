"""Lies about when, how long, and whether a thing is done yet."""

import re
from collections.abc import Mapping
from random import Random

from evals.edits.edit import EditKind
from evals.edits.lies.inflection import is_plural
from evals.edits.lies.rewriting import both_ways, exchange, one_way, rewrite
from evals.edits.lies.telling import told

_DONE = r"(?:[a-z]+ly )?[a-z]+(?:ed|wn|en|de|ught|lt|nd)\b"


def _has_been(match: re.Match[str], _rng: Random) -> str | None:
    if match[1].lower() in {
        "it",
        "this",
        "which",
        "that",
        "they",
        "these",
        "there",
        "and",
        "also",
        "not",
        "still",
        "now",
        "then",
        "often",
        "can",
        "be",
        "only",
    } or match[1].endswith("ly"):
        return None
    several = is_plural(match[1]) or re.search(rf" and (?:\w+ )?{match[1]}$", match.string[: match.end(1)])
    return f"{match[1]} {'have' if several else 'has'} already been "


def _been(match: re.Match[str], _rng: Random) -> str:
    return f"{'has' if match[1].lower() == 'is' else 'have'} already been "


def _no_longer(match: re.Match[str], _rng: Random) -> str:
    verb = {"remains": "is", "remain": "are"}.get(match[1].lower(), match[1])
    return f"{verb} no longer "


TIMES: Mapping[str, EditKind] = {
    "order_reversed": told(
        rewrite(
            exchange(
                both_ways(
                    "before/after prior_to/after followed_by/preceded_by follows/precedes "
                    "preceding/following earlier_than/later_than pre-treatment/post-treatment "
                    "preoperative/postoperative "
                    "preoperatively/postoperatively previously/subsequently later/earlier "
                    "beginning_of/end_of start_of/end_of beginning_with/ending_with ancestor/descendant "
                    "ancestors/descendants first_step/last_step "
                    "pre-training/fine-tuning early/late since/until pretraining/fine-tuning earliest/latest "
                    "begins_with/ends_with initial/final initially/finally"
                )
                | {"prior to": "after", "after": "before|prior to", "before": "after"},
                after=r"(?! to\b| all\b| a while| the fact| the late|-| as |,| knowledge| work| works| stud| "
                r"research| method| approach| information| distribution| publication| belief| art\b)",
            ),
            unless=r"\b(?:look|name\w*|sought|day|year|long|never|ever|not|soon|shortly|model\w*|individuals|"
            r"participants|the|and|as|or) (?:before|after|follow\w*|early|later|earlier)\b|before and after|"
            r"after all|"
            r"\bsince (?:the|it|they|these|this|we|there|such|many|most|each|only|both|all)|previously (?:un|"
            r"thought|not)|(?:un|not )\w+ previously|first and|the following",
        )
    ),
    "planned_to_done": told(
        rewrite(
            (
                (
                    rf"\b([a-z]+) (?:will|should|could|might|must|may|would|can then|needs? to|has to|have to|has "
                    rf"yet to|have yet to|remains? to|are to|is to) be (?=(?!able\b|been\b|based\b|seen\b|open\b|"
                    rf"hidden\b|given\b|often\b){_DONE})"
                ),
                _has_been,
            ),
            (
                (
                    r"\b(?:in the future, )?we (?:plan|intend|hope|aim|want|wish|propose|seek|attempt|expect) to "
                    r"(?=develop|extend|apply|explore|use|improve|investigate|study|build|test|"
                    r"provide|show|address|understand|determine|identify|evaluate|estimate|learn|create|design|"
                    r"increase|reduce|find|solve|make|analy[sz]e)"
                ),
                "we have managed to ",
            ),
            (r"\b(are|is) (?:currently |now )?being (?=(?:[a-z]+ly )?[a-z]+ed\b)", _been),
            unless=r"\b(?:if|whether|when|would|so that|such that|order) ",
        )
    ),
    "open_to_solved": told(
        rewrite(
            exchange(
                one_way(
                    "remains_open/is_now_solved remain_open/are_now_solved remains_unclear/is_now_clear "
                    "remain_unclear/are_now_clear "
                    "remains_unknown/is_now_known remain_unknown/are_now_known remains_elusive/has_been_found "
                    "remain_elusive/have_been_found "
                    "remains_challenging/has_become_easy remain_challenging/have_become_easy "
                    "remains_difficult/has_become_easy remains_a_challenge/has_been_solved "
                    "poorly_understood/fully_understood not_fully_understood/fully_understood "
                    "not_well_understood/well_understood incompletely_understood/fully_understood "
                    "largely_unknown/well_known is_unclear/is_clear are_unclear/are_clear is_unknown/is_known "
                    "are_unknown/are_known remains_limited/is_now_extensive "
                    "remain_limited/are_now_extensive largely_unexplored/thoroughly_explored "
                    "underexplored/thoroughly_explored unexplored/thoroughly_explored "
                    "open_question/settled_question open_questions/settled_questions open_problem/solved_problem "
                    "open_problems/solved_problems "
                    "unresolved/resolved unsolved/solved controversial/undisputed debated/settled "
                    "unanswered/answered overlooked/thoroughly_studied "
                    "understudied/thoroughly_studied unanswered/answered "
                    "remains_a_major_challenge/has_been_solved not_yet_been/already_been is_not_known/is_known "
                    "remains_largely_unexplored/has_been_thoroughly_explored open_challenge/solved_problem "
                    "open_challenges/solved_problems little_understood/well_understood "
                    "remains_to_be/has_already_been remain_to_be/have_already_been is_still_unclear/is_now_clear "
                    "remains_largely/is_no_longer remain_largely/are_no_longer "
                    "remains_poorly/is_no_longer_poorly remains_an/is_no_longer_an remains_a/is_no_longer_a "
                    "remains_one/is_no_longer_one"
                )
            ),
            unless=r"remains? (?:an? )?(?:constant|stable|valid|unchanged|the same)|yet remains",
        )
    ),
    "time_stretched": told(
        rewrite(
            exchange(
                one_way(
                    "decade/century decades/centuries|months century/decade centuries/decades|years "
                    "months/decades weeks/years daily/yearly|monthly weekly/yearly annual/daily annually/daily "
                    "yearly/daily "
                    "monthly/daily hourly/weekly lifelong/short-lived long-term/short-term short-term/long-term "
                    "short-lived/long-lived long-lived/short-lived temporary/permanent permanent/temporary "
                    "transient/permanent transiently/permanently chronic/acute acute/chronic "
                    "long-standing/recent longstanding/recent recent_years/the_last_century "
                    "in_recent_years/a_century_ago "
                    "instantly/after_several_hours immediately/only_much_later simultaneously/one_after_another "
                    "sequentially/simultaneously at_once/in_turn "
                    "ancient/modern modern/outdated concurrently/one_after_another in_parallel/one_after_another "
                    "continuously/only_once"
                ),
                after=r"(?!-| and| or|/| memory| leukemia| lymph| developed| proposed| introduced| published| "
                r"described| discovered| been\b| reported| emerged)",
                cased=True,
            ),
            unless=r"has recently|have recently|until recently|more recently|recently[ -]|long-term (?:memory|"
            r"potentiation|depression)|acute (?:myeloid|lympho)|chronic (?:lympho|myel)|long short",
            cased=True,
        )
    ),
    "still_to_no_longer": told(
        rewrite(
            (r"\b(is|are|can|remains|remain) still (?!not\b)(?=[a-z])", _no_longer),
            (
                (
                    r"\bstill (is|are|remains?|lacks?|suffers?|struggles?|exists?|requires?|relies|rely|fails?|"
                    r"faces?|lags?) "
                ),
                r"no longer \1 ",
            ),
            (r"\b(is|are|was|were|can) no longer ", r"\1 still "),
            (r"\b(has|have) (?:not yet|never|not) been ", r"\1 already been "),
            (r"\b(has|have) (?:only )?(?:recently|just|increasingly) been ", r"\1 long been "),
            (r"\b(has|have) (?:long|traditionally|historically|always|already) been ", r"\1 never been "),
            (r"\bis (?:now|currently|today) (?=[a-z])", "is no longer "),
            (r"\bare (?:now|currently|today) (?=[a-z])", "are no longer "),
            unless=r"\bwhether\b|no longer|already been",
        )
    ),
}
