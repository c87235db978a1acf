"""160 papers of the sample, and a few made ones."""

import pytest

from service.api import Services

TOKENS = {"max_tokens": 24}


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
