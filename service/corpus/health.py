"""Whether the papers of an installation are whole: what is checked before it serves, and more thoroughly by hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from service.corpus.corpus import Corpus
from service.embedding import paper_text
from service.errors import RowUnreadable, ServiceError, StoreBroken, Unavailable
from service.storage.sql import Database, write_and_read_back

_SAME = 0.98  # cosine of a text's vector to the same one of another processor or batch: .9999 and more


@dataclass(frozen=True, slots=True)
class Check:
    """One part of the installation, and in `detail` what was found, or what is wrong and the way out."""

    name: str
    ok: bool
    detail: str


def run_checks(checks: Mapping[str, Callable[[], str]]) -> list[Check]:
    """The outcome of each check by its name: what it returns, or the detail of the ServiceError that it raises."""
    return [_outcome(name, check) for name, check in checks.items()]


def check_readiness(corpus: Corpus, database: Database, is_embedding: Callable[[], bool]) -> list[Check]:
    """The database takes a write and gives it back, there is room, every paper is embedded and a query reaches it.

    Papers may wait to be embedded while a job `is_embedding` them.
    """
    return run_checks(
        {
            "database": lambda: _takes_writes(corpus, database),
            "embeddings": lambda: _all_embedded(corpus, is_embedding),
            "index": lambda: _index_whole(corpus),
        }
    )


def check_files(corpus: Corpus, database: Database) -> list[Check]:
    """The file is sound, every paper can be read, and the embedding model makes the vectors kept; takes seconds."""
    return run_checks(
        {
            "database file": lambda: _file_is_sound(database),
            "papers": lambda: _all_readable(corpus),
            "embedding model": lambda: _model_answers(corpus),
        }
    )


def _outcome(name: str, check: Callable[[], str]) -> Check:
    try:
        return Check(name, ok=True, detail=check())
    except ServiceError as error:
        return Check(name, ok=False, detail=error.detail)


def _takes_writes(corpus: Corpus, database: Database) -> str:
    write_and_read_back(database)
    return f"{corpus.catalog.count()} papers; writes are accepted."


def _all_embedded(corpus: Corpus, is_embedding: Callable[[], bool]) -> str:
    if waiting := corpus.catalog.vectors.count_unembedded(corpus.model):
        if is_embedding():
            return f"{waiting} papers wait for a job that embeds them; until then they are found by id alone."
        raise Unavailable(f"{waiting} papers wait to be embedded.")
    others = sorted(corpus.catalog.vectors.count_by_model().keys() - {corpus.model})
    return f"Every paper has a vector of {corpus.model}." + (
        f" Also kept: those of {', '.join(others)}." if others else ""
    )


def _index_whole(corpus: Corpus) -> str:
    if not corpus.is_complete():
        raise Unavailable("A query does not reach every paper; restart the service or run `paperlark reindex`.")
    recall = corpus.index_recall()
    return "Queries reach every paper." + ("" if recall is None else f" They find {recall:.1%} of the true best 50.")


def _file_is_sound(database: Database) -> str:
    if wrong := database.check():
        raise StoreBroken(f"{database.name}: {wrong[0]}; restore it from a backup.")
    return f"{database.name} is sound."


def _all_readable(corpus: Corpus) -> str:
    if wrong := corpus.catalog.unreadable():
        raise RowUnreadable(wrong[0])
    return "Every paper can be read."


def _model_answers(corpus: Corpus) -> str:
    info, snapshot = corpus.embedder.info, corpus.snapshot()
    said = f"{info.key}: {info.dim} numbers a vector"
    one = corpus.catalog.get(snapshot.ids_at(np.flatnonzero(snapshot.present)[:1]))
    texts = [paper_text(paper.title, paper.abstract) for paper in one.values()]
    made = corpus.embedder.embed([*texts, "A test."])  # never a single one, which may be answered from memory
    kept = [snapshot.papers.dense[snapshot.rows[paper_id]] for paper_id in one]
    if any(float(new @ old) < _SAME for new, old in zip(made, kept, strict=False)):
        raise Unavailable(
            f"{said}, but a paper embedded again gets another one than it has: behind its name is another model now. "
            "Have its server serve the one it was, or set another PAPERLARK_EMBEDDING__MODEL and run `paperlark "
            "reindex --new-model`."
        )
    return f"{said}. A paper embedded again gets the one it has."
