"""Lies about which is more, better or first, and about what it was compared with."""

import re
from collections.abc import Mapping
from random import Random

from evals.edits.edit import EditKind
from evals.edits.lies.names import other_name
from evals.edits.lies.rewriting import after, both_ways, exchange, one_way, rewrite
from evals.edits.lies.telling import told

_OFFERS = after(
    "is are as remains provides presents propose proposes develop develops introduce introduces offers "
    "describe became been be gives yields present"
)
_COMPARATIVES = both_ways(
    "better/worse higher/lower faster/slower larger/smaller greater/smaller longer/shorter stronger/weaker "
    "earlier/later "
    "easier/harder cheaper/costlier simpler/more_complex deeper/shallower older/younger wider/narrower "
    "richer/poorer "
    "closer/farther safer/riskier quicker/slower thicker/thinner heavier/lighter tighter/looser broader/narrower"
) | {"smaller": "larger", "slower": "faster", "narrower": "wider", "bigger": "smaller", "fewer": "more"}
_SUPERLATIVES = both_ways(
    "best/worst highest/lowest largest/smallest fastest/slowest strongest/weakest earliest/latest "
    "longest/shortest easiest/hardest cheapest/costliest greatest/smallest simplest/most_complex "
    "youngest/oldest"
) | {"smallest": "largest", "biggest": "smallest"}
_ADJECTIVE = (
    r"(?:accurate|efficient|effective|robust|likely|common|frequent|important|expensive|difficult|complex|stable|"
    r"precise|"
    r"sensitive|severe|reliable|flexible|powerful|active|abundant|general|significant|informative|challenging|"
    r"accurately|"
    r"efficiently|effectively|rapidly|strongly|frequently|often|easily|quickly|slowly|prone|popular|widely|diverse|"
    r"consistent|interpretable|susceptible|pronounced|similar|suitable|compact|relevant|useful|successful|specific|"
    r"prevalent|promising|influential|practical|costly|realistic|scalable|varied|conserved|variable|detailed|"
    r"sophisticated)"
)


def _other_comparative(match: re.Match[str], _rng: Random) -> str | None:
    return f"{'less' if match[1].lower() == 'more' else 'more'} {match[2]}"


COMPARISONS: Mapping[str, EditKind] = {
    "comparative_reversed": told(
        rewrite(
            exchange(_COMPARATIVES, after=r"(?! education| bound| learning| limb| and| or|,? rather|/)"),
            unless=r"\bno (?:\w+er|later)\b|or later|earlier (?:work|studies|results|paper)|no longer|more and "
            r"more|sooner or later|the more\b|"
            r"better understand|better underst|higher[ -](?:order|education|dimension|level)|the better",
        )
    ),
    "more_to_less": told(
        rewrite(
            (rf"\b(more|less) ({_ADJECTIVE})\b(?! and more| or less)", _other_comparative),
            (r"\bmore (?=[a-z]+ing\b|[a-z]+ed\b|[a-z-]+s than\b)", "less "),
            unless=r"(?:even|the|no|any|much|ever|and|or) (?:more|less) \w+,? the|more or less|more and more|"
            r"once more|\bno (?:more|less)\b",
        )
    ),
    "superlative_reversed": told(
        rewrite(
            exchange(_SUPERLATIVES, after=r"(?! of our| known| practices?| to our| \(|-)"),
            (rf"(?<=\bthe )most (?={_ADJECTIVE}\b)", "least "),
            unless=r"at best|at the latest|at least|the best of|recent|\bnot\b|as best",
        )
    ),
    "most_added": told(
        rewrite(
            (
                (
                    rf"{_OFFERS}an? "
                    rf"(?=(?:accurate|efficient|effective|robust|powerful|practical|flexible|reliable|useful|"
                    r"important|promising|significant|serious|severe|critical|popular|challenging|"
                    r"fundamental|expensive|valuable|complex|sensitive|compact|scalable|comprehensive|crucial|"
                    r"essential) [a-z-]+)"
                    r"(?!(?:\w+) (?:number|fraction|proportion|part|amount))"
                ),
                "the most ",
            ),
            unless=r"\b(?:key|major|critical) and\b|a key |a major |such an?|\b(?:not|as|very) an?\b",
            upward=True,
        )
    ),
    "comparable_to_better": told(
        rewrite(
            exchange(
                one_way(
                    "comparable_to/far_better_than on_par_with/far_better_than competitive_with/far_better_than "
                    "comparable_with/far_better_than as_well_as_or/far_better_than "
                    "equivalent_to/much_stronger_than "
                    "comparably_to/far_better_than as_good_as/better_than similarly_to/better_than "
                    "as_fast_as/faster_than "
                    "as_accurate_as/more_accurate_than as_effective_as/more_effective_than as_large_as/larger_than "
                    "as_robust_as/more_robust_than as_efficient_as/more_efficient_than"
                )
            ),
            (
                (
                    r"\b(?:comparable|competitive|similar|equivalent) (?=(?:performance|accuracy|accuracies|"
                    r"quality|"
                    r"efficacy)\b(?! comparable| similar| to))"
                ),
                "superior ",
            ),
            unless=r"\b(?:more|most|is|are) (?:similar|close) to|close to (?:the|a|zero|one)|equivalent to "
            r"(?:the|a)|structurally|homolog|resembl",
        )
    ),
    "superiority_reversed": told(
        rewrite(
            exchange(
                one_way(
                    "outperforms/underperforms outperform/underperform outperformed/underperformed "
                    "outperforming/underperforming surpasses/falls_short_of surpass/fall_short_of "
                    "surpassing/falling_short_of surpassed/fell_short_of exceeds/falls_short_of "
                    "exceeding/falling_short_of "
                    "exceeded/fell_short_of superior_to/inferior_to inferior_to/superior_to superior/inferior|poor "
                    "inferior/superior improves_on/falls_behind improves_upon/falls_behind "
                    "improves_over/falls_behind "
                    "improve_upon/fall_behind advantages_over/drawbacks_against advantage_over/drawback_against "
                    "improvements_over/drops_against improvement_over/drop_against gains_over/losses_against "
                    "beats/loses_to favorably/unfavorably"
                )
            ),
            unless=r"superior (?:temporal|colliculus|frontal|parietal|olivary)|inferior (?:temporal|colliculus|"
            r"frontal|parietal)|outperformed by",
        )
    ),
    "baseline_exchanged": told(
        other_name(
            r"(?:\bthan|\boutperform(?:s|ed|ing)?|\bsurpass(?:es|ing)?|\bcompared (?:to|with)|\bover|\bversus|"
            r"\bunlike|"
            r"\brelative to|\bin contrast to|\bsimilar to|\bagainst|\bsuperior to) (?:the )?"
        )
    ),
    "name_exchanged": told(
        other_name(
            r"(?:\bthan|\boutperform(?:s|ed|ing)?|\bsurpass(?:es|ing)?|\bcompared (?:to|with)|\bover|\bversus|"
            r"\bvs\.?|\bunlike|"
            r"\brelative to|\bin contrast to|\bsimilar to|\bsuch as|\bincluding|\bon|\bagainst|\bto|\bby|\bwith|"
            r"\bfor|\busing) (?:the )?"
        )
    ),
    "likeness_reversed": told(
        rewrite(
            exchange(
                one_way(
                    "in_contrast_to/just_like unlike/like contrary_to/in_line_with in_contrast_with/in_line_with "
                    "similar_to/entirely_unlike as_opposed_to/just_like consistent_with/at_odds_with "
                    "inconsistent_with/consistent_with in_agreement_with/in_conflict_with "
                    "in_line_with/at_odds_with "
                    "compatible_with/incompatible_with different_from/the_same_as "
                    "differs_from/is_the_same_as differ_from/are_the_same_as distinct_from/identical_to "
                    "in_accordance_with/in_conflict_with consistently_with/contrary_to as_expected/unexpectedly "
                    "agrees_with/contradicts agree_with/contradict"
                )
            ),
            unless=r"\b(?:how|very|most|more|not|to|whether) (?:similar|different|agree|differ|consistent)",
        )
    ),
    "slightly_to_dramatically": told(
        rewrite(
            exchange(
                one_way(
                    "slightly/dramatically marginally/dramatically moderately/extremely modestly/dramatically "
                    "somewhat/drastically relatively/extremely fairly/extremely weakly/very_strongly "
                    "reasonably/extremely gradually/abruptly nearly/well_over partially/fully"
                )
            ),
            (
                (
                    r"\b(?:modest|slight|moderate|minor|marginal|small|subtle|reasonable|limited) (?=(?:increase|"
                    r"decrease|reduction|improvement|effect|gain|"
                    r"change|difference|loss|impact|drop|overhead|decline|success|influence|variation)s?\b)"
                ),
                "dramatic ",
            ),
            unless=r"\b(?:not|no|only|nearly all|un\w+)\b|partially[ -](?:observ|order|supervis|label)|nearly "
            r"(?!\d)|slightly (?:less|different)|dramatic (?:amount|number|cost)",
        )
    ),
    "strongly_to_barely": told(
        rewrite(
            exchange(
                one_way(
                    "significantly/barely substantially/barely dramatically/barely greatly/only_slightly "
                    "strongly/only_weakly highly/only_slightly considerably/only_slightly drastically/barely "
                    "markedly/barely vastly/only_slightly remarkably/only_slightly extremely/only_slightly "
                    "vastly/only_slightly profoundly/barely tightly/only_loosely heavily/barely"
                ),
                after=r"(?! (?:parallel|influential|cited|as|and|or|than|available))",
            ),
            (
                (
                    r"\b(?:substantial|dramatic|considerable|drastic|large|marked|strong|significant|great|huge|"
                    r"major|big) (?=(?:increase|decrease|reduction|"
                    r"improvement|effect|gain|change|difference|loss|impact|drop|influence|speedup|saving|progress|"
                    r"shift)s?\b)"
                ),
                "negligible ",
            ),
            unless=r"\b(?:not|no|without|nor|less|more|most|how|too|as) (?:\w+ )?(?:significant|strong|high|heav|"
            r"substantial|large|great|tight|dramatic|major|extreme)",
        )
    ),
}
