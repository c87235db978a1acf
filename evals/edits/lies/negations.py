"""Lies by a negation: one dropped, one added, a prefix, a lack told as a wealth."""

import re
from collections.abc import Mapping
from random import Random

from evals.edits.edit import EditKind
from evals.edits.lies.rewriting import exchange, one_way, rewrite
from evals.edits.lies.telling import told

_PREFIXED = (
    "unknown/known unclear/clear unable/able unlikely/likely insufficient/sufficient inefficient/efficient "
    "nonlinear/linear non-linear/linear unstable/stable unsupervised/supervised "
    "inconsistent/consistent incomplete/complete impossible/possible inappropriate/appropriate "
    "inaccurate/accurate unexpected/expected unlabeled/labeled unlabelled/labelled uncommon/common "
    "unrelated/related unseen/seen unnecessary/necessary unimportant/important inadequate/adequate "
    "incorrect/correct invalid/valid irregular/regular irrelevant/relevant irreversible/reversible "
    "unfavorable/favorable unreliable/reliable unstructured/structured unweighted/weighted undirected/directed "
    "unbiased/biased unsuitable/suitable unequal/equal uneven/even unpredictable/predictable "
    "unaware/aware unaffected/affected uncontrolled/controlled untrained/trained unbounded/bounded "
    "unrestricted/restricted unconstrained/constrained nonparametric/parametric non-parametric/parametric "
    "non-coding/coding noncoding/coding non-trivial/trivial nontrivial/trivial asymmetric/symmetric "
    "asymptomatic/symptomatic asynchronous/synchronous disconnected/connected dissimilar/similar "
    "discontinuous/continuous "
    "inactive/active indirect/direct indirectly/directly infrequent/frequent inexpensive/expensive "
    "infeasible/feasible impractical/practical intractable/tractable invisible/visible incompatible/compatible "
    "unpaired/paired "
    "nonuniform/uniform non-uniform/uniform non-invasive/invasive noninvasive/invasive nonsmooth/smooth "
    "non-convex/convex nonconvex/convex non-stationary/stationary heterogeneous/homogeneous unaligned/aligned "
    "unsatisfactory/satisfactory unrealistic/realistic unavailable/available unsuccessful/successful "
    "unsolved/solved unresolved/resolved unobserved/observed uncertain/certain non-random/random "
    "nonrandom/random unrooted/rooted undesirable/desirable "
    "independently/jointly non-smokers/smokers undiagnosed/diagnosed untreated/treated infected/uninfected "
    "lossless/lossy model-free/model-based gradient-free/gradient-based differentiable/non-differentiable"
)
_PREFIX_ADDED = (
    "stable/unstable able/unable likely/unlikely sufficient/insufficient efficient/inefficient "
    "complete/incomplete possible_to/impossible_to consistent/inconsistent accurate/inaccurate linear/nonlinear "
    "important/unimportant "
    "necessary/unnecessary appropriate/inappropriate reliable/unreliable relevant/irrelevant "
    "effective/ineffective feasible/infeasible predictable/unpredictable successful/unsuccessful "
    "satisfactory/unsatisfactory "
    "suitable/unsuitable desirable/undesirable directly/indirectly visible/invisible active/inactive "
    "applicable/inapplicable efficiently/inefficiently accurately/inaccurately successfully/unsuccessfully "
    "sufficiently/insufficiently effectively/ineffectively "
    "consistently/inconsistently correctly/incorrectly realistic/unrealistic reversible/irreversible "
    "symmetric/asymmetric supervised/unsupervised trivial/non-trivial practical/impractical adequate/inadequate "
    "correct/incorrect compatible/incompatible "
    "tractable/intractable frequent/infrequent labeled/unlabeled invasive/non-invasive coherent/incoherent "
    "parametric/non-parametric interpretable/uninterpretable explicitly/implicitly convex/non-convex "
    "usable/unusable reliably/unreliably "
    "similar/dissimilar homogeneous/heterogeneous synchronous/asynchronous uniform/non-uniform aware/unaware "
    "expected/unexpected familiar/unfamiliar structured/unstructured directed/undirected"
)
_FOUND = (
    r"(?:difference|effect|evidence|association|change|correlation|relationship|improvement|increase|decrease|"
    r"impact|influence|gain|"
    r"need|loss|benefit|interaction|consensus|restriction|requirement|advantage|limit|assumption|guarantee|"
    r"dependence|bias|degradation|trend|method|standard|indication|reduction|variation|sign|tool|way|prior "
    r"knowledge|knowledge|information|supervision|training)"
)
_PARTICIPLE = (
    r"(?:(?:[a-z]+ly )?[a-z]+(?:ed|wn|en|de|ught|nd|ilt)|able|present|available|important|essential|effective|"
    r"necessary|capable|sufficient|useful|suitable|dependent|consistent|robust|stable|active|possible|likely|due|"
    r"based)"
)


def _some(match: re.Match[str], _rng: Random) -> str:
    noun = match[1]
    if noun.endswith("s") or re.search(r"(?:evidence|knowledge|information|supervision|training)$", noun):
        return f"clear {noun}"
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _positive(match: re.Match[str], _rng: Random) -> str:
    return f"{match.group().rsplit(' ', 2)[0]} some "


def _lacking(match: re.Match[str], _rng: Random) -> str | None:
    after = match.string[match.end() :]
    rest = re.sub(r"^(?:a|an|the) ", "", after)
    return f"{match[1]} without " if rest[:1].isalpha() else None


NEGATIONS: Mapping[str, EditKind] = {
    "negation_dropped": told(
        rewrite(
            (
                (
                    r"\b(do|does|did|is|are|was|were|has|have|had|can|could|may|will|would|should|must|need) not "
                    r"(?!only|yet|any|necessarily|just|until|been|simply|all|every|always|even|merely|the|a\b|to\b|"
                    r"be needed|but|solely|unlike|un|in[a-z]+ent)(?=[a-z])"
                ),
                r"\1 ",
            ),
            (r"\b(has|have|had) not been (?=[a-z])", r"\1 been "),
            (r"\bcannot (?=[a-z])(?!only|be over|all|always|any)", "can "),
            (r"\bnever (?=[a-z]+ed\b)", "always "),
            (r"\bnot necessarily\b", "necessarily"),
            (r"\bnot always\b", "always"),
            (r"\bnot all\b", "all"),
            unless=r"\b(?:any|yet|either|nor|neither|until|ever|at all|if|but also|but rather|anymore|much|only|"
            r"because it)\b",
        )
    ),
    "negation_added": told(
        rewrite(
            (
                (
                    rf"\b(is|are|was|were|has been|have been) (?={_PARTICIPLE}\b)(?!followed|called|given|composed|"
                    rf"concerned|located|organi[sz]ed|named|supposed|well-known|proven|intended|denoted|termed)"
                ),
                r"\1 not ",
            ),
            (rf"\b(can|could|will|must|should) be (?={_PARTICIPLE}\b)(?!able)", r"\1 not be "),
            (r"\bcan (?!be\b|not\b|also\b|either\b|only\b|then\b)(?=[a-z]{3,})", "cannot "),
            unless=r"\b(?:not|no|never|only|nor|neither|cannot|some|few|little|hardly|but|rather|even|both|than|"
            r"if|when|what|how|whether|also|either|rarely|until|once|although|while|as)\b",
        )
    ),
    "no_to_some": told(
        rewrite(
            (
                (
                    rf"(?<!or )\bno ((?:[a-z]+ly )?(?:(?:significant|clear|apparent|statistically significant|"
                    rf"strong|"
                    rf"direct|substantial|systematic|obvious|major|real|known|good|general|additional|explicit|"
                    rf"detectable|measurable|such|other|further|prior|efficient|simple|single|extra|special|"
                    rf"significant overall|empirical|consistent) )?{_FOUND}s?)\b"
                ),
                _some,
            ),
            (
                (
                    r"\b(?:there is|there was|we found|we find|shows?|showed|finds?|found|observed|with|had|has|"
                    r"have|"
                    r"having|is of|provides?|provided|requires?|requiring|adds?|needs?|but|and|makes?) no (?=[a-z])"
                ),
                _positive,
            ),
            (r"\bnone of (?=the|these|our|them)", "all of "),
            (r"\bneither of (?=the|these|them)", "both of "),
            (r"\bneither (?=[^.;]* nor )([^.;]*?) nor ", r"both \1 and "),
            unless=r"\bno (?:longer|more|less|matter|better|worse|one\b|doubt|fewer|sooner|greater|need to any)|"
            r"\bany\b|\bnor any",
        )
    ),
    "lack_to_abundance": told(
        rewrite(
            exchange(
                one_way(
                    "lack_of/abundance_of lacks/has absence_of/presence_of presence_of/absence_of "
                    "scarcity_of/abundance_of shortage_of/surplus_of deficiency/excess deficient_in/rich_in "
                    "loss_of/gain_of "
                    "lack/have lacked/had limited_number_of/large_number_of limited_amount_of/huge_amount_of "
                    "limited_availability/wide_availability dearth_of/wealth_of wealth_of/dearth_of "
                    "abundance_of/lack_of abundant/scarce "
                    "scarce/abundant few/many paucity_of/wealth_of rich_in/poor_in depletion_of/enrichment_of "
                    "enriched_in/depleted_in enriched_for/depleted_for enriched_with/depleted_of "
                    "excess_of/deficit_of surplus/deficit deficit/surplus redundant/missing missing/redundant "
                    "absent/present absent_in/present_in insufficient/ample ample/insufficient sparse/plentiful "
                    "limited/unlimited restricted/unrestricted limitations/strengths limitation/strength "
                    "gaps/overlaps unlimited/limited"
                ),
                after=r"(?! to be\b| of the (?:above|art)|-| data points?| of function| and| or)",
            ),
            unless=r"loss function|logistic|entropy|(?:train|test|valid)\w* loss|(?:at|the|is|in|of) present|a "
            r"few|few-shot|we lack|and lack |loss of function|limited to|sparse (?:coding|grid|matri)|compressed",
        )
    ),
    "without_to_with": told(
        rewrite(
            (
                (
                    r"\bwithout (?:the need for|any need for|requiring|needing|relying on|recourse to|resorting to|"
                    r"using|explicit use of|the use of|having to rely on|the help of|access to)\b"
                ),
                "using",
            ),
            (
                (
                    r"\bwithout (?=(?:a |an |the |additional |prior |explicit |such |significant |extensive |"
                    r"further "
                    r"|external |human |manual |specific |direct )?[a-z]+(?<!ing)\b)(?!any\b|also\b|having)"
                ),
                "with ",
            ),
            (r"\bin the absence of\b", "in the presence of"),
            (r"\bwithout (any) (?=[a-z])", "with "),
            unless=r"with (?:and|or) without|without doubt|cannot|\bnot\b|goes without",
        )
    ),
    "with_to_without": told(
        rewrite(
            (
                (
                    r"\b(trained|treated|tested|patients|individuals|mice|cells|people|subjects|models|augmented|"
                    r"networks|children|those|initialized|implemented|"
                    r"performed|done|systems|users|stimulated|pre-trained|pretrained|conducted|achieved|obtained|"
                    r"participants|methods|algorithms|algorithm|optimized|women|men|species|adults|evaluated|"
                    r"annotated|constructed|learning|population|samples|regions|genes|proteins|method|model|system|"
                    r"approach) with "
                    r"(?!respect|regard|which|each|other|one another|that of|those|high|low|no\b|or\b|and\b|more|"
                    r"less|greater|little|different|similar|many|increas)(?=[a-z]{2,})"
                ),
                _lacking,
            ),
            (r"\bin the presence of\b", "in the absence of"),
            (r"\bwith the (?:help|aid|use|support|assistance) of\b", "without the use of"),
            unless=r"without|consistent with|\bonly with\b|compared with|with and|compar|with whom|with both|"
            r"integrated with|provided with",
        )
    ),
    "prefix_dropped": told(
        rewrite(
            exchange(one_way(_PREFIXED), after=r"(?!-|/| and\b| or\b|ly)"),
            unless=r"\b(?:not|neither|nor) (?:\w+ )?(?:un|in|non|im|ir|dis)\w+|expected value|semi-",
        )
    ),
    "prefix_added": told(
        rewrite(
            exchange(
                one_way(_PREFIX_ADDED),
                before=r"(?<!as )(?<!well )(?<!not )(?<!also )(?<!if )(?<!where )(?<!only )(?<!most )(?<!be "
                r")(?<!every )(?<!all )(?<!any )(?<!than )(?<!how )(?<!whenever )(?<!equally )(?<!cost )(?<!both "
                r")(?<!semi-)",
                after=r"(?!-|/| to date| as| and\b| or\b|, )",
            ),
            unless=r"\b(?:not|neither|nor|whether|un|as) (?:\w+ly )?(?:be )?(?:able|likely|sufficient|efficient|"
            r"possible|accurate|available|necessary)|as possible|possible world|active (?:learning|site)|"
            r"context-aware|linear (?:regress|algebra|combin|model)|(?:is|are) available",
        )
    ),
}
