"""What a route may use: built once by the application, handed over with every request."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, cast

from fastapi import Depends, Request

from service.access import Caller, Keys, caller_of
from service.corpus import Corpus
from service.digests import DigestParts
from service.jobs import Jobs, Readiness, SourceFetches
from service.settings import Settings
from service.storage import IdempotencyKeys, Libraries
from service.storage.sql import Database
from service.summarization import TextWorkers, Writer


@dataclass(frozen=True, slots=True)
class Services:
    """The working parts of one process."""

    settings: Settings
    database: Database
    corpus: Corpus
    libraries: Libraries
    writer: Writer
    text_workers: TextWorkers
    jobs: Jobs
    fetches: SourceFetches
    digests: DigestParts
    readiness: Readiness
    idempotency_keys: IdempotencyKeys
    keys: Keys
    now: Callable[[], datetime]


async def _of(request: Request) -> Services:  # or else a thread is asked to look it up
    return cast(Services, request.app.state.services)


async def _caller(request: Request) -> Caller:
    return caller_of(request.state)


Use = Annotated[Services, Depends(_of)]
Asks = Annotated[Caller, Depends(_caller)]
