"""Corpora that are grown: as large as asked, the same each time, with words and vectors of real papers."""

from pathlib import Path

import numpy as np
import pytest

from service.text import sentences
from tests.bench.grown import Grown, grown, pool_of, sentence_vectors, unit
from tests.corpora import samples

OWN = [paper for paper in samples(30) if sentences(paper.abstract)]
DIM = 16


def corpus(seed: int = 0) -> Grown:
    """A corpus with vectors that are drawn: how they are embedded is not the matter here."""
    drawn = np.random.default_rng(1).normal(size=(len(pool_of(OWN)), DIM)).astype(np.float32)
    return Grown(OWN, unit(drawn), seed)


def test_a_smaller_corpus_is_the_beginning_of_a_larger_one():
    large = list(corpus().papers(2_500))
    assert list(corpus().papers(1_300)) == large[:1_300]
    assert np.array_equal(corpus().vectors(1_300), corpus().vectors(2_500)[:1_300])
    assert len({paper.id for paper in large}) == len({paper.title for paper in large}) == 2_500


def test_another_seed_gives_other_papers():
    assert list(corpus(1).papers(100))[50:] != list(corpus(2).papers(100))[50:]


def test_a_paper_consists_of_sentences_of_real_ones_and_its_vector_is_their_mean():
    pool, vectors = pool_of(OWN), corpus().sentence_vectors
    papers, rows = list(corpus().papers(80)), corpus().vectors(80)
    for paper, row in zip(papers[len(OWN) :], rows[len(OWN) :], strict=True):
        own = [number for number, sentence in enumerate(pool) if sentence.strip() in paper.abstract]
        assert own
        mean = vectors[own].mean(axis=0)
        assert np.allclose(row, mean / np.linalg.norm(mean), atol=1e-5)


def test_sentences_are_embedded_once(tmp_path: Path):
    pool = ["Owls are counted.", "Glaciers melt."]
    first = sentence_vectors(pool, tmp_path)
    (file,) = tmp_path.iterdir()
    np.save(file, first + 1)  # what is kept is taken
    assert np.array_equal(sentence_vectors(pool, tmp_path), first + 1)
    assert sentence_vectors(pool[:1], tmp_path).shape == (1, first.shape[1])


def test_a_file_without_abstracts_is_refused(tmp_path: Path):
    file = tmp_path / "titles.jsonl"
    file.write_text('{"title": "A title alone"}\n')
    with pytest.raises(SystemExit, match="no paper in it has an abstract"):
        grown(tmp_path, file)
