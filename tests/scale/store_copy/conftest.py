"""A data folder with 60 papers, its database, and an empty database on a server."""

import shutil
from pathlib import Path

import pytest

from service.settings import StoreSettings
from service.storage.sql import Database


@pytest.fixture
def folder(small_folder, tmp_path):
    """A data folder with 60 papers."""
    return Path(shutil.copytree(small_folder, tmp_path / "data"))


@pytest.fixture
def source(folder):
    database = Database(folder / "paperlark.db", StoreSettings())
    yield database
    database.close()


@pytest.fixture
def target(folder, store_url):
    database = Database(folder / "paperlark.db", StoreSettings(url=store_url, start_s=0.2))
    database.migrate()
    yield database
    database.close()
