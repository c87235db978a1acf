"""Words that change what a sentence claims, or change nothing: closed classes, ours."""

from service.faithfulness.entailment.keys import key_of
from service.text import word_set

ARTICLES = word_set(
    """a an the this that these those it its itself they them their we us our ours i my he she his her
    it's that's there's here's we've we're we'll they're they've they'll let's who's what's i'm i've
    is are was were be been being am do does did done has have had having will would shall 's there here
    which who whom whose what very quite rather such own other more s re ve ll d m exist exists existed"""
) - word_set("other more rather")
"""Determiners, pronouns, auxiliaries, relatives: said or not, the claim is the same."""

AUTHORS = word_set("author authors researcher researchers paper papers article study work we writer writers they")
"""Whoever wrote the paper, and what they wrote."""

JOINING = word_set(
    "moreover furthermore additionally hence thus therefore consequently accordingly also too so as_well both alike"
)
"""Words that join sentences and say nothing of the matter, wherever they stand."""

OPENERS = word_set(
    """finally first firstly second secondly third thirdly lastly recently specifically particularly especially
    notably importantly interestingly remarkably crucially further overall namely indeed then now
    again herein meanwhile however nevertheless nonetheless subsequently ultimately together clearly simply
    actually essentially basically currently similarly likewise instead next here fourth fourthly lately
    conversely yet"""
)
"""Words that say nothing of the matter where they open a clause."""

OPENING_PHRASES = (
    "in this paper", "in this work", "in this study", "in this article", "in this letter", "in the paper",
    "in this research", "in this thesis", "in this review", "in this survey", "in this report", "in this chapter",
    "in the present study", "in the present work", "in the present paper",
    "in our work", "in our study", "in addition", "in particular", "to this end", "to that end", "to this aim",
    "to that aim", "to this purpose", "in doing so", "by doing so", "in summary", "in conclusion", "in short",
    "for this purpose", "in general", "on this basis", "in fact", "of note", "in other words", "as a result",
    "on the other hand", "on the one hand", "at the same time", "in contrast", "by contrast", "as such", "in turn",
    "what is more", "more specifically", "that is", "in essence", "of course", "in light of this",
    "to address this", "to address this problem", "to address this issue", "to address this challenge",
    "to address this gap", "to address these issues", "to address these challenges", "to address these limitations",
    "to address this limitation", "to tackle this", "to tackle this problem", "to overcome this",
    "to overcome this limitation", "to overcome these limitations", "to fill this gap", "to bridge this gap",
    "as well", "i e", "meaning that", "which means that", "this means that", "so that",
    "in the following", "in what follows", "to do so", "to do this", "in this context",
    "in this regard", "in this respect", "with this in mind", "to our knowledge", "to the authors knowledge",
    "to the best of our knowledge", "to the best of the authors knowledge",
    "according to the authors", "according to the paper", "according to the study", "according to the abstract",
    "according to its authors", "according to its abstract", "as the authors put it", "as the paper puts it",
    "as the abstract puts it", "as the authors say", "as the authors write", "as the authors state",
    "as the authors report", "as the paper says", "as the paper states", "as the paper reports", "as the abstract says",
    "as the abstract states", "as the abstract reports", "in the authors words", "in the words of the authors",
    "in the words of the abstract", "in the words of the paper", "we read in the abstract that",
    "we read in the paper that", "the abstract says that", "the abstract states that", "the abstract reports that",
    "the abstract notes that", "the abstract tells us that", "the abstract mentions that", "the abstract explains that",
    "the abstract points out that", "it is stated in the abstract that", "it is reported in the abstract that",
    "it is said in the abstract that", "it is noted in the abstract that", "it is stated in the paper that",
    "it is reported in the paper that", "as stated in the abstract", "as reported in the abstract",
    "as noted in the abstract", "as stated in the paper", "as reported in the paper", "last but not least",
    "which is why", "that is why", "this is why", "for this reason", "even so", "that said",
)  # fmt: skip

EVALUATIVE = word_set(
    """novel new simple effective efficient powerful general comprehensive extensive large important key main
    significant significantly substantially considerable considerably remarkable remarkably great greatly highly high
    very extremely promising impressive strong robust various many several numerous multiple different diverse
    challenging practical useful interesting valuable proposed presented existing current recent resulting given
    corresponding respective underlying well careful carefully detailed thorough thoroughly systematic
    systematically rigorous principled elegant flexible versatile innovative unified straightforward
    dramatic dramatically vast vastly notable notably critical crucial essential vital fundamental major
    popular common commonly widely widespread so-called called named termed dubbed particular certain specific
    actual overall further additional additionally successfully effectively efficiently easily directly jointly
    simultaneously explicitly naturally readily greatly empirically experimentally all each both every
    state_of_the_art state art successful unique inherent intrinsic total whole entire entirely completely fully
    rich complex sophisticated advanced modern today's first largely good better excellent superior competitive
    today nowadays increasingly rapidly paper also respectively"""
)
"""Modifiers that praise or fill: left out, less is said."""

NEGATIONS = word_set(
    """not no never neither nor none nothing cannot without n't
    lack fail fails unable hardly barely rarely seldom scarcely"""
)
HEDGES = word_set(
    """may might could can would should possibly perhaps potentially potential seem seems seemed appear appears appeared
    suggest suggests suggested suggesting indicate indicates indicated indicating imply implies likely probably
    indication indications hint hints
    presumably apparently partially partly somewhat sometimes tend tends tended preliminary hypothesize hypothesise
    hypothesized hypothesis believe believed speculate conjecture conjectured plausible plausibly tentative tentatively
    typically usually often generally mostly largely nearly almost approximately roughly possible possibility
    about around expected estimated supposed claimed purported reportedly arguably thought assumed hoped
    envision envisions envisage putative putatively ostensibly allegedly seemingly reputedly conceivably
    mainly primarily moderately marginally slightly modestly relatively comparatively frequently occasionally"""
)
BOUNDS = word_set(
    """only solely exclusively merely just even all every each any always most half majority minority few fewer some
    less least more both either first last same"""
)
"""Quantifiers, and words that bound what is said."""

SCOPES = word_set(
    """in on at under for among within during across with without over between against before after until till since
    when whenever while where if unless except than as from of per beyond below above near outside inside given
    despite although though whether throughout toward towards into onto out off up down versus vs relative
    by to via through using about because due or but like unlike upon along around behind according"""
)
"""Words that begin a phrase or a clause which says where, when, for whom, or on what condition."""

DROPPABLE_LEADS = word_set("using via through because due by to while and which although though despite unlike where")
"""Of these, those whose phrase may go: means, aim, cause, concession."""

DROPPABLE_PHRASES = frozenset(
    {
        "in order to", "so as to", "with the aim of", "with the goal of", "with the help of", "with the aid of",
        "owing to", "on account of", "thanks to", "as a result of", "in combination with", "alongside", "based on",
        "on the basis of", "making use of", "leveraging",
        "such as", "including", "for example", "for instance", "e g", "utilizing", "employing", "aiming to", "aimed at",
    }
)  # fmt: skip

CONJUNCTIONS = word_set("and or but nor while whereas")
JOINING_PHRASES = frozenset(
    {"as well as", "and also", "but also", "in addition to", "along with", "together with", "plus"}
)
"""What joins as "and" does."""
COMPARATIVES = word_set("more less fewer better worse than higher lower larger smaller greater most least best worst")
_GENERAL = """method approach technique procedure framework scheme strategy algorithm system model tool result finding
    work problem issue task process set setting way use case type kind form group part number field area research
    performance ability data experiment evaluation analysis example aspect feature property value level
    paper study author team ones"""
_FRAMES = """show demonstrate find report present propose introduce describe investigate study examine explore analyze
    discuss consider argue explain observe note reveal conclude state write say ask aim look offer provide develop
    evaluate use apply do make take get come give go work known call term see"""
_LIGHT = (
    "carry out", "carries out", "give", "make", "conduct", "perform", "report", "provide", "take", "undertake", "offer",
    "present", "do",
)  # fmt: skip
_SUPPORT = (
    *_LIGHT, "have", "play", "show", "exhibit", "cause", "lead to", "result in", "produce", "bring about", "yield",
    "exert", "achieve", "undergo", "experience", "run", "execute", "bring", "put", "hold", "reach", "draw", "pay",
    "serve", "obtain",
)  # fmt: skip

GENERAL_KEYS = frozenset(map(key_of, word_set(_GENERAL)))
"""Keys of nouns that stand for a thing that was named."""
FRAME_KEYS = frozenset(map(key_of, word_set(_FRAMES)))
"""Keys of verbs for what authors do."""
FINDING_KEYS = frozenset(map(key_of, word_set("show demonstrate find report observe reveal establish prove confirm")))
"""Keys of verbs for what authors have found out."""
SAYING_KEYS = frozenset(map(key_of, word_set("find report argue claim state")))
"""Keys of verbs for what they say, which is no more than that."""
PROVING_KEYS, SUPPORTING_KEY = frozenset(map(key_of, word_set("prove confirm demonstrate"))), key_of("support")
"""Keys of verbs for what results do, and of the one for less."""
LIGHT_KEYS = frozenset(" ".join(map(key_of, phrase.split())) for phrase in _LIGHT)
"""Keys of verbs that a noun makes a verb of: to give a description."""

SUPPORT_KEYS = frozenset(" ".join(map(key_of, phrase.split())) for phrase in _SUPPORT)
"""Keys of verbs that are there for the noun after them: to perform an evaluation, to lead to a reduction."""

PARTITIVE_KEYS = frozenset(map(key_of, word_set("part half fraction portion minority subset share third quarter")))
"""Keys of what is, with "of", less than the whole."""
AIM_KEYS = frozenset(map(key_of, word_set("aim goal purpose objective intention")))
"""Keys of nouns for what is to be done."""
INTENT_KEYS = frozenset(map(key_of, word_set("aim plan intend hope seek try attempt strive wish want")))
"""Keys of what is said of a deed that may not be done."""
SUPPOSING_KEYS = frozenset(
    map(key_of, word_set("assume believe hypothesize speculate conjecture expect suppose think claim hope estimate"))
)
"""Keys of what is done without evidence: in the place of what was found, it is another thing."""
NAMING_KEYS = frozenset(map(key_of, word_set("call name term dub denote title refer label know")))
"""Keys of what gives a thing its name."""
GIVING_KEYS = frozenset(
    map(key_of, word_set("give offer provide show send teach assign supply equip present grant award"))
)
"""Keys of verbs with two objects: to give somebody something."""
SYMMETRIC_KEYS = frozenset(map(key_of, word_set("combine compare integrate merge unite contrast join fuse correlate")))
"""Keys of verbs whose two objects may change places."""
CONTAINING_KEYS = frozenset(map(key_of, word_set("include contain involve comprise encompass")))
"""Keys of verbs that are passive with "in": what A contains is contained in A."""
_JUDGED = word_set(
    """know report assume believe think consider say expect show find demonstrate observe suppose propose argue
    difficult easy hard possible impossible important necessary essential crucial critical challenging useful
    feasible straightforward reasonable desirable natural common clear unclear unknown uncertain evident obvious
    apparent likely unlikely beneficial advantageous helpful worthwhile sufficient advisable convenient
    impractical infeasible inconceivable tempting interesting surprising vital imperative"""
)
JUDGED_KEYS = frozenset(map(key_of, _JUDGED)) | {" ".join(map(key_of, ("well", "known")))}
"""Keys of what is said of a fact or a deed: it is known, it is hard."""
_CONVERSES = (
    ("precede", "follow"), ("before", "after"), ("cause", "result from"), ("include", "part of"),
    ("teach", "learn from"), ("outperform", "inferior to"), ("superior to", "inferior to"),
)  # fmt: skip
CONVERSE_KEYS = frozenset(frozenset(" ".join(map(key_of, phrase.split())) for phrase in pair) for pair in _CONVERSES)
"""Pairs of keys of which one says of B and A what the other says of A and B."""

BOUND_PHRASES = (
    "one of",
    "more than", "less than", "up to", "no more", "no less", "no fewer", "fewer than", "at least", "at most", "as many",
    "as much", "not more", "in excess", "greater than", "close to", "most", "the majority", "a majority", "the bulk",
)  # fmt: skip
HEDGING_PHRASES = (
    "is likely", "are likely",
    "is able", "are able", "be able", "able to", "has the", "have the", "is capable", "are capable", "capable of",
    "makes it", "hint at", "point to", "indicative", "suggestive", "in theory", "in principle",
    "in some cases", "in many cases", "in most cases", "at times", "from time to time", "on occasion", "as a rule",
    "in all likelihood", "in all probability", "in our view", "in their view", "in the authors view", "in the view of",
    "in our opinion", "in their opinion", "in the authors opinion", "in the opinion of", "from our point of view",
    "from our perspective",
    "on average",
    "in future", "in the future", "in the years to come", "in times to come",
)  # fmt: skip
NEGATIVE_PHRASES = (
    "not ",
    "can not", "none of", "is unable", "are unable", "is not", "are not", "is incapable", "are incapable", "unable",
    "not known", "fail",
)  # fmt: skip
SCOPE_PHRASES = (
    "compared", "using", "utilizing", "employing", "leveraging", "making", "based", "together", "alongside",
    "rather than", "instead of", "contrary to", "in place of", "so long as", "on condition that", "provided that",
)  # fmt: skip
ASIDES = word_set("particularly especially notably specifically")

EXPECTATIONS = word_set("surprisingly unexpectedly unsurprisingly expectedly astonishingly") | {
    "not surprisingly", "contrary to expectations", "contrary to expectation", "contrary to our expectations",
    "to our surprise", "against expectations",
}  # fmt: skip
"""What says that a thing was expected, or was not."""
ORDINALS = word_set("first second third fourth fifth sixth seventh eighth ninth tenth")
MODALS = word_set("can would should")
TIMES = word_set(
    "previously earlier initially finally subsequently later formerly currently now yet already still ever"
)
CONDITIONS = word_set("when if unless whenever while until before after under in on for without except given")
INSTEAD = frozenset({"rather than", "instead of", "as opposed to", "in place of"})
EXCLUDING = (
    word_set("except unless without despite although though but instead excluding")
    | {"with the exception of"}
    | INSTEAD
)
PREFIXES = word_set("pre multi re co sub semi anti inter intra over under post non bi tri micro macro meta")
"""What is written with a hyphen before a word, or as one word with it."""
CONTRASTS = word_set("although though but however nevertheless nonetheless yet whereas despite albeit while")
"""What says that two things are at odds, on whichever of them it stands."""
COMPOUND_PREPOSITIONS = ("on", "to", "by", "of", "with", "from", "in", "for")
"""What stands between the parts of a compound that is unfolded: drug-resistant, resistant to drugs."""
EXAMPLES = frozenset({"including", "such as", "e g", "for example", "for instance", "like"})
OTHERS = word_set("studies literature works surveys reports evidence")
"""What somebody else said or found."""
OTHER_WORK = word_set("earlier previous prior past other")
"""With "authors" or "work": whoever did it, not these authors."""
