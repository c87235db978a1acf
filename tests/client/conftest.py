"""A client of an application that may be written to, without a socket."""

from collections.abc import Iterator

import pytest

from service.api import Services
from service.cli.in_process import InProcess
from service.client import Client


@pytest.fixture
def asked(small: Services) -> Iterator[Client]:
    with Client("http://localhost", transport=InProcess(small)) as client:
        yield client
