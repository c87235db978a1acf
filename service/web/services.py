"""What pages need of the working parts that the application hands over with every request."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, Protocol, cast
from urllib.parse import unquote

from fastapi import Depends, Request

from service.access import Caller, Keys, caller_of
from service.corpus import Corpus, checked_user
from service.digests import DigestParts
from service.errors import BadInput
from service.jobs import Jobs, SourceFetches
from service.settings import Settings
from service.storage import Libraries
from service.storage.sql import Database
from service.summarization import Writer

NOBODY: Final = "local"
"""Whoever sits before the page, and has no name."""
KEY_COOKIE: Final = "paperlark-key"
"""What a page that is signed in presents."""
USER_COOKIE: Final = "paperlark-user"  # cookies know no ports: other programs on this host have users, too


class Parts(Protocol):
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
    def fetches(self) -> SourceFetches:
        """Where new papers come from."""
        ...

    @property
    def digests(self) -> DigestParts:
        """What digests are made from and kept in."""
        ...

    @property
    def keys(self) -> Keys:
        """Who may sign in."""
        ...

    @property
    def now(self) -> Callable[[], datetime]:
        """The clock."""
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """The parts, and for whom they work."""

    settings: Settings
    corpus: Corpus
    database: Database
    libraries: Libraries
    writer: Writer
    jobs: Jobs
    fetches: SourceFetches
    digests: DigestParts
    keys: Keys
    now: Callable[[], datetime]
    caller: Caller
    user: str


def user_of(request: Request) -> str:
    """Who sits before the page, as the key says that it is signed in with, or else a cookie of ours."""
    if (user := caller_of(request.state).user) is not None:
        return user
    try:
        return checked_user(unquote(request.cookies.get(USER_COOKIE, NOBODY), errors="strict"))
    except (BadInput, UnicodeDecodeError):  # nobody's, or of another program on the same host
        return NOBODY


async def _of(request: Request) -> Services:  # or else a thread is asked to look it up
    parts = cast(Parts, request.app.state.services)
    return Services(
        parts.settings,
        parts.corpus,
        parts.database,
        parts.libraries,
        parts.writer,
        parts.jobs,
        parts.fetches,
        parts.digests,
        parts.keys,
        parts.now,
        caller_of(request.state),
        user_of(request),
    )


Use = Annotated[Services, Depends(_of)]
