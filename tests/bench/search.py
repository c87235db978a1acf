"""Hybrid search, from the query to the papers, reasons and highlights of a page of ten, beside bare engines.

The others are asked for ids alone; Chroma is given the vector of the query, which ours works out each time.
"""

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from itertools import cycle, islice

import bm25s
import numpy as np

from service import settings
from service.app import build
from service.discovery import Mode, SearchRequest, search
from service.papers import Paper
from service.settings import LimitSettings
from service.text import sentences, terms
from tests.bench.ground import Ground
from tests.bench.measured import Measured, milliseconds, taking_turns
from tests.bench.recommend import NEAREST

REQUESTS = 200
KINDS = ("sentence", "title", "two words", "phrase", "author and word")
ENGINES_TO = 100_000  # papers up to which the other engines are filled

Work = Callable[[int], object]


def measure(ground: Ground, size: int) -> Measured:
    """Times over all kinds of queries, then of each kind."""
    found, limits = Measured(), LimitSettings()
    asked = queries(ground, size)
    with build(settings.load(data_dir=ground.stored(size))) as services:
        corpus = services.corpus
        corpus.snapshot()
        first = milliseconds(lambda: search(corpus, limits, SearchRequest("flows")))
        works: dict[str, Work] = {
            "search": lambda turn: search(corpus, limits, SearchRequest(asked[turn])),
            "by words alone": lambda turn: search(corpus, limits, SearchRequest(asked[turn], Mode.KEYWORD)),
            "embedding the query": lambda turn: corpus.embedder.embed([asked[turn]]),
        }
        vectors = corpus.embedder.embed(asked)
        times = taking_turns(works | _engines(found, ground, size, asked, vectors), len(asked))
    found.percentiles(times)
    found.figures["first search after a start, ms"] = first
    for place, kind in enumerate(KINDS):
        p99 = float(np.percentile(times["search"][place :: len(KINDS)], 99))
        found.figures[f"search by {kind} p99, ms"] = p99
    return found


def queries(ground: Ground, size: int) -> list[str]:
    """Made from papers that are drawn, the kinds in turn."""
    rng, requests = np.random.default_rng(ground.seed), max(ground.some(REQUESTS), len(KINDS))
    papers = [ground.papers(size)[number] for number in rng.integers(0, size, requests)]
    kinds = islice(cycle(KINDS), requests)
    return [query(kind, paper, rng) for kind, paper in zip(kinds, papers, strict=True)]


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
        return f"{paper.authors[0].split()[-1] if paper.authors else 'Smith'} {words[at]} neural"
    pair = " ".join(words[at : at + 2]).replace('"', "")
    return f'"{pair}" learning' if kind == "phrase" else f"{pair} networks"


def _engines(found: Measured, ground: Ground, size: int, asked: Sequence[str], vectors) -> dict[str, Work]:
    k, collection = min(NEAREST, size), ground.chroma(size)
    works: dict[str, Work] = {
        "bare Chroma": lambda turn: collection.query(query_embeddings=[vectors[turn]], n_results=k, include=[])
    }
    if size > ENGINES_TO:
        found.missing["bm25s, tantivy"] = f"left out beyond {ENGINES_TO:,} papers: minutes to fill"
        return works
    texts = [f"{paper.title} {paper.abstract}" for paper in ground.papers(size)]
    works["bm25s"] = _bm25s(texts, asked, k)
    if find_spec("tantivy"):
        works["tantivy"] = _tantivy(texts, asked, k)
    else:
        found.missing["tantivy"] = "not installed: pip install tantivy"
    return works


def _bm25s(texts: Sequence[str], asked: Sequence[str], k: int) -> Work:
    words = [terms(text) for text in texts]
    known = {word for row in words for word in row}
    index = bm25s.BM25()
    index.index(words, show_progress=False)

    def ask(turn: int) -> object:
        wanted = [word for word in terms(asked[turn]) if word in known]
        return index.retrieve([wanted], k=k, show_progress=False) if wanted else None

    return ask


def _tantivy(texts: Sequence[str], asked: Sequence[str], k: int) -> Work:
    import tantivy  # noqa: PLC0415  # for developers who have it

    schema = tantivy.SchemaBuilder().add_text_field("text").build()
    index = tantivy.Index(schema)
    writer = index.writer()
    for text in texts:
        writer.add_document(tantivy.Document(text=text))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def ask(turn: int) -> object:
        wanted, _ = index.parse_query_lenient(asked[turn], ["text"])
        return searcher.search(wanted, k)

    return ask
