"""The words the checker knows: function words, negation, direction, hedges, strong claims, units; our own lists."""

from service.text import word_set

AUTHOR_WORDS = word_set("author authors researcher researchers paper papers article study")
"""Words for whoever wrote the paper and for what they wrote, which every summary may use."""
FUNCTION_WORDS = AUTHOR_WORDS | word_set(
    """a an the this that these those it its itself they them their theirs he she his her him i me my we us our
    ours you your and or but nor so yet if then than as of in on at by for from to into onto with within over
    under between among through during across against about above below after before via per toward towards upon
    is are was were be been being am do does did done doing has have had having can could may might must shall
    should will would not no n't cannot there here where when while which who whom whose what how why because
    since although though however thus hence therefore also both either neither each every all any some such
    same other another others own more most much many few less least very too only just even still already again
    further rather quite well et al e g i.e e.g vs up down out off one's whereas whether until unless despite
    besides without along around s t re ve ll d m"""
)
"""Words without a meaning of their own; those for authors are among them."""

LIGHT_VERBS = word_set(
    """make makes made making take takes taken taking took get gets got getting give gives given giving gave put puts
    putting go goes going gone went come comes coming came run runs running ran carry carries carried carrying set sets
    setting keep keeps kept keeping hold holds held holding look looks looked looking bring brings brought bringing turn
    turns turned turning count counts rest rests stay stays stand stands call calls called calling let lets see seen
    sees find finds found lie lies become becomes became use uses used using work works clear forward able part"""
)
"""Verbs that name nothing by themselves: paraphrases put them where one word stood (carry out, make clear)."""

GENERAL_WORDS = word_set(
    """according method methods approach approaches technique techniques procedure procedures framework
    frameworks scheme schemes strategy strategies way ways means tool tools solution solutions system systems
    setup design model models process problem problems task tasks question questions issue issues challenge
    challenges difficulty difficulties topic area field domain domains result results finding findings outcome
    outcomes evidence experiment experiments test tests trial trials evaluation evaluations analysis study
    studies work performance quality accuracy effectiveness property properties feature features aspect aspects
    characteristic characteristics effect effects impact influence role goal aim purpose idea concept notion
    example examples instance instances case cases setting settings scenario scenarios new novel original fresh
    current existing present recent latest previous prior earlier important central key main primary principal
    crucial vital essential critical significant major marked notable considerable substantial challenging hard
    difficult tough complex complicated simple easy straightforward effective efficient powerful strong good
    great large big various different diverse several numerous multiple many common general broad wide specific
    particular certain additional extra further possible potential useful valuable available proposed suggested
    presented introduced described developed propose proposes suggest present presents introduce introduces
    describe describes offer offers provide provides show shows demonstrate demonstrates reveal reveals report
    address addresses tackle tackles solve handle investigate examine explore study analyze consider require
    requires need needs enable enables allow allows help helps permit achieve achieves attain attains reach
    obtain obtains gain perform performs conduct evaluate evaluates assess assesses measure apply applies employ
    employs utilize adopt leverage exploit"""
)
"""Words of academic prose that name no thing in particular: one for another changes no term."""

NEGATIONS = word_set("not no never cannot n't nor neither none nothing nobody nowhere")
"""Words that negate outright."""
WEAK_NEGATIONS = word_set(
    """without fail fails failed failing failure lack lacks lacked lacking unable absence absent impossible rarely
    hardly barely scarcely seldom prevent prevents prevented preventing refute refutes refuted reject rejects
    rejected deny denies denied insufficient inability nonexistent exclude excludes excluded independent
    independently invariant regardless free obviate obviates instead unlike"""
)
NEAR_NEGATIONS = word_set(
    """only rather than marginally limited limits suboptimal avoid avoids avoiding avoided difficult difficulty hard
    despite though although however whereas yet little few less isolated alone challenging remains remain rare weak
    reduce reduces reduced remove removes removed eliminate eliminates guarantee guarantees mitigates mitigate
    against contrary contrast differ differs different oppose opposed poor poorly negative negatively already
    unaffected bounded preserve preserves preserving retain retains zero"""
)
NEGATIVE_PREFIXES = ("un", "non", "in", "im", "ir", "dis", "mis")

_PAIRS = """
    increase/decrease increase/reduce increase/lower increase/diminish raise/lower rise/fall grow/shrink
    gain/loss gain/lose gains/losses higher/lower high/low highest/lowest better/worse best/worst more/less
    more/fewer most/least most/fewest larger/smaller large/small largest/smallest bigger/smaller big/small
    greater/lesser greater/smaller greater/less greatest/least faster/slower fast/slow fastest/slowest
    stronger/weaker strong/weak strongest/weakest improve/degrade improve/worsen improve/harm
    improvement/degradation enhance/impair enhance/degrade enhance/reduce strengthen/weaken
    outperform/underperform surpass/trail exceed/miss beat/lose superior/inferior accelerate/slow
    accelerate/decelerate accelerate/delay speedup/slowdown expand/contract longer/shorter long/short
    deeper/shallower deep/shallow wider/narrower wide/narrow easier/harder easy/hard easy/difficult
    simpler/harder cheaper/costlier cheap/expensive earlier/later early/late above/below over/under
    maximize/minimize maximise/minimise maximum/minimum maximal/minimal upper/lower promote/inhibit
    promote/suppress promote/prevent activate/inhibit activate/suppress activate/deactivate stimulate/inhibit
    induce/inhibit induce/suppress upregulate/downregulate up/down facilitate/hinder enable/prevent
    support/oppose support/contradict confirm/refute positive/negative positively/negatively benefit/harm
    beneficial/harmful success/failure succeed/fail accurate/inaccurate efficient/inefficient
    effective/ineffective stable/unstable robust/fragile necessary/unnecessary sufficient/insufficient
    possible/impossible likely/unlikely significant/insignificant similar/different same/different
    include/exclude allow/prevent protect/expose alleviate/aggravate alleviate/worsen mitigate/aggravate
    ameliorate/aggravate exacerbate/alleviate attenuate/amplify dense/sparse supervised/unsupervised
    linear/nonlinear convex/nonconvex increasing/decreasing advantage/disadvantage tight/loose tighter/looser
    closer/farther near/far frequent/rare often/rarely always/never complete/incomplete heavy/light
    heavier/lighter hot/cold warmer/colder warm/cold thicker/thinner thick/thin richer/poorer rich/poor good/bad
    good/poor smoother/rougher safer/riskier safe/unsafe sooner/later first/last before/after
    sensitive/insensitive resistant/susceptible susceptibility/resistance gain/reduction elevated/reduced
    rise/drop raise/cut climb/drop double/halve speed/slow hasten/delay quicker/slower quick/slow heighten/lower
    intensify/weaken bolster/weaken sharpen/blur ease/burden simplify/complicate relieve/burden curb/boost
    cut/boost lessen/increase lessen/worsen minimal/substantial minor/major broader/narrower broad/narrow
    abundant/scarce plentiful/scarce ahead/behind lead/lag exceed/trail win/lose favorable/unfavorable
    favourable/unfavourable helpful/unhelpful reliable/unreliable precise/imprecise consistent/inconsistent
    clearer/vaguer clear/unclear gain/drop gains/drops growth/decline increase/drop increase/decline
    improve/decline improvement/decline enrich/deplete recruit/expel elevate/depress trigger/block block/permit
    elevate/reduce high/reduced boost/reduce boost/hurt boost/hamper improve/reduce improve/hurt
    improve/deteriorate raise/reduce extend/shorten extend/limit augment/reduce amplify/dampen lengthen/shorten
"""


def _opposites() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for pair in _PAIRS.split():
        left, right = pair.split("/")
        table.setdefault(left, set()).add(right)
        table.setdefault(right, set()).add(left)
    return {word: frozenset(others) for word, others in table.items()}


OPPOSITES = _opposites()
UP = word_set(
    """increase raise rise grow gain higher high highest better best more most larger large largest bigger big
    greater greatest faster fast fastest stronger strong strongest improve improvement enhance strengthen
    outperform surpass exceed beat superior accelerate speedup expand elevated elevate boost extend augment
    amplify positive positively good double climb heighten intensify bolster hasten quicker longer deeper wider broader
    growth triple magnify multiply"""
)
DOWN = word_set(
    """decrease reduce lower diminish fall shrink loss lose low lowest worse worst less fewer least smaller small
    smallest slower slow slowest weaker weak weakest degrade worsen harm degradation impair weaken underperform
    trail inferior decelerate delay slowdown contract reduced reduction hurt hamper deteriorate shorten limit
    dampen negative negatively bad poor poorer inefficient ineffective harmful drop decline halve cut curb lessen
    depress deplete lesser shorter narrower shallower erode undermine sacrifice"""
)
# What a text rarely says of the work that it is about: in these forms, and in any form.
SELF_DEFEAT = word_set("worse worst slower weaker poorer losing lags decreases harder lesser shallower")
HARM = word_set(
    """underperform inferior degrade worsen deteriorate harm hurt hamper hinder ineffective inefficient inaccurate
    fragile unsuccessful trail impair weaken aggravate setback decline"""
)

# What authors want of a work, and what they want to be rid of: less of the one is as odd as more of the other.
GOOD = word_set(
    """accurate accuracy robust robustness effective effectively effectiveness efficient efficiently efficiency stable
    stability precise precisely precision performance performant discriminative transparent interpretable
    interpretability explainable expressive expressivity generalizable generalisable generalization generalisation
    generalize generalise scalable scalability reliable reliably reliability quality informative diverse diversity
    calibrated confidence flexible flexibility realistic faithful faithfulness consistent consistency coherent
    powerful practical useful usefulness meaningful compact compressible speed throughput fluency fluent fidelity
    plausible trustworthy secure security safe safety private privacy fair fairness sharp sharpness recall
    versatile competitive capable suitable survival efficacy viability yield sensitivity specificity success
    benefit utility detail rich richer fine-grained equivariant disentangled trainable tractable portable"""
)
BAD = word_set(
    """error errors loss losses cost costs latency overhead bias biases variance noise noisy overfitting overfit
    memory forgetting instability regret perplexity complexity delay delays failures mortality toxicity risk
    artifacts artefacts distortion redundancy redundant ambiguity hallucination hallucinations brittle fragile
    expensive slow inefficient unstable inaccurate unreliable vulnerable vulnerability hyperparameters computation
    computing compute resources burden relapse morbidity deaths symptoms"""
)

HEDGES = word_set(
    """may might could possibly perhaps potentially potential seem seems seemed appear appears appeared suggest
    suggests suggested suggesting indicate indicates indicated indicating likely probably presumably apparently
    partially partly somewhat sometimes tend tends tended preliminary hypothesize hypothesise hypothesized
    hypothesis believe speculate conjecture plausible plausibly tentative tentatively typically usually often
    generally mostly largely nearly almost approximately roughly promising possible possibility"""
)
BOOSTERS = word_set(
    """prove proves proved proven proving always never all every completely fully entirely totally perfectly
    perfect guarantee guarantees guaranteed definitely definitively certainly undoubtedly undeniably clearly
    obviously conclusively universally universal solves solved eliminates eliminate eliminated dramatically
    drastically revolutionary revolutionize revolutionizes groundbreaking breakthrough unprecedented best
    optimal flawless flawlessly any must will ensures ensure establishes establish established confirms confirm
    confirmed demonstrates demonstrate causes cause caused causing extraordinary remarkable remarkably extremely
    vastly massively everywhere without-exception only first impossible invariably absolutely unquestionably
    outperforms all-time incredible amazing superior exactly indisputably unequivocally decisive decisively"""
)
"""Words of certainty and praise (boosters, Hyland 1998)."""

# Surface forms to one unit name; a claim's unit counts as changed only when both sides name a unit of this table.
UNITS: dict[str, str] = {
    form: name
    for name, forms in {
        "percent": "% percent percentage pct percents",
        "fold": "× times x fold",
        "ms": "ms millisecond milliseconds",
        "us": "µs μs us microsecond microseconds",
        "ns": "ns nanosecond nanoseconds",
        "s": "s sec secs second seconds",
        "min": "min mins minute minutes",
        "h": "h hr hrs hour hours",
        "day": "day days",
        "week": "week weeks",
        "month": "month months",
        "year": "year years yr yrs",
        "decade": "decade decades",
        "century": "century centuries",
        "kb": "kb kilobyte kilobytes",
        "mb": "mb megabyte megabytes",
        "gb": "gb gigabyte gigabytes",
        "tb": "tb terabyte terabytes",
        "nm": "nm nanometer nanometers nanometre nanometres",
        "um": "µm μm um micrometer micrometers micrometre micrometres",
        "mm": "mm millimeter millimeters millimetre millimetres",
        "cm": "cm centimeter centimeters centimetre centimetres",
        "m": "m meter meters metre metres",
        "km": "km kilometer kilometers kilometre kilometres",
        "hz": "hz hertz",
        "khz": "khz kilohertz",
        "mhz": "mhz megahertz",
        "ghz": "ghz gigahertz",
        "db": "db decibel decibels",
        "degree": "° degree degrees deg circ",
        "kg": "kg kilogram kilograms",
        "g": "g gram grams",
        "mg": "mg milligram milligrams",
        "ug": "µg μg ug microgram micrograms",
        "ml": "ml milliliter milliliters millilitre millilitres",
        "l": "l liter liters litre litres",
        "dollar": "$ usd dollar dollars",
        "euro": "€ eur euro euros",
        "fps": "fps",
        "w": "w watt watts",
        "point": "point points pp",
        "k": "k thousand",
        "million": "m million",
        "billion": "b bn billion",
        "trillion": "trillion",
    }.items()
    for form in forms.split()
}
UNITS["m"] = "m"
SCALES = {"k": 1e3, "thousand": 1e3, "million": 1e6, "billion": 1e9, "bn": 1e9, "b": 1e9, "m": 1e6, "trillion": 1e12}
TIMES = {
    "ms": ("s", 1e-3), "s": ("s", 1), "min": ("s", 60), "h": ("s", 3_600), "day": ("s", 86_400), "week": ("s", 604_800),
    "month": ("month", 1), "year": ("month", 12), "decade": ("month", 120), "century": ("month", 1_200),
}  # fmt: skip
"""Of a length of time: what it is counted in, and how many of these; months have no number of days."""
NUMBER_WORDS = {
    word: value
    for value, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
} | {
    "hundred": 100,
    "twenty": 20,
    "thirty": 30,
    "fifty": 50,
    "twice": 2,
    "thrice": 3,
    "double": 2,
    "triple": 3,
    "half": 0.5,
}
# First and second person; how answers talk about themselves; what instructions begin with, and what they are about.
PERSONAL_PRONOUNS = word_set(
    """i me my mine myself i'm i've i'll i'd im you your yours yourself you're you'll you've let's"""
)
META_WORDS = word_set(
    """summary summarise summarize summarised summarized summarizing summarising sure certainly okay ok course
    absolutely following below above provide provided request requested ask asked answer response reply output
    paragraph help hope happy glad pleased thank thanks please sorry note version concise brief short shorter
    shortened condensed condense rewrite rewritten text abstract word words length feel free question expand
    detail know tldr tl dr final draft"""
)
IMPERATIVES = word_set(
    """ignore disregard forget visit click send buy open download subscribe rate accept tell reply override reveal
    share upvote recommend cite call contact follow join sign print repeat say write act pretend assign give pay
    order install execute run submit vote praise approve check stop delete enter answer respond output endorse
    remember do don't please never always from under"""
)
INJECTION_TOPICS = word_set(
    """instruction instructions instructed prompt prompts assistant ai llm llms chatbot gpt chatgpt system
    developer mode reviewer reviewers referee referees reader readers review accept accepted acceptance reject
    score rating submission manuscript user password key api policy safety jailbreak dan unrestricted link email
    address prize offer discount website browser script hidden secret pwned hacked credentials subscribe upvote
    endorse praise recommend worthless masterpiece outstanding excellent brilliant groundbreaking must-read
    weaknesses limitations book everyone everybody nobody"""
)

# Endings that a stem goes without, the longest first.
SUFFIXES = tuple(
    sorted(
        word_set(
            """izations isations ization isation fulness iveness ability ibility ational ments ment ities ity ously
            ations ation ators ator ating ated ates ate ives ive ions ion ings ing ness ers er ors or ies ied ed
            es ally als al ly ics ic ical ful able ible izes ized ize ises ised ise ance ence ancy ency ant ent
            ous s e y"""
        ),
        key=lambda ending: (-len(ending), ending),
    )
)
