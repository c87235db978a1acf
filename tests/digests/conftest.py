"""Readers over one installation, which the tests of a module share: each has a name and a time of her own."""

import itertools

import pytest

from service.app import build
from service.jobs import UserRecords
from tests.digests.mail_servers import postbox
from tests.digests.readers import DAY, NOW, Reader, at_box

_numbers = itertools.count()


@pytest.fixture(scope="module")
def services(stores, small_folder, tmp_path_factory):
    folder = stores.copy(small_folder, tmp_path_factory.mktemp("digests") / "data")
    with build(stores.settings(folder)) as services:
        yield services
    stores.clear(folder)


@pytest.fixture(scope="module")
def postbox_of_all():
    with postbox() as box:
        yield box


@pytest.fixture
def box(postbox_of_all):
    postbox_of_all.letterbox.taken.clear()
    return postbox_of_all


@pytest.fixture
def new_reader(services):
    """Makes readers, whose mail goes to a box: `new_reader(box)`; they and what is theirs go at the end."""
    made = []

    def make(box=None):
        number = next(_numbers)
        made.append(Reader(services, at_box(services.digests, box), f"reader{number}", NOW + 28 * number * DAY))
        return made[-1]

    yield make
    for each in made:
        each.takes_back()
        UserRecords(services.database, services.corpus, services.jobs).erase(each.name, each.now)


@pytest.fixture
def reader(new_reader, box):
    """A reader who likes three papers."""
    found = new_reader(box)
    found.likes(*found.services.corpus.catalog.first_ids(3))
    return found
