"""Heavier paraphrase: several light edits, one after another."""

import re
from random import Random

from evals.edits.rewordings import claims, joins, numbers, person, reporting, shortening, spelling, synonyms, voice
from evals.edits.rewordings.sentence import Rewrite, one_of, several_of

_WORDS = (
    synonyms.verb, synonyms.adjective, synonyms.noun, synonyms.shorter, synonyms.phrase, claims.hedge,
    reporting.finding_verb, reporting.proposing_verb, reporting.inquiring_verb,
)  # fmt: skip
_CONSTRUCTIONS = (
    shortening.opener, shortening.evaluation, shortening.novelty, shortening.parenthesis, claims.softened,
    numbers.spelled, spelling.region, synonyms.connective, shortening.participle,
)  # fmt: skip

words_stacked: Rewrite = several_of(*_WORDS, least=3, most=5)
freely: Rewrite = several_of(*_WORDS, *_CONSTRUCTIONS, least=3, most=6)
_light: Rewrite = several_of(*_WORDS, shortening.opener, shortening.novelty, least=2, most=4)
_told: Rewrite = one_of(person.third_person, person.paper_for_we, person.we_for_paper)


def by_another(sentence: str, rng: Random) -> str | None:
    """The sentence with another speaker and with two or more words exchanged."""
    told = _told(sentence, rng)
    return _light(told, rng) if told else None


def turned_and_reworded(sentence: str, rng: Random) -> str | None:
    """The sentence in another voice and with words exchanged."""
    turned = one_of(voice.active_to_passive, voice.passive_to_active, voice.nominalised)(sentence, rng)
    return (
        several_of(*_WORDS[:6], shortening.novelty, shortening.evaluation, least=1, most=3)(turned, rng)
        if turned
        else None
    )


def two_retold(first: str, second: str, rng: Random) -> str | None:
    """Two sentences joined and told in other words."""
    joined = joins.with_and(first, second, rng) or joins.with_shared_subject(first, second, rng)
    if not joined or len(joined.split()) > 55:
        return None
    plain = re.sub(r"^(?:In this (?:paper|work|study|article), )(\w)", lambda found: found[1].upper(), joined)
    return several_of(*_WORDS, person.third_person, least=2, most=4)(plain, rng)
