"""The vectors of papers: shipped ones of the texts of the sample, the others from the embedder."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from service.corpus.sample.vectors import shipped_vectors
from service.embedding import Embedder, paper_text
from service.storage import UnembeddedPaper


def paper_vectors(
    embedder: Embedder, papers: Sequence[UnembeddedPaper], progress: Callable[[int], None]
) -> NDArray[np.float32]:
    """One unit vector per paper, (n, dim); `progress` is called with how many are done. Raises EmbeddingUnavailable."""
    shipped = shipped_vectors(embedder.info.key)
    vectors = np.empty((len(papers), embedder.info.dim), dtype=np.float32)
    texts: dict[int, str] = {}
    for row, paper in enumerate(papers):
        if paper.text_hash in shipped:
            vectors[row] = shipped[paper.text_hash]
        else:
            texts[row] = paper_text(paper.title, paper.abstract)
    known = len(papers) - len(texts)
    if known:
        progress(known)
    vectors[list(texts)] = embedder.embed(list(texts.values()), lambda done: progress(known + done))
    return vectors
