"""Composes everything once: the working parts of a process, and the HTTP application around them."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager, contextmanager, nullcontext
from datetime import UTC, datetime
from functools import partial

import uvicorn
from fastapi import FastAPI
from threadpoolctl import threadpool_limits  # pyright: ignore[reportMissingTypeStubs]

from service import __version__, api, llm, prompts, semantic_scholar, web
from service.access import Keys
from service.api import Services, http_server
from service.corpus import Corpus, NewModel, Progress, SnapshotFiles, move_to_model, no_progress
from service.digests import DigestParts, give_up_unanswered
from service.errors import BadInput
from service.jobs import (
    InstallationMetrics,
    JobHandlers,
    Jobs,
    Readiness,
    SourceFetches,
    Sweep,
    Worker,
    begin_due_digests,
    begin_due_fetches,
    check_readiness,
)
from service.llm import Account, FallbackChain
from service.observability import log, metrics
from service.settings import Settings
from service.sources import Sources, SourceStores
from service.storage import (
    Catalog,
    FeedbackRecords,
    IdempotencyKeys,
    JobRecords,
    KeyRecords,
    Ledger,
    Libraries,
    SourceRecords,
    VoteRecords,
)
from service.storage.chroma import ChromaServer, EmbeddedChroma, VectorIndex
from service.storage.local import DATABASE_FILE, INDEX_FOLDER, JOBS_FILE, SNAPSHOTS_FOLDER, DataFolder, require_database
from service.storage.sql import (
    Database,
    embedding_model,
    feed_authority,
    installation_name,
    set_aside_if_damaged,
    set_embedding_model,
)
from service.summarization import TextWorkers, Writer

__all__ = ["Services", "build", "create_app", "create_server", "move_to_new_model", "opened_keys", "working"]


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def build(settings: Settings, *, progress: Progress = no_progress) -> Generator[Services]:
    """Open the store and the index: migrated, every paper embedded, and an index that agrees.

    Raises DataFolderLocked when another process owns the folder, StoreBroken for a damaged or missing database,
    StoreAway when its server does not come up, EmbeddingUnavailable without the model's weights, or without its server
    at the first start, BadInput when the vectors there are of another embedding model.
    """
    with ExitStack() as stack:
        if not settings.shared:
            folder = DataFolder(settings.data_dir, _now())
            stack.callback(folder.release)
            require_database(settings.data_dir)
        # Requests run side by side: a thread each beats all of them spinning for all cores, and sums come out alike.
        stack.enter_context(threadpool_limits(1, user_api="blas"))
        database = Database(settings.data_dir / DATABASE_FILE, settings.store)
        stack.callback(database.close)
        database.start()
        embedder = llm.load_embedder(settings.embedding, _account(settings, database), embedding_model(database))
        set_embedding_model(database, embedder.info.key)
        feed_authority(database)  # there before any feed is read, for a GET writes nothing
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
        text_workers, libraries = TextWorkers(settings.text_processes), Libraries(database)
        yield Services(
            settings=settings,
            database=database,
            corpus=corpus,
            libraries=libraries,
            writer=_writer(settings, database, text_workers),
            text_workers=text_workers,
            jobs=jobs,
            fetches=SourceFetches(
                Sources(settings.fetch, settings.sources),
                SourceStores(corpus, SourceRecords(database), VoteRecords(database), _now),
            ),
            digests=DigestParts.of(settings, database, corpus, libraries),
            readiness=Readiness(partial(check_readiness, corpus, database, jobs)),
            idempotency_keys=IdempotencyKeys(database),
            keys=Keys(KeyRecords(database), _now),
            now=_now,
        )


def move_to_new_model(settings: Settings, progress: Progress = no_progress) -> NewModel:
    """Move an installation to the embedding model of the settings; others may use it meanwhile, see `move_to_model`.

    Raises BadInput when there is none, EmbeddingUnavailable, StoreBroken, StoreAway.
    """
    file = settings.data_dir / DATABASE_FILE
    if not settings.shared:
        require_database(settings.data_dir)
        if not file.is_file():
            raise BadInput(f"There is no installation in {settings.data_dir}; name its --data-dir.")
    database = Database(file, settings.store)
    try:
        database.start()
        embedder = llm.load_embedder(settings.embedding, _account(settings, database))
        return move_to_model(Catalog(database), embedder, progress)
    finally:
        database.close()


@contextmanager
def opened_keys(settings: Settings) -> Generator[Keys]:
    """The keys of an installation, which others may use meanwhile, or of one that is to be.

    Raises StoreBroken for a damaged or missing database, StoreAway.
    """
    if not settings.shared:
        require_database(settings.data_dir)
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.data_dir / DATABASE_FILE, settings.store)
    try:
        database.start()
        yield Keys(KeyRecords(database), _now)
    finally:
        database.close()


@contextmanager
def working(services: Services) -> Generator[None]:
    """While it lasts, this process works on jobs."""
    settings = services.settings
    store = settings.store.url
    file = (settings.data_dir / JOBS_FILE).absolute()
    if not store:
        set_aside_if_damaged(file)  # the store has all that matters of jobs
    url = store.get_secret_value() if store else f"sqlite:///{file}"
    writer = _writer(settings, services.database, services.text_workers)  # its own: one belongs to one event loop
    worker = Worker(
        services.jobs,
        JobHandlers(services.jobs, services.corpus, services.libraries, writer, services.fetches, services.digests),
        url,
        shared=settings.shared,
        sweeps=[_fetch_sweep(services), _digest_sweep(services)],
    )
    if not settings.shared:
        give_up_unanswered(services.digests, _now(), all_of_them=True)
    with _metrics_served(services):
        worker.start()
        try:
            yield
        finally:
            worker.stop()
            services.text_workers.close()


def _fetch_sweep(services: Services) -> Sweep:
    fetches = services.fetches
    return Sweep("fetches", partial(begin_due_fetches, services.jobs, fetches), lambda: bool(fetches.sources.specs))


def _digest_sweep(services: Services) -> Sweep:
    parts = services.digests

    def is_wanted() -> bool:
        return parts.subscriptions.has_any() or parts.digests.has_any_under_way()

    return Sweep("digests", partial(begin_due_digests, services.jobs, parts), is_wanted)


def _metrics_served(services: Services) -> AbstractContextManager[None]:
    """Prometheus answered at the port that is set; raises BadInput when it cannot be listened on."""
    if (port := services.settings.jobs.metrics_port) is None:
        return nullcontext()
    read = InstallationMetrics(services.corpus, services.database, services.jobs, services.writer.chain)
    try:
        return metrics.serving(read, port)
    except OSError as error:
        raise BadInput.at("PAPERLARK_JOBS__METRICS_PORT", f"cannot listen on port {port} ({error.strerror}).") from None


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


def create_app(services: Services, *, trusted: bool = False) -> FastAPI:
    """The HTTP application over built services; whoever is `trusted`, as in the same process, needs no key."""
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
    with_keys = services.settings.needs_keys and not trusted
    page = api.PageKeys(web.KEY_COOKIE, web.SIGN_IN, web.LONGEST_THEN) if with_keys else None
    api.add_routes(app, services, uploads=web.UPLOADS, page=page)
    semantic_scholar.add_routes(app, api.JSONRoute, body)
    web.add_pages(app, body, upload)
    return app


def create_server(services: Services) -> uvicorn.Server:
    """What serves the HTTP application over built services."""
    settings = services.settings
    proxies = [str(each) for each in settings.access.proxies]
    return http_server(create_app(services), settings.limits.patience_s, proxies)
