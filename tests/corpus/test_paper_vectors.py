"""The vectors that ship with the sample: whose they are, what they agree with, and when they are not used."""

from pathlib import Path

import numpy as np
import pytest

from service import embedding
from service.corpus.sample.vectors import shipped_vectors
from service.embedding import LocalEmbedder, paper_text
from service.papers import Paper
from tests.corpora import NOW, Counting, paper, samples

COUNT = 784
SHOWN = 6


@pytest.fixture(scope="module")
def model() -> LocalEmbedder:
    return embedding.load(None)


@pytest.fixture
def embedder(model: LocalEmbedder) -> Counting:
    return Counting(model)


def text(item: Paper) -> str:
    return paper_text(item.title, item.abstract)


def test_every_text_of_the_sample_has_a_vector_of_the_model_that_is_served(model: LocalEmbedder):
    """Fails when cleaning or the sample changes: then the file is to be made anew, as its README says."""
    assert shipped_vectors(model.info.key).keys() == {item.text_hash for item in samples(COUNT)}


def test_shipped_vectors_are_what_the_model_makes_up_to_the_rounding_of_a_processor(model: LocalEmbedder):
    papers = samples(COUNT)[:: COUNT // SHOWN]
    shipped = shipped_vectors(model.info.key)
    made = model.embed([text(item) for item in papers])
    assert np.abs(made - np.stack([shipped[item.text_hash] for item in papers])).max() < 1e-6


def test_no_vector_is_shipped_for_another_length_of_text():
    assert not shipped_vectors(embedding.load(None, 24).info.key)


def test_loading_the_sample_embeds_nothing_but_what_is_new(tmp_path: Path, open_corpus, embedder: Counting):
    told: list[tuple[int, int]] = []
    with open_corpus(tmp_path, embedder) as corpus:
        corpus.add([*samples(SHOWN), paper(1)], NOW, lambda done, total: told.append((done, total)))
        snapshot = corpus.snapshot()
        for item in samples(SHOWN):
            shipped = shipped_vectors(corpus.model)[item.text_hash]
            assert snapshot.papers.dense[snapshot.rows[item.id]].tobytes() == shipped.tobytes()
    assert embedder.texts == [text(paper(1))]
    assert told == [(SHOWN, SHOWN + 1), (SHOWN + 1, SHOWN + 1)]


def test_a_text_of_the_sample_that_comes_back_has_the_same_vector_to_the_bit(
    tmp_path: Path, open_corpus, embedder: Counting
):
    (first,) = samples(1)
    changed = first.model_copy(update={"abstract": "It is about tea.", "raw_abstract": "It is about tea."})
    with open_corpus(tmp_path, embedder) as corpus:
        vectors = []
        for version in (first, changed, first):
            corpus.add([version], NOW)
            vectors.append(corpus.snapshot().papers.dense[0].tobytes())
    assert embedder.texts == [text(changed)]
    assert vectors[0] == vectors[2] != vectors[1]


def test_another_model_embeds_the_sample_itself(tmp_path: Path, open_corpus):
    short = Counting(embedding.load(None, 24))
    with open_corpus(tmp_path, short) as corpus:
        corpus.add(samples(2), NOW)
    assert short.texts == [text(item) for item in samples(2)]
