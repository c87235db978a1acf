"""Lays the map of the sample corpus out: `python -m service.corpus.sample.lay_out > map.csv`."""

import sys

from service import embedding, ingest
from service.corpus import sample
from service.corpus.map_layout import layout
from service.embedding import paper_text


def map_of_sample() -> str:
    """The id, x and y of each paper, a line each."""
    papers = ingest.read(sample.data(), "jsonl").papers
    embedder = embedding.load(None)
    found = layout(embedder.embed([paper_text(paper.title, paper.abstract) for paper in papers]))
    return "".join(f"{paper.id},{x},{y}\n" for paper, (x, y) in zip(papers, found.tolist(), strict=True))


if __name__ == "__main__":
    sys.stdout.write(map_of_sample())
