"""What a route may use: built once by the application, handed over with every request."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, cast

from fastapi import Depends, Request

from service.jobs.handlers import Batches
from service.summarization.worker_processes import Desks
from service.corpus.corpus import Holdings
from service.settings.groups import Settings
from service.storage.sql.database import Database
from service.storage.idempotency import Replies
from service.summarization.writer import Writer


@dataclass(frozen=True, slots=True)
class Services:
    """The working parts of one process."""

    settings: Settings
    database: Database
    holdings: Holdings
    writer: Writer
    desks: Desks
    batches: Batches
    replies: Replies
    now: Callable[[], datetime]


async def _of(request: Request) -> Services:  # or else a thread is asked to look it up
    return cast(Services, request.app.state.services)


Use = Annotated[Services, Depends(_of)]
