"""Copies of sample papers are found; papers that are only near each other are not."""

import re

import numpy as np
import pytest

from service.embedding import LocalEmbedder, load, paper_text
from service.features import NearDuplicates, TermCounts
from service.papers import Paper
from service.text import clean, sentences
from tests.corpora import samples

PAPERS = samples(60)


@pytest.fixture(scope="module")
def embedder() -> LocalEmbedder:
    return load(None)


def near_duplicates(embedder: LocalEmbedder, texts: list[tuple[str, str]]) -> NearDuplicates:
    vectors = embedder.embed([paper_text(*text) for text in texts])
    return NearDuplicates.of_papers(np.asarray(vectors, np.float32), TermCounts.of([" ".join(text) for text in texts]))


def without_last_sentence(paper: Paper) -> tuple[str, str]:
    return paper.title, paper.abstract[: list(sentences(paper.abstract))[-1].start]


CHANGES = {
    "case": lambda paper: (paper.title.upper(), paper.abstract.upper()),
    "punctuation": lambda paper: (paper.title, re.sub(r"[,;:()-]", " ", paper.abstract)),
    "markup": lambda paper: (f"<i>{paper.title}</i>", clean(paper.abstract)),
    "copyright": lambda paper: (paper.title, f"{paper.abstract} (c) 2021 A Publisher. All rights reserved."),
    "cut": without_last_sentence,
    "title": lambda paper: ("Another title altogether", paper.abstract),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_copy_duplicates_its_original_and_nothing_else(embedder, change):
    texts = [(paper.title, paper.abstract) for paper in PAPERS[:20]] + [CHANGES[change](paper) for paper in PAPERS[:20]]
    found = near_duplicates(embedder, texts)
    assert list(found.distinct(range(40))) == list(range(20))
    assert list(found.distinct(range(20, 40), named=[3, 7])) == [row for row in range(20, 40) if row not in {23, 27}]


def test_near_titles_on_other_matters_are_different_papers(embedder):
    supervised = [paper for paper in samples(784) if paper.title.startswith("Dense Hebbian neural networks")]
    found = near_duplicates(embedder, [(paper.title, paper.abstract) for paper in supervised])
    assert list(found.distinct(range(2))) == [0, 1]


def test_titles_alone_are_duplicates_when_all_their_words_are_the_same(embedder):
    titles = ["Latent Semantic Indexing", "Probabilistic Latent Semantic Indexing", "Latent semantic indexing."]
    assert list(near_duplicates(embedder, [(title, "") for title in titles]).distinct(range(3))) == [0, 1]


def test_what_has_no_words_duplicates_nothing():
    found = NearDuplicates.of_papers(np.ones((2, 1), np.float32), TermCounts.of(["What is it?", "To be"]))
    assert list(found.distinct([0, 1])) == [0, 1]


def test_whose_duplicates_some_papers_are_is_told_by_place_however_late_it_is_asked():
    texts = [f"Owls and {letter}{other}tides" for letter in "abcde" for other in "abcdefghij"] * 2
    found = NearDuplicates.of_papers(np.ones((100, 1), np.float32), TermCounts.of(texts))
    rows = np.arange(10, 90)
    duplicates = found.among(rows, np.arange(80)[::-1])
    for place, row in enumerate(rows):
        assert duplicates(place).tolist() == [other != row and (other - row) % 50 == 0 for other in rows]


def test_no_pair_is_passed_over_that_the_definition_takes():
    rng = np.random.default_rng(0)
    words = ["".join(chr(97 + int(letter)) for letter in rng.integers(26, size=7)) for _ in range(3_000)]
    texts = [list(rng.choice(words, int(rng.integers(1, 400)))) for _ in range(10)]
    for text in texts[:10]:
        texts += [
            [*text[: int(kept * len(text))], *rng.choice(words[:300], int(rng.integers(0, 60)))]
            for kept in rng.uniform(0.4, 1, 20)
        ]
    counts = TermCounts.of([" ".join(text) for text in texts])
    found = NearDuplicates.of_papers(np.ones((len(texts), 1), np.float32), counts)
    rows, terms = np.arange(len(texts)), counts.counts.toarray()
    pairs = 0
    for row in rows:
        shared = np.minimum(terms[row], terms).sum(axis=1)
        together = terms[row].sum() + terms.sum(axis=1) - shared
        taken = (shared == together) | ((shared >= 15) & (shared >= 0.6 * together))
        taken[row] = False
        pairs += int(taken.sum())
        assert found.among(rows, rows)(int(row)).tolist() == taken.tolist()
    assert 500 < pairs < 0.5 * len(rows) ** 2
