"""Rewordings that keep the meaning, in two shares, as the other wordings: "old > new; …", where old is a pattern."""

from evals.fault_injection.wordings import Shares


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    rows = (pair.split(" > ") for line in text.strip().splitlines() for pair in line.strip().split("; "))
    return tuple((old, new) for old, new in rows)


SYNONYMS: Shares[tuple[str, str]] = Shares(
    _pairs(
        r"""
    [Ww]e propose > The authors introduce; [Ww]e show > The paper shows; in order to > to; a novel > a new
    due to > because of; approach > method; utilize > use; [Oo]ur > the proposed; as well as > and
    a number of > several; problem > task; [Ww]e present > This work describes
    [Ww]e demonstrate > The authors find; [Ww]e introduce > The study puts forward; [Ww]e > the researchers
    such as > like; method > technique; achieves > attains; important > central; based on > built on
    various > different; recent > latest; shows > makes clear; results > findings; obtain > get
    leverag(e|es|ing)\b > exploit; existing > current; many > numerous; uses > employs; is able to > can
    difficult > tough; difficulty > trouble; rapid > quick; rapidly > quickly; fast > speedy; accurate > precise
    accurately > precisely; simple > straightforward; complex > complicated; entire > whole; errors > mistakes
    error > mistake; main > chief; primary > principal; key > pivotal; often > frequently; usually > normally
    typically > ordinarily; aim > intend; aims > seeks; goal > aim; goals > aims; purpose > goal
    benefits > advantages; advantages > merits; drawbacks > shortcomings; limitations > weak points
    limitation > weakness; build > construct; construct > assemble; create > make; creating > making
    generate > produce; generates > produces; generating > producing; generated > produced; predict > forecast
    predicting > forecasting; prediction > forecast; help > assist; helps > aids; allow > let; allows > lets
    enable > permit; understand > grasp; understanding > comprehension; explain > account for
    explains > accounts for; examine > look at; examines > looks at; investigate > look into
    investigates > looks into; analyze > inspect; explore > probe; studies > investigations; discover > uncover
    identify > pinpoint; identifies > pinpoints; detect > spot; detecting > spotting
    select > pick; selecting > picking; choose > select; combine > merge; combines > merges; combining > merging
    compare > contrast; comparing > contrasting; compared to > relative to; develop > devise
    developed > devised; develops > devises; designed > conceived; apply > employ; applied > put to use
    applying > employing; use > make use of; used > employed; need > require; needs > demands
    needed > necessary; train > teach; examples > instances; example > instance; images > pictures
    image > picture; words > terms; users > people; tasks > jobs; task > assignment; approaches > techniques
    methods > procedures; algorithm > procedure; algorithms > procedures; models > systems; concept > notion
    concepts > notions; idea > notion; change > alter; changes > alterations; adapt > adjust
    flexible > adaptable; flexibility > versatility; robust > resilient; robustness > resilience
    reliable > dependable; common > frequent; general > broad; specific > particular; possible > feasible
    necessary > required; whole > entire; vast > huge; huge > enormous; wide range of > broad array of
    a variety of > diverse; a lot of > plenty of; more and more > increasingly; increasingly > ever more
    primarily > chiefly; mainly > mostly; especially > particularly; additionally > also
    for example > for instance; in addition > also; in contrast > conversely; according to > as per
    depends on > hinges on; relies on > rests on; rely on > count on; leads to > results in
    lead to > bring about; focus on > concentrate on; focuses on > concentrates on; carried out > performed
    perform > carry out; performs > carries out; conduct > run; overcome > surmount; overcomes > surmounts
    solve > resolve; solving > resolving; supports > backs; suffers? from > is plagued by; captures > models
    learn > acquire; learns > acquires; achieve > reach; achieved > reached; achieving > reaching
    obtained > gained; maintain > keep; maintaining > keeping; preserve > retain; preserving > retaining
    avoid > sidestep; avoids > sidesteps; ensure > make sure of; ensures > makes sure of; extend > broaden
    extends > broadens; establish > set up; highlight > underline; highlights > underlines; illustrate > show
    discuss > talk about; discusses > talks about; summarize > sum up; beginning > start; finish > complete
    humans > people; ability > capacity; capability > capacity; capabilities > abilities; potential > promise
    insights? > understanding; issues? > problem; challenge > difficulty; challenges > difficulties
    field > area; areas > fields; domain > field; domains > fields; setting > scenario; settings > scenarios
    part > portion; parts > pieces; amounts? of > quantities of; effects? > influence; impact > effect
    powerful > strong; strategy > plan; strategies > plans; mechanism > process; structure > makeup
    properties > characteristics; property > characteristic; features > attributes; feature > attribute
    information > knowledge; theory > hypothesis; observed > seen; observe > see; occurs > happens
    occur > happen; contains > holds; contain > hold; include > comprise; includes > comprises
    consists of > is made up of; automatically > without manual effort; automatic > automated
    currently > at present; previously > earlier; previous > prior; recently > lately; traditional > classical
    conventional > standard; new > novel; unique > distinctive
    """
    ),
    _pairs(
        r"""
    [Ww]e > The team; our > their; enables > makes possible; provides? > offer; large > sizeable
    significant > marked; challenging > hard; experiments > tests; requires > calls for
    in terms of > regarding; remains > stays; several > a handful of; despite > in spite of; widely > commonly
    crucial > vital; proposed > suggested; address > tackle; novel > original; additional > extra
    reveals? > bring to light; framework > scheme; evaluate > assess; because > since
    """
    ),
)
