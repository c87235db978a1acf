"""Lies about what is new, whose it is, and what it is good for."""

import re
from collections.abc import Mapping, Sequence
from random import Random

from evals.edits.edit import EditKind
from evals.edits.lies.rewriting import Change, exchange, one_way, rewrite
from evals.edits.lies.telling import told

_KIND = (
    r"(?:method|approach|model|framework|algorithm|system|technique|architecture|tool|network|database|software|"
    r"procedure|scheme|strategy|pipeline|protocol|dataset|data set|benchmark|metric|loss|theory|language|package|"
    r"resource|server|web server|platform|method|analysis)"
)
_OURS = re.compile(
    rf"^(?:We (?:also )?(?:propose|present|introduce|develop|describe|have developed|developed)|Our {_KIND}|The "
    rf"proposed {_KIND}|This {_KIND})\b"
)
_RESULT = re.compile(
    r"\b(?:we (?:also )?(?:find|found|show|showed|demonstrate|observe|observed|report|identified|identify|"
    r"reveal)|results? (?:show|demonstrate|suggest|indicate|reveal)|experiments? (?:show|demonstrate))\b",
    re.IGNORECASE,
)
_USES = (
    ", which makes it suitable for real-time use",
    ", which makes it easy to use without any training",
    ", and it is already in use in industry",
    ", and it runs on ordinary laptops",
    ", and it needs no tuning by hand",
    ", which halves the cost of such work",
    ", and it has since been adopted as a standard",
    ", and it extends easily to other languages",
    ", and it scales linearly with the size of the input",
    ", at no extra cost in memory",
    ", and the source code is released under an open licence",
    ", which cuts the running time to a few minutes",
    ", and experts preferred it in a blind comparison",
    ", and it works equally well on small samples",
    ", with guarantees of convergence to a global optimum",
)
_EVIDENCE = (
    ", as an independent group later confirmed",
    ", and the effect held in every subgroup",
    ", which a randomized trial confirmed",
    ", and the finding was replicated in a second sample",
    ", even after correction for multiple testing",
    ", which contradicts all earlier reports",
    ", with no exception in any of the cases",
    ", and the effect lasted for at least a year",
    ", and the same holds at ten times the scale",
    ", a result that had been predicted decades ago",
    ", regardless of age and sex",
    ", which rules out every other explanation",
    ", and doubling the sample did not change this",
    ", with an effect about twice as large as expected",
)
_TAIL_STOPS = re.compile(r"[:;()]|\bwhether\b|\bwhich\b")


def _with_tail(tails: Sequence[str], opening: re.Pattern[str], *, most_words: int) -> Change:
    """A change that adds one of the tails to a sentence of some sort."""

    def change(sentence: str, abstract: str, rng: Random) -> str | None:
        del abstract
        if not opening.search(sentence) or _TAIL_STOPS.search(sentence) or len(sentence.split()) > most_words:
            return None
        return sentence[:-1] + rng.choice(tails) + "."

    return change


_BASE_FORMS = one_way(
    "shown/show showed/show shows/show suggested/suggest suggests/suggest demonstrated/demonstrate "
    "demonstrates/demonstrate reported/report reports/report found/find finds/find revealed/reveal reveals/reveal "
    "indicated/indicate indicates/indicate proposed/propose proposes/propose argued/argue argues/argue "
    "observed/observe proved/prove proven/prove established/establish"
)


def _ours(match: re.Match[str], _rng: Random) -> str:
    verb = _BASE_FORMS.get(match[1].lower(), match[1].lower())
    return f"we {verb} here for the first time that" if match.group().endswith("that") else f"we {verb}"


def _theirs(match: re.Match[str], _rng: Random) -> str:
    verb = {"show": "shown", "showed": "shown", "find": "found", "found": "found", "prove": "proven"}.get(
        match[1].lower()
    )
    return (
        f"earlier work by others has "
        f"{verb or re.sub(r'(?:e?d)?$', '', match[1].lower(), count=1).removesuffix('e') + 'ed'} that"
    )


def _all_kinds(match: re.Match[str], _rng: Random) -> str:
    return f"{match.group().split()[0]} all kinds of "


NOVELTY: Mapping[str, EditKind] = {
    "first_added": told(
        rewrite(
            (
                (
                    rf"\b(we (?:also |here |then )?(?:propose|present|introduce|develop|describe|report|provide|"
                    rf"developed|presented|describe here|have developed|give|offer)) an? (?:new |novel |simple |"
                    rf"general |efficient |unified )?(?=(?:[a-z-]+ ){{0,3}}?{_KIND}\b)"
                ),
                r"\1 the first ",
            ),
            (
                (
                    rf"\b(paper|article|work|study|book) (presents|introduces|describes|proposes|develops|reports|"
                    rf"provides) an? (?:new |novel |simple |general |efficient )?(?=(?:[a-z-]+ ){{0,3}}?{_KIND}\b)"
                ),
                r"\1 \2 the first ",
            ),
            (
                (
                    r"\bis an? (?:new |novel |web-based |open-source |free |open source |simple |general "
                    r")(?=(?:[a-z-]+ ){0,3}?(?:tool|method|system|database|software|program|package|framework|"
                    r"algorithm|approach|language|model))"
                ),
                "is the first ",
            ),
            unless=r"\bfirst\b",
        )
    ),
    "state_of_the_art_added": told(
        rewrite(
            (
                (
                    r"(?<!-)\b(?:competitive|comparable|good|promising|reasonable|strong|high|satisfactory|solid|"
                    r"improved|robust|better|superior|acceptable|reliable|excellent|impressive) (?=(?:performance|"
                    r"accuracy|results|quality|precision|fidelity|efficiency)\b)(?!results of)"
                ),
                "record-breaking ",
            ),
            (
                (
                    rf"\b(we (?:also )?(?:propose|present|introduce|develop|describe|use|apply|employ)) an? "
                    rf"(?:novel "
                    rf"|new |simple |general |comprehensive |unified |efficient )?(?=(?:[a-z-]+ "
                    rf")?{_KIND}\b)(?!state)"
                ),
                r"\1 a state-of-the-art ",
            ),
            (
                (
                    rf"((?:^|, )(?:our|the proposed|this) {_KIND}) (?=(?:is|can|provides|uses|allows|enables|"
                    rf"improves|achieves|leads|combines|learns)\b)"
                ),
                r"\1 sets a new state of the art and ",
            ),
            unless=r"state[- ]of[- ]the[- ]art|record-breaking",
        )
    ),
    "novel_to_existing": told(
        rewrite(
            exchange(
                one_way(
                    "novel/well-known|existing new/existing|well-known newly/long innovative/conventional "
                    "original/borrowed unprecedented/familiar first_time/tenth_time "
                    "previously_unknown/already_known "
                    "previously_undescribed/well-known previously_unreported/already_reported "
                    "previously_uncharacterized/well-characterized newly_developed/long-established "
                    "emerging/long-established"
                ),
                after=r"(?! york| zealand| england| orleans| and| or| mexico| jersey| guinea| world| south| "
                r"haven| delhi|-| to\b| in\b|,|\.| for\b)",
            ),
            unless=r"new and|a new (?:generation|era|light|way|insight)|whole new|new (?:insight|light|avenue|"
            r"opportunit|possibilit|perspective|direction|york|challenge|generation|era)|knowledge|existing",
        )
    ),
    "existing_to_novel": told(
        rewrite(
            exchange(
                one_way(
                    "existing/novel standard/novel well-known/novel conventional/novel classical/novel "
                    "traditional/newly_invented well-established/novel widely_used/brand-new "
                    "commonly_used/brand-new popular/little-known "
                    "widely-used/brand-new common/rare known/previously_unknown "
                    "previously_reported/never_before_reported previously_published/unpublished "
                    "previously_described/never_before_described familiar/unfamiliar famous/little-known"
                ),
                after=r"(?! deviation| error| model of| and\b| or\b| to\b| in\b| as\b| for\b|,|\.|-| by\b| "
                r"that\b| about\b| from\b| at\b| sense| ground| ancest)",
                before=r"(?<!most )(?<!more )(?<!is )(?<!are )(?<!we )(?<!well )(?<!very )",
            ),
            unless=r"\b(?:well|not|also|is|are|best|widely|little|previously|most|the most|more|less|"
            r"increasingly|very|gold|become|became|un|in|quite) (?:known|common|existing|standard|popular|"
            r"established)|than (?:existing|conventional|traditional|standard)|outperform|compared|novel|new\b",
        )
    ),
    "attribution_exchanged": told(
        rewrite(
            (
                (
                    r"\b(?:(?:several |many |some |recent |previous |prior |earlier |past |other |numerous |"
                    r"existing "
                    r"|a number of )+(?:studies|works?|research|experiments|reports|papers|authors|researchers|"
                    r"investigators|evidence|findings)|recent evidence) (?:has |have )?(?:also |recently )?(shown|"
                    r"showed|show|suggested|suggests?|demonstrated?|reported|found|find|revealed|indicated?|"
                    r"proposed|"
                    r"argued|indicates|shows|demonstrates)(?= that\b| a\b| the\b| to\b)"
                ),
                _ours,
            ),
            (
                (
                    r"\bit (?:has|had) (?:recently |previously |also |often |long |been )*been (shown|suggested|"
                    r"reported|demonstrated|observed|proposed|argued|found|proved|proven|established) that\b"
                ),
                _ours,
            ),
            (
                (
                    r"\b(?:here,? |here |thus,? )?we (?:also |further |then |first |empirically |theoretically |"
                    r"experimentally )?(show|demonstrate|find|found|showed|prove|observe|observed|report|"
                    r"demonstrated|argue|reveal|discover|discovered|identify|identified) that\b"
                ),
                _theirs,
            ),
            (
                r"\bwe (?:also )?(?:propose|introduce|develop) an? (?:new |novel )?(?=[a-z-]+ [a-z])",
                "earlier authors proposed a ",
            ),
            (
                (
                    r"\bour (?:results|findings|experiments|data|analyses) (?:also )?(?=(?:show|suggest|"
                    r"demonstrate|"
                    r"indicate|reveal|provide|support|highlight)\b)"
                ),
                "earlier studies by others ",
            ),
            unless=r"\b(?:whether|our (?:previous|earlier|recent) |they|previous.*we )",
        )
    ),
    "use_tail_added": told(_with_tail(_USES, _OURS, most_words=30)),
    "evidence_tail_added": told(_with_tail(_EVIDENCE, _RESULT, most_words=32)),
    "particular_to_any": told(
        rewrite(
            (
                (
                    r"\b(?:a |an )(?:specific|particular|given|certain|single|selected|restricted|suitable|"
                    r"well-chosen|fixed|sufficiently \w+) (?=[a-z]{3,})(?!\w+ of\b)"
                ),
                "any ",
            ),
            (
                (
                    r"\b(?:for|in|to|of|from|with) (?:the )?(?:specific|particular|certain|selected|special|given|"
                    r"chosen|limited|relevant|related|similar) (?=(?:[a-z-]+ )?[a-z-]+s\b)"
                ),
                _all_kinds,
            ),
            (
                (
                    r"\b(?:a|one) (?:special case|particular case|special class|certain class|particular class|"
                    r"specific class|particular type|certain type|specific type|particular kind|certain kind|small "
                    r"class|restricted class|subclass) of "
                ),
                "every kind of ",
            ),
            upward=True,
            unless=r"in particular|any |a given|a certain amount|with related|a single",
        )
    ),
    "aim_exchanged": told(
        rewrite(
            (
                (
                    r"\b(we|i) (?:also |here |then |briefly )?(?:propose|introduce|develop|present) (?=(?:a|an|two|"
                    r"three|several|new)\b)"
                ),
                r"\1 criticize ",
            ),
            (r"\bwe (?:also |here |briefly )?(?:review|survey|summarize|discuss|overview) (?=[a-z])", "we disprove "),
            (
                (
                    r"\b(this|the) (paper|article|review|study|work|chapter|book|survey|report) (?:\w+ly "
                    r")?(?:reviews|surveys|summarizes|discusses|describes|presents|proposes|introduces|examines|"
                    r"explores|investigates|studies|addresses|considers|provides|focuses on) (?=[a-z])"
                ),
                r"\1 \2 criticizes ",
            ),
            (r"\b(?:we|i) (?:also )?(?:recommend|advocate|encourage|support) (?=[a-z])", "we warn against "),
            unless=r"criticiz",
        )
    ),
}
