"""Real text grown to size: the sentences of papers that are alike, recombined; each is embedded once.

The first papers of a grown corpus are those it grows from. Every other one is the child of one of them and of two of
its nearest: sentences of all three, half of two titles. Its vector is the mean of its sentences' vectors, of unit
length. So words and vectors behave as in a real corpus, with topics and near-copies. A smaller corpus is the beginning
of a larger one.
"""

import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from service import embedding, ingest
from service.corpus import sample
from service.papers import Paper, Source, make_paper
from service.text import sentences

Vectors = NDArray[np.float32]
Numbers = NDArray[np.intp]

NEAREST = 24  # papers that a parent is crossed with
SLOTS = (0, 0, 0, 1, 1, 2)  # whose sentence each place of an abstract takes: the parent's, the second's, the third's
BLOCK = 1_000  # papers that are drawn together
SURNAMES, FIRST_NAMES = 5_000, 700


class Draws(NamedTuple):
    """Of a block of papers: parents and crossed ones, shape (n, 3), and sentences, shape (n, slots)."""

    parents: Numbers
    sentences: Numbers


class Grown:
    """A corpus without end: its papers by number."""

    def __init__(self, own: Sequence[Paper], vectors: Vectors, seed: int) -> None:
        """`own` papers have sentences; `vectors` (sentences, dim) are those of all their sentences, in order."""
        self.own, self.seed = own, seed
        self._pool = pool_of(own)
        self.sentence_vectors = vectors
        counts = np.array([len(sentences(paper.abstract)) for paper in own])
        self._counts, self._starts = counts, np.concatenate([[0], np.cumsum(counts)[:-1]])

    def papers(self, size: int) -> Iterator[Paper]:
        """The first `size` papers."""
        yield from self.own[:size]
        for start in range(len(self.own), size, BLOCK):
            draws = self._draws(start)
            yield from (self._child(start + place, draws, place) for place in range(min(BLOCK, size - start)))

    def vectors(self, size: int) -> Vectors:
        """Their vectors, (size, dim)."""
        found = np.empty((size, self.sentence_vectors.shape[1]), np.float32)
        found[: len(self.own)] = self._own_vectors[:size]
        for start in range(len(self.own), size, BLOCK):
            chosen = self._draws(start).sentences[: size - start]
            earlier = np.tril(chosen[:, :, None] == chosen[:, None, :], -1).any(axis=2)  # a sentence counts once
            found[start : start + BLOCK] = unit((self.sentence_vectors[chosen] * ~earlier[:, :, None]).sum(axis=1))
        return found

    @cached_property
    def _own_vectors(self) -> Vectors:
        return unit(np.add.reduceat(self.sentence_vectors, self._starts))

    @cached_property
    def _nearest(self) -> Numbers:
        """The nearest papers of each, itself left out, (papers, at most NEAREST)."""
        near = self._own_vectors @ self._own_vectors.T
        np.fill_diagonal(near, -np.inf)
        return np.argsort(-near, kind="stable")[:, : min(NEAREST, max(len(self.own) - 1, 1))]

    def _draws(self, start: int) -> Draws:
        rng = np.random.default_rng([self.seed, start])
        parent = rng.integers(0, len(self.own), BLOCK)
        others = self._nearest[parent[:, None], rng.integers(0, self._nearest.shape[1], (BLOCK, 2))]
        parents = np.column_stack([parent, others])
        owners = parents[:, SLOTS]
        places = (rng.random(owners.shape) * self._counts[owners]).astype(np.intp)
        return Draws(parents, self._starts[owners] + places)

    def _child(self, number: int, draws: Draws, place: int) -> Paper:
        one, other = (self.own[row].title.split() for row in draws.parents[place, :2])
        begin, end = one[: (len(one) + 1) // 2], other[len(other) // 2 :]
        thousands, units = divmod(number, 1_000)
        names = ((number + each) % FIRST_NAMES for each in range(3))
        authors = tuple(f"Given{name} Name{(number * 7 + name * 13) % SURNAMES}" for name in names)
        abstract = " ".join(self._pool[each] for each in dict.fromkeys(draws.sentences[place].tolist()))
        title = " ".join([*begin, *end, f"part {thousands} {units}"])
        return make_paper(title, abstract, id=f"bench:{number}", authors=authors, source=Source(name="bench"))


def grown(cache: Path, data: Path | None = None, seed: int = 0) -> Grown:
    """What grows from the sample, or from the papers of a file of JSON lines; its vectors are kept in a folder."""
    own = [paper for paper in read_own(data) if sentences(paper.abstract)]
    if not own:
        raise SystemExit(f"{data}: no paper in it has an abstract, so nothing can be grown.")
    return Grown(own, sentence_vectors(pool_of(own), cache), seed)


def read_own(data: Path | None) -> Sequence[Paper]:
    return ingest.read(data.read_bytes() if data else sample.data(), "jsonl").papers


def pool_of(own: Sequence[Paper]) -> list[str]:
    """All sentences of some papers, in order."""
    return [paper.abstract[start:end] for paper in own for start, end in sentences(paper.abstract)]


def sentence_vectors(pool: Sequence[str], cache: Path) -> Vectors:
    """The vectors of sentences, (n, dim), embedded unless a run before has done it."""
    embedder = embedding.load(None)
    asked = sha256(json.dumps([embedder.info.key, *pool]).encode()).hexdigest()[:16]
    file = cache / f"sentences-{asked}.npy"
    if not file.exists():
        cache.mkdir(parents=True, exist_ok=True)
        np.save(file, embedder.embed(pool))
    return np.load(file)


def unit(rows: Vectors) -> Vectors:
    """Rows of unit length."""
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)
