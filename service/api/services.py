"""What a route may use: built once by the application, handed over with every request."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, cast

from fastapi import Depends, Request

from service.batches import Batches
from service.desks import Desks
from service.holdings import Holdings
from service.settings import Settings
from service.store.database import Database
from service.store.replies import Replies
from service.summaries import Writer


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
