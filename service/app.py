"""Composes everything once: the working parts of a process, and the HTTP application around them."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import ExitStack, asynccontextmanager, contextmanager, nullcontext
from datetime import UTC, datetime

from fastapi import FastAPI
from threadpoolctl import threadpool_limits  # pyright: ignore[reportMissingTypeStubs]

from service import __version__, api, llm, prompts, semantic_scholar, web
from service.api import Services
from service.corpus import Corpus, NewModel, Progress, SnapshotFiles, move_to_model, no_progress
from service.errors import BadInput
from service.jobs import JobHandlers, Jobs, Worker
from service.llm import Account, FallbackChain
from service.observability import log
from service.settings import Settings
from service.storage import Catalog, FeedbackRecords, IdempotencyKeys, JobRecords, Ledger, Libraries
from service.storage.chroma import ChromaServer, EmbeddedChroma, VectorIndex
from service.storage.local import DATABASE_FILE, INDEX_FOLDER, SNAPSHOTS_FOLDER, DataFolder
from service.storage.sql import Database, embedding_model, installation_name, set_embedding_model
from service.summarization import TextWorkers, Writer

__all__ = ["Services", "build", "create_app", "move_to_new_model", "working"]


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def build(settings: Settings, *, progress: Progress = no_progress) -> Generator[Services]:
    """Open the store and the index: migrated, every paper embedded, and an index that agrees.

    Raises DataFolderLocked when another process owns the folder, StoreBroken for a damaged database, StoreAway when
    its server does not come up, EmbeddingUnavailable without the model's weights, or without its server at the first
    start, BadInput when the vectors there are of another embedding model.
    """
    with ExitStack() as stack:
        if not settings.shared:
            stack.callback(DataFolder(settings.data_dir, _now()).release)
        # Requests run side by side: a thread each beats all of them spinning for all cores, and sums come out alike.
        stack.enter_context(threadpool_limits(1, user_api="blas"))
        database = Database(settings.data_dir / DATABASE_FILE, settings.store)
        stack.callback(database.close)
        database.start()
        embedder = llm.load_embedder(settings.embedding, _account(settings, database), embedding_model(database))
        set_embedding_model(database, embedder.info.key)
        index = _index(settings, database, embedder.info.key)
        stack.callback(index.close)
        jobs = Jobs(JobRecords(database), settings.jobs, _now)
        corpus = Corpus(
            Catalog(database),
            FeedbackRecords(database),
            index,
            embedder,
            settings.index.exact_below,
            embed_later=None if settings.embedding.is_local else jobs.embed,
            snapshot_files=SnapshotFiles(settings.data_dir / SNAPSHOTS_FOLDER, settings.store.min_free_mb),
        )
        stack.callback(corpus.close)
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


def move_to_new_model(settings: Settings, progress: Progress = no_progress) -> NewModel:
    """Move an installation to the embedding model of the settings; others may use it meanwhile, see `move_to_model`.

    Raises BadInput when there is none, EmbeddingUnavailable, StoreBroken, StoreAway.
    """
    file = settings.data_dir / DATABASE_FILE
    if not settings.shared and not file.is_file():
        raise BadInput(f"There is no installation in {settings.data_dir}; name its --data-dir.")
    database = Database(file, settings.store)
    try:
        database.start()
        embedder = llm.load_embedder(settings.embedding, _account(settings, database))
        return move_to_model(Catalog(database), embedder, progress)
    finally:
        database.close()


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


def _account(settings: Settings, database: Database) -> Account:
    return Account(Ledger(database), settings.llm.budget_usd, _now)


def _index(settings: Settings, database: Database, model: str) -> VectorIndex:
    if settings.index.url is None:
        return VectorIndex(EmbeddedChroma(settings.data_dir / INDEX_FOLDER), model, settings.index.ef_search)
    server = ChromaServer(settings.index.url, settings.index.timeout_s, settings.store.start_s)
    return VectorIndex(server, model, settings.index.ef_search, installation_name(database))


@asynccontextmanager
async def _running(app: FastAPI) -> AsyncGenerator[None]:
    """While the application runs: what a model's texts need, and takes seconds to start, is there in good time."""
    services: Services = app.state.services
    settings = services.settings
    needed = [services.text_workers.open] if settings.llm.models else []
    if settings.llm.models or not settings.embedding.is_local:
        needed.append(llm.load_litellm)
    loading = [asyncio.create_task(asyncio.to_thread(part)) for part in needed]
    with nullcontext() if settings.shared else working(services):
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
