"""Composes everything once: the working parts of a process, and the HTTP application around them."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import ExitStack, asynccontextmanager, contextmanager, nullcontext
from datetime import UTC, datetime

from fastapi import FastAPI
from threadpoolctl import threadpool_limits  # pyright: ignore[reportMissingTypeStubs]

from service import __version__, api, embedding, llm, prompts, semantic_scholar, web
from service.api import Services
from service.corpus import Corpus, Progress, no_progress
from service.jobs import JobHandlers, Jobs, Worker
from service.llm import FallbackChain
from service.observability import log
from service.settings import Settings
from service.storage import Catalog, FeedbackRecords, IdempotencyKeys, JobRecords, Ledger, Libraries
from service.storage.chroma import ChromaServer, EmbeddedChroma, VectorIndex
from service.storage.local import DATABASE_FILE, INDEX_FOLDER, DataFolder
from service.storage.sql import Database, installation_name, set_embedding_model
from service.summarization import TextWorkers, Writer

__all__ = ["Services", "build", "create_app", "working"]


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def build(settings: Settings, *, new_model: bool = False, progress: Progress = no_progress) -> Generator[Services]:
    """Open the store and the index: migrated, every paper embedded, and an index that agrees.

    Raises DataFolderLocked when another process owns the folder, StoreBroken for a damaged database, StoreAway when
    its server does not come up, EmbeddingUnavailable without the model's weights, BadInput when processes that share
    a store are set to different embedding models and it is not to be a `new_model`.
    """
    with ExitStack() as stack:
        if not settings.shared:
            stack.callback(DataFolder(settings.data_dir, _now()).release)
        # Requests run side by side: a thread each beats all of them spinning for all cores, and sums come out alike.
        stack.enter_context(threadpool_limits(1, user_api="blas"))
        database = Database(settings.data_dir / DATABASE_FILE, settings.store)
        stack.callback(database.close)
        database.start()
        embedder = embedding.load(settings.embedding.weights_dir, settings.embedding.max_tokens)
        set_embedding_model(database, embedder.info.key, replace=new_model or not settings.shared)
        index = _index(settings, database, embedder.info.key)
        stack.callback(index.close)
        corpus = Corpus(Catalog(database), FeedbackRecords(database), index, embedder, settings.index.exact_below)
        stack.callback(corpus.close)
        jobs = Jobs(JobRecords(database), settings.jobs, _now)
        corpus.reconcile(progress)
        if jobs.is_embedding:
            log.info("vectors_follow", papers=corpus.catalog.vectors.count_unembedded(corpus.model))
        else:
            corpus.refresh(progress)
        text_workers = TextWorkers(settings.text_processes)
        yield Services(
            settings=settings,
            database=database,
            corpus=corpus,
            libraries=Libraries(database),
            writer=_writer(settings, database, text_workers),
            text_workers=text_workers,
            jobs=jobs,
            idempotency_keys=IdempotencyKeys(database),
            now=_now,
        )


@contextmanager
def working(services: Services) -> Generator[None]:
    """While it lasts, this process works on jobs."""
    settings = services.settings
    store = settings.store.url
    url = store.get_secret_value() if store else f"sqlite:///{(settings.data_dir / 'jobs.db').absolute()}"
    writer = _writer(settings, services.database, services.text_workers)  # its own: one belongs to one event loop
    worker = Worker(
        services.jobs,
        JobHandlers(services.jobs, services.corpus, services.libraries, writer),
        url,
        shared=settings.shared,
    )
    worker.start()
    try:
        yield
    finally:
        worker.stop()
        services.text_workers.close()


def _writer(settings: Settings, database: Database, text_workers: TextWorkers) -> Writer:
    shipped_or_own = prompts.load(settings.llm.prompts_dir)
    return Writer(FallbackChain(settings.llm, Ledger(database), _now), shipped_or_own, text_workers, _now)


def _index(settings: Settings, database: Database, model: str) -> VectorIndex:
    if settings.index.url is None:
        return VectorIndex(EmbeddedChroma(settings.data_dir / INDEX_FOLDER), model, settings.index.ef_search)
    server = ChromaServer(settings.index.url, settings.index.timeout_s, settings.store.start_s)
    return VectorIndex(server, model, settings.index.ef_search, installation_name(database))


@asynccontextmanager
async def _running(app: FastAPI) -> AsyncGenerator[None]:
    """While the application runs: what a model's texts need, and takes seconds to start, is there in good time."""
    services: Services = app.state.services
    needed = (services.text_workers.open, llm.load_litellm) if services.settings.llm.models else ()
    loading = [asyncio.create_task(asyncio.to_thread(part)) for part in needed]
    with nullcontext() if services.settings.shared else working(services):
        yield
    await asyncio.gather(*loading)
    await asyncio.to_thread(services.text_workers.close)
    await llm.close()


def create_app(services: Services) -> FastAPI:
    """The HTTP application over built services."""
    app = FastAPI(
        title="Paperlark",
        version=__version__,
        description="What to read next, why, and what each paper says.",
        docs_url=None,  # FastAPI's pages load their scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_running,
    )
    limits = services.settings.limits
    body, upload = limits.body_mb * 2**20, limits.import_mb * 2**20
    api.add_routes(app, services, uploads=web.UPLOADS)
    semantic_scholar.add_routes(app, api.JSONRoute, body)
    web.add_pages(app, body, upload)
    return app
