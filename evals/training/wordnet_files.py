"""Reads the database files of WordNet, https://wordnet.princeton.edu/documentation/wndb5wn."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from service.text.lexicon import Irregular, Part

SynsetId = tuple[Part, int]
"""Part of speech and place in its file."""
Lemma = tuple[str, Part]
FILES = {Part.NOUN: "noun", Part.VERB: "verb", Part.ADJECTIVE: "adj", Part.ADVERB: "adv"}
_PARTS = {"n": Part.NOUN, "v": Part.VERB, "a": Part.ADJECTIVE, "s": Part.ADJECTIVE, "r": Part.ADVERB}
_TYPES = {"1": Part.NOUN, "2": Part.VERB, "3": Part.ADJECTIVE, "4": Part.ADVERB, "5": Part.ADJECTIVE}
_MARK = re.compile(r"\([a-z]+\)$")  # where an adjective may stand: "galore(ip)"


@dataclass(frozen=True, slots=True)
class Pointer:
    """A relation to `target`; `source_word` and `target_word` count from 1 and are 0 when whole synsets are meant."""

    symbol: str
    target: SynsetId
    source_word: int
    target_word: int


@dataclass(frozen=True, slots=True)
class Synset:
    """Words of one meaning, spelt as in the file with blanks, and its relations."""

    words: tuple[str, ...]
    pointers: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True)
class WordNet:
    """All synsets, the synsets of each lemma from its most to its least frequent sense, and irregular forms."""

    synsets: Mapping[SynsetId, Synset]
    senses: Mapping[Lemma, tuple[SynsetId, ...]]
    counts: Mapping[tuple[str, SynsetId], int]
    """How often a word has a meaning in texts whose words were marked with theirs."""
    irregular: Irregular


def read_wordnet(folder: Path) -> WordNet:
    """The files data.*, index.* (of parts of speech, and of senses) and *.exc of `folder`."""
    synsets = {key: synset for part in Part for key, synset in _data(folder / f"data.{FILES[part]}", part)}
    senses = {lemma: keys for part in Part for lemma, keys in _index(folder / f"index.{FILES[part]}", part)}
    irregular: dict[str, tuple[Lemma, ...]] = {}
    for part in Part:
        for line in (folder / f"{FILES[part]}.exc").read_text("utf-8").splitlines():
            form, *lemmas = (word.replace("_", " ") for word in line.split())
            irregular[form] = (*irregular.get(form, ()), *((lemma, part) for lemma in lemmas))
    return WordNet(synsets, senses, dict(_counts(folder / "index.sense")), irregular)


def _rows(path: Path) -> Iterator[str]:
    return (line for line in path.read_text("utf-8").splitlines() if not line.startswith("  "))


def _data(path: Path, part: Part) -> Iterator[tuple[SynsetId, Synset]]:
    for line in _rows(path):
        fields = line.split(" | ")[0].split()
        size = int(fields[3], 16)
        words = tuple(_MARK.sub("", word).replace("_", " ") for word in fields[4 : 4 + 2 * size : 2])
        first = 5 + 2 * size
        rows = (fields[at : at + 4] for at in range(first, first + 4 * int(fields[first - 1]), 4))
        pointers = tuple(
            Pointer(symbol, (_PARTS[kind], int(offset)), *divmod(int(ends, 16), 256))
            for symbol, offset, kind, ends in rows
        )
        yield (part, int(fields[0])), Synset(words, pointers)


def _index(path: Path, part: Part) -> Iterator[tuple[Lemma, tuple[SynsetId, ...]]]:
    for line in _rows(path):
        fields = line.split()
        offsets = fields[-int(fields[2]) :]
        yield (fields[0].replace("_", " "), part), tuple((part, int(offset)) for offset in offsets)


def _counts(path: Path) -> Iterator[tuple[tuple[str, SynsetId], int]]:
    for line in path.read_text("utf-8").splitlines():
        key, offset, _, count = line.split()
        word, codes = key.split("%")
        part = _TYPES[codes[0]]
        yield (word.replace("_", " "), (part, int(offset))), int(count)
