"""Words and phrases exchanged for others of the same meaning, by tables written by hand."""

from evals.edits.rewordings.exchange import exchanged, table

verb = exchanged(
    table("""
    enhances = boosts; enhance = boost; enhancing = boosting; this results in = this leads to; which results in
    = which leads to; often results in = often leads to; can result in = can lead to; may result in = may lead
    to; to construct = to build; we construct = we build; we conduct = we carry out; to conduct = to carry out;
    to determine = to find out; was performed = was carried out; were performed = were carried out; utilize =
    use; utilizes = uses; utilized = used; utilizing = using; employ = use; employs = uses; employed = used;
    employing = using; we use = we employ; leverages = exploits/makes use of; leveraging = exploiting/making use
    of; we leverage = we exploit/we make use of; demonstrates = shows; requires = needs; require = need;
    requiring = needing; attains = reaches; achieves = attains; achieve = attain; achieving = attaining;
    comprises = consists of; comprise = consist of; tackle = address; tackles = addresses; tackling =
    addressing; alleviate = reduce; alleviates = reduces; seeks to = tries to; aims to = seeks to; we aim to =
    we seek to; remains = is still; outperforms = performs better than/surpasses; outperform = perform better
    than/surpass; surpasses = outperforms; surpassing = outperforming; outperforming = surpassing; constructed =
    built; discover = find; discovered = found; possess = have; possesses = has; assess = evaluate; assessed =
    evaluated; assessing = evaluating; elucidate = clarify; elucidating = clarifying; hampers = hinders; hamper
    = hinder; hinders = hampers; hinder = hamper; permits = allows; permit = allow; permitting = allowing;
    exhibits = shows; exhibit = show; exhibited = showed; necessitates = requires; allows us to = enables us to;
    allow us to = enable us to; plays a role = has a role; play a role = have a role; plays an important role =
    has an important role; play an important role = have an important role; plays a crucial role = has a crucial
    role; play a crucial role = have a crucial role; enables us to = allows us to; leads to = results in; lead
    to = result in; leading to = resulting in; led to = resulted in; resulting in = leading to; mitigate =
    reduce; mitigates = reduces; mitigating = reducing; comprising = consisting of; begins = starts; conducted =
    carried out; conducting = carrying out; boosts = raises; is comprised of = consists of; is composed of =
    consists of; are composed of = consist of; summarize = sum up; depicts = shows; commonly used = often used;
    widely used = commonly used; select = choose; altering = changing; altered = changed; alter = change;
"""),
    barred=r"[Ss]till remains?",
)

adjective = exchanged(
    table("""
    traditional methods = conventional methods; traditional approaches = conventional approaches; novel = new;
    crucial = essential/vital; vital = essential; numerous = many; substantial = considerable; considerable =
    substantial; challenging = difficult; entire = whole; comprehensive = thorough; rapid = fast; prevalent =
    widespread; widespread = prevalent; additional = further; existing methods = current methods; existing
    approaches = current approaches; current methods = existing methods; prior work = previous work; previous
    studies = earlier studies; distinct = different; diverse = varied; inadequate = insufficient; insufficient =
    inadequate; beneficial = helpful; poorly understood = not well understood; a variety of = various; various =
    diverse; key role = central role; central role = key role; crucial role = key role; critical role = crucial
    role; pivotal role = key role; main goal = primary goal; primary goal = main goal; enormous = huge;
    tremendous = enormous; vast = huge; costly = expensive; expensive = costly; complicated = complex; adequate
    = sufficient; extensive experiments = comprehensive experiments; remarkable = striking; striking =
    remarkable; subsequent = later; simultaneous = concurrent; erroneous = wrong; intricate = complex;
    conventional = traditional; appropriate = suitable; suitable = appropriate; detailed = in-depth; in-depth =
    detailed; feasible = practicable; wide range = broad range; broad range = wide range; wide variety = broad
    variety; great potential = considerable potential;
"""),
    barred=r"[Ff]undamental frequency|[Pp]rincipal component|[Rr]apid prototyping",
    not_after="more|most|less|least|very|highly|so|too|as|rather|fairly|quite|equally|how",
)

noun = exchanged(
    table("""
    methods = techniques; techniques = methods; the aim of this = the goal of this; the goal of this = the aim
    of this; our goal is = our aim is; our aim is = our goal is; drawbacks = disadvantages; drawback =
    disadvantage; advantages = benefits; shortcomings = weaknesses; advancements = advances; amount of data =
    quantity of data; amounts of data = quantities of data; comparison with = comparison to; our findings = our
    results; these findings = these results; investigators = researchers; this article = this paper; capability
    = ability; capabilities = abilities; the usage of = the use of; insights = insight; scenario = setting;
    scenarios = settings; necessity = need; approaches = methods; our approach = our method; this approach =
    this method; the proposed approach = the proposed method; our method = our approach; the proposed method =
    the proposed approach; this method = this approach; issues = problems; ramifications = consequences;
    mechanism of action = mode of action; a range of = a variety of; a number of = several
"""),
    barred=r"[Mm]ethods and|and (?:methods|techniques)|[Tt]echniques and|approaches and|and approaches",
    not_before="to|them|the|these|those|our|its|their|which|that|are|were|have",
)

connective = exchanged(
    table("""
    furthermore, = moreover,/in addition,; moreover, = furthermore,/in addition,; in addition, =
    furthermore,/moreover,; additionally, = in addition,/moreover,; however, = nevertheless,; therefore, =
    thus,/hence,; thus, = therefore,/hence,; hence, = therefore,/thus,; consequently, = as a result,; as a
    result, = consequently,; for example, = for instance,; for instance, = for example,; finally, = lastly,;
    lastly, = finally,; specifically, = more precisely,; in this paper, = in this work,; in this work, = in this
    paper,; in this article, = in this paper,; in this study, = in this work,; overall, = on the whole,;
    firstly, = first,; secondly, = second,; in contrast, = by contrast,; by contrast, = in contrast,;
    nonetheless, = nevertheless,; nevertheless, = nonetheless,; similarly, = likewise,; in summary, = to sum
    up,; in conclusion, = to conclude,; currently, = at present,; whereas = while; subsequently, = afterwards,;
    to this end, = for this purpose,; for this purpose, = to this end,; taken together, = together,; herein, =
    here,; importantly, = notably,; recently, = in recent times,; such as = like; in recent years, = recently,;
    typically, = usually,; traditionally, = conventionally,; despite = in spite of; via = through; among =
    amongst
"""),
    barred=r"[Nn]ot such|[Dd]espite of",
)

shorter = exchanged(
    table("""
    give rise to = lead to; gives rise to = leads to; the majority of the = most of the; the majority of these =
    most of these; the majority of our = most of our; the majority of their = most of their; in order to = to; a
    large number of = many; a small number of = a few; due to the fact that = because; is able to = can; are
    able to = can; has the ability to = can; have the ability to = can; in the case of = for; with regard to =
    regarding; a wide variety of = many different; for the purpose of = for; a majority of = most; in the
    absence of = without; as well as = and; it is well known that = it is known that; take into account =
    consider; takes into account = considers; taking into account = considering; make use of = use; makes use of
    = uses; making use of = using; a range of = various; so as to = to; on the basis of = based on; in spite of
    = despite; prior to = before; subsequent to = after; a great deal of = much; in conjunction with = together
    with; a number of = several; over the past decade = in the last ten years; over the last decade = in the
    past decade
"""),
    barred=r"[Bb]oth .* as well as|[Nn]ot .*in order to",
)

phrase = exchanged(
    table("""
    compared to = compared with; compared with = compared to; as compared to = compared with; due to = because
    of/owing to; because of = due to/owing to; despite = in spite of; is used to = serves to; regarding = with
    regard to; is critical for = is of critical importance for; is important for = is of importance for; is
    crucial for = is of crucial importance for; is essential for = is indispensable for; is unclear = is not
    clear; remains unclear = is still not clear; remain unclear = are still not clear; remains unknown = is
    still not known; remain unknown = are still not known; is unknown = is not known; are unknown = are not
    known; contributes to = makes a contribution to; contribute to = make a contribution to; hard to = difficult
    to; is needed = is required; are needed = are required; is required = is needed; are required = are needed;
    relies on = is reliant on; is widely used = is in wide use; are widely used = are in wide use; focuses on =
    is concerned with; together with = along with; along with = together with; is unable to = cannot; are unable
    to = cannot; more and more = increasingly; in general = generally; is known as = is called; known as =
    called; referred to as = called; over time = with time; with the help of = with the aid of; several = a
    number of; simultaneously = at the same time; difficult to = hard to
"""),
    barred=r"[Dd]ue to be|(?:is|are|was|were|be) due to|several other|past several|several times",
)
