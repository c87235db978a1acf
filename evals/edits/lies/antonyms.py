"""Lies by one word told as its opposite."""

from collections.abc import Mapping

from evals.edits.edit import EditKind
from evals.edits.lies.inflection import verb_pairs
from evals.edits.lies.rewriting import both_ways, exchange, one_way, rewrite
from evals.edits.lies.telling import told

_UP_DOWN = verb_pairs(
    "increase/decrease decrease/increase reduce/increase enlarge/shrink shrink/enlarge "
    "minimize/maximize maximize/minimize "
    "amplify/dampen accelerate/slow expand/shrink shorten/lengthen elevate/lower diminish/increase "
    "strengthen/weaken weaken/strengthen "
    "decline/increase grow/decline heighten/lower multiply/halve minimise/maximise maximise/minimise "
    "attenuate/amplify  "
    "alleviate/aggravate mitigate/aggravate exacerbate/alleviate relieve/aggravate simplify/complicate "
    "complicate/simplify intensify/weaken"
)
_HELP_HARM = verb_pairs(
    "improve/worsen|impair worsen/improve enhance/impair|diminish impair/enhance promote/inhibit|hinder "
    "inhibit/promote|activate facilitate/hinder hinder/facilitate enable/prevent prevent/enable "
    "activate/repress|inhibit suppress/promote repress/activate stimulate/suppress protect/endanger "
    "preserve/destroy destroy/preserve stabilize/destabilize destabilize/stabilize encourage/discourage "
    "discourage/encourage degrade/improve disrupt/maintain restore/destroy impede/facilitate avoid/cause "
    "retain/discard induce/suppress  "
    "undermine/support maintain/abolish hamper/aid ensure/preclude "
)
_ACTIONS = verb_pairs(
    "include/exclude exclude/include accept/reject reject/accept add/remove remove/add combine/separate "
    "confirm/refute refute/confirm validate/refute verify/refute "
    "contradict/confirm attract/repel connect/disconnect merge/split succeed/fail fail/succeed "
    "ignore/consider consider/ignore capture/miss neglect/consider overlook/consider exploit/ignore solve/raise "
    "resolve/deepen conserve/alter alter/conserve reveal/conceal "
    "detect/miss highlight/obscure clarify/obscure satisfy/violate violate/satisfy eliminate/introduce "
    "integrate/separate "
    "attach/detach emit/absorb absorb/emit unify/divide recover/lose filter_out/keep agree/disagree differ/agree"
)
_SIZES = both_ways(
    "high/low large/small long/short big/small wide/narrow thick/thin tall/short heavy/light huge/tiny "
    "massive/tiny deep/shallow broad/narrow tight/loose vast/tiny frequent/rare "
    "maximum/minimum maximal/minimal higher-order/first-order high-dimensional/low-dimensional "
    "large-scale/small-scale high-throughput/low-throughput high-resolution/low-resolution "
    "high-quality/low-quality high-level/low-level long-range/short-range high-frequency/low-frequency "
    "fine-grained/coarse-grained lightweight/heavyweight high-risk/low-risk large-sample/small-sample"
) | {"small": "large", "short": "long", "narrow": "broad", "tiny": "huge"}
_QUALITIES = both_ways(
    "simple/complex easy/difficult strong/weak cheap/expensive robust/fragile good/poor fast/slow safe/dangerous "
    "rich/poor powerful/weak useful/useless easily/with_difficulty quickly/slowly rapidly/slowly "
    "fast-growing/slow-growing hard/easy rapid/slow poorly/well strict/loose flexible/rigid accurate/crude "
    "precise/vague severe/mild excellent/poor intuitive/counterintuitive straightforward/complicated "
    "crucial/negligible vital/negligible "
    "substantial/negligible considerable/negligible essential/optional key/minor major/minor critical/negligible "
    "valuable/worthless attractive/unattractive meaningful/meaningless smooth/rough clean/noisy clear/vague "
    "healthy/sick"
) | {
    "poor": "good",
    "weak": "strong",
    "slow": "fast",
    "difficult": "easy",
    "negligible": "crucial",
    "minor": "major",
    "challenging": "easy",
    "complicated": "simple",
    "successful": "failed",
    "vague": "clear",
    "loose": "strict",
    "costly": "cheap",
}
_NATURES = both_ways(
    "local/global static/dynamic upper/lower discrete/continuous finite/infinite public/private "
    "internal/external young/old rare/common dense/sparse deterministic/stochastic manual/automatic "
    "central/peripheral dominant/recessive primary/secondary maternal/paternal rural/urban "
    "automatically/manually jointly/separately globally/locally explicitly/implicitly explicit/implicit "
    "hidden/visible latent/observed "
    "conscious/unconscious active/passive concrete/abstract theoretical/practical intrinsic/extrinsic empty/full "
    "left/right top/bottom inner/outer male/female natural/artificial "
    "centralized/decentralized distributed/centralized closed/open top-down/bottom-up anterior/posterior "
    "dorsal/ventral proximal/distal marine/terrestrial tropical/temperate aerobic/anaerobic "
    "hydrophobic/hydrophilic "
    "innate/adaptive extracellular/intracellular wild/captive formal/informal voluntary/compulsory "
    "qualitative/quantitative lower-bound/upper-bound forward/backward vertical/horizontal "
    "one-dimensional/three-dimensional "
    "linearly/exponentially parallel/serial rigid/deformable fixed/variable constant/varying intra-/inter- "
    "online/offline uniform/skewed"
) | {
    "linear": "quadratic",
    "exponential": "linear",
    "two-dimensional": "three-dimensional",
    "binary": "multi-class",
    "univariate": "multivariate",
    "multivariate": "univariate",
    "monthly": "daily",
}
_EVIDENCE = one_way(
    "synthetic/real-world real-world/synthetic simulated/real simulations/field_experiments "
    "simulation/field_trial theoretically/experimentally experimentally/theoretically empirically/theoretically "
    "theoretical/experimental "
    "in_vitro/in_vivo in_vivo/in_vitro in_silico/in_vivo observational/randomized retrospective/prospective "
    "prospective/retrospective preclinical/clinical supervised/unsupervised semi-supervised/fully_supervised "
    "self-supervised/fully_supervised unsupervised/supervised "
    "numerically/analytically analytically/numerically numerical/analytical analytical/numerical "
    "cross-sectional/longitudinal longitudinal/cross-sectional case_study/large-scale_trial "
    "case_studies/large-scale_trials "
    "qualitative/quantitative quantitative/qualitative qualitatively/quantitatively quantitatively/qualitatively "
    "experimental/theoretical public/proprietary publicly/privately artificial/natural toy/real-life "
    "interviews/experiments questionnaire/experiment manually/automatically zero-shot/fully_trained offline/online"
)
_IDIOMS = (
    r"(?! and\b| or\b|/|-| by\b| difference| element| number theory| school| throughput| performance computing| "
    r"language model| learning| neural| convolution| network| term| memory| interfering| molecule| RNA| "
    r"deviation| world| scale| enough| as |"
    r" long| data\b| hand| than| with| hairpin| side| bound| to-| gene| end\b| part of| education| intestine| "
    r"bowel| subunit| nucle| reads?\b|ly)"
)

ANTONYMS: Mapping[str, EditKind] = {
    "rise_to_fall": told(
        rewrite(
            exchange(
                _UP_DOWN,
                after=r"(?! and| or|/|-| dimension| order| bound| limb| level| than| case| eukaryot| interest| "
                r"attention| in size| body| popularity| helix| blind)",
            ),
            unless=r"\b(?:increas|decreas|reduc|lower)\w* (?:\w+ )?(?:and|or) (?:\w+ )?(?:increas|decreas|reduc)|"
            r"increasingly|\blower (?:bound|case|limit)|a double|as well as in|state",
        )
    ),
    "help_to_harm": told(
        rewrite(
            exchange(
                _HELP_HARM,
                after=r"(?! and| or\b|/|-| vector| function| of\b| group| learning| by\b| team| for\b| from| set|"
                r"ers?\b)",
            ),
            unless=r"support vector|functional inform|decision support|\bto inform|benefit from|the (?:support|"
            r"limit|block|damage|benefit|trigger|aid)s?\b|building block|cost.benefit",
        )
    ),
    "action_reversed": told(
        rewrite(
            exchange(
                _ACTIONS,
                after=r"(?! and| or\b|/|-| of\b| source| access| problem| question| set\b|ness|, | domain| "
                r"sequence| as\b| proximity| to the\b(?=.*\bopen))",
                before=r"(?<!widely )(?<!the )(?<!a )(?<!an )(?<!of )(?<!also )(?<!highly )(?<!and )(?<!well "
                r")(?<!or )(?<!is )",
            ),
            unless=r"open[- ](?:source|access|question|problem|system|hypermedia|set)|closed[- ](?:form|loop|"
            r"set)|we (?:answer|consider)|closely|open to|opens? (?:up|the door)|match the|bind to|in addition",
        )
    ),
    "size_reversed": told(
        rewrite(
            exchange(_SIZES, after=_IDIOMS, before=r"(?<!to )", cased=True),
            cased=True,
            unless=r"large and|(?:as|how|so|too) (?:high|low|large|small|long|short|many|few)\b|\b(?:as|so) long|"
            r"large language|deep (?:learning|neural)|(?:before|no|at|by and) (?:long|large)|few[- ]shot|high[- "
            r"]school|a few|in short|long (?:been|ago|short)|low[- ]rank|light (?:of|on)|light |long non",
        )
    ),
    "quality_reversed": told(
        rewrite(
            exchange(_QUALITIES, after=_IDIOMS, cased=True),
            cased=True,
            unless=r"\b(?:as|how|so|too|not|to|protein|fast|key|very) (?:well|key|good|easy|simple|minor|complex|"
            r"hard)\b|complexes|(?:as|well) as|good (?:as|for)|for good|hard (?:drive|disk|problem)|clear that|"
            r"simple yet|simple but|(?:a|the|protein|this|ternary|of) complex(?: of|\.|,| with| that| is)|public "
            r"good|major histo|(?:A|a) major|may well|clean\b.*\bnoisy",
        )
    ),
    "nature_reversed": told(
        rewrite(
            exchange(_NATURES, after=_IDIOMS, cased=True),
            cased=True,
            unless=r"\b(?:left|right)-hand|\bright (?:to|that)|full-|open[- ](?:source|access)|active learning|"
            r"active site|hidden (?:markov|layer|unit|state)|single[- ](?:nucl|cell|strand|gpu)|single|natural "
            r"(?:language|selection|scien)|left (?:to|out|behind)|the top|on top|at the bottom|constant|"
            r"theoretical (?:comp|phys)|fixed point|artificial|public health|primary (?:care|school)|"
            r"common(?:ly)?|formal",
        )
    ),
    "evidence_kind_changed": told(
        rewrite(
            exchange(
                _EVIDENCE,
                after=r"(?! and\b| or\b|/|-| intelligence| neural| selection| language| RNA| gene| aperture| "
                r"biology| chemistry| review| physics| scien)",
            ),
            unless=r"\b(?:both|and|or|qualitative and|in silico) (?:experimental|theoretical|in vivo|"
            r"quantitative|real|numerical|analytical|prospective)|systematic|we review|peer|literature review|"
            r"natural language|this survey|this review|review ",
        )
    ),
}
