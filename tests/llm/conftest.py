"""A ledger of its own for each test."""

import pytest

from service.storage import Ledger


@pytest.fixture
def ledger(stores, tmp_path):
    with stores.opened(tmp_path) as database:
        yield Ledger(database)
