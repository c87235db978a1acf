"""Notices of retraction, withdrawal and correction: the paper that one names is marked, whichever comes first."""

import itertools
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from service.papers import Outcome, Paper, Source, Status, make_paper
from service.storage.catalog import Catalog
from service.storage.sql import Database
from tests.corpora import NOW, outcomes
from tests.storage.vectors import embed
from tests.stores import InFolders

EMPTY = "s0000000000000000"
TITLE, TEXT = "Kelp after urchins in six northern fjords", "Sea urchins graze kelp down. We followed the kelp."
PREPRINT, JOURNAL, NOTICE = "arxiv:1711.09995", "doi:10.5555/eco.18", "doi:10.5555/eco.19r"


@pytest.fixture
def database(stores: InFolders, tmp_path: Path) -> Iterator[Database]:
    with stores.opened(tmp_path, busy_timeout_s=30) as database:
        yield database


@pytest.fixture
def catalog(database: Database) -> Catalog:
    return Catalog(database)


def record(name: str = JOURNAL, title: str = TITLE, **facts: object) -> Paper:
    return make_paper(title, TEXT, id=name, source=Source(name="test"), **{"authors": ["Kari Moen"]} | facts)


def notice(status: Status = Status.RETRACTED, of: str = JOURNAL, name: str = NOTICE) -> Paper:
    title = f"Retraction Note: {TITLE}"
    return make_paper(title, "", id=name, updates={of: status}, source=Source(name="test"))


def status(catalog: Catalog, name: str = JOURNAL) -> Status | None:
    return catalog.get([name])[name].status


RECORDS = (record(), record(PREPRINT, external_ids={"doi": "10.5555/eco.18"}), notice(of=PREPRINT))


@pytest.mark.parametrize("order", list(itertools.permutations(RECORDS)))
@pytest.mark.parametrize("at_once", [True, False])
def test_the_paper_that_a_notice_names_is_marked_under_any_of_its_ids_and_in_any_order(
    catalog: Catalog, order: Sequence[Paper], at_once: bool
):
    for batch in [order] if at_once else [[each] for each in order]:
        catalog.put(batch, NOW)
    assert (status(catalog), status(catalog, PREPRINT), status(catalog, NOTICE)) == ("retracted", "retracted", None)
    assert catalog.gone_ids() == {NOTICE, catalog.resolve([JOURNAL])[JOURNAL]}
    assert outcomes(catalog.put(order, NOW)) == [Outcome.UNCHANGED] * 3
    for paper_id in catalog.first_ids(9):
        catalog.delete(paper_id)
    assert catalog.snapshot_id() == EMPTY


def test_the_snapshot_is_the_same_whichever_of_notice_and_paper_comes_first(catalog: Catalog):
    named = set()
    for order in itertools.permutations((record(), notice(), record("oa:1", "Glass in Rome"))):
        for each in order:
            catalog.put([each], NOW)
        named.add(catalog.snapshot_id())
        for paper_id in catalog.first_ids(9):
            catalog.delete(paper_id)
    assert len(named) == 1


def test_of_several_notices_and_of_what_the_paper_says_the_gravest_counts(catalog: Catalog):
    catalog.put([record(status=Status.ACTIVE), notice(Status.CORRECTED, name="oa:c")], NOW)
    assert (status(catalog), catalog.gone_ids()) == ("corrected", {"oa:c"})
    catalog.put([notice(Status.WITHDRAWN, name="oa:w")], NOW)
    catalog.put([notice(Status.CORRECTED, name="oa:d"), record(status=Status.ACTIVE)], NOW)
    assert status(catalog) == "withdrawn"


def test_a_notice_stands_however_often_the_paper_comes_again_and_goes_when_it_is_deleted(catalog: Catalog):
    catalog.put([record()], NOW)
    before = catalog.get([JOURNAL]), catalog.snapshot_id()
    catalog.put([notice()], NOW)
    assert outcomes(catalog.put([record()], NOW)) == [Outcome.UNCHANGED]
    assert outcomes(catalog.put([record(url="https://example.org/")], NOW)) == [Outcome.UPDATED]
    assert status(catalog) == "retracted"
    catalog.delete(NOTICE)
    assert status(catalog) is None
    catalog.delete(JOURNAL)
    catalog.put([record()], NOW)
    assert (catalog.get([JOURNAL]), catalog.snapshot_id()) == before


def test_a_notice_that_names_itself_marks_itself_and_is_no_notice_of_another_paper(catalog: Catalog):
    catalog.put([record(updates={JOURNAL: Status.CORRECTED})], NOW)
    assert (status(catalog), catalog.gone_ids()) == ("corrected", set())


def test_a_notice_is_no_other_record_of_its_paper_though_title_and_authors_agree(catalog: Catalog):
    catalog.put([record(PREPRINT), record("oa:5", updates={PREPRINT: Status.RETRACTED})], NOW)
    assert catalog.count() == 2
    assert (status(catalog, PREPRINT), status(catalog, "oa:5")) == ("retracted", None)


def test_a_record_that_was_kept_before_it_was_known_for_a_notice_becomes_one_by_coming_again(catalog: Catalog):
    catalog.put([record(), make_paper("Retraction Note: Kelp", "", id=NOTICE, source=Source(name="test"))], NOW)
    assert (status(catalog), status(catalog, NOTICE)) == (None, "retracted")
    catalog.put([notice()], NOW)
    assert (status(catalog), status(catalog, NOTICE)) == ("retracted", None)


def test_an_id_that_gets_a_paper_of_its_own_takes_its_notices_along(catalog: Catalog):
    catalog.put([record(PREPRINT, external_ids={"doi": "10.5555/eco.18"}), notice()], NOW)
    assert status(catalog, PREPRINT) == "retracted"
    catalog.put([record(JOURNAL, "Cod near Bergen", external_ids={"arxiv": "1803.09997"})], NOW)
    assert (status(catalog, PREPRINT), status(catalog)) == (None, "retracted")


def test_a_split_leaves_the_notice_with_the_paper_that_has_the_id(catalog: Catalog):
    catalog.put([record(PREPRINT), record(), notice()], NOW)
    assert status(catalog, PREPRINT) == "retracted"
    embed(catalog)
    catalog.split(JOURNAL, NOW)
    assert (status(catalog, PREPRINT), status(catalog)) == (None, "retracted")
    assert catalog.get([PREPRINT])[PREPRINT] == record(PREPRINT)
    for paper_id in catalog.first_ids(9):
        catalog.delete(paper_id)
    assert catalog.snapshot_id() == EMPTY


def test_a_notice_that_was_merged_is_split_again_with_what_it_says(catalog: Catalog):
    catalog.put([record(), record("oa:1", "Glass in Rome")], NOW)
    catalog.put([notice(of="oa:1", name="oa:n")], NOW)
    catalog.put([notice(name="oa:m").model_copy(update={"external_ids": {"openalex": "n", "oai": "x"}})], NOW)
    catalog.put([notice(name="pmid:3").model_copy(update={"external_ids": {"oai": "x"}})], NOW)
    assert catalog.resolve(["pmid:3"]) == {"pmid:3": "oa:m"}
    catalog.split("pmid:3", NOW)
    catalog.delete("oa:m")
    assert (status(catalog), status(catalog, "oa:1")) == ("retracted", "retracted")
    catalog.delete("pmid:3")
    assert (status(catalog), status(catalog, "oa:1")) == (None, "retracted")


def test_imports_at_once_of_the_same_notices_mark_every_paper_once(stores: InFolders, tmp_path: Path, catalog: Catalog):
    papers = [record(f"doi:10.5555/{number}", f"Part {number} of kelp") for number in range(12)]
    notices = [notice(of=paper.id, name=f"oa:n{place}") for place, paper in enumerate(papers)]

    def keep(file: list[Paper]) -> None:
        database = stores.database(tmp_path, busy_timeout_s=30)
        Catalog(database).put(file, NOW)
        database.close()

    files = ([*papers, *notices], [*notices, *papers], notices, papers)
    threads = [threading.Thread(target=keep, args=(file,)) for file in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {status(catalog, paper.id) for paper in papers} == {"retracted"}
    for paper_id in catalog.first_ids(99):
        catalog.delete(paper_id)
    assert catalog.snapshot_id() == EMPTY
