"""Ways to search papers: what is served, each of its halves alone, and both halves fused by ranks."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.rankers.embeddings import embed
from service import settings
from service.app import build
from service.corpus import Corpus
from service.discovery import Mode, SearchRequest, search
from service.embedding import paper_text
from service.papers import Paper
from service.settings import LimitSettings

OURS, KEYWORD, SEMANTIC, RRF = "hybrid", "keyword alone", "semantic alone", "reciprocal rank fusion"
DEPTH = 50  # places of a list that are looked at
_MODES = {OURS: Mode.HYBRID, KEYWORD: Mode.KEYWORD, SEMANTIC: Mode.SEMANTIC}
_FLATTENED = 60  # k of the paper
_THEN = datetime(2026, 1, 1, tzinfo=UTC)


@contextmanager
def corpus_of(papers: Sequence[Paper], cache: Path | None) -> Generator[tuple[Corpus, list[str]]]:
    """An installation with these papers, while it lasts, and the id under which each is kept."""
    with TemporaryDirectory() as folder, build(settings.load(data_dir=Path(folder), text_processes=0)) as services:
        corpus = services.corpus
        kept = [each.id for each in corpus.catalog.put(papers, _THEN)]
        stale = corpus.catalog.vectors.unembedded(corpus.model, sorted(set(kept)))
        corpus.catalog.vectors.save(corpus.model, stale, embed([paper_text(p.title, p.abstract) for p in stale], cache))
        yield corpus, kept


def found(corpus: Corpus, query: str) -> Mapping[str, list[str]]:
    """The ids that each method finds, best first, by its name."""
    lists = {name: _ids(corpus, query, mode) for name, mode in _MODES.items()}
    return lists | {RRF: fused([lists[KEYWORD], lists[SEMANTIC]])}


def fused(lists: Sequence[Sequence[str]]) -> list[str]:
    """Reciprocal rank fusion (Cormack, Clarke & Buettcher 2009): by the sum of 1 / (60 + rank), equal ones by id."""
    scores: dict[str, float] = {}
    for ids in lists:
        for rank, name in enumerate(ids, 1):
            scores[name] = scores.get(name, 0) + 1 / (_FLATTENED + rank)
    return sorted(scores, key=lambda name: (-scores[name], name))[:DEPTH]


def _ids(corpus: Corpus, query: str, mode: Mode) -> list[str]:
    page = search(corpus, LimitSettings(), SearchRequest(query, mode, limit=DEPTH))
    return [hit.paper.id for hit in page.data]
