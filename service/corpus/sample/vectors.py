"""The vectors of the sample's texts, made once and shipped: `python -m service.corpus.sample.vectors > vectors.npz`."""

import sys
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from service import embedding, ingest
from service.corpus import sample
from service.embedding import paper_text

_FILE = "vectors.npz"


@cache
def shipped_vectors(model: str) -> Mapping[str, NDArray[np.float32]]:
    """The unit vector (dim,) of each text of the sample by the text's hash; none for a model that did not make them.

    They go by text and not by paper, so that a text has one vector here, to the bit, whichever way and however often
    it comes in, though another processor may round the last digit of a vector otherwise.
    """
    with files(sample).joinpath(_FILE).open("rb") as file, np.load(file) as kept:
        if kept["model"].item() != model:
            return {}
        return dict(zip(kept["text_hashes"].astype(str).tolist(), kept["vectors"], strict=True))


def main() -> None:
    """Embed the sample, which takes a minute, and write the file."""
    embedder, papers = embedding.load(None), ingest.read(sample.data(), "jsonl").papers
    vectors = embedder.embed([paper_text(paper.title, paper.abstract) for paper in papers])
    hashes = [paper.text_hash for paper in papers]
    np.savez(sys.stdout.buffer, model=embedder.info.key, text_hashes=np.array(hashes, dtype="S"), vectors=vectors)


if __name__ == "__main__":
    main()
