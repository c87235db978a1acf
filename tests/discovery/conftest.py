"""160 papers of the sample, and a few made ones."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from service.api import Services
from service.app import build
from service.storage.sql import source_votes
from tests.stores import InFolders

TOKENS = {"max_tokens": 24}
USERS = ("ann", "bob", *"abcd")


@pytest.fixture(scope="module")
def corpus(many: Services):
    return many.corpus


@pytest.fixture(scope="module")
def ids(corpus):
    return corpus.catalog.first_ids(160)


@pytest.fixture
def tiny_services(open_services):
    with open_services(embedding=TOKENS) as services:
        yield services


@pytest.fixture
def tiny(tiny_services):
    return tiny_services.corpus


@pytest.fixture(scope="module")
def shared(stores: InFolders, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Services that the tests of a module share, for `emptied`."""
    folder = tmp_path_factory.mktemp("shared") / "data"
    with build(stores.settings(folder, embedding=TOKENS)) as services:
        yield services
    stores.clear(folder)


@pytest.fixture
def emptied(shared: Services) -> Iterator[Services]:
    """Services without a paper, a vote, or a word of the users whom these tests know."""
    yield shared
    for user in USERS:
        shared.corpus.feedback.delete_user(user)
        shared.libraries.delete_user(user)
    for paper_id in shared.corpus.catalog.first_ids(1_000):
        shared.corpus.delete(paper_id)
    with shared.database.write() as connection:
        connection.execute(sa.delete(source_votes))
