"""A real PostgreSQL and a real Chroma server, once for all modules; a database of its own for each test."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from service import settings
from service.api import Services
from service.app import build
from tests.servers import BINARIES, Chroma, Postgres, servers
from tests.stores import HERE

_numbers = itertools.count()


@pytest.fixture(scope="session")
def pair() -> Iterator[tuple[Postgres, Chroma]]:
    if BINARIES is None:
        pytest.skip("no PostgreSQL is installed; apt-get install postgresql")
    with servers() as both:
        yield both


@pytest.fixture
def postgres(pair: tuple[Postgres, Chroma]) -> Postgres:
    return pair[0]


@pytest.fixture
def chroma(pair: tuple[Postgres, Chroma]) -> Chroma:
    return pair[1]


@pytest.fixture
def store_url(postgres: Postgres) -> Iterator[str]:
    name = f"test{next(_numbers)}"
    yield postgres.create(name)
    postgres.drop(name)


@pytest.fixture
def open_shared(store_url: str, chroma: Chroma) -> Callable[..., AbstractContextManager[Services]]:
    """Builds services as one more process over the same store and index would."""

    def opening(**overrides: object) -> AbstractContextManager[Services]:
        store = {"url": store_url, "start_s": 0.2}
        index = {"url": chroma.url, "exact_below": 0}
        return build(settings.load(**{"store": store, "index": index, "hosts": HERE["hosts"]} | overrides))

    return opening
