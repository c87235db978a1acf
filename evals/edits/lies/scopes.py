"""Lies about where and when a claim holds: restrictions dropped, conditions dropped or turned around."""

import re
from collections.abc import Mapping
from random import Random

from evals.edits.edit import EditKind
from evals.edits.lies.rewriting import after, exchange, one_way, rewrite
from evals.edits.lies.telling import told

_NUMBER = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|several|some|many|multiple|various|different|numerous|"
    r"[2-9]|\d\d)"
)
_MILD = (
    r"mild|weak|suitable|appropriate|certain|specific|some|standard|reasonable|general|natural|particular|"
    r"limited|(?:some|certain) \w+"
)
_CLAIM = (
    r"\b(?:improves?|outperforms?|reduces?|increases?|inhibits?|achieves?|enables?|leads?|causes?|induces?|is|"
    r"are|can|requires?|"
    r"regulates?|show|shows|prove|proves|promotes?|predicts?|provides?|depends?|converges?|exists?|has|have|"
    r"holds?|allows?)\b"
)


def _claim_before(match: re.Match[str], _rng: Random) -> str | None:
    before = match.string[: match.start()]
    return "" if re.search(_CLAIM, before) and len(before.split()) > 4 else None


def _all_such(match: re.Match[str], _rng: Random) -> str:
    before, *_, noun = match.group().split()
    return f"{before} all {noun}"


def _main_clause(match: re.Match[str], _rng: Random) -> str | None:
    return match[1].upper() if len(match.group().split()) < 25 else None


SCOPES: Mapping[str, EditKind] = {
    "assumption_widened": told(
        rewrite(
            (rf"\bunder (?:{_MILD}) (?:[a-z-]+ )?assumptions?\b", "without any assumptions"),
            (
                (
                    rf"(?<!even )\b(?:under|in) (?:{_MILD}) (?:[a-z-]+ )?(?:conditions|circumstances|settings|"
                    rf"scenarios|situations)\b"
                ),
                _all_such,
            ),
            (
                r"(?<!even )\bunder (?:the )?[a-z-]+(?: [a-z-]+)? conditions\b(?! of| that| where| in| for)",
                "under all conditions",
            ),
            (
                (
                    r"(?<!be ),? (?:assuming that|provided that|on the assumption that|as long as|so long as|on "
                    r"condition that) "
                    r"(?!only|true|[0-9])[^,;()]+(?=\.$)"
                ),
                _claim_before,
            ),
            unless=r"\bunder (?:which|what|all|different|various|these|diverse|both|two|any|several|many|"
            r"multiple|similar|identical)",
            upward=True,
        )
    ),
    "model_system_dropped": told(
        rewrite(
            (
                (
                    r"(?<!case)(?<! is)(?<! are)(?<! of)(?<! or)(?<! and)(?<!both)(?<!conserved),? in (?:vitro|"
                    r"silico|simulations?|(?:numerical|computer) "
                    r"simulations|(?:simulated|synthetic) \w+|mice|rats|rodents|"
                    r"yeast|zebrafish|mouse \w+|rat \w+|cell culture|cultured \w+(?: \w+)?|animal models?|"
                    r"Drosophila(?: melanogaster)?|"
                    r"E\. coli|Escherichia coli|Arabidopsis(?: thaliana)?|Caenorhabditis elegans|C\. elegans|"
                    r"Saccharomyces cerevisiae|"
                    r"(?:some|certain|several|many|most) (?:cases|species|settings|patients|situations|"
                    r"circumstances|"
                    r"tasks|areas|domains|"
                    r"applications|countries|scenarios|instances))(?=[.;])"
                ),
                _claim_before,
            ),
            (
                (
                    r",? (?:on|across) (?:(?:two|three|several|some|small|synthetic|simulated|toy|low-dimensional|"
                    r"sparse|certain|specific|small-scale) )+(?:[a-z-]+ )?(?:data|data ?sets|benchmarks|tasks|"
                    r"problems|examples|images|graphs|networks|inputs|models)(?=\.)"
                ),
                _claim_before,
            ),
            upward=True,
        )
    ),
    "scope_to_universal": told(
        rewrite(
            (
                (
                    rf"{after('on in')}(?:the )?{_NUMBER} (?:of the )?(?:(?:different|standard|popular|public|"
                    rf"publicly available|common|"
                    r"widely used|well-known|challenging|real-world|benchmark|large|large-scale|widely-used|real|"
                    r"diverse|other|"
                    r"independent|major|important|distinct|cancer|image|text|human|mouse|European) )*"
                    r"(?=(?:[a-z-]+ )?(?:datasets|data sets|benchmarks|tasks|cases|species|languages|"
                    r"populations|experiments|domains|settings|cities|countries|studies|scenarios|environments|"
                    r"applications|problems|"
                    r"networks|organisms|genomes|tissues|cells|lines|areas|fields|regions|ways|types|systems|"
                    r"domains|"
                    r"samples|models)\b)"
                ),
                "all existing ",
            ),
            (
                (
                    rf"{after('across over')}{_NUMBER} (?:(?:different|standard|popular|public|challenging|diverse|"
                    rf"real-world) )*"
                    r"(?=[a-z-]+s\b)(?!years|months|days|hours|decades|weeks|orders|times|layers)"
                ),
                "all existing ",
            ),
            upward=True,
        )
    ),
    "condition_dropped": told(
        rewrite(
            (
                (
                    r",? (?:only if|if and only if|if|unless|provided that|as long as|only when|even when|except "
                    r"when|except for|except in|"
                    r"especially when|particularly when|when) (?!it comes|as a|by|with|we are|needed|in |on |at |"
                    r"for "
                    r"|compared|tested|applied|possible|necessary|needed|not |so|any)[^,;:()]+(?=\.$)"
                ),
                _claim_before,
            ),
            (
                (
                    r"^(?:If|When|Provided that|As long as|Unless|Where|Whenever) (?!compared|tested|applied)[^,"
                    r";:()]{8,90}, (?:then )?([a-z])"
                    r"(?!t (?:is|was)\b|hey |t )(?=[^,]*\b(?:is|are|can|improves|performs|will|must|becomes?|has|"
                    r"have)\b)"
                ),
                _main_clause,
            ),
            unless=r"\b(?:whether|ask|asked|asks|wonder|see|test|determine|not|as if|what|how|consider|was|were|"
            r"did|had)\b",
        )
    ),
    "condition_reversed": told(
        rewrite(
            exchange(
                one_way(
                    "only_if/even_if only_when/even_when even_if/only_if even_when/only_when even_in/only_in "
                    "even_for/only_for "
                    "regardless_of/depending_on irrespective_of/depending_on provided_that/unless "
                    "as_long_as/unless "
                    "unless/if depending_on/regardless_of even_without/only_with even_with/only_without "
                    "even_under/only_under "
                    "except_for/including except_in/especially_in especially_in/except_in "
                    "especially_when/except_when "
                    "particularly_when/except_when especially_for/except_for particularly_for/except_for "
                    "particularly_in/except_in even_at/only_at even_on/only_on"
                )
            ),
            (r", even with\b", ", but only with"),
            (r"(?<=\w )if (?=(?:the|and|it|they|a|we|there|one)\b)(?=[^,;]*\.$)", "unless "),
            unless=r"\b(?:whether|ask|asked|asks|wonder|see if|test if|determine if|determining if|not even|as "
            r"if|and if|or if)\b|what if|only if and",
        )
    ),
    "necessary_to_sufficient": told(
        rewrite(
            exchange(
                one_way(
                    "necessary_for/sufficient_for essential_for/sufficient_for required_for/sufficient_for "
                    "needed_for/sufficient_for crucial_for/sufficient_for indispensable_for/sufficient_for "
                    "critical_for/sufficient_for a_prerequisite_for/sufficient_for sufficient_for/required_for "
                    "sufficient_to/necessary_to necessary_to/sufficient_to "
                    "required_to/sufficient_to essential_to/sufficient_to crucial_to/sufficient_to "
                    "needed_to/sufficient_to"
                )
            ),
            (r"\bif and only if\b|\bonly if\b", "if"),
            unless=r"\b(?:not|both|sufficient and|and sufficient|no|is it)\b|necessary and|and necessary|"
            r"required and|(?:are|is|as) required to\b",
        )
    ),
    "including_to_excluding": told(
        rewrite(
            (r", including (?=[a-z])(?!but\b)", ", with the exception of "),
            (r", such as (?=[a-z-]+(?: [a-z-]+)?(?:,| and| or|\.))", ", with the exception of "),
            (r"\b(?:excluding|with the exception of|apart from|except for) ", "including "),
            (r"\bin addition to (?=the\b|a\b|an\b|its\b|their\b|our\b)", "instead of "),
            unless=r"including both|\bnot\b",
        )
    ),
    "despite_to_because": told(
        rewrite(
            (r"^(?:although|even though|though) (?=[a-z])", "Because "),
            (r"(?<=[\w,] )(?:although|even though) (?=(?:the|it|they|we|these|this)\b)", "because "),
            (
                (
                    r"\b(?:despite|in spite of|notwithstanding) (?=the\b|a\b|its\b|their\b|our\b|this\b|these\b|"
                    r"[a-z]+ing\b|[a-z]+ [a-z]+)"
                ),
                "because of ",
            ),
            unless=r"despite of|\bbecause\b",
        )
    ),
    "because_to_despite": told(
        rewrite(
            (r"\b(?:because of|due to|owing to|as a result of|thanks to) (?=[a-z])", "despite "),
            (r"\bbecause (?!of\b)(?=[a-z])", "although "),
            (r"\btherefore, (?=we\b|the\b|it\b|this\b)", "nevertheless, "),
            unless=r"\b(?:is|are|was|were|be|not|only|just|largely|mainly|mostly|partly|in part|likely|primarily|"
            r"simply|precisely|and) "
            r"(?:due to|because|owing)|although|despite|this is|that is due|whether",
        )
    ),
}
