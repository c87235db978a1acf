"""Which words, senses and relations of WordNet the table of the lexicon has, and their numbers."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from evals.training.wordnet_files import Lemma, SynsetId, WordNet
from evals.training.wordnet_kinds import BELOW, KIND, Kinds
from service.text import normalised
from service.text.lexicon import Part, candidates

Pairs = set[tuple[int, int]]
SENSES = 4  # that are kept of a lemma
RARE_SENSES = 8  # of which antonyms are kept, too: "gain" and "loss" are opposites in no frequent one
NEAR = 2  # senses of a word whose neighbours are kept, and whose synonyms' antonyms are its own
STEPS = 6
ENTAILED = ("*", ">")  # entails, causes
DERIVED = ("+", "\\")
_SINGLE = re.compile(r"[a-z]{3,}")
_SHORT = 2


class Selection:
    """The lemmas and senses that are kept, and their numbers."""

    def __init__(self, net: WordNet, vocabulary: Iterable[str]) -> None:
        self.net = net = respelt(net)
        self.senses = {lemma: kept for lemma, keys in net.senses.items() if (kept := frequent(net, lemma, keys))}
        core = {lemma for word in vocabulary for lemma in candidates(word, net.irregular) if lemma in self.senses}
        self.words = sorted({word for word, _ in core} | {word for lemma in core for word in self._near(lemma)})
        self.lemmas = [(word, part) for word in self.words for part in Part if (word, part) in self.senses]
        self.number = {lemma: i for i, lemma in enumerate(self.lemmas)}
        self.synset: dict[SynsetId, int] = {}
        for key in chain((key for lemma in self.lemmas for key in self.senses[lemma]), self._above()):
            self.synset.setdefault(key, len(self.synset))

    def _near(self, lemma: Lemma) -> Iterator[str]:
        for key in self.senses[lemma][:NEAR]:
            pointers = self.net.synsets[key].pointers
            for near in (key, *(pointer.target for pointer in pointers if pointer.symbol not in BELOW)):
                for word in self.net.synsets[near].words:
                    if _SINGLE.fullmatch(word) and near in self.senses.get((word, near[0]), ()):
                        yield word

    def _above(self) -> list[SynsetId]:
        above: list[SynsetId] = []
        level = {key for lemma in self.lemmas for key in self.senses[lemma]}
        for _ in range(STEPS):
            level = {p.target for key in level for p in self.net.synsets[key].pointers if p.symbol in KIND + ENTAILED}
            above += sorted(level)
        return above

    def lemma(self, key: SynsetId, place: int, senses: int) -> int | None:
        """The number of a synset's word, when that is among the word's first senses."""
        lemma = self.net.synsets[key].words[place - 1].lower(), key[0]
        return self.number.get(lemma) if key in self.net.senses.get(lemma, ())[:senses] else None

    def joined(self, symbols: Sequence[str], parts: Sequence[Part], senses: int = SENSES) -> Pairs:
        """Pairs of lemmas that a relation of words joins."""
        found: Pairs = set()
        for lemma in self.lemmas:
            for key in self.net.senses[lemma][:senses] if lemma[1] in parts else ():
                for p in self.net.synsets[key].pointers:
                    if p.symbol in symbols and p.source_word:
                        one, other = (
                            self.lemma(key, p.source_word, senses), self.lemma(p.target, p.target_word, senses)
                        )  # fmt: skip
                        if one is not None and other is not None and self.lemmas[one][0] != self.lemmas[other][0]:
                            found.add((one, other))
        return found

    def antonyms(self) -> Pairs:
        """Antonyms, and lemmas of which two frequent senses have antonyms: "improve" means "better", not "worsen"."""
        found = self.joined(("!",), tuple(Part), RARE_SENSES)
        for key in self.synset:
            for p in self.net.synsets[key].pointers:
                if p.symbol == "!":
                    found |= {(one, other) for one in self._named(key) for other in self._named(p.target)}
        return found

    def derived_antonyms(self) -> Pairs:
        """Nouns, or what nouns derive from, and the antonyms of these: "success" and "fail"; frequent senses alone.

        Not verbs and adjectives: "adoptive" is not what "adopt" says.
        """
        opposite: dict[int, set[int]] = {}
        for one, other in self.joined(("!",), tuple(Part), NEAR):
            opposite.setdefault(one, set()).add(other)
        return {
            (one, antonym)
            for one, other in self.respelt(self.joined(("+",), tuple(Part), NEAR))
            if Part.NOUN in (self.lemmas[one][1], self.lemmas[other][1])
            for antonym in opposite.get(other, ())
        }

    def _named(self, key: SynsetId) -> list[int]:
        places = range(1, len(self.net.synsets[key].words) + 1)
        return [number for place in places if (number := self.lemma(key, place, NEAR)) is not None]

    def linked(self, symbols: Sequence[str]) -> Pairs:
        """Pairs of synsets that a relation joins, or joins words of."""
        return {
            (number, self.synset[p.target])
            for key, number in self.synset.items()
            for p in self.net.synsets[key].pointers
            if p.symbol in symbols and p.target in self.synset
        }

    def kinds(self) -> Pairs:
        """Synsets and what they are kinds of, up to what is so general that it tells nothing."""
        tree = Kinds(self.net)
        general = {number for key, number in self.synset.items() if tree.is_general(key)}
        return {(one, other) for one, other in self.linked(KIND) if other not in general}

    def respelt(self, pairs: Pairs) -> Pairs:
        """Pairs, and those in which a word is spelt the British way: WordNet derives "analyze" alone."""
        spellings: dict[Lemma, list[int]] = {}
        for (word, part), number in self.number.items():
            spellings.setdefault((american(word), part), []).append(number)

        def variants(number: int) -> list[int]:
            word, part = self.lemmas[number]
            return spellings[american(word), part]

        return {(a, b) for one, other in pairs for a in variants(one) for b in variants(other)}


def american(word: str) -> str:
    """The word without what sets British spelling apart."""
    return normalised(word.replace("lyse", "lyze").replace("lysing", "lyzing"))


def respelt(net: WordNet) -> WordNet:
    """WordNet with the counts of British spellings those of American ones: its texts are American."""
    counts = {
        (word, key): max(net.counts.get((other, key), 0) for other in synset.words if american(other) == american(word))
        for key, synset in net.synsets.items()
        for word in synset.words
    }
    counts = dict(net.counts) | counts

    def ordered(word: str, keys: Sequence[SynsetId]) -> tuple[SynsetId, ...]:
        return tuple(sorted(keys, key=lambda key: -counts.get((word, key), 0)))

    senses = {(word, part): ordered(word, keys) for (word, part), keys in net.senses.items()}
    return replace(net, counts=counts, senses=senses)


def frequent(net: WordNet, lemma: Lemma, keys: Sequence[SynsetId]) -> tuple[SynsetId, ...]:
    """The first senses of a lemma; names ("May") only where it has no other sense, two letters only as no noun."""
    word, part = lemma
    if len(word) <= _SHORT and part == Part.NOUN:
        return ()
    common = tuple(key for key in keys if word in net.synsets[key].words)
    return (common or tuple(keys))[:SENSES]
