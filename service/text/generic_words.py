"""English words that name no subject of research by themselves.

They are what most papers say in fields far apart, as academic word lists collect it (Coxhead, A New Academic Word List,
2000). The lists are fixed, so that no paper that comes or goes moves them.
"""

from functools import lru_cache
from typing import Final, Literal

from service.text.cleaning import STOP_WORDS
from service.text.word_forms import inflected, normalised
from service.text.word_sets import word_set

Kind = Literal["empty", "noun", "adjective"]

# Function words beyond the stop words, parts of addresses and dates, and labels of sections.
_LINKS = word_set(
    """
    abstract abstracts accordingly ain al albeit alone amid amongst anyone anything apart appendix april arxiv august
    author authors back background beside besides billion billions cf com concerning conclusion conclusions
    consequently copyright corrigendum couldn december despite didn doesn doi don down dozen dozens editor editors edu
    eg eight eighth eleven errata erratum everyone everything except february fifth forth fourth friday furthermore
    github gitlab hadn half hasn haven henceforth herein hitherto htm html http https huggingface hundred hundreds
    inasmuch inside insofar introduction io january july june keyword keywords lest licence license likewise ll march
    maybe meanwhile million millions monday motivation net nine ninth nobody nonetheless notwithstanding november
    nowadays nowhere october ok org ought outside pdf press publisher re reader readers regardless reserved rights
    saturday september seven seventh shouldn six sixth someone something sometimes somewhat somewhere soon summary
    sunday supplementary ten tenth therein thereof thousand thousands thursday till today tomorrow tuesday twelve
    twice unless url urls ve versa versus vice viz vs wasn webpage website wednesday weren whatever whereby wherein
    wherever whichever whilst whoever won wouldn www yes yesterday"""
)
# As dictionaries list them; what also names a thing (search, control) is not here.
_VERBS = word_set(
    """
    accelerate accept access accommodate accompany accomplish account accumulate achieve acknowledge acquire act adapt
    add address adjust admit adopt advance advocate affect afford aggregate agree aid aim align alleviate allow alter
    amount analyse analyze announce anticipate appear apply appreciate approach approximate argue arise arrange
    articulate ascertain ask assemble assert assess assign assist associate assume assure attach attain attempt
    attract attribute augment automate avoid await base begin believe belong benefit break bridge bring broaden build
    calculate call capture care carry categorise categorize cause cease challenge change characterise characterize
    check choose circumvent cite claim clarify classify coincide collect combine come comment commit communicate
    compare compete compile complement complete comprise compute conceive concern conclude conduct confine confirm
    conform confront connect consider consist consolidate constitute constrain construct consume contain contend
    continue contrast contribute converge convert convey cooperate cope correct correlate correspond count couple
    cover create criticise criticize deal debate decide declare decline decompose decrease deduce deem deepen define
    degrade delineate deliver demand demonstrate denote depart depend depict deploy derive describe deserve designate
    desire detail detect deteriorate determine develop deviate devise devote diagnose dictate differ differentiate
    diminish direct disappear discard discern disclose discover discuss display disregard dissect distinguish
    distribute diverge divide dominate draw drive drop duplicate earn ease elaborate elicit eliminate elucidate embody
    embrace emerge emphasise emphasize employ enable encapsulate encompass encounter encourage end endeavor endeavour
    endow enforce engage enhance enjoy enlarge enrich ensure entail enter envision equip establish estimate evaluate
    evidence evoke evolve examine exceed excel exclude execute exemplify exert exhibit exist expand expect experience
    explain exploit explore expose express extend extract face facilitate fail fall familiarise favor favour fill find
    fit fix focus follow forego form formalise formalize formulate foster fulfil fulfill furnish gain gather
    generalise generalize generate go govern grow guarantee guide handle happen harness help hide highlight hinder
    hold hypothesise hypothesize identify illuminate illustrate imagine impact impair impede implement imply impose
    improve incline include incorporate increase incur indicate induce infer influence inform inherit inhibit initiate
    inspire instantiate integrate intend interact interest interpret intervene introduce invent invest investigate
    invite invoke involve isolate join justify lack lag launch lay lead learn leave lend leverage lie lift limit list
    locate look lose lower maintain manage manifest manipulate maximise maximize meet mention merge minimise minimize
    miss mitigate modify motivate move multiply narrow necessitate neglect note notice observe obtain occupy occur
    offer omit operate oppose optimise optimize organise organize originate outline outperform overcome overlook
    overview owe participate pave perceive perform permit pinpoint plague play point pose posit possess postulate
    practice practise precede preclude predict prefer prepare prescribe preserve presume pretend prevail prevent
    proceed produce prohibit promise promote prove publish purport pursue push put quantify quote raise range reach
    react realise realize recall receive recognise recognize recommend reconcile record recover reduce refer refine
    reflect regard regulate relate release rely remain remark remove repeat replace replicate report represent
    reproduce require resemble reside resolve respect respond rest restrict resume retain rethink return reveal review
    revise revisit rise run satisfy save say seek seem select send serve set settle share shed shift simplify simulate
    solve sort span specialise specialize specify speculate spend spread stand start state strengthen strive structure
    struggle study submit substantiate succeed suffer suffice suggest suit summarise summarize supply support suppose
    surpass surround survey synthesise synthesize systematise tackle tailor take talk target tell tend term think
    thrive tie train treat trigger try turn uncover undergo underlie underline underpin underscore understand
    undertake unify unite unlock unravel unveil update utilise utilize validate vary verify view visit visualise
    visualize want warrant weaken weigh widen wish witness wonder work worsen yield"""
)
_IRREGULAR_FORMS = word_set(
    """
    arisen arose began begun bought bound broke broken brought built caught chose chosen dealt designed designing
    designs drawn drew driven drove fallen fell felt fought gone got gotten grew grown heard held hid hidden kept knew
    laid lain led left lent lost meant met overcame paid proven ran read risen rose said sat saw sent shone shrunk
    sought spent split stood struck stuck taken taught thought threw told took undergone underlain underlay understood
    undertaken underwent went won worn wove written wrote"""
)
_PRAISE = word_set(
    """
    able accessible accurate actual additional adequate advantageous aforementioned alternative ample apparent
    applicable appropriate arbitrary attractive available average aware basic beneficial careful careless certain
    cheap classical clear coherent common commonplace compact comparable compelling competitive complementary
    complicated comprehensive concise concrete considerable consistent contact contemporary contrary convenient
    conventional convincing costly critical crucial cumbersome current customary daunting decent dedicated deeper
    desirable different difficult distinct distinctive diverse easy effective efficient elegant elusive empirical
    enormous entire equal equivalent essential evident exact excellent exceptional exciting expensive experimental
    extensive extra extreme fair familiar far fascinating fast faster fastest favorable favourable feasible fewer
    final fine finer flexible former free fresh fruitful fundamental generic genuine greater greatest hard harder
    heavy helpful highest huge hypothetical ideal identical illustrative immediate immense impossible impressive
    inadequate incomplete inconsistent incorrect inefficient inexpensive inherent initial innovative insightful
    instructive insufficient integral intriguing intrinsic intuitive invaluable key largest latest lengthy lesser
    lightweight little living longer longest longstanding lots lowest main major marginal massive meaningful mere
    minimal minor modern modest multiple naive naïve necessary newer newest nice nontrivial notable noteworthy
    noticeable numerous obvious old older open optimal ordinary original outstanding overall overarching partial past
    peculiar perfect pertinent plausible plenty popular potential powerful practical precise predominant preferable
    preliminary prevalent previous primary principal principled probable problematic profound prohibitive prominent
    prompt proper prospective provable qualitative quick radical rapid rare raw ready realistic reasonable relevant
    reliable remarkable representative requisite respective rich richer rigorous robust rough routine salient
    satisfactory scarce seamless secondary seminal sensible separate serious severe shorter shortest simple simpler
    simplest simultaneous sizable sizeable slight slow slower smaller smallest smart sole solid sophisticated special
    specific standard standardized straightforward strict striking strong stronger strongest subsequent substantial
    subtle successful sufficient suitable superior sure surprising systematic tedious tentative theoretical thorough
    timely tiny top total tough tractable traditional transparent tremendous trivial true typical ultimate ultra
    unable unavailable uncertain unclear underlying unexpected unexplored unique universal unknown unnecessary
    unprecedented unrealistic unsatisfactory unseen unsolved upcoming upper usual vague valid valuable vast viable
    vital weak wealth whole wide wider widespread wrong"""
)
_ACADEMIC = word_set(
    """
    ability absence acceptance accordance achievement addition adoption advancement advantage agreement analogue angle
    applicability application argument arrangement art article aspect assessment assistance assumption authority
    automatic availability avenue awareness backbone balance barrier baseline basis behalf book bottleneck branch
    breadth breakthrough burden candidate capability capacity caveat chance chapter character characterisation
    characteristic characterization choice circumstance collection combination comparison competence competitor
    complication composition compromise conception condition conference confidence connection consensus consequence
    consideration consistency constraint contender contribution controversy core cornerstone correspondence
    counterpart course creation criteria criterion critique cue curiosity date day decade deficiency deficit
    definition demonstration dependence depth derivation description desideratum determination development deviation
    difference difficulty disadvantage discipline discovery discrepancy discussion diversity doubt drawback edge
    edition effectiveness efficacy efficiency effort elimination emergence emphasis enhancement entirety entity
    equivalence essence establishment evaluation examination example exception existence expectation expense
    experimentation expert explanation exploration exposition extension extent facet fact failure family fashion
    feasibility figure flexibility formalism format formation formulation forward foundation framework freedom future
    gap generality genre goal guidance guideline hallmark hand handful headway hint history home hope hypotheses
    hypothesis idea identification illustration implementation implication importance impossibility improvement
    inability incentive inclusion indication ingredient initiative innovation insight inspiration instance institution
    instruction integration intent interpretation intuition investigation isolation issue item job journal journey
    justification kind kinds landscape lens lesson letter limitation line literature location lot magnitude
    maintenance majority manner material matter maturity merit methodology milestone mind minority misconception
    modification month name nature necessity notion novelty obstacle occasion occurrence opinion opportunity option
    origin outcome outlook pace paper paradigm part particularity partner party people period person persons
    perspective phenomena phenomenon philosophy picture piece pillar pitfall place plan platform popularity portion
    possibility practitioner precedent premise presence presentation prevalence procedure progress project proof
    proportion proposal proposition prospect provision proximity purpose quantity quest question rationale realism
    reality realm reason recipe recommendation reduction reference refinement regime relationship relevance
    reliability remainder remedy repository request requirement research researcher responsibility revision richness
    risk road roadmap robustness role room root route sake scenario scheme scholar science scientist scope scrutiny
    section segment sense separation sequel series setup shortage shortcoming side significance similarity simplicity
    simplification situation skill society solution sota spirit stage stake standpoint statement status strategy
    strength style subject success suite superiority superset symposium tactic team technique technology tendency
    terminology test theme thesis thing timeframe title tool topic trade tradeoff tradition trait transition treatment
    trend trial trick trouble truth tutorial universe university usability usage usefulness utility validation
    validity variability variant variety version viewpoint volume weakness week width workshop year"""
)

# What is part of many a name: it may stand in one, beside a word that tells more.
_NOUNS = word_set(
    """
    accuracy agent algorithm analysis approximation architecture area behavior behaviour benchmark body case category
    class code complexity component computation computer concept construction content context control cost data
    database dataset decision degree design dimension direction distribution domain dynamics effect element
    environment equation error event evolution experiment factor feature field form formula function generation group
    hierarchy image inference information input intelligence interaction knowledge language layer learning length
    level life link loss machine mapping matching measure measurement mechanism memory method mode model modeling
    modelling network number object objective observation operation optimisation optimization order output
    overlap parameter path pattern performance phase point population position power prediction preference principle
    prior problem process processing product profile program property quality rate ratio recognition region relation
    representation resolution resource response rule sample scale scene score search selection sequence service set
    signal simulation size software source space spectrum speed state step structure system task testing text theory
    threshold time training tree type unit user value variable variation video weight window word world"""
)
_ADJECTIVES = word_set(
    """
    artificial big complex computational conditional continuous cross deep dense digital dimensional direct discrete
    dynamic dynamical emergent explicit expressive finite generative global high higher human hyper implicit
    independent indirect individual infinite inter intra joint large linear local long low macro mathematical medical
    meta micro mini multi natural neural non nonlinear numerical online parallel physical post pre random real
    relative scientific self semantic semi sequential short single sparse spatial static statistical structured sub
    super temporal trained visual web"""
)

GENERIC_NAMES: Final = frozenset(
    name.replace("-", "")
    for name in word_set(
        """
        artificial-intelligence big-data computer-vision deep-learning deep-neural-network human-computer-interaction
        image-generation image-recognition information-system information-theory knowledge-base language-model
        large-language-model local-search machine-learning meta-learning multi-task-learning natural-language
        natural-language-processing natural-selection network-dynamics neural-network object-recognition
        online-learning population-dynamics representation-learning self-supervised-learning semantic-web
        sequence-learning text-generation user-interface video-generation visual-system"""
    )
)
"""Names made of generic words alone, in one piece: half of a science is about them."""

_EMPTY = STOP_WORDS | _LINKS | inflected(_VERBS) | _IRREGULAR_FORMS | _PRAISE | _ACADEMIC
_KINDS: tuple[tuple[Kind, frozenset[str]], ...] = (("adjective", _ADJECTIVES), ("noun", _NOUNS), ("empty", _EMPTY))


@lru_cache(maxsize=30_000)
def generic_kind(word: str) -> Kind | None:
    """What a folded word is if it tells nothing: empty, or a noun or adjective that is part of many a name."""
    forms = {word, normalised(word)}
    return next((kind for kind, words in _KINDS if not words.isdisjoint(forms)), None)
