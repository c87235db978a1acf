"""Filters: what each part lets through, and that its words are only words."""

from collections.abc import Iterator
from datetime import date

import pytest

from service.papers import Source, make_paper
from service.storage.catalog import Catalog
from service.storage.filters import Filters
from tests.corpora import NOW
from tests.stores import InFolders

FACTS = {
    "hf:owls": {
        "published": date(2020, 5, 1),
        "venue": "Zeitschrift für Eulen",
        "categories": ("cs.LG", "stat.ML"),
        "source": Source(name="arxiv"),
    },
    "hf:tides": {
        "published": date(2021, 5, 1),
        "venue": "Nature",
        "categories": ("cs.L",),
        "source": Source(name="bibtex"),
    },
    "hf:bees": {"categories": ("Математика",), "source": Source(name="arxiv")},
}
ABSTRACTS = {"hf:owls": "We count Owls at 100% of nights.", "hf:tides": "A tide_table.", "hf:bees": "Élan of bees."}


@pytest.fixture(scope="module")
def catalog(stores: InFolders, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    with stores.opened(tmp_path_factory.mktemp("filters")) as database:
        catalog = Catalog(database)
        catalog.put([make_paper(name, ABSTRACTS[name], id=name, **facts) for name, facts in FACTS.items()], NOW)
        yield catalog


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), "owls tides bees"),
        (Filters(published_after=date(2020, 5, 1)), "owls tides"),
        (Filters(published_after=date(2020, 5, 2)), "tides"),
        (Filters(published_before=date(2020, 5, 1)), "owls"),
        (Filters(published_after=date(2022, 1, 1)), ""),
        (Filters(published_after=date(2021, 1, 1), published_before=date(2020, 1, 1)), ""),
        (Filters(categories=("cs.LG",)), "owls"),
        (Filters(categories=("cs.L",)), "tides"),
        (Filters(categories=("cs.*",)), "owls tides"),
        (Filters(categories=("c.*", "s.*", ".*")), ""),
        (Filters(categories=("CS.lg",)), "owls"),
        (Filters(categories=("cs.L", "stat.ML")), "owls tides"),
        (Filters(categories=('cs.LG", "stat.ML',)), ""),
        (Filters(categories=("%",)), ""),
        (Filters(categories=("Математика",)), "bees"),
        (Filters(sources=("arxiv",)), "owls bees"),
        (Filters(sources=("arxiv", "bibtex")), "owls tides bees"),
        (Filters(sources=("arXiv",)), ""),
        (Filters(venues=("ZEITSCHRIFT FUR  EULEN",)), "owls"),
        (Filters(venues=("nature", "Zeitschrift für Eulen")), "owls tides"),
        (Filters(venues=("nat", "Nature\0Nature", "", "None", "\ud800")), ""),
        (Filters(venues=("Nature",), published_before=date(2020, 12, 31)), ""),
        (Filters(has_abstract=True), "owls tides bees"),
        (Filters(has_abstract=False), ""),
        (Filters(keywords_any=("OWLS",)), "owls"),
        (Filters(keywords_any=("Élan",)), "bees"),
        (Filters(keywords_any=("éLAN",)), ""),
        (Filters(keywords_any=("owls\0",)), ""),
        (Filters(categories=("cs\0",)), ""),
        (Filters(sources=("arxiv\0",)), ""),
        (Filters(keywords_any=("hf:bees", "tide")), "tides bees"),
        (Filters(keywords_any=("100%",)), "owls"),
        (Filters(keywords_any=("%",)), "owls"),
        (Filters(keywords_any=("_",)), "tides"),
        (Filters(keywords_any=("' OR 1=1 --",)), ""),
        (Filters(keywords_none=("owls",)), "tides bees"),
        (Filters(keywords_none=("owls", "tide")), "bees"),
        (Filters(keywords_any=("owls", "tide"), keywords_none=("night",)), "tides"),
        (Filters(sources=("arxiv",), published_after=date(2000, 1, 1)), "owls"),
    ],
)
def test_each_part_that_is_given_must_hold(catalog: Catalog, filters: Filters, expected: str):
    assert catalog.matching(filters) == {f"hf:{name}" for name in expected.split()}
