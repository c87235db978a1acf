"""An installation moved to another embedding model, while its processes go on answering by the one before."""

from dataclasses import dataclass

from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_never

from service.corpus.paper_vectors import paper_vectors
from service.corpus.progress import Progress, no_progress
from service.embedding import Embedder
from service.errors import EmbeddingAway
from service.observability import log
from service.storage import Catalog

_BATCH = 128  # papers embedded between two commits: what a kill can cost
_LONGEST_WAIT_S = 60.0


@dataclass(frozen=True, slots=True)
class NewModel:
    """The key of the model that is used now, how long its vectors are, and how many papers got one."""

    model: str
    dim: int
    embedded: int


def move_to_model(catalog: Catalog, embedder: Embedder, progress: Progress = no_progress) -> NewModel:
    """Give every paper a vector of another model, then use that model's vectors; what a move before has made, stays.

    Until then all others answer by the vectors that there were, and these stay for the way back. It waits as long as
    the model's server is away or asks it to. Raises EmbeddingUnavailable when the model gives no vectors at all.
    """
    model, done = embedder.info.key, 0
    while not catalog.vectors.move_to(model):  # papers come meanwhile, and those are few in the end
        waiting = catalog.vectors.unembedded_ids(model)
        for start in range(0, len(waiting), _BATCH):
            _embed(catalog, embedder, waiting[start : start + _BATCH])
            progress(min(start + _BATCH, len(waiting)), len(waiting))
        done += len(waiting)
    return NewModel(model, embedder.info.dim, done)


def _embed(catalog: Catalog, embedder: Embedder, ids: list[str]) -> None:
    stale = catalog.vectors.unembedded(embedder.info.key, ids)
    patiently = Retrying(
        retry=retry_if_exception_type(EmbeddingAway), stop=stop_never, wait=_wait, before_sleep=_log_waiting
    )
    rows = patiently(lambda: paper_vectors(embedder, stale, lambda _done: None))
    catalog.vectors.save(embedder.info.key, stale, rows, moving=True)


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, EmbeddingAway) else None
    return _LONGEST_WAIT_S if asked is None else min(float(asked), _LONGEST_WAIT_S)


def _log_waiting(state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    log.warning("waiting_for_the_embedding_model", reason=str(error), seconds=round(state.upcoming_sleep))
