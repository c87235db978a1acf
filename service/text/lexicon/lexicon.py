"""How the meaning of one word is to that of another, by WordNet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from service.text.lexicon.morphy import LONGEST, Part, candidates
from service.text.lexicon.table import Links, Table, load_table

Numbers = frozenset[int]
_NONE: Numbers = frozenset()
_STEPS = {Part.NOUN: 6, Part.VERB: 1}  # "mouse" is six steps below "animal"
# How often a word has a sense, at least, of all times that it is this part of speech; README.md says how they were set.
_STRICT, _LAX = 0.25, 0.05
_MAIN = 0.4  # for kinds: a word of a rare sense has wrong ones
_RARE_PART = 0.05  # of all times that the word is used; below, it is not read so ("instance", a verb)
_LEAST = 0.5  # occurrences of a first sense that the counted texts do not have


class Relation(StrEnum):
    """What becomes of a sentence when a word of it, the source's, is replaced by another, the claim's.

    Relations of natural logic (MacCartney and Manning, An extended model of natural logic, IWCS 2009).
    """

    EQUAL = "equal"
    """The same word, inflected or not, or a synonym."""
    DERIVED = "derived"
    """A word of the same family: "analysis" and "analyse"."""
    WIDER = "wider"
    """The claim's word says less: "dog" became "animal"."""
    NARROWER = "narrower"
    """The claim's word says more: "animal" became "dog"."""
    OPPOSITE = "opposite"
    """Antonyms, or words similar to antonyms."""
    SIMILAR = "similar"
    """Adjectives close to each other, less so than synonyms."""
    UNKNOWN = "unknown"
    """Nothing is known of the two words together, or of one of them alone."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of a word: numbers of words, of lemmas and of synsets."""

    words: Numbers = _NONE
    lemmas: Numbers = _NONE
    """The word as each part of speech it may be here, and for an adverb its adjective."""
    derived: Numbers = _NONE
    antonyms: Numbers = _NONE
    derived_antonyms: Numbers = _NONE
    """Antonyms of what is derived."""
    synsets: Numbers = _NONE
    main: Numbers = _NONE
    """Synsets of the more frequent senses, in which kinds are looked up."""
    opposite: Numbers = _NONE
    above: Numbers = _NONE
    similar: Numbers = _NONE


_UNKNOWN_WORD = Entry()


def lemma_forms(word: str) -> tuple[str, ...]:
    """The lemmas that a lower-case word may be a form of, by WordNet's `morphy`; none for a word not in the table."""
    return _lemma_forms(word) if len(word) <= LONGEST else ()


def is_part(word: str, part: Part) -> bool:
    """Whether a lower-case word may be this part of speech, inflected or not; False for one not in the table."""
    return part in _parts(word) if len(word) <= LONGEST else False


def opposite_adjective(word: str, prefixes: Iterable[str]) -> str:
    """The adjective that is the opposite of a lower-case one by a prefix: "unclear" of "clear"; "" where there is none.

    "Indifferent" is no opposite of "different", and "mishandle" no adjective.
    """
    table, found = load_table(), (prefix + word for prefix in prefixes)
    adjectives = (other for other in found if table.lemma(other, Part.ADJECTIVE) is not None)
    return next((other for other in adjectives if relation(other, word) is Relation.OPPOSITE), "")


def opposite_of_negative(word: str, prefixes: Iterable[str]) -> str:
    """The adjective that a lower-case one denies by a prefix: "clear" of "unclear"; "" where there is none."""
    table = load_table()
    found = (word.removeprefix(prefix) for prefix in prefixes if word.startswith(prefix))
    adjectives = (other for other in found if table.lemma(other, Part.ADJECTIVE) is not None)
    return next((other for other in adjectives if relation(word, other) is Relation.OPPOSITE), "")


def relation(source: str, claim: str, *, strict: bool = True) -> Relation:
    """The relation of a lower-case word of a source to the claim's word in its place.

    `strict` reads a word only in senses that it has at least every fourth time, else every twentieth.
    """
    if source == claim:
        return Relation.EQUAL
    one, other = _found(source, strict), _found(claim, strict)
    if one is _UNKNOWN_WORD or other is _UNKNOWN_WORD:
        return Relation.UNKNOWN
    if not one.words.isdisjoint(other.words):
        return Relation.EQUAL
    return _by_words(one, other) or _by_kinds(one, other)


def _by_words(one: Entry, other: Entry) -> Relation | None:
    if not one.antonyms.isdisjoint(other.lemmas) or not one.opposite.isdisjoint(other.synsets):
        return Relation.OPPOSITE
    if not one.synsets.isdisjoint(other.synsets):
        return Relation.EQUAL
    if not one.lemmas.isdisjoint(other.lemmas) or not one.derived.isdisjoint(other.lemmas):
        return Relation.DERIVED
    if not one.derived_antonyms.isdisjoint(other.lemmas) or not other.derived_antonyms.isdisjoint(one.lemmas):
        return Relation.OPPOSITE
    return None


def _by_kinds(one: Entry, other: Entry) -> Relation:
    if not one.above.isdisjoint(other.main):
        return Relation.WIDER
    if not other.above.isdisjoint(one.main):
        return Relation.NARROWER
    return Relation.UNKNOWN if one.similar.isdisjoint(other.synsets) else Relation.SIMILAR


def _found(word: str, strict: bool) -> Entry:
    return _entry(word, _STRICT if strict else _LAX) if len(word) <= LONGEST else _UNKNOWN_WORD


@lru_cache(maxsize=4096)
def _lemma_forms(word: str) -> tuple[str, ...]:
    table = load_table()
    found = candidates(word, table.irregular)
    return tuple(dict.fromkeys(form for form, part in found if table.lemma(form, part) is not None))


@lru_cache(maxsize=4096)
def _parts(word: str) -> frozenset[Part]:
    table = load_table()
    forms = candidates(word, table.irregular)
    return frozenset(part for form, part in forms if table.lemma(form, part) is not None)


@lru_cache(maxsize=4096)
def _entry(word: str, share: float) -> Entry:
    table = load_table()
    forms = candidates(word, table.irregular)
    readings = {number: part for form, part in forms if (number := table.lemma(form, part)) is not None}
    if not readings:
        return _UNKNOWN_WORD
    synsets = _frequent(table, readings, share)
    main = _frequent(table, readings, _MAIN if share == _STRICT else _STRICT)
    lemmas = readings.keys() | _reached(readings, table.adjectives)
    derived = _reached(lemmas, table.derived)
    similar = _reached(synsets, table.similar)
    return Entry(
        words=frozenset(table.words[form] for form in _lemma_forms(word)),
        lemmas=frozenset(lemmas),
        derived=frozenset(derived),
        antonyms=frozenset(_reached(lemmas, table.antonyms)),
        derived_antonyms=frozenset(_reached(lemmas, table.derived_antonyms)),
        synsets=frozenset(synsets),
        main=frozenset(main),
        opposite=frozenset(_opposites(table, synsets, similar)),
        above=frozenset(_above(table, main)),
        similar=frozenset(similar),
    )


def _frequent(table: Table, readings: Mapping[int, Part], share: float) -> dict[int, Part]:
    """Synsets that the word has at least this share of times as a part of speech that it has not rarely."""
    weights = {
        lemma: [(synset, count + _LEAST / rank) for rank, (synset, count) in enumerate(table.meanings(lemma), 1)]
        for lemma in readings
    }
    totals = {lemma: table.rest[lemma] + sum(weight for _, weight in weights[lemma]) for lemma in readings}
    least = _RARE_PART * sum(totals.values())
    return {
        synset: part
        for lemma, part in readings.items()
        if totals[lemma] >= least
        for synset, weight in weights[lemma]
        if weight >= share * totals[lemma]
    }


def _reached(numbers: Iterable[int], links: Links) -> set[int]:
    return {target for number in numbers for target in links.of(number)}


def _opposites(table: Table, synsets: Iterable[int], similar: set[int]) -> set[int]:
    """Antonyms of synsets and of what is similar, and what is similar to those."""
    direct = _reached(synsets, table.opposite)
    return direct | _reached(direct, table.similar) | _reached(similar, table.opposite)


def _above(table: Table, synsets: Mapping[int, Part]) -> set[int]:
    found = _reached(synsets, table.entailed)
    for synset, part in synsets.items():
        level = {synset}
        for _ in range(_STEPS.get(part, 0)):
            level = _reached(level, table.kinds)
            found |= level
    return found
