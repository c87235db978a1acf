"""A stub upstream, and services whose models are parts that it plays."""

import warnings
from collections.abc import Iterator

import pytest

from service import llm
from service.api.services import Services
from tests.upstream import Upstream


@pytest.fixture(scope="session", autouse=True)
def _litellm() -> None:
    """Imported once for all tests of a process, outside of every deadline."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own, at import
        llm.door()


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    """A server of this test alone: a late call of another one does not count."""
    with Upstream() as server:
        yield server


@pytest.fixture
def fresh(small: Services) -> Services:
    """Services over 60 papers with an empty ledger, for one test."""
    return small
