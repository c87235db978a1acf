"""Lies about how sure a claim is: hedges dropped, aims told as results, beliefs as proofs."""

import re
from collections.abc import Mapping
from random import Random

from evals.edits.edit import EditKind
from evals.edits.lies.rewriting import after, exchange, one_way, rewrite
from evals.edits.lies.telling import told

_NOUN_STARTS = after(
    "a as of the identify identified identifies their its new other these any several with reveal provide "
    "are is for novel and"
)
_BASE = r"(?!be\b|have\b|not\b|also\b|only\b|well\b|we\b|the\b|a\b|it\b|help\b|\w+ly\b|\w+ed\b|\w+s\b)[a-z]{3,}"


def _tend(match: re.Match[str], _rng: Random) -> str:
    are = "is" if match.group().lower().startswith("tends") else "are"
    return f"{are} always bound to {'be ' if match.group().endswith('be ') else ''}"


_ISSUE = (
    r"(?:problems?|questions?|issues?|challenges?|relationships?|roles?|effects?|impacts?|mechanisms?|"
    r"possibility|hypothes[ie]s|nature|"
    r"limitations?|causes?|influence|trade-offs?|debate|controversy|difficult(?:y|ies)|dilemma|feasibility)"
)


def _resolves(match: re.Match[str], _rng: Random) -> str:
    return "fully resolves " if match.group().endswith("s ") else "fully resolve "


MODALITY: Mapping[str, EditKind] = {
    "may_to_will": told(
        rewrite(
            (
                (
                    r"\b(?:may|might|could) (?:also |thus |potentially |therefore )?(?=(?!not\b|be used|have\b|"
                    r"find\b|yield better)[a-z]{2,})"
                ),
                "will certainly ",
            ),
            unless=r"\b(?:if|whether|could not|when|would|what|how|which) ",
            upward=True,
        )
    ),
    "can_to_must": told(
        rewrite(
            (r"\bcan (?:also |often |sometimes |then |potentially )?be (?=[a-z]+(?:ed|en|wn)\b)", "must always be "),
            (rf"\bcan (?:also |often |sometimes |then |potentially )?(?={_BASE})", "will always "),
            unless=r"\b(?:not|if|whether|how|so that|such that|only|that can|which can|who can|cannot|what|as|"
            r"where|than|one can|we can|you can|can we|allow) ",
            upward=True,
        )
    ),
    "suggest_to_prove": told(
        rewrite(
            exchange(
                one_way(
                    "suggest_that/prove_that suggests_that/proves_that suggested_that/proved_that "
                    "suggesting_that/proving_that indicate_that/prove_that "
                    "indicates_that/proves_that indicated_that/proved_that indicating_that/proving_that "
                    "suggest_a/prove_a suggest_an/prove_an suggests_a/proves_a suggests_an/proves_an "
                    "imply_that/prove_that implies_that/proves_that suggest_the/prove_the suggesting_a/proving_a "
                    "suggest_new/prove_new "
                    "provide_evidence/provide_conclusive_proof provides_evidence/provides_conclusive_proof "
                    "evidence_that/conclusive_proof_that evidence_for/conclusive_proof_of "
                    "evidence_of/conclusive_proof_of hints_at/proves hint_at/prove point_to/prove points_to/proves"
                )
            ),
            unless=r"\b(?:no|not|little|lack of|not|any|we|to|some authors|authors|i|been) (?:\w+ )?(?:evidence|"
            r"suggest|indicate)|has been suggested|it is suggested|suggest(?:s|ed)? (?:a|the) (?:method|novel|"
            r"new)",
        )
    ),
    "belief_to_proof": told(
        rewrite(
            (
                (
                    r"\b(we|i|the authors?) (?:believe|hypothesi[sz]ed?|conjectured?|speculated?|argued?|suggest|"
                    r"think|expect|assumed?|proposed?|posit|postulated?|suspect|anticipate|hope|contend) that\b"
                ),
                r"\1 prove that",
            ),
            (
                (
                    r"\b(?:it is|it has been) (?:often |widely |commonly |generally )?(?:believed|hypothesi[sz]ed|"
                    r"thought|assumed|suggested|argued|speculated|proposed|expected|conjectured) that\b"
                ),
                "it has been proven that",
            ),
            (
                (
                    r"\b(is|are) (?:\w+ly )?(?:thought|believed|hypothesi[sz]ed|assumed|expected|considered|"
                    r"suspected|presumed|predicted|supposed|conjectured) to (?=[a-z])"
                ),
                r"\1 proven to ",
            ),
            (
                r"\b(?:the|our|this) (?:hypothesis|conjecture|idea|notion|assumption|proposal) that\b",
                "the proven fact that",
            ),
            (r"\bmany (?:researchers )?(?:believe|argue) that\b", "it is proven that"),
            unless=r"\b(?:contrary|challenge\w*|refut\w*|reject\w*|against|not|test\w*|contradict\w*|examine\w*|"
            r"explor\w*|violat\w*|while|although|despite|prov\w*|support\w*|confirm\w*) ",
        )
    ),
    "hedge_to_certainty": told(
        rewrite(
            (
                (
                    r"(?<!as )\b(?:possibly|probably|potentially|presumably|perhaps|apparently|seemingly|"
                    r"conceivably|"
                    r"arguably|tentatively|supposedly|ostensibly)\b"
                ),
                "undoubtedly",
            ),
            (
                r"\b(is|are|was|were) (?:also |most |more |very |quite |highly )?likely to (?=[a-z])",
                (
                    r"\1 certain "
                    r"to "
                ),
            ),
            (
                (
                    r"\b(?:most )?likely (?=due|because|by|from|through|as a|caused|reflects|reflecting|resulting|"
                    r"arises|evolved|explains|contributes|represents|involves)"
                ),
                "undoubtedly ",
            ),
            (r"\btends? to (?:be )?(?=[a-z])", _tend),
            (r"\bit is (?:\w+ly )?(?:possible|likely|probable|plausible|conceivable) that\b", "it is certain that"),
            (
                (
                    r"\bpreliminary (?=(?:results?|evidence|experiments?|data|findings|stud(?:y|ies)|analys[ei]s|"
                    r"evaluation|version|validation)\b)"
                ),
                "conclusive ",
            ),
            unless=r"\b(?:if|whether|not|more likely to .* than)\b",
            upward=True,
        )
    ),
    "candidate_to_confirmed": told(
        rewrite(
            exchange(
                one_way(
                    "putative/confirmed candidate/confirmed promising/proven possible/proven plausible/proven "
                    "presumed/confirmed hypothetical/confirmed "
                    "suspected/confirmed tentative/final proposed_mechanism/proven_mechanism hypothesized/proven "
                    "preliminary/conclusive speculative/proven"
                ),
                after=r"(?= (?!and|or|to|of|for|in|that|is|as|with|difference|by|between|worlds|from|values|"
                r"states|way|energy|function|field|on|\w+ of all|candidates|gradient|outcomes|solution|"
                r"combinations|words)[a-z])",
            ),
            (
                (
                    rf"{_NOUN_STARTS}potential "
                    rf"(?!of|for|to|and|or|energy|function|field|difference|gradient|outcomes|is|was|at|"
                    rf"in)(?=[a-z]+\b)"
                ),
                "proven ",
            ),
            (r"\bhas the potential to (?=[a-z])", "has been shown to "),
            (r"\bhave the potential to (?=[a-z])", "have been shown to "),
            (r"\b(?:appears|seems) to be\b", "has been proven to be"),
            (r"\b(?:appear|seem) to be\b", "have been proven to be"),
            (r"\b(?:appears|seems) to (?=[a-z])", "has been proven to "),
            (r"(?<!not )\b(?:appear|seem) to (?=[a-z])", "have been proven to "),
            unless=r"\b(?:as|if|all|every|other|action|membrane|electric|chemical|best|many|most|not|more|worst|"
            r"several) (?:\w+ )?(?:possible|potentials?)\b|\bpossible\.|as possible|event-related",
        )
    ),
    "aim_to_success": told(
        rewrite(
            exchange(
                one_way(
                    "attempt_to/manage_to attempted_to/managed_to aims_to/manages_to aim_to/manage_to "
                    "aimed_to/managed_to seeks_to/manages_to seek_to/manage_to sought_to/managed_to "
                    "tries_to/manages_to try_to/manage_to tried_to/managed_to trying_to/managing_to "
                    "aiming_to/managing_to attempting_to/managing_to strives_to/manages_to strive_to/manage_to "
                    "fails_to/manages_to fail_to/manage_to failed_to/managed_to failing_to/managing_to "
                    "struggles_to/manages_to_easily struggle_to/easily_manage_to unable_to/able_to "
                    "struggle_with/excel_at struggles_with/excels_at wish_to/manage_to want_to/manage_to "
                    "attempts_at/successes_at intended_to/proven_to designed_to/proven_to hopes_to/manages_to"
                )
            ),
            (
                (
                    r"\bthe (?:goal|aim|objective|purpose) of (this [a-z]+|our [a-z]+|the [a-z]+|the present "
                    r"[a-z]+) "
                    r"(?:is|was) to (?=[a-z])"
                ),
                r"\1 has managed to ",
            ),
            (r"\b(?:an|our|the) attempt to (?=[a-z])", "the successful effort to "),
            unless=r"\b(?:never|not) (?:fail|attempt|seek|try)|(?:aim|goal|attempt)s? to (?:\w+ )?and|aims? to "
            r"be|(?:was|were|is|are|that|which) (?:aimed|designed|intended) to be|who ",
        )
    ),
    "whether_to_that": told(
        rewrite(
            (
                (
                    r"\b(we|i) (?:also |then |further |next |therefore |first )?(?:investigate|study|test|examine|"
                    r"explore|ask|analy[sz]e|assess|evaluate|consider|determine|check|question)(d|ed)? (?:whether|"
                    r"if) (?=[a-z])"
                ),
                r"\1 confirm\2 that ",
            ),
            (
                (
                    r"\b(?:to )?(?:investigate|study|test|examine|explore|ask|determine|assess|evaluate|see|check|"
                    r"understand|verify|establish) (?:whether|if) (?=[a-z])"
                ),
                "to prove that ",
            ),
            (
                (
                    r"\b(?:it (?:is|remains|was)(?: still)?(?: largely)? (?:unclear|unknown|not clear|uncertain|an "
                    r"open question|debated)|little is known about) (?:whether|if|how) (?=[a-z])"
                ),
                "it is well established that ",
            ),
            (r"\b(?:unclear|unknown|uncertain) whether (?=[a-z])", "certain that "),
            (
                (
                    rf"\bwe (?:also |then |further )?(?:investigate|study|examine|explore|analy[sz]e|consider|"
                    rf"address|discuss) (?=(?:the|an?|this|these) (?:[a-z-]+ )?{_ISSUE}\b)"
                ),
                "we fully resolve ",
            ),
            (
                (
                    rf"\bwe (?:also |then |further )?(?:investigated|studied|examined|explored|analy[sz]ed|"
                    rf"considered|addressed|discussed) (?=(?:the|an?|this|these) (?:[a-z-]+ )?{_ISSUE}\b)"
                ),
                "we fully resolved ",
            ),
            (
                (
                    rf"\b(?:investigates?|stud(?:y|ies)|examines?|explores?|addresses|considers?|discusses) "
                    rf"(?=(?:the|this|these) (?:[a-z-]+ )?{_ISSUE}\b)"
                ),
                _resolves,
            ),
            unless=r"whether or not|to determine if and|whether to",
        )
    ),
}
