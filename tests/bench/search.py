"""The time of one search, with the query's embedding, on corpora of growing size.

The corpora are those of the ranking benchmark, with made-up authors, and queries are sentences, titles and pairs of
words of them. What is timed is the use case: from the query to the papers, reasons and highlights of the first page.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from service import embedding, ingest
from service.corpus import Corpus, sample
from service.discovery import Mode, SearchRequest, search
from service.papers import Paper, Source, make_paper
from service.settings import IndexSettings, LimitSettings, StoreSettings
from service.storage import Catalog, FeedbackRecords
from service.storage.chroma import EmbeddedChroma, VectorIndex
from service.storage.sql import Database
from service.text import sentences
from tests.bench.ranking import SIZES, grown, milliseconds
from tests.corpora import NOW

REQUESTS = 200
BATCH = 2_000
SURNAMES = 5_000
KINDS = ("sentence", "title", "two words", "phrase", "author and word")


def main() -> None:
    """Print milliseconds by kind of query, and of the first one after a start; one thread for BLAS."""
    papers = ingest.read(sample.data(), "jsonl").papers
    texts = [f"{paper.title}. {paper.abstract}" for paper in papers]
    embedder = embedding.load(None)
    vectors = embedder.embed([embedding.paper_text(paper.title, paper.abstract) for paper in papers])
    with threadpool_limits(1, user_api="blas"):
        for size in SIZES:
            with tempfile.TemporaryDirectory() as folder:
                measure(Path(folder), embedder, *grown(texts, vectors, size))


def measure(folder: Path, embedder: embedding.LocalEmbedder, texts: list[str], vectors: NDArray[np.float32]) -> None:
    database = Database(folder / "paperlark.db", StoreSettings(min_free_mb=0))
    database.migrate()
    index = VectorIndex(EmbeddedChroma(folder / "chroma"), embedder.info.key, IndexSettings().ef_search)
    settings = IndexSettings()
    corpus = Corpus(Catalog(database), FeedbackRecords(database), index, embedder, settings.exact_below)
    made = [paper(number, text) for number, text in enumerate(texts)]
    for start in range(0, len(made), BATCH):
        keep(corpus, made[start : start + BATCH], vectors[start : start + BATCH])
    corpus.snapshot()
    first = milliseconds(lambda: search(corpus, LimitSettings(), SearchRequest("flows")))
    print(f"{len(texts):,} papers; the first search {first:.0f} ms")
    everything: list[float] = []
    for kind in KINDS:
        times = [time_of(corpus, query) for query in queries(kind, made)]
        everything += times
        print(f"  {kind:16} p50 {np.percentile(times, 50):6.1f}  p99 {np.percentile(times, 99):6.1f} ms")
    print(f"  {'all':16} p50 {np.percentile(everything, 50):6.1f}  p99 {np.percentile(everything, 99):6.1f} ms")
    times = [time_of(corpus, query, Mode.KEYWORD) for query in queries("sentence", made)]
    print(f"  sentence, by words alone: p50 {np.percentile(times, 50):.1f}  p99 {np.percentile(times, 99):.1f} ms")
    index.close()
    database.close()


def time_of(corpus: Corpus, query: str, mode: Mode = Mode.HYBRID) -> float:
    return milliseconds(lambda: search(corpus, LimitSettings(), SearchRequest(query, mode)))


def queries(kind: str, papers: list[Paper]) -> list[str]:
    """Made from papers that are drawn."""
    rng = np.random.default_rng(KINDS.index(kind))
    return [query(kind, papers[number], rng) for number in rng.integers(0, len(papers), REQUESTS // len(KINDS))]


def query(kind: str, paper: Paper, rng: np.random.Generator) -> str:
    words = paper.abstract.split()
    at = int(rng.integers(0, max(len(words) - 2, 1)))
    if kind == "sentence":
        spans = sentences(paper.abstract)
        start, end = spans[int(rng.integers(0, len(spans)))]
        return paper.abstract[start:end].replace('"', "")[:300]
    if kind == "title":
        return paper.title.replace('"', "")
    if kind == "author and word":
        return f"{paper.authors[0].split()[-1]} {words[at]} neural"
    pair = " ".join(words[at : at + 2]).replace('"', "")
    return f'"{pair}" learning' if kind == "phrase" else f"{pair} networks"


def paper(number: int, text: str) -> Paper:
    title, _, abstract = text.partition(". ")
    names = tuple(f"Given{(number + each) % 700} Name{(number * 7 + each * 13) % SURNAMES}" for each in range(3))
    title = title[:200] or f"Paper {number}"
    return make_paper(title, abstract, id=f"bench:{number}", authors=names, source=Source(name="bench"))


def keep(corpus: Corpus, papers: list[Paper], vectors: NDArray[np.float32]) -> None:
    corpus.catalog.put(papers, NOW)
    rows = {paper.id: row for paper, row in zip(papers, vectors, strict=True)}
    stale = corpus.catalog.vectors.unembedded(corpus.model, list(rows))
    corpus.catalog.vectors.save(corpus.model, stale, np.stack([rows[paper.id] for paper in stale]))


if __name__ == "__main__":
    sys.exit(main())
