"""Builds the sample corpus: `python -m service.corpus.sample.build PAGE... > papers.jsonl`."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

from service import ingest
from service.papers import Paper


def corpus(pages: Iterable[bytes]) -> str:
    """The distinct papers of the pages as JSON lines sorted by id: raw text, page and rank of sightings."""
    papers: dict[str, Paper] = {}
    seen: dict[str, list[dict[str, int | None]]] = {}
    for number, page in enumerate(pages):
        for paper in ingest.read(page, format="hf-page", name=f"page {number}").papers:
            papers[paper.id] = paper
            seen.setdefault(paper.id, []).append({"page": number, "rank": paper.source.rank})
    return "".join(f"{_line(papers[paper_id], seen[paper_id])}\n" for paper_id in sorted(papers))


def _line(paper: Paper, seen: list[dict[str, int | None]]) -> str:
    best = min(sighting["rank"] or 0 for sighting in seen)
    record = {
        "id": paper.id,
        "title": paper.raw_title,
        "abstract": paper.raw_abstract,
        "source": {"name": paper.source.name, "rank": best},
        "seen": seen,
    }
    return json.dumps(record, ensure_ascii=False)


if __name__ == "__main__":
    sys.stdout.write(corpus(Path(page).read_bytes() for page in sys.argv[1:]))
