"""What a paper has to do with one that the reader liked: a name of a thing that both use and that a title has."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from service.text import GENERIC_NAMES, Concept, Span, find_concepts, fold, normalised, stem, terms

_MOST_CONCEPTS = 2
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_JOINED = re.compile(r"[\s‐‑-]*")  # what may stand between the words of one concept
_PURPOSE = re.compile(r"(?P<purpose>(?:for|in) [^:;?!.,]{4,60})")
# Plural, or nothing that is counted: it needs no article.
_NEEDS_NO_ARTICLE = re.compile(
    r"(?:[^su]s|[A-Z]\w*[A-Z]\w*|ing|ness|ity|ance|ence|ics|ism|graphy|descent|learning|data)$"
)

# What so many papers deal with that it connects none of them.
_WIDE_PHRASES = """
    convolutional neural network, recurrent neural network, graph neural network, deep neural network,
    feedforward neural network, artificial neural network, reinforcement learning, deep reinforcement learning,
    supervised learning, unsupervised learning, representation learning, transfer learning, stochastic gradient
    descent, gradient descent, differential equation, partial differential equation, ordinary differential
    equation, language model, large language model, loss function, activation function, objective function,
    state of the art, time series, training data, neural architecture, network architecture, learning rate, case
    study, risk factor, clinical trial, gene expression, monte carlo, confidence interval, computer vision,
    image classification, attention mechanism, vision task, knowledge transfer,
    temporal dependency, neural activity"""
_WIDE = frozenset("".join(map(normalised, phrase.split())) for phrase in _WIDE_PHRASES.split(","))


@dataclass(frozen=True, slots=True)
class LikedPaper:
    """A paper the reader liked."""

    id: str
    title: str
    abstract: str


@dataclass(frozen=True, slots=True)
class Tie:
    """One or two concepts of both papers, as this one writes them, with where both abstracts have them.

    `purpose` is what this paper does with the first, as its title says: "for image synthesis".
    """

    liked: LikedPaper
    concepts: tuple[str, ...]
    here: tuple[Span, ...]
    there: tuple[Span, ...]
    purpose: str = ""

    @property
    def sentence(self) -> str:
        """The connection in words."""
        title = " ".join(self.liked.title.split())
        purpose = f", here {self.purpose}" if self.purpose else ""
        if all(_NEEDS_NO_ARTICLE.search(concept) for concept in self.concepts):
            return f"You liked “{title}”: both deal with {' and '.join(self.concepts)}{purpose}."
        topics = " and ".join(f"“{concept}”" for concept in self.concepts)
        return f"You liked “{title}”, with which it shares the topic{'s'[: len(self.concepts) - 1]} {topics}."


def find_tie(title: str, abstract: str, liked: Sequence[LikedPaper]) -> Tie | None:
    """The tie to the liked paper that shares the most telling concept, the earlier on a draw; None where none does."""
    mine = _concepts(title, abstract)
    best: Tie | None = None
    strongest = 0
    for paper in liked:
        theirs = _concepts(paper.title, paper.abstract)
        titles = (_stems(title), _stems(paper.title))
        shared = [
            key
            for key in mine.keys() & theirs.keys()
            if _connects(mine[key], key, titles) and (mine[key].ends or theirs[key].ends)
        ]
        shared.sort(key=lambda key: (-_strength(mine[key], titles), -mine[key].occurrences, key))
        strength = _strength(mine[shared[0]], titles) if shared else 0
        if strength > strongest and (
            tie := _tie(title, abstract, paper, [mine[key] for key in shared], theirs, shared)
        ):
            best, strongest = tie, strength
    return best


def _tie(
    title: str,
    abstract: str,
    liked: LikedPaper,
    concepts: Sequence[Concept],
    theirs: dict[str, Concept],
    keys: Sequence[str],
) -> Tie | None:
    chosen: list[tuple[str, Span, Span]] = []
    said: set[str] = set()
    for concept, key in zip(concepts, keys, strict=True):
        here, there = _places(concept, abstract), _places(theirs[key], liked.abstract)
        if not here or not there or said & set(concept.telling):
            continue
        written = [abstract[a:b] for a, b in here] + [liked.abstract[a:b] for a, b in there]
        chosen.append((_in_a_sentence(written), here[0], there[0]))
        said.update(concept.telling)
        if len(chosen) == _MOST_CONCEPTS:
            break
    if not chosen:
        return None
    names, here_spans, there_spans = zip(*chosen, strict=True)
    return Tie(liked, names, here_spans, there_spans, _purpose(title, names[0]))


@lru_cache(maxsize=256)  # the same likes meet every paper of a batch
def _concepts(title: str, abstract: str) -> dict[str, Concept]:
    return find_concepts(title, abstract)


def _connects(concept: Concept, key: str, titles: Sequence[frozenset[str]]) -> bool:
    """Whether a title has a telling word of it, or both have it if it is a single name: "flow" connects nothing."""
    if key in GENERIC_NAMES or key in _WIDE or not concept.telling:
        return False
    if " " in concept.written:
        return any(stem(word) in concept.telling for title in titles for word in title)
    return concept.written[1:] != concept.written[1:].lower() and all(_words_in(concept, title) for title in titles)


def _words_in(concept: Concept, title: frozenset[str]) -> int:
    return sum(normalised(word) in title for word in concept.words)


def _strength(concept: Concept, titles: Sequence[frozenset[str]]) -> int:
    """The words of the concept, and those of them that each title has."""
    return len(concept.words) + sum(_words_in(concept, title) for title in titles)


def _stems(title: str) -> frozenset[str]:
    return frozenset(map(normalised, terms(title)))


def _places(concept: Concept, abstract: str) -> list[Span]:
    """Where the abstract has the words of the concept, in any inflection."""
    wanted = [normalised(fold(word[0])) for word in _WORD.finditer(concept.written)]
    found = [(word.start(), word.end(), normalised(fold(word[0]))) for word in _WORD.finditer(abstract)]
    size = len(wanted)
    return [
        Span(found[at][0], found[at + size - 1][1])
        for at in range(len(found) - size + 1)
        if [word for _, _, word in found[at : at + size]] == wanted
        and _JOINED.fullmatch(_WORD.sub("", abstract[found[at][0] : found[at + size - 1][1]]))
    ]


def _in_a_sentence(written: Sequence[str]) -> str:
    """The first spelling that needs no article, or else the first; a capital that opens a sentence is small."""
    chosen = next((one for one in written if _NEEDS_NO_ARTICLE.search(one)), written[0])
    return " ".join(word if word[1:] != word[1:].lower() or not word[1:] else word.lower() for word in chosen.split())


def _purpose(title: str, concept: str) -> str:
    """What stands in the title right after the concept: "for image synthesis"."""
    at = fold(title).find(fold(concept))
    found = (
        _PURPOSE.fullmatch(title[at + len(concept) :].strip()) if at >= 0 and len(fold(title)) == len(title) else None
    )
    return _in_a_sentence([found["purpose"]]) if found else ""
