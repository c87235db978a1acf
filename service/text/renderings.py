"""What scientific prose says in several ways: words and phrases that may stand for one another, whatever the matter.

The lists are ours. A line is a class: any of its members says the same as any other, inflected or not.
"""

from collections.abc import Callable, Mapping
from functools import cache

_CLASSES = """
in order to, so as to, with the aim of, with the goal of, aiming to, aimed at, to
because, due to, owing to, because of, on account of, thanks to, since, as a result of, given that, as
despite, in spite of, notwithstanding
although, though, even though, albeit, while
but, yet, in contrast, by contrast, on the other hand, whereas, while, however, nevertheless, nonetheless
about, regarding, concerning, with respect to, with regard to, in terms of, on
with, together with, along with, in combination with, in conjunction with, alongside, equipped with, featuring
and, as well as, and also, in addition to, besides, plus, while, both
by, by means of, via, through, with the help of, with the aid of, by way of, by using, using, utilizing, employing, through the use of, making use of, leveraging, by leveraging, with, thanks to, based on, on the basis of
can, is able to, are able to, be able to, has the ability to, have the ability to, is capable of, are capable of, capable of, able to, makes it possible to, has the potential to, may, might, could
many, a large number of, a great number of, a wide range of, a variety of, a wide variety of, a range of, a broad range of, a multitude of, numerous, a wide array of, a large body of, large numbers of
several, a number of, multiple, a set of, a series of, various, diverse, a variety of, different, a range of
most, the majority of, a majority of, the bulk of
approximately, around, roughly, about, circa, some, close to
nearly, almost, close to
more than, over, in excess of, greater than, exceeding, above
less than, under, fewer than, below
up to, no more than, not more than, as many as, as much as, at most
at least, no less than, no fewer than
such as, including, for example, for instance, e g, like
when, whenever, once, if
if, provided that, as long as, so long as, on condition that
where, when
within, inside, in
among, amongst, between
towards, toward
on, upon
during, in the course of, throughout, over, in
can not, cannot, is unable to, are unable to, is not able to, are not able to, is incapable of, are incapable of, unable to
outperform, perform better than, do better than, surpass, exceed the performance of, is better than, are better than, beat, improve over, improve upon
state of the art, sota, best existing, leading
use, make use of, utilize, utilise, employ, leverage, apply, rely on, exploit, take advantage of, draw on, adopt, using, based on
consist of, composed of, made up of, comprise
contribute to, play a role in, plays a role in
carry out, perform, conduct, undertake
lead to, leads to, led to, leading to, result in, results in, give rise to, bring about, produce, yield
need, require, demand, call for
begin, start, commence, initiate
help, assist, aid
enable, allow, permit, make possible, allow for, let
obtain, get, acquire, gain
achieve, attain, reach, accomplish, obtain, deliver
show, demonstrate, reveal, find, found, report, observe, note, illustrate, exhibit, display, discover, uncover, highlight, point out, showcase, state, conclude, confirm, see
show, exhibit, display, have
prove, shown
suggest, indicate, imply, hint at, point to
propose, present, introduce, describe, put forward, develop, offer, devise, design, provide, outline, build, create, formulate, establish, construct
investigate, study, examine, explore, analyze, analyse, analysis, analyses, consider, discuss, look at, address, ask, tackle, assess, evaluate, test, survey, review, deal with, focus on, inspect, treat
measure, quantify, assess
know, understand, understood, known
important, crucial, key, critical, essential, vital, central, main, major, principal, primary, fundamental, pivotal, significant
big, large, great, considerable, substantial, sizable, vast, extensive, massive, huge, significant, marked, notable
hard, difficult, challenging, tough
simple, easy, straightforward
fast, rapid, quick, swift, speedy
accurate, precise
common, widespread, prevalent, frequent, widely used
often, frequently, commonly, usually, typically, generally
mainly, primarily, mostly, largely, chiefly, predominantly, principally
method, approach, technique, procedure, methodology, strategy, framework, scheme, algorithm, way
problem, issue, challenge, difficulty
result, finding, outcome
effect, impact, influence
part, component, element
aim, goal, objective, purpose, seek, strive, intend
dataset, data set, data
people, persons, individual
lack, absence, shortage, scarcity
area, field, domain
work, research, study
increase, raise, elevate, boost, grow, grew, rise, rose, climb
reduce, decrease, lower, diminish, decline, cut, fall, fell, drop
improve, enhance, better
keep, retain, maintain, preserve
choose, select, pick, chosen
remove, eliminate
happen, occur, take place, arise
try, attempt, seek, strive, aim
include, contain, comprise
link, connect, tie
current, existing, present day, today, modern
previous, prior, earlier, preceding, past
new, novel
whole, entire, full, complete
similar, comparable, alike, analogous
enough, sufficient, adequate
mean, average
percent, per cent, percentage
twofold, two fold, double, doubled
identify, detect, recognize, recognise, pinpoint
distinguish, differentiate, discriminate
predict, forecast
explain, account for
affect, influence
depend on, rely on, hinge on
combine, integrate, merge, unify, fuse
trigger, cause
define, specify
differ, vary
exist, there is, there are
act, serve
therefore, hence, consequently, accordingly, as a result, as a consequence, thereby, thus, so
show promise, promising
name, call, term, dub, refer to as
train, fit
produce, generate, create
humans, human, people
solve, resolve
main, overall
code, source code
release, make available, publish, made available, available
look, seem, appear
only, solely, exclusively, just
unknown, unclear, not known
extra, additional, further
begin with, start from
novel, original
compared with, compared to, in comparison with, in comparison to, relative to, versus, vs, as compared to, as compared with
possibly, perhaps, potentially, maybe, conceivably, probably, may, might, could
probably, likely, presumably, is likely to, are likely to
seem, appear, look
suitable, appropriate, apt, fitting, well suited
conventional, traditional, classical, standard, customary
comprehensive, thorough, exhaustive, extensive, in depth, detailed
remain, still, stay, continue
enhance, boost, strengthen, increase, improve, augment
complicate, complex, complicated, intricate, sophisticated
rare, uncommon, infrequent, scarce
scenario, setting, situation, circumstance, case, condition
ability, capability, capacity
advantage, benefit, merit, strength
drawback, disadvantage, shortcoming, limitation, weakness
feature, characteristic, property, trait, attribute
kind, type, sort, class, category
example, instance, case
amount, quantity, volume
field, discipline, domain
insight, understanding
knowledge, understanding
evidence, indication, proof
role, function, part
basis, foundation, base, ground
gap, gulf
trend, tendency
mechanism, process
concept, notion, idea
view, perspective, viewpoint
answer, reply, response, respond
query, question
speed, pace, rate, velocity
size, magnitude, extent
error, mistake
test, trial, experiment
user, person
child, kid
illness, disease, disorder, condition
drug, medicine, medication
doctor, physician, clinician
cancer, tumor, tumour, neoplasm
brain, cerebral
heart, cardiac
lung, pulmonary
liver, hepatic
kidney, renal
mouse, mice, murine
old, ancient
young, youthful
rich, wealthy
strong, robust, powerful, potent
weak, feeble
clear, evident, apparent, obvious
flexible, adaptable, versatile
reliable, dependable, trustworthy
useful, helpful, beneficial, valuable
harmful, detrimental, damaging, deleterious
efficient, economical
cheap, inexpensive, low cost
expensive, costly
essential, indispensable, necessary, required
optional, not required
unique, distinctive, singular
typical, representative, characteristic
natural, innate
automatic, automated, automatically
manual, by hand, manually
identical, same
distinct, different, separate
adjacent, neighboring, neighbouring, nearby
initial, first, starting
final, last, concluding
entire, whole
sole, only
latest, most recent, newest
recent, latest, new
concurrently, simultaneously, at the same time, together, jointly
separately, independently, individually
gradually, progressively, step by step
suddenly, abruptly
directly, immediately
frequently, repeatedly, often
continually, constantly, continuously
precisely, exactly
roughly, approximately
substantially, considerably, significantly, markedly, greatly, notably, dramatically, much, strongly, far, by a large margin, by a wide margin
slightly, somewhat, marginally, a little, modestly
easily, readily, with ease
widely, broadly
fully, completely, entirely, wholly
particularly, especially, specifically, in particular
additionally, also, furthermore, moreover, further
previously, earlier, formerly, in the past
currently, presently, at present, now, today
recently, lately, in recent years
newly, recently
worldwide, globally, around the world
speed up, accelerate, quicken, expedite
slow down, decelerate, slow
grow, expand, increase
shrink, contract
vanish, disappear
show up, appear, emerge
look for, search, seek
find out, discover, determine, learn
figure out, determine
work out, derive, determine
set up, establish, install
made of, composed of
get rid of, eliminate, remove, discard
deal with, handle, cope with, manage, treat, process
face, encounter, confront
fulfil, fulfill, satisfy, meet
ensure, guarantee
verify, validate, confirm, corroborate
support, back, underpin
back up, support
prevent, avoid, avert
hinder, hamper, impede, obstruct
promote, foster, encourage, facilitate, support
facilitate, ease, simplify
motivate, drive, inspire
begin, originate, stem
stem from, arise from, originate from, come from, derive from
belong, fall
cover, span, encompass, include, range over
surround, enclose
replace, substitute, supplant, swap
change, alter, modify, adapt, adjust
transform, convert, turn
transfer, move, shift
spread, propagate, disseminate
share, have in common
split, divide, partition, separate, segment
gather, collect, acquire, assemble, compile
store, keep, save
send, transmit
receive, get
construct, build, assemble
execute, run, perform
compute, calculate, determine
count, number
rank, order
label, annotate, tag
sample, draw
guess, estimate
capture, model, represent, encode
represent, depict, portray, stand for
contain, hold, house
display, visualize, visualise
simulate, emulate, mimic, imitate
reproduce, replicate
generalize, generalise, transfer
handle, process
employ, use, hire
operate, work, function, run
search, look for, query
monitor, track, follow
control, regulate, govern, steer
inhibit, suppress, block, repress
activate, stimulate, trigger, induce
bind, attach
damage, injure, harm
kill, destroy
survive, persist
evolve, develop
live, reside, inhabit
die, perish
treat, cure
infect, contaminate
assume, suppose, presume
believe, think
claim, argue, assert, contend, maintain
mention, note
stress, emphasize, emphasise, underline, underscore, highlight
summarize, summarise, sum up
recommend, advise, suggest
require, necessitate, need
lack, miss, be without
exceed, surpass
match, equal, rival, be on par with, on par with
range, vary
lie, be located
correspond to, match
relate to, pertain to, concern
associated with, linked to, related to, correlated with
focus on, center on, concentrate on
based upon, based on
times, x, fold
compared with, over, than
rest on, based on, build on, builds on, built on
"""


def phrase_classes(key: Callable[[str], str]) -> Mapping[str, Mapping[tuple[str, ...], frozenset[int]]]:
    """The numbers of the classes of each phrase, by its first key and its keys; `key` is what words are compared by."""
    return _phrase_classes(key)


@cache
def _phrase_classes(key: Callable[[str], str]) -> dict[str, dict[tuple[str, ...], frozenset[int]]]:
    found: dict[str, dict[tuple[str, ...], frozenset[int]]] = {}
    for number, line in enumerate(_CLASSES.strip().splitlines()):
        for phrase in line.split(", "):
            keys = tuple(map(key, phrase.split()))
            same = found.setdefault(keys[0], {})
            same[keys] = same.get(keys, frozenset()) | {number}
    return found
