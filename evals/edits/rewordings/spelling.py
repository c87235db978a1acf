"""The same words spelled, hyphenated, contracted or punctuated another way."""

import re
from random import Random

from evals.edits.rewordings.exchange import both_ways, exchanged, table
from evals.edits.rewordings.words import words

_AMERICAN = dict(
    pair.split("/")
    for pair in words("""
    behavior/behaviour behaviors/behaviours behavioral/behavioural modeling/modelling modeled/modelled
    labeled/labelled labeling/labelling signaling/signalling color/colour colors/colours tumor/tumour
    tumors/tumours analyze/analyse analyzed/analysed analyzing/analysing generalize/generalise
    generalized/generalised characterize/characterise characterized/characterised optimize/optimise
    optimized/optimised optimization/optimisation organization/organisation organized/organised utilize/utilise
    utilized/utilised utilizing/utilising recognize/recognise recognized/recognised
    generalization/generalisation visualization/visualisation center/centre fiber/fibre fibers/fibres
    neighbor/neighbour neighbors/neighbours catalog/catalogue defense/defence favor/favour labor/labour
    hypothesize/hypothesise summarize/summarise minimize/minimise maximize/maximise emphasize/emphasise
    localization/localisation regularization/regularisation initialization/initialisation
    categorization/categorisation aging/ageing traveling/travelling leukemia/leukaemia anemia/anaemia
    pediatric/paediatric synthesize/synthesise synthesized/synthesised stabilize/stabilise normalized/normalised
    normalization/normalisation specialized/specialised standardized/standardised parameterized/parameterised
    neighboring/neighbouring favorable/favourable artifacts/artefacts polymerization/polymerisation
    realize/realise realized/realised crystallization/crystallisation prioritize/prioritise estrogen/oestrogen
    fetal/foetal hematopoietic/haematopoietic
""")
)
region = exchanged(both_ways(_AMERICAN))

_HYPHENED = {
    joined: joined.replace("-", " ")
    for joined in words("""
    fine-tuning fine-tuned state-of-the-art large-scale real-world real-time high-dimensional well-known
    long-term short-term high-quality genome-wide cross-validation high-throughput small-scale high-resolution
    low-dimensional long-range open-source data-driven multi-scale fine-grained end-to-end self-organizing
    time-consuming small-world pre-trained multi-task cost-effective decision-making real-life low-rank
    high-level low-level higher-order large-scaled one-dimensional two-dimensional three-dimensional
    step-by-step evidence-based knowledge-based model-based rule-based web-based protein-protein cell-type
    tissue-specific species-specific trade-off trade-offs meta-analysis follow-up wide-ranging long-standing
""")
}
_CLOSED = table("""
    pre-trained = pretrained; multi-scale = multiscale; multi-task = multitask; data set = dataset; data sets =
    datasets; datasets = data sets; dataset = data set; pre-training = pretraining; non-linear = nonlinear;
    nonlinear = non-linear; pretrained = pre-trained; pretraining = pre-training; trade-off = tradeoff;
    trade-offs = tradeoffs; micro-array = microarray; on-line = online; web site = website; data base =
    database; co-expression = coexpression; multimodal = multi-modal; multi-modal = multimodal; multiscale =
    multi-scale; spatio-temporal = spatiotemporal; on the basis of = based on; spatiotemporal = spatio-temporal;
    subset = sub-set; high-level = high level; re-evaluate = reevaluate
""")
del _CLOSED["on the basis of"], _CLOSED["subset"]
hyphen = exchanged({**_HYPHENED, **_CLOSED})

contraction = exchanged(
    table("""
    cannot = can not/can't; can not = cannot; does not = doesn't; do not = don't; is not = isn't; are not =
    aren't; was not = wasn't; were not = weren't; did not = didn't; has not = hasn't; have not = haven't; it is
    = it's; could not = couldn't; would not = wouldn't; should not = shouldn't
"""),
    barred=r"\bis not only|not only|, it is\.",
)

_SERIAL = re.compile(r"(\b[\w-]+(?: [\w-]+){0,2}, [\w-]+(?: [\w-]+){0,2}), (and|or) (?=[\w-]+(?: [\w-]+)?[.,;])")


def punctuation(sentence: str, rng: Random) -> str | None:
    """Dashes, quotation marks and the comma before the last item of a list in another style."""
    ways = [
        re.sub(r"(?<=\w) ?(?:—|--|―) ?(?=\w)", rng.choice([" - ", " – "]), sentence),
        re.sub(r"(?<=\w) [–-] (?=\w)", rng.choice(["—", " -- "]), sentence),
        re.sub(r"[“”]", '"', sentence),
        re.sub(r"[‘’]", "'", sentence),
        re.sub(r'"([^"]+)"', r"“\1”", sentence),
        _SERIAL.sub(r"\1 \2 ", sentence),
    ]
    changed = [text for text in ways if text != sentence]
    return rng.choice(changed) if changed else None
