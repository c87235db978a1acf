"""Forms of English words: one key for singular and plural, British and American; adjectives and adverbs by ending."""

import re
from functools import lru_cache

from service.text.word_sets import word_set

_SHORTEST = 4  # letters of a word that is changed
_STEM = 5

_BRITISH = (
    (re.compile(r"(?<=...)is(?=(?:e|ed|er|ing|ation)$)"), "iz"),
    (re.compile(r"(?<=..)our(?=$|al$|ed$|ing$|hood$)"), "or"),
    (re.compile(r"ll(?=(?:ed|ing|er)$)"), "l"),
    (re.compile(r"(?<=..)tre$"), "ter"),
    (re.compile(r"(?<=..)ogue$"), "og"),
)
_AMERICAN = (  # the other way round
    (re.compile(r"(?<=...)iz(?=(?:e|ed|er|ing|ation)$)"), "is"),
    (re.compile(r"(?<=..)or(?=$|al$|ed$|ing$|hood$)"), "our"),
    (re.compile(r"l(?=(?:ed|ing|er)$)"), "ll"),
    (re.compile(r"(?<=..)ter$"), "tre"),
    (re.compile(r"(?<=..)og$"), "ogue"),
)
_ADJECTIVE = re.compile(
    r"(?:al|ive|ous|ic|[ai]ble|ful|less|ary|ory|[ei]an|ar|ed|oid|ish|(?:curr|lat|pend|erg|luc|sist|val)ent)$|^non"
)
# Nouns that end as adjectives do.
_NAMES = word_set(
    """
    additive adversary alternative animal antibiotic archive arithmetic arrival avatar bar bed bible boundary breed
    cable calendar capital caravan category cellar clan clinic clinician collar comic commentary coral corollary
    critic crucible crystal denial derivative diary dictionary directory dismissal dollar drive english epidemic
    fabric factory feed festival fish glossary goal grammar graphic guardian guitar hamiltonian hessian heuristic
    history hive hospital human incentive interval inventory jacobian journal laboratory lagrangian laplacian
    librarian library lidar logic magic manual mean median memory metal metric mineral music narrative objective
    observatory ocean olive pandemic pedestrian perspective physician pillar plastic portal preservative proposal
    radar reed removal renewal repository retrieval reversal rival salary scholar seed seminar shed signal solar sonar
    speed star statistic story sugar summary survival syllable table tar terminal territory theory titan topic traffic
    trajectory trial variable vegetable veteran vocabulary weed withdrawal"""
)
_LY = word_set("anomaly assembly belly bully butterfly family fly italy monopoly poly rally reply supply")


def normalised(word: str) -> str:
    """A folded word for comparison only: "flows" and "flow" are one, and so are "normalising" and "normalizing"."""
    if len(word) < _SHORTEST:
        return word
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = _singular(word)
    for spelling, american in _BRITISH:
        word = spelling.sub(american, word)
    return word


@lru_cache(maxsize=30_000)
def spellings(word: str) -> tuple[str, ...]:
    """The forms of a folded word that `normalised` makes one, sorted, itself among them: flow, flows."""
    key = normalised(word)
    singular = {word, key, *(spelling.sub(british, key) for spelling, british in _AMERICAN)}
    plural = {one + ending for one in singular for ending in ("s", "es")} | {one[:-1] + "ies" for one in singular}
    return tuple(sorted(form for form in singular | plural if normalised(form) == key))


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("xes", "sses", "ches", "shes")) else word[:-1]


@lru_cache(maxsize=30_000)
def stem(word: str) -> str:
    """The first five letters of the normalised word: stemming by truncation."""
    return normalised(word)[:_STEM]


def is_adjective(word: str) -> bool:
    """Whether a folded word looks like an adjective or participle, which names nothing by itself; plurals are nouns."""
    return _ADJECTIVE.search(word) is not None and word not in _NAMES


def is_adverb(word: str) -> bool:
    """Whether a folded word looks like an adverb."""
    return word.endswith("ly") and word not in _LY


def inflected(verbs: frozenset[str]) -> frozenset[str]:
    """Verbs with their regular forms; more than exist, since whether a last letter is doubled cannot be seen."""
    forms = set(verbs)
    for verb in verbs:
        stem = verb.removesuffix("e")
        past = verb[:-1] + "i" if verb.endswith("y") and verb[-2] not in "aeou" else stem
        forms |= {verb + "s", past + "es", past + "ed", stem + "ing"}
        forms |= {verb + verb[-1] + ending for ending in ("ed", "ing")}
    return frozenset(forms)
