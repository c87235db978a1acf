"""Makes service/text/lexicon/relations.npz.

`python -m evals.training.lexicon FOLDER`: FOLDER has the database files of WordNet 3.1 (data.*, index.*) and its lists
of irregular forms (*.exc).

Kept are the words of the sample corpus and of the word vectors, and words that one relation joins to those; of each
its first senses, and what these are kinds of. Names are kept only where they are not also common words.
"""

import json
import math
import re
import sys
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evals.training.lexicon_selection import DERIVED, ENTAILED, Pairs, Selection
from evals.training.wordnet_files import Lemma, read_wordnet
from service.corpus import sample
from service.faithfulness.lexical import load_word_vectors
from service.text import fold, lexicon
from service.text.lexicon import FINENESS, Part

TARGET = Path(lexicon.__file__).with_name("relations.npz")
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")


def vocabulary() -> set[str]:
    """Words of the word vectors; words, and pairs of words, of the sample corpus."""
    found = {word for word in load_word_vectors().rows if not word.startswith("~")}
    for line in sample.data().splitlines():
        row = json.loads(line)
        words = _WORD.findall(fold(f"{row['title']} {row['abstract']}"))
        found |= {*words, *(part for word in words for part in word.split("-")), *map(" ".join, pairwise(words))}
    return found


def both_ways(pairs: Pairs) -> Pairs:
    """Each pair once, the lower number first."""
    return {(min(pair), max(pair)) for pair in pairs}


def columns(pairs: Pairs) -> NDArray[np.int32]:
    """Pairs as two rows, (2, n), sorted; the steps of the first row, and what the second is more, pack well."""
    rows = np.array(sorted(pairs), np.int32).reshape(-1, 2).T
    return np.stack([np.diff(rows[0], prepend=0), rows[1] - rows[0]]).astype(np.int32)


def text(lines: Iterable[str]) -> NDArray[np.uint8]:
    """Lines as bytes."""
    return np.frombuffer("\n".join(lines).encode(), np.uint8)


def logarithms(counts: Iterable[int]) -> NDArray[np.uint8]:
    """Counts, rounded, in a byte each."""
    return np.array([round(FINENESS * math.log2(1 + count)) for count in counts], np.uint8)


def rest(chosen: Selection, lemma: Lemma) -> int:
    """How often the lemma has a sense that is not kept."""
    word, counts = lemma[0], chosen.net.counts
    return sum(counts.get((word, key), 0) for key in chosen.net.senses[lemma] if key not in chosen.senses[lemma])


def irregular_lines(chosen: Selection) -> list[str]:
    """Irregular forms: the form, the lemma, the number of the part of speech, with tabs between."""
    return sorted(
        f"{form}\t{word}\t{int(part)}"
        for form, lemmas in chosen.net.irregular.items()
        for word, part in dict.fromkeys(lemmas)
        if (word, part) in chosen.number and form != word
    )


def arrays(chosen: Selection) -> dict[str, NDArray[np.generic]]:
    """What the file holds, by name; README.md of the package says what each means."""
    senses = [(word, key) for word, part in chosen.lemmas for key in chosen.senses[word, part]]
    named = (Part.NOUN, Part.VERB, Part.ADJECTIVE)
    return {
        "words": text(chosen.words),
        "parts": np.array([sum(1 << p for p in Part if (w, p) in chosen.number) for w in chosen.words], np.uint8),
        "irregular": text(irregular_lines(chosen)),
        "senses": np.array([len(chosen.senses[lemma]) for lemma in chosen.lemmas], np.uint8),
        "counts": logarithms(chosen.net.counts.get(sense, 0) for sense in senses),
        "rest": logarithms(rest(chosen, lemma) for lemma in chosen.lemmas),
        "synsets": np.array([chosen.synset[key] for _, key in senses], np.int32),
        "kinds": columns(chosen.kinds()),
        "entailed": columns(chosen.linked(ENTAILED)),
        "similar": columns(both_ways(chosen.linked(("&",)))),
        "opposite": columns(both_ways(chosen.linked(("!",)))),
        "antonyms": columns(both_ways(chosen.antonyms())),
        "derived": columns(both_ways(chosen.respelt(chosen.joined(DERIVED, named)))),
        "derived_antonyms": columns(chosen.derived_antonyms()),
        "adjectives": columns(chosen.joined(("\\",), (Part.ADVERB,))),
    }


def main(argv: Sequence[str]) -> None:
    """Read WordNet, write the table."""
    np.savez_compressed(TARGET, allow_pickle=False, **arrays(Selection(read_wordnet(Path(argv[0])), vocabulary())))


if __name__ == "__main__":
    main(sys.argv[1:])
