"""Words, their senses and what relates them, read from `relations.npz` beside this file; README.md describes it."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from service.text.lexicon.morphy import Irregular, Part

Ints = NDArray[np.int32]
Flat = Sequence[int]
"""Numbers in an `array.array`: with arrays of NumPy, the first look-up of a word took ten times as long."""
FINENESS = 4  # of counts: `log2(1 + count)` is kept in quarters


@dataclass(frozen=True, slots=True)
class Links:
    """Numbers that a number leads to: `targets[starts[i]:starts[i + 1]]`."""

    starts: Flat
    targets: Flat

    def of(self, number: int) -> Flat:
        """What `number` leads to."""
        return self.targets[self.starts[number] : self.starts[number + 1]]


@dataclass(frozen=True, slots=True)
class Table:
    """Words, lemmas (a word as one part of speech) and synsets (what synonyms mean) are numbers."""

    words: Mapping[str, int]
    irregular: Irregular
    parts: bytes
    """Bit sets of the parts of speech that each word can be."""
    first_lemmas: Flat
    synsets: Links
    counts: Sequence[float]
    """How often a lemma has a meaning, beside `synsets.targets`."""
    rest: Sequence[float]
    """How often a lemma has another meaning."""
    kinds: Links
    entailed: Links
    similar: Links
    opposite: Links
    antonyms: Links
    derived: Links
    derived_antonyms: Links
    adjectives: Links

    def lemma(self, word: str, part: Part) -> int | None:
        """The number of a word as this part of speech, which it may not be."""
        number = self.words.get(word)
        if number is None or not (parts := self.parts[number]) >> part & 1:
            return None
        return self.first_lemmas[number] + (parts & ((1 << part) - 1)).bit_count()

    def meanings(self, lemma: int) -> list[tuple[int, float]]:
        """The synsets of a lemma, most frequent first, with how often it has that meaning."""
        first, last = self.synsets.starts[lemma], self.synsets.starts[lemma + 1]
        return list(zip(self.synsets.targets[first:last], self.counts[first:last], strict=True))


@cache
def load_table() -> Table:
    """The table that the package ships, read once."""
    with np.load(BytesIO(files("service.text.lexicon").joinpath("relations.npz").read_bytes())) as data:
        arrays: dict[str, NDArray[np.generic]] = {name: data[name] for name in data.files}
    words = bytes(arrays["words"]).decode().split("\n")
    parts = arrays["parts"].astype(np.uint8)
    synsets = Links(_starts(arrays["senses"]), _flat(arrays["synsets"]))
    pairs = {name: _pairs(arrays[name]) for name in ("kinds", "entailed", "similar", "opposite", "antonyms", "derived")}
    lemmas = len(synsets.starts) - 1
    meanings = 1 + max(int(numbers.max()) for numbers in (arrays["synsets"].astype(int), *pairs.values()))
    return Table(
        words={word: number for number, word in enumerate(words)},
        irregular=_irregular(bytes(arrays["irregular"]).decode()),
        parts=parts.tobytes(),
        first_lemmas=_starts(np.bitwise_count(parts)),
        synsets=synsets,
        counts=_counts(arrays["counts"]),
        rest=_counts(arrays["rest"]),
        kinds=_links(pairs["kinds"], meanings),
        entailed=_links(pairs["entailed"], meanings),
        similar=_links(_both_ways(pairs["similar"]), meanings),
        opposite=_links(_both_ways(pairs["opposite"]), meanings),
        antonyms=_links(_both_ways(pairs["antonyms"]), lemmas),
        derived=_links(_both_ways(pairs["derived"]), lemmas),
        derived_antonyms=_links(_pairs(arrays["derived_antonyms"]), lemmas),
        adjectives=_links(_pairs(arrays["adjectives"]), lemmas),
    )


def _counts(logarithms: NDArray[np.generic]) -> Sequence[float]:
    counts = np.exp2(logarithms.astype(np.float32) / FINENESS) - np.float32(1)
    return array("f", counts.tobytes())


def _flat(numbers: NDArray[np.generic]) -> Flat:
    return array("i", numbers.astype(np.int32).tobytes())


def _irregular(lines: str) -> Irregular:
    found: dict[str, tuple[tuple[str, Part], ...]] = {}
    for line in lines.split("\n"):
        form, lemma, part = line.split("\t")
        found[form] = (*found.get(form, ()), (lemma, Part(int(part))))
    return found


def _pairs(packed: NDArray[np.generic]) -> Ints:
    steps = packed.astype(np.int32)
    first = np.cumsum(steps[0], dtype=np.int32)
    return np.stack([first, first + steps[1]])


def _both_ways(pairs: Ints) -> Ints:
    return np.hstack([pairs, pairs[::-1]])


def _starts(sizes: NDArray[np.generic]) -> Flat:
    return _flat(np.concatenate([np.zeros(1, np.int32), np.cumsum(sizes, dtype=np.int32)]))


def _links(pairs: Ints, size: int) -> Links:
    ordered = pairs[:, np.argsort(pairs[0], kind="stable")]
    return Links(_flat(np.searchsorted(ordered[0], np.arange(size + 1))), _flat(ordered[1]))
