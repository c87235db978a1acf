"""Lies about what goes with what: correlation told as cause, dependence told as independence."""

import re
from collections.abc import Mapping
from random import Random

from evals.edits.edit import EditKind
from evals.edits.lies.inflection import is_plural
from evals.edits.lies.rewriting import exchange, one_way, rewrite
from evals.edits.lies.telling import told

_LINK = (
    r"(?:(?:significantly |strongly |positively |negatively |inversely |also |highly |closely |often |frequently "
    r"|independently |"
    r"tightly |consistently |commonly |well |directly )?(?:associated|correlated|linked) with|(?:closely |"
    r"strongly |directly |also )?"
    r"linked to)"
)
_CAUSES = {"is": "causes", "are": "cause", "was": "caused", "were": "caused"}


def _causes(match: re.Match[str], _rng: Random) -> str:
    return f"{_CAUSES[match[1].lower()]} "


def _effect(match: re.Match[str], _rng: Random) -> str | None:
    if re.search(
        r"\b(?:the|these|those|two|different|various|\w+(?:al|ic|ive|ed|ous|ar|ary|ete|ent|ing|an|man))$|,", match[2]
    ):
        return None
    noun = "effects" if is_plural(match[1]) else "effect"
    return f"causal {noun} of {match[2]} on "


CAUSALITY: Mapping[str, EditKind] = {
    "associated_to_causes": told(
        rewrite(
            (rf"\b(is|are|was|were) {_LINK} (?=[a-z])(?!each|one another)", _causes),
            (r"\bcorrelates? (?:\w+ly |well )?with\b", "directly drives"),
            (
                (
                    r"(?<!ly )(?<!be )(?<!is )(?<!are )(?<!was )(?<!were )\bcorrelated (?:\w+ly |well )?with "
                    r"(?!each)(?=[a-z])"
                ),
                "caused by ",
            ),
            (r"\b(?:was|were) correlated with ", "caused "),
            (
                (
                    r"\b(?:an? )?(?:independent |major |important |key |strong |significant )?(?:risk factors?|"
                    r"biomarkers?|predictors?|markers?) (?:of|for) "
                ),
                "the cause of ",
            ),
            (
                (
                    r"(?<!be )(?<!been )(?<!is )(?<!are )(?<!was )(?<!were )(?<!ly )\b(?:associated|correlated) "
                    r"with "
                    r"(?!each|one another)(?=[a-z])"
                ),
                "caused by ",
            ),
            unless=r"\bnot\b|\bno\b|whether|\btest\b|(?:can|may|to) be (?:associated|linked)|tuple|are the cause|"
            r"data associated|metadata|the costs? associated",
        )
    ),
    "association_to_effect": told(
        rewrite(
            (
                (
                    r"\b(?:(?:significant|strong|positive|negative|close|complex|clear|potential|possible) "
                    r")?(associations?|correlations?|relationships?|relations?) "
                    r"between ((?:[\w-]+ ){0,3}?[\w-]+) and (?=[a-z])(?!\w+ly\b)"
                ),
                _effect,
            ),
            unless=r"causal|\bno\b|\bnot\b|effect of|(?:wire|hyper)links|physical links",
        )
    ),
    "dependence_reversed": told(
        rewrite(
            exchange(
                one_way(
                    "independent_of/dependent_on independently_of/depending_on irrespective_of/depending_on "
                    "regardless_of/depending_on "
                    "dependent_on/independent_of invariant_to/sensitive_to invariant_under/sensitive_to "
                    "robust_to/sensitive_to "
                    "robust_against/sensitive_to sensitive_to/robust_to|unaffected_by "
                    "insensitive_to/sensitive_to depends_on/does_not_depend_on "
                    "depend_on/do_not_depend_on relies_on/does_not_rely_on rely_on/do_not_rely_on "
                    "unaffected_by/affected_by "
                    "resistant_to/susceptible_to susceptible_to/resistant_to vulnerable_to/immune_to "
                    "agnostic_to/dependent_on "
                    "depended_on/did_not_depend_on determined_by/independent_of governed_by/independent_of "
                    "conditioned_on/independent_of "
                    "resilient_to/vulnerable_to influenced_by/independent_of prone_to/free_from "
                    "relied_on/did_not_rely_on"
                )
            ),
            unless=r"\b(?:not|to|as|may|can|might|must|could|should|will|would|that|which|only|solely) (?:\w+ly "
            r")?(?:depend on|rely on|independent)|"
            r"\b(?:n't|no|not|nor) ",
        )
    ),
    "sign_reversed": told(
        rewrite(
            exchange(
                one_way(
                    "positively/negatively negatively/positively positive/negative negative/positive "
                    "inversely/positively "
                    "upregulated/downregulated downregulated/upregulated up-regulated/down-regulated "
                    "down-regulated/up-regulated "
                    "upregulation/downregulation downregulation/upregulation up-regulation/down-regulation "
                    "overexpression/underexpression "
                    "overexpressed/underexpressed upregulates/downregulates downregulates/upregulates "
                    "attractive/repulsive "
                    "overestimate/underestimate underestimate/overestimate overestimates/underestimates "
                    "underestimates/overestimates "
                    "agonist/antagonist antagonist/agonist beneficial/harmful harmful/beneficial "
                    "detrimental/beneficial "
                    "optimistic/pessimistic pessimistic/optimistic convergent/divergent convergence/divergence "
                    "favorable/unfavorable "
                    "synergistic/antagonistic adverse/beneficial gain/loss loss_of/gain_in advantage/disadvantage "
                    "advantages/disadvantages disadvantages/advantages strengths/weaknesses weaknesses/strengths "
                    "benefits/drawbacks drawbacks/benefits excitatory/inhibitory inhibitory/excitatory"
                ),
                after=r"(?!-| and\b| or\b|/| matrix| definite| semi| function| control| samples?\b| examples?\b| "
                r"pairs?\b| electron)",
            ),
            unless=r"false[ -](?:positive|negative)|true positive|positive-|(?:gram|HIV|loss)[ -](?:positive|"
            r"negative|function)|non-negative|competitive advantage",
        )
    ),
}
