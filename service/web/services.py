"""What pages need of the working parts that the application hands over with every request."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Protocol, cast

from fastapi import Depends, Request

from service.corpus import Corpus
from service.jobs import Jobs
from service.settings import Settings
from service.storage import Libraries
from service.storage.sql import Database
from service.summarization import Writer

LOCAL_USER = "local"
"""Whoever sits before the page, and has no name."""


class Services(Protocol):
    """Some of the parts of one process."""

    @property
    def settings(self) -> Settings:
        """The limits among them."""
        ...

    @property
    def corpus(self) -> Corpus:
        """The papers, and what users say of them."""
        ...

    @property
    def database(self) -> Database:
        """Whether it takes writes."""
        ...

    @property
    def libraries(self) -> Libraries:
        """What users keep."""
        ...

    @property
    def writer(self) -> Writer:
        """Who writes or quotes."""
        ...

    @property
    def jobs(self) -> Jobs:
        """Work in the background."""
        ...

    @property
    def now(self) -> Callable[[], datetime]:
        """The clock."""
        ...


async def _of(request: Request) -> Services:  # or else a thread is asked to look it up
    return cast(Services, request.app.state.services)


Use = Annotated[Services, Depends(_of)]
