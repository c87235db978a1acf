"""English words that name no subject of research: function words and academic verbs, and what needs a closer word.

From the words that most papers have in fields far apart, and from what authors say of any work (Coxhead, A New Academic
Word List, 2000, has the idea). Fixed lists, so that no paper that comes or goes moves them.
"""

from functools import lru_cache
from typing import Final, Literal

from service.text.cleaning import STOP_WORDS
from service.text.word_forms import inflected, normalised
from service.text.word_sets import word_set

Kind = Literal["empty", "noun", "adjective"]

_LINKS = word_set(
    """
    accordingly albeit amid amongst anyone anything beside besides beyond concerning consequently despite else everyone
    everything except first-ever forth furthermore henceforth herein inside inasmuch insofar lest likewise meanwhile
    nonetheless nobody notwithstanding nowadays nowhere ought outside regardless someone something sometimes somewhat
    somewhere soon thereof therein though throughout till today together tomorrow twice unless versus vs wherein whereby
    wherever whichever whilst whoever yesterday hitherto vice versa via etc eg ie al et cf viz ok yes six seven eight
    nine ten eleven twelve hundred hundreds thousand thousands million millions billion billions dozen dozens half
    third fourth fifth sixth seventh eighth ninth tenth zero-th i.e e.g whatever alone apart back down maybe
    don doesn didn hasn haven hadn couldn wouldn shouldn won wasn weren isn aren ain ve re ll
    http https www com org edu net html htm pdf url urls doi arxiv github gitlab huggingface io website webpage
    abstract abstracts background conclusion conclusions copyright introduction keyword keywords motivation summary
    supplementary appendix press license licence rights reserved author authors editor editors publisher reader readers
    january february march april june july august september october november december monday tuesday wednesday thursday
    friday saturday sunday erratum errata corrigendum"""
)

# As dictionaries list them; `_inflected` adds their forms. What also names a thing (search, control) is not here.
_VERBS = word_set(
    """
    accelerate accept access accommodate accomplish accompany account accumulate achieve acknowledge acquire act adapt
    add address adjust admit adopt advance advocate affect afford aggregate agree aid aim alleviate allow alter
    amount analyse analyze announce anticipate appear apply appreciate approach approximate argue arise arrange
    articulate ascertain ask assemble assert assess assign assist associate assume assure attach attain attempt attract
    attribute augment automate avoid await base become begin believe belong benefit break bridge bring
    broaden build calculate call capture care carry categorise categorize cause cease challenge change characterise
    characterize check choose circumvent cite claim clarify classify coincide collect combine come comment commit
    communicate compare compete compile complement complete comprise compute conceive concern conclude conduct confine
    confirm conform confront connect consider consist consolidate constitute constrain construct consume contain
    contend continue contrast contribute converge convert convey cooperate cope correct correlate correspond count
    couple cover create criticise criticize deal debate decide declare decline decompose decrease deduce deem deepen
    define degrade delineate deliver demand demonstrate denote depart depend depict deploy derive describe deserve
    designate desire detail detect deteriorate determine develop deviate devise devote diagnose dictate differ
    differentiate diminish direct disappear discard discern disclose discover discuss display disregard dissect
    distinguish distribute diverge divide dominate draw drive drop duplicate earn ease elaborate elicit
    eliminate elucidate embody embrace emerge emphasise emphasize employ enable encapsulate encompass encounter
    encourage end endeavour endeavor endow enforce engage enhance enjoy enlarge enrich ensure entail enter envision
    equip establish estimate evaluate evidence evoke evolve examine exceed excel exclude execute exemplify exert exhibit
    exist expand expect experience explain exploit explore expose express extend extract face facilitate fail fall
    familiarise favor favour fill find fit fix focus follow forego form formalise formalize formulate foster
    fulfil fulfill furnish gain gather generalise generalize generate go govern grow guarantee guide
    handle happen harness help hide highlight hinder hold hypothesise hypothesize identify illuminate illustrate imagine
    impact impair impede implement imply impose improve incline include incorporate increase incur indicate induce
    infer influence inform inherit inhibit initiate inspire instantiate integrate intend interact interest interpret
    intervene introduce invent invest investigate invite invoke involve isolate join justify lack lag launch lay
    lead learn leave lend leverage lie lift limit list locate look lose lower maintain manage manifest manipulate
    maximise maximize meet mention merge minimise minimize miss mitigate modify motivate move multiply
    narrow necessitate neglect note notice observe obtain occupy occur offer omit operate oppose optimise optimize
    organise organize originate outline outperform overcome overlook overview owe participate pave perceive perform
    permit pinpoint plague point pose posit possess postulate practice practise precede preclude predict prefer
    prepare prescribe present preserve presume pretend prevail prevent proceed produce prohibit promise promote 
    propose prove provide publish purport pursue push put quantify quote raise range reach react realise realize
    receive recall recognise recognize recommend reconcile record recover reduce refer refine reflect regard regulate
    relate release rely remain remark remove repeat replace replicate report represent reproduce require resemble
    reside resolve respect respond rest restrict result resume retain rethink return reveal review revise revisit rise
    run satisfy save say seek seem select send serve set settle share shed shift show simplify
    simulate solve sort span specialise specialize specify speculate spend spread stand start state 
    strengthen strive structure struggle study submit substantiate succeed suffer suffice suggest suit summarise
    summarize supply support suppose surpass surround survey synthesise synthesize systematise tackle tailor take talk
    target tell tend term think thrive tie treat trigger try train turn uncover understand undergo
    underlie underline underpin underscore undertake unify unite unlock unravel unveil update use utilise utilize
    validate vary verify view visit visualise visualize want warrant weaken weigh widen wish witness wonder work worsen
    yield"""
)
_IRREGULAR = word_set(
    """
    designed designing designs arose arisen began begun bound bought brought broke broken built came caught chose chosen chose dealt drawn drew
    driven drove fallen fell felt fought found gone got gotten grew grown heard held hid hidden hold kept knew laid lain
    led left lent lost meant met overcame paid proven put ran read risen rose said sat saw sent set shed shone shrunk
    sought spent split spread stood struck stuck taken taught thought threw told took underlay underlain undertaken
    underwent undergone understood went won worn wove written wrote"""
)
_PRAISE = word_set(
    """
    able accessible accurate actual additional adequate advantageous aforementioned alternative ample apparent applicable
    appropriate arbitrary attractive available aware basic beneficial big careful careless certain challenging cheap
    classical clear coherent common commonplace compact comparable compelling competitive complementary complex
    complicated comprehensive concise concrete considerable consistent contemporary contrary convenient conventional
    convincing correct costly critical crucial cumbersome current customary daunting decent dedicated desirable
    different difficult direct distinct distinctive diverse due easy effective efficient elegant elusive emerging
    empirical enormous entire equal equivalent essential evident exact excellent exceptional exciting existing
    expensive experimental explicit extensive extra extreme fair familiar far fascinating fast faster fastest favorable
    favourable feasible few final fine finer flexible former fresh fruitful fundamental general generic genuine global
    greater greatest hard harder heavy helpful high higher highest huge hypothetical largest ideal identical illustrative
    immense immediate impossible impressive inadequate incomplete inconsistent incorrect independent individual
    inefficient inexpensive inherent initial innovative insightful instructive insufficient integral intended
    interesting intriguing intrinsic intuitive invaluable involved isolated joint key lacking latest latter lengthy
    lesser lightweight likely limited little long longer longest longstanding long-standing low lower lowest main major
    marginal massive meaningful mere minimal minor modest modern multiple naive naïve necessary new newer newest nice
    nontrivial non-trivial notable noteworthy noticeable novel numerous obvious old older open optimal ordinary original
    outstanding overall overarching parallel partial particular past peculiar perfect pertinent plausible popular
    possible potential powerful practical preceding precise predominant preferable preliminary present prevailing
    prevalent previous primary principal principled prior probable problematic profound prohibitive prominent promising
    prompt proper prospective provable proven qualitative quick radical rapid rare raw ready real realistic reasonable
    recent related relative relevant reliable remarkable representative requisite respective rich richer rigorous robust
    rough routine salient same satisfactory scarce seamless secondary seminal sensible separate serious several severe
    short shorter shortest significant similar simple simpler simplest simultaneous single sizable sizeable slight slow
    slower small smaller smallest smart solid sole sophisticated special specific standard standardized state-of-the-art
    state-of-art straightforward strict deeper free contact average living striking strong stronger strongest subsequent substantial subtle successful
    such sufficient suitable superior sure surprising systematic tedious tentative theoretical thorough timely tiny top
    total tough tractable traditional transparent tremendous trivial true typical ultimate unable unavailable uncertain
    unclear underlying unexpected unexplored unified unique universal unknown unlike unnecessary unprecedented
    unrealistic unsatisfactory unseen unsolved upcoming upper usual useful vague valid valuable various vast viable
    vital weak wealth well-known well-established well-studied whole wide wider widespread wrong ultra
    fewer lots plenty couple"""
)
_ACADEMIC = word_set(
    """
    ability absence art automatic baseline edition realism variability width partner sota acceptance accordance account achievement addition advance advancement advantage adoption agreement
    aim amount analogue angle applicability application approach area argument arrangement article aspect assessment
    assistance assumption attempt attribute authority availability avenue awareness backbone balance barrier basis
    beginning behalf benefit body book bottleneck branch breadth breakthrough burden candidate capability capacity case
    category caveat challenge chance change chapter character characteristic characterisation characterization choice
    circumstance claim class classes collection combination comment comparison competence competitor complexity
    complication component composition compromise concept conception concern condition conference confidence connection
    consensus consequence consideration consistency constraint construction contender content context contrast
    contribution controversy core cornerstone correspondence counterpart course creation criteria criterion critique
    cue curiosity data database dataset date day debate decade decision deficiency definition deficit degree demand
    demonstration dependence depth derivation description design desideratum desire detail determination development
    deviation difference difficulty dimension direction disadvantage discipline discovery discrepancy discussion
    diversity doubt drawback ease edge effect effectiveness efficacy efficiency effort element elimination emergence
    emphasis end enhancement ensemble-based entirety entity equivalence essence establishment evaluation event evidence
    evolution examination example exception existence expectation expense experience experiment experimentation expert
    explanation exploration exposition extension extent facet fact factor failure family fashion feasibility feature flexibility forward
    field figure finding focus form formalism format formation formula formulation foundation framework freedom future
    gain gap generality generation genre goal group guarantee guidance guideline hallmark hand handful headway help
    hierarchy hint history home hope hypothesis hypotheses idea identification illustration impact implementation
    implication importance impossibility improvement inability incentive inclusion increase indication ingredient
    initiative innovation input insight inspiration instance institution instruction integration intent interaction
    interest interpretation introduction intuition investigation isolation issue item job journal journey justification
    kind kinds knowledge lack landscape latter lens lesson letter level likelihood-based limitation line literature
    location look loss-based lot magnitude maintenance majority manner material matter maturity means measure
    measurement mechanism merit method methodology milestone mind minority misconception mode model modification month
    motivation name nature necessity need notion novelty number object objective observation obstacle occasion
    occurrence offering operation opinion opportunity option order origin outcome output outlook overview pace paper
    paradigm parameter part particularity party past path pattern people performance period person persons perspective
    phase phenomena phenomenon philosophy picture piece pillar pitfall place plan platform point popularity portion
    position possibility potential practice practitioner precedent preference premise presence presentation prevalence
    principle problem procedure process processes product profile program progress project promise proof property
    proportion proposal proposition prospect provision proximity purpose quality quantity quest question range ratio
    rate rationale reality realm reason recipe recommendation reduction reference refinement regard regime region
    relation relationship relevance reliability remainder remark remedy report repository representation request
    requirement research researcher resource respect response responsibility rest result review revision reward-based
    richness risk road roadmap robustness role room root route rule run sake sample scale scenario scene-level scheme
    scholar science scientist scope score scrutiny section segment selection sense separation sequel sequence series
    set setting setup shift shortcoming shortage side significance similarity simplicity simplification situation size
    skill society software solution sort source space spectrum speed spirit split spread stage stake standard
    standpoint start state statement status step strategy strength structure study style subject success suite superset
    superiority support survey symposium system tactic talk target task team technique technology tendency term
    terminology test theme theory thesis thing thought threshold time timeframe times title tool topic total trade
    tradeoff trade-off tradition trait transition treatment trend trial trick trouble truth try tutorial type
    understanding unit universe university usability usage use usefulness user utility validation validity value
    variable variant variation variety version view viewpoint vision-based visit volume way week weakness whole
    window word work workshop world year"""
)

# Of those, what is part of many a name: it may stand in one, beside a word that says more.
_NOUNS = word_set(
    """
    agent algorithm analysis approximation architecture area behavior behaviour benchmark body case category class code complexity component computation
    computer concept construction content context control cost data database dataset decision degree design
    dimension direction distribution domain dynamics effect element environment equation error event evolution
    experiment factor feature field form formula function generation group hierarchy image inference information input
    intelligence interaction knowledge language layer learning length level life link loss machine mapping matching
    measure measurement mechanism memory method overlap mode model modeling modelling network number object objective
    observation operation operator optimisation optimization order output parameter path pattern
    performance phase point population position power prediction preference principle prior problem process processing product profile
    program property quality rate ratio recognition region relation representation response sample scale score search selection sequence
    service set signal simulation size software source space speed spectrum state step structure
    system task testing text theory threshold time training tree type unit user value variable
    variation video weight window word world accuracy resource resolution rule scene relation"""
)
_ADJECTIVES = word_set(
    """
    artificial big conditional continuous deep dense digital dimensional discrete dynamic dynamical explicit expressive
    generative global high higher human implicit independent individual direct emergent finite indirect infinite joint large linear local long low mathematical
    medical multi natural neural nonlinear numerical online parallel physical random real relative scientific semantic
    semi sequential short single sparse spatial static statistical structured temporal trained visual web computational
    complex cross inter intra non pre post meta hyper sub super self micro macro mini"""
)

GENERIC_NAMES: Final = frozenset(
    compound.replace(" ", "")
    for compound in """
    artificial intelligence, big data, computer vision, deep learning, language model, large language model, machine
    learning, natural language, natural language processing, neural network, deep neural network, knowledge base,
    local search, semantic web, user interface, information system, visual system, representation learning, natural
    selection, sequence learning, online learning, meta learning, multi task learning, self supervised learning,
    object recognition, image recognition, text generation, image generation, video generation, human computer
    interaction, network dynamics, population dynamics, information theory""".replace("\n", "").split(",")
)

_EMPTY = STOP_WORDS | _LINKS | inflected(_VERBS) | _IRREGULAR | _PRAISE | _ACADEMIC
_KINDS = (("adjective", _ADJECTIVES), ("noun", _NOUNS), ("empty", _EMPTY))


@lru_cache(maxsize=30_000)
def generic_kind(word: str) -> Kind | None:
    """What a folded word is if it tells nothing: empty, or a noun or adjective that is part of many a name."""
    forms = {word, normalised(word)}
    return next((kind for kind, words in _KINDS if not words.isdisjoint(forms)), None)
