"""What these routes need of the working parts that the application hands over with every request."""

from typing import Annotated, Protocol, cast

from fastapi import Depends, Request

from service.corpus import Corpus
from service.settings import Settings


class Services(Protocol):
    """Some of the parts of one process."""

    @property
    def corpus(self) -> Corpus:
        """The papers."""
        ...

    @property
    def settings(self) -> Settings:
        """The limits among them."""
        ...


async def _of(request: Request) -> Services:  # or else a thread is asked to look it up
    return cast(Services, request.app.state.services)


Use = Annotated[Services, Depends(_of)]
