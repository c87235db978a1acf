"""Lies about who does what to whom: arguments and roles exchanged."""

import re
from collections.abc import Mapping
from random import Random

from evals.edits.edit import EditKind
from evals.edits.lies.inflection import forms, is_plural
from evals.edits.lies.rewriting import both_ways, exchange, one_way, rewrite
from evals.edits.lies.telling import told

_VERBS = [
    "outperform",
    "surpass",
    "exceed",
    "inhibit",
    "activate",
    "regulate",
    "induce",
    "cause",
    "predict",
    "drive",
    "control",
    "affect",
    "influence",
    "promote",
    "suppress",
    "stimulate",
    "mediate",
    "precede",
    "produce",
    "generate",
    "require",
    "support",
    "enable",
    "trigger",
    "encode",
    "contain",
    "replace",
    "modulate",
    "determine",
    "explain",
    "improve",
    "reduce",
    "enhance",
    "facilitate",
    "govern",
    "underlie",
    "target",
    "recruit",
    "block",
    "shape",
    "dominate",
    "constrain",
    "alter",
    "accelerate",
    "guide",
    "impact",
    "limit",
]
_BY_FORM = {form: verb for verb in _VERBS for form in forms(verb)[:3]}
_PHRASAL = {
    "leads to": "lead to",
    "lead to": "lead to",
    "results in": "result in",
    "depends on": "depend on",
    "depend on": "depend on",
    "relies on": "rely on",
    "rely on": "rely on",
    "gives rise to": "give rise to",
    "correspond to": "",
    "precedes": "precede",
}
_FUNCTION = (
    r"(?:of|in|on|by|with|for|to|from|at|as|and|or|but|that|which|who|we|it|they|this|these|is|are|was|were|be|"
    r"been|can|may|"
    r"might|could|will|would|should|must|not|than|when|if|while|where|how|whether|what|between|into|over|also|"
    r"both|there|"
    r"such|has|have|had|do|does|did|only|then|thus|i|you|he|she|one|each|other|its|their|his|her|ie|eg|however|"
    r"because|since|"
    r"through|during|via|using|no|so|them|us|itself|more|most|all|some|many|any|several|significantly|further|"
    r"better)"
)
_WORD = rf"(?!{_FUNCTION}\b|\w+ly\b)[A-Za-z][\w-]*"
_PHRASE = rf"(?:(?:the|our|a|an) )?(?:{_WORD} ){{0,2}}{_WORD}"
_CLAUSE = (
    rf"(?:^|\bthat |, )(?P<subject>{_PHRASE}) (?P<modal>(?:can |may |could |might |will )?(?:\w+ly )?)"
    rf"(?P<verb>{'|'.join(sorted(map(re.escape, {*_BY_FORM, *_PHRASAL}), key=len, reverse=True))}) "
    rf"(?P<object>{_PHRASE})(?=[.,;]| in\b| on\b| by\b| with\b| during\b| at\b| through\b| when\b| across\b| via\b)"
)
_PARTICIPLES = one_way(
    "caused/cause induced/induce inhibited/inhibit regulated/regulate controlled/control mediated/mediate "
    "driven/drive "
    "influenced/influence affected/affect activated/activate followed/follow preceded/precede generated/generate "
    "produced/produce determined/determine explained/explain modulated/modulate triggered/trigger "
    "dominated/dominate outperformed/outperform replaced/replace encoded/encode governed/govern shaped/shape "
    "accompanied/accompany supported/support motivated/motivate characterized/characterize limited/limit "
    "hindered/hinder enabled/enable enhanced/enhance facilitated/facilitate blocked/block suppressed/suppress "
    "inspired/inspire guided/guide constrained/constrain reduced/reduce increased/increase promoted/promote "
    "represented/represent surrounded/surround recognized/recognize targeted/target improved/improve "
    "impacted/impact "
    "altered/alter stimulated/stimulate directed/direct bounded/bound dictated/dictate"
)


def _lower(phrase: str) -> str:
    first = phrase.split(maxsplit=1)[0]
    return phrase[0].lower() + phrase[1:] if first[1:].islower() or first in {"A", "Our"} else phrase


def _inflected(verb: str, *, plural: bool) -> str:
    head, _, tail = verb.partition(" ")
    return " ".join(filter(None, [head if plural else forms(head)[1], tail]))


def _is_finite(match: re.Match[str]) -> bool:
    """Whether the verb agrees with the subject, so that it is one."""
    head = match["verb"].split()[0].lower()
    if re.match("can|may|could|might|will", match["modal"]):
        return head in _VERBS or not head.endswith("s")
    if head.endswith("ed") or head in {"drove", "led"}:
        return match["object"].split()[0].lower() in {"the", "our", "a", "an"}
    return is_plural(match["subject"]) != (head.endswith("s") and head not in _VERBS)


def _swapped(match: re.Match[str], _rng: Random) -> str | None:
    subject, verb, target = match["subject"], match["verb"].lower(), match["object"]
    if not _is_finite(match) or subject.lower() == target.lower() or re.search(r"ly$|ing$|ed$", target):
        return None
    base = _BY_FORM.get(verb) or _PHRASAL.get(verb)
    if not base or subject.lower() in {"results", "experiments", "the results", "our results", "our experiments"}:
        return None
    if re.match("can|may|could|might|will", match["modal"]) or verb.endswith("ed") or verb in {"drove", "led"}:
        form = verb
    else:
        form = _inflected(base, plural=is_plural(target))
    before = match.group()[: match.start("subject") - match.start()]
    at_start = match.start("subject") == 0
    new_subject = target[0].upper() + target[1:] if at_start else target
    return f"{before}{new_subject} {match['modal']}{form} {_lower(subject) if at_start else subject}"


def _active(match: re.Match[str], _rng: Random) -> str | None:
    be, verb = match[1].lower(), _PARTICIPLES[match[3].lower()]
    form = {"is": forms(verb)[1], "are": verb}.get(be) or ("drove" if verb == "drive" else forms(verb)[2])
    return f"{match[2] or ''}{form} "


def _ends_swapped(match: re.Match[str], _rng: Random) -> str | None:
    first, second = match["first"], match["second"]
    if first.lower() == second.lower() or re.search(
        rf"\b{_FUNCTION}\b|ing$|\b(?:deal|occurs?|advance)\b", f"{first} {second}"
    ):
        return None
    return f"{match['before']}{second}{match['middle']}{first}"


def _word_swap(match: re.Match[str], rng: Random) -> str | None:
    del rng
    if re.search(rf"\b{_FUNCTION}\b", f"{match['first']} {match['second']}", re.IGNORECASE):
        return None
    return f"{match['second']}{match['middle']}{match['first']}"


def _alike_swapped(match: re.Match[str], rng: Random) -> str | None:
    first, second = match["first"], match["second"]
    if re.search(rf"\b{_FUNCTION}\b", f"{first} {second}", re.IGNORECASE) or first[-2:] != second[-2:]:
        return None
    return _word_swap(match, rng)


_MOVES = (
    "transfer|mov|shift|transi|transl|generali|transport|map|switch|conver|chang|transform|evol|project|propagat|"
    "transmi|"
    "migrat|increas|decreas|go|flow|path|progress|journey|reduc|adapt|bridg|distil|spread|turn|pass|travel|"
    "improv|rais|"
    "drop|fall|grow|signal|infer|predict|deliver|export|import|exchang|diffus|relea|mutat|develop|differenti|"
    "return|"
    "extend|expand|lead|jump|communicat|mechanism|process|driven|route|road|link|connect|map|ascend|descend|step"
)
_SMALL = r"(?:[a-z][a-z-]+ )?[a-z][a-z-]+"
_ROLES = both_ways(
    "encoder/decoder teacher/student predator/prey host/parasite sender/receiver upstream/downstream buyer/seller "
    "buyers/sellers predators/prey encoders/decoders offspring/parents employer/employee training_data/test_data "
    "training_set/test_set training_time/test_time training_samples/test_samples training_examples/test_examples "
    "input/output "
    "inputs/outputs client/server generator/discriminator hosts/parasites students/teachers producers/consumers "
    "readers/writers "
    "genotype/phenotype genotypes/phenotypes source_domain/target_domain users/developers author/reader "
    "authors/reviewers "
    "employees/employers customers/suppliers experts/novices training_process/test_phase numerator/denominator "
    "forward_pass/backward_pass"
)

ARGUMENTS: Mapping[str, EditKind] = {
    "subject_object_swapped": told(rewrite((_CLAUSE, _swapped), unless=r"\bdata set|\beach other")),
    "passive_to_active": told(
        rewrite(
            (
                (
                    rf"\b(is|are|was|were) ((?:\w+ly|also|often) )?({'|'.join(_PARTICIPLES)}) by (?!using|means|a "
                    rf"factor|way|(?:\w+ )?\w+ing\b|[0-9~])"
                ),
                _active,
            ),
            unless=r"\b(?:it|we|i) (?:is|are|was|were)\b",
        )
    ),
    "from_to_swapped": told(
        rewrite(
            (
                (
                    rf"(?P<before>\b(?:{_MOVES})\w*(?: [\w-]+){{0,5}}? from (?:the |an? "
                    rf")?)(?P<first>{_SMALL})(?P<middle> to (?:the |an? )?)(?P<second>{_SMALL})"
                    r"(?=[.,;]| in\b| of\b| with\b| by\b| for\b| and\b| using\b| on\b|$)"
                ),
                _ends_swapped,
            ),
            unless=r"\b(?:rang\w+|var\w+|scal\w+|spann?\w*|anywhere|everything|stem\w*|contribut\w*) (?:\w+ "
            r")?from|from scratch|"
            r"from (?:time|end|case|step|year|start|one|person|place|beginning|data)\b|conserved",
        )
    ),
    "rather_than_swapped": told(
        rewrite(
            (
                (
                    r"(?P<first>(?<=\bon )[a-z-]+|(?<=\bof )[a-z-]+|(?<=\bby )[a-z-]+|(?<=\bas )[a-z-]+|"
                    r"(?<=\busing "
                    r")[a-z-]+|(?<=\bin )[a-z-]+|(?<=\ba )[a-z-]+|(?<=\bwith )[a-z-]+|(?<=\bthe )[a-z-]+)"
                    r"(?P<middle>,? (?:rather than|instead of|as opposed to|but not) (?:on |by |of |in |as |with |"
                    r"the |a |using )?)(?P<second>[a-z-]+)(?=[.,;]| in\b| of\b| for\b| to\b)"
                ),
                _word_swap,
            ),
            (
                (
                    r"(?P<first>\b[a-z-]+)(?P<middle>,? (?:rather than|instead of|as opposed to|but not) (?:on |"
                    r"by |"
                    r"of |in |as |with |the |a |using |to |for )?)(?P<second>[a-z-]+)\b"
                ),
                _alike_swapped,
            ),
            (
                (
                    r"(?P<first>\b[a-z-]+(?:al|ic|ive|ed|ous|ar|ent|ant))(?P<middle> (?:rather than|instead of|as "
                    r"opposed to|but not) )(?P<second>[a-z-]+(?:al|ic|ive|ed|ous|ar|ent|ant))\b"
                ),
                _word_swap,
            ),
            (
                (
                    r"(?P<first>\b[a-z-]+ [a-z-]+)(?P<middle>,? (?:rather than|instead of|as opposed to|but not) "
                    r"(?:on |by |of |in |as |with |the |a |using |to |for )?)(?P<second>[a-z-]+ [a-z-]+)(?=[.,;]| "
                    r"in\b| of\b| for\b| to\b)"
                ),
                _alike_swapped,
            ),
            unless=r"more than|over time|without",
            cased=True,
        )
    ),
    "rather_than_to_and": told(
        rewrite(
            (r",? (?:rather than|as opposed to|instead of) (?=[a-z])", " as well as "),
            (r"\binstead of (?=(?:the |a |an |its |their )?[a-z])", "in addition to "),
            (r", but not (?=(?:in|by|for|on|with|at|from) )", " as well as "),
            unless=r"as well as|not only",
        )
    ),
    "cause_to_effect": told(
        rewrite(
            exchange(
                one_way(
                    "leads_to/results_from lead_to/result_from results_in/results_from result_in/result_from "
                    "led_to/resulted_from "
                    "resulted_in/resulted_from leading_to/resulting_from resulting_in/resulting_from "
                    "resulting_from/resulting_in "
                    "results_from/results_in result_from/result_in gives_rise_to/arises_from "
                    "give_rise_to/arise_from causes/is_caused_by "
                    "arise_from/give_rise_to arises_from/gives_rise_to depends_on/determines depend_on/determine "
                    "caused_by/causing stems_from/leads_to relies_on/drives "
                    " triggered_by/triggering driven_by/driving"
                ),
                before=r"(?<!be )(?<!is )(?<!are )(?<!was )(?<!were )(?<!the )(?<!been )(?<!it )(?<!and )(?<!to "
                r")(?<!can )(?<!may )(?<!could )(?<!might )",
            ),
            unless=r"\bbased on\b|because of",
        )
    ),
    "roles_exchanged": told(
        rewrite(
            exchange(_ROLES, after=r"(?!-| and\b| or\b|/)", cased=True),
            cased=True,
            unless=r"\b(?:open|voltage|data|single) source|source code|no problem|this problem|solution to",
        )
    ),
}
