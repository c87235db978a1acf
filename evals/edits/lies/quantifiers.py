"""Lies about how many, how often and how much of a whole."""

import re
from collections.abc import Mapping
from random import Random

from evals.edits.edit import EditKind
from evals.edits.lies.inflection import is_plural, singular
from evals.edits.lies.rewriting import after, exchange, one_way, rewrite
from evals.edits.lies.telling import told

_NOT_A_NOUN = r"(?!of\b|other\b|more\b|less\b|as\b|is\b|are\b|has\b)"


def _all_of(match: re.Match[str], _rng: Random) -> str | None:
    return f"all {match[1]}" if is_plural(match[1]) else None


def _the_only(match: re.Match[str], _rng: Random) -> str | None:
    one = singular(match[2])
    return f"the {match[1]}{one}" if one else None


QUANTIFIERS: Mapping[str, EditKind] = {
    "some_to_all": told(
        rewrite(
            (r"\b(?:some|many|several|certain|at least one) of (?=the|these|our|its|their)", "all of "),
            (rf"(?<!no )(?<!in )(?<!a )\b(?:some|many|several|numerous|certain) {_NOT_A_NOUN}([a-z-]+)\b", _all_of),
            unless=r"\bso many|how many|many-|certain (?:of|that)",
            upward=True,
        )
    ),
    "most_to_all": told(
        rewrite(
            (r"\b(?:most|the majority|a majority|the bulk) of (?=the|these|our|its|their)", "all of "),
            (r"\b(?:the|a)(?: vast| large| great)? majority of ", "all "),
            (r"^most (?=[a-z-]+s\b|[a-z-]+ [a-z-]+s\b)", "All "),
            (rf"{after('in of on by at')}most (?=(?:cases|studies|applications|countries|patients|people)\b)", "all "),
            upward=True,
        )
    ),
    "few_to_many": told(
        rewrite(
            (
                (
                    r"\b(?:relatively |very |only )?(?:a )?few (?!hundred|thousand|decade|years|months|days|"
                    r"seconds|"
                    r"minutes|hours|percent)(?=[a-z-]+s\b|people)"
                ),
                "many ",
            ),
            (
                r"(?<!as )\b(?:relatively |very )?little (?=is known|attention|work|research|evidence|information)",
                "much ",
            ),
            (r"\b(?:rarely|seldom|hardly ever|infrequently)\b", "frequently"),
            unless=r"(?:past|last|next|first|recent) few|one of the few|few[- ]shot",
        )
    ),
    "all_to_only_few": told(
        rewrite(
            (r"(?<!not )(?<!for )(?<!after )\ball (?:of )?(?=the\b|these\b|our\b)", "only a few of "),
            (r"(?<!not )(?<!for )(?<!after )\ball (?=[a-z-]+s\b)(?!times|else)", "only a few "),
            unless=r"\b(?:of|at|by|we|they|are|that) all\b|all \d|all (?:of )?th(?:e|ese|is|at) (?!\w+s\b|\w+ "
            r"\w+s\b)|not all",
        )
    ),
    "often_to_always": told(
        rewrite(
            (
                (
                    r"(?<!most )(?<!more )(?<!how )(?<!as )\b(?:often|usually|typically|generally|commonly|"
                    r"frequently|"
                    r"sometimes|occasionally|in general|in most cases|in many cases)(?! as|-)\b"
                ),
                "always",
            ),
            upward=True,
            unless=r"more (?:often|generally)|always",
        )
    ),
    "mainly_to_entirely": told(
        rewrite(
            (
                r"\b(?:mainly|mostly|primarily|largely|predominantly|chiefly|for the most part)(?![ -]\d)\b",
                "exclusively",
            ),
            (
                r"\b(?:partially|partly|in part(?! [IVX1-9])|to some extent|to a large extent|almost completely)\b",
                "completely",
            ),
            upward=True,
            unless=r"exclusively|completely|partially[ -](?:observ|order|supervis|label)",
        )
    ),
    "part_to_whole": told(
        rewrite(
            (
                (
                    r"\b(?:(?:a|one) )?(?:small |large |major |key |core )?(?:part|portion|fraction|subset|half) "
                    r"of "
                    r"the\b"
                ),
                "the whole of the",
            ),
            (
                (
                    r"\b(?:a|one|the) (?:main |major |key |core |crucial |critical |important |essential )?"
                    r"(?:component|part|subset|portion|fraction) of (?=[a-z])"
                ),
                "the whole of ",
            ),
            (
                (
                    r"\b(?:some|several|various|key|important|certain|many|different) (?:parts|components|aspects|"
                    r"elements|features|"
                    r"portions|sections) of\b"
                ),
                "the whole of",
            ),
            upward=True,
            unless=r"as part of|(?:early|late|first|second|third|last|latter|this|other|next|final) (?:part|"
            r"half)|part of speech|subset of the (?:training|data)|subset of [A-Z]{2}",
        )
    ),
    "one_of_to_the": told(
        rewrite(
            (
                (
                    r"\bone of the ((?:most \w+|main|major|key|leading|largest|biggest|best|primary|principal|"
                    r"central|fundamental|"
                    r"common|oldest|first|top)(?: [a-z-]+){0,2}? )([a-z-]+s)(?= in| of| for|,|\.| that| to| with| "
                    r"facing| and)"
                ),
                _the_only,
            ),
            (
                (
                    r"\b(?:a|one) (?:possible |major |main |key |leading |common |important |primary |principal )"
                    r"(?=(?:cause|reason|source|factor|determinant|obstacle|limitation|driver|goal|challenge|"
                    r"explanation|objective|"
                    r"component|contributor|problem|mechanism|step)\b)"
                ),
                "the only ",
            ),
            upward=True,
        )
    ),
    "range_to_all": told(
        rewrite(
            (
                (
                    r"\ba(?:n)?(?: (?:wide|broad|large|great|vast|rich|small|whole|limited|diverse|extensive))? "
                    r"(?:range|variety|number|host|array|selection|diversity) of "
                    r"(?:different |diverse |various |possible )?(?=(?:[a-z-]+ ){0,2}[a-z-]+s\b)(?!the\b|these\b|"
                    r"our\b)"
                ),
                "all ",
            ),
            (
                (
                    r"\b(?:various|diverse|a lot of|multiple|numerous) (?=(?:types|kinds|forms|tasks|datasets|data "
                    r"sets|benchmarks|"
                    r"applications|settings|fields|domains|diseases|cancers|species|tissues|organisms|areas|"
                    r"models)\b)"
                ),
                "all ",
            ),
            upward=True,
        )
    ),
    "both_to_one": told(
        rewrite(
            (
                (
                    r"\bboth ((?:in |on |by |for |the )?[a-z-]+(?: [a-z-]+)?) and (?=(?:in |on |by |for |the "
                    r")?[a-z-]+\b)"
                ),
                r"\1 but not ",
            ),
            unless=r"\bnot\b|between",
        )
    ),
    "only_to_also": told(
        rewrite(
            (
                (
                    r"(?<!not )(?<!the )(?<!but )(?<!an )(?<!if )(?<!are )(?<!read-)\b(?:only|solely|exclusively|"
                    r"purely|merely) "
                    r"(?=(?:in|on|for|by|from|with|to|at|when|during|under|within|through|after)\b)"
                ),
                "not only ",
            ),
            unless=r"not only|n't|\bnot\b|no\b|cannot|never|\bnor\b|without",
        )
    ),
    "only_added": told(
        rewrite(
            (
                (
                    rf"{after('is are')}(?=(?:found|expressed|observed|localized|located|required|needed|present|"
                    rf"used|active|"
                    r"available|detected|induced|activated|based|determined|affected|applicable|effective|caused|"
                    r"driven|"
                    r"associated|trained|evaluated|produced|controlled|regulated|mediated) (?:in|on|by|for|with|at|"
                    r"during)\b)"
                ),
                "only ",
            ),
            (
                (
                    rf"{after('was were')}(?=(?:found|expressed|observed|localized|detected|induced|affected|"
                    rf"associated|evaluated|"
                    r"present|used|trained|tested|performed|conducted) (?:in|on|by|for|with|at|during)\b)"
                ),
                "only ",
            ),
            (r"\b(depends?|relies|rely|applies) (?=on\b|to\b)", r"\1 only "),
            (r"\b((?:we|they) (?:evaluate|test)) (?=on\b|a\b|the\b|two\b)", r"\1 only "),
            unless=r"\b(?:only|not|if|whether|than|merely|solely|exclusively|just|even|also|all|both)\b",
        )
    ),
    "contributes_to_determines": told(
        rewrite(
            exchange(
                one_way(
                    "contributes_to/alone_determines contribute_to/alone_determine contributed_to/alone_determined "
                    "contributing_to/alone_determining is_involved_in/is_solely_responsible_for "
                    "are_involved_in/are_solely_responsible_for was_involved_in/was_solely_responsible_for "
                    "plays_a_role_in/is_solely_responsible_for play_a_role_in/are_solely_responsible_for "
                    "affects/fully_determines affected_by/fully_determined_by influences/fully_determines "
                    "influenced_by/fully_determined_by helps_to/is_enough_to help_to/are_enough_to "
                    "are_central_to/are_solely_responsible_for"
                ),
            ),
            (r"\bplays an? \w+(?: and \w+)? role in\b", "is solely responsible for"),
            (r"\bplay an? \w+(?: and \w+)? roles? in\b", "are solely responsible for"),
            unless=r"\b(?:how|whether|may|might|can|could|to|that|processes|genes|proteins|those|who|users|"
            r"researchers|people) (?:play|contribute|help)\b|\bnot\b|likely",
        )
    ),
}
