"""One paper, many names: what the catalog makes of records that say they are of one paper, and how it is undone."""

import itertools
import threading
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from service.errors import BadInput, PaperNotFound
from service.papers import MOST_TWINS, Outcome, Paper, Source, make_paper
from service.storage.answers import AnswerRecords, StoredAnswer
from service.storage.catalog import Catalog
from service.storage.sql import Database
from tests.corpora import NOW, outcomes
from tests.storage.vectors import MODEL, embed
from tests.stores import InFolders

EMPTY = "s0000000000000000"
TITLE = "Kelp after urchins in six northern fjords"
TEXT = "Sea urchins graze kelp down to bare rock. We removed urchins from twelve plots and followed the kelp."
OTHER_TEXT = "Cod were tagged near Bergen, and their winter routes mapped with acoustic receivers on buoys."
PREPRINT, JOURNAL = "arxiv:1711.09995", "doi:10.5555/eco.18"


@pytest.fixture
def database(stores: InFolders, tmp_path: Path) -> Iterator[Database]:
    with stores.opened(tmp_path, busy_timeout_s=30) as database:
        yield database


@pytest.fixture
def catalog(database: Database) -> Catalog:
    return Catalog(database)


def record(name: str | None = None, title: str = TITLE, abstract: str = TEXT, **facts: object) -> Paper:
    return make_paper(title, abstract, id=name, source=Source(name="test"), **{"authors": ["Kari Moen"]} | facts)


def one_of(catalog: Catalog, *names: str) -> Paper:
    """The paper that all these names are of."""
    found = catalog.get(names)
    assert found.keys() == set(names)
    assert len({paper.id for paper in found.values()}) == 1
    assert catalog.resolve(names) == {name: found[name].id for name in names}
    return found[names[0]]


def chained(number: int) -> Paper:
    ids = {"doi": f"10.5555/chain.{number + 1}"}
    return record(f"doi:10.5555/chain.{number}", f"Link number {number} of a long chain", external_ids=ids)


def test_a_paper_is_found_under_every_id_that_its_record_names(catalog: Catalog):
    ids = {"ArXiv": "1711.09995v2", "CorpusId": "77", "PubMed": "30112239", "isbn": "9780000000002"}
    catalog.put([record("oa:5", external_ids=ids, url="https://doi.org/10.5555/eco.18")], NOW)
    assert one_of(catalog, "oa:5", PREPRINT, "corpusid:77", "pmid:30112239", JOURNAL).external_ids == {
        **ids,
        "doi": "10.5555/eco.18",
    }
    assert "isbn:9780000000002" not in catalog.get(["isbn:9780000000002"])


def test_a_preprint_and_its_journal_version_are_one_paper_with_all_ids_and_a_reason(catalog: Catalog):
    catalog.put([record(PREPRINT)], NOW)
    (kept,) = catalog.put([record(JOURNAL, abstract=f"{TEXT} Kelp returned within two summers.")], NOW)
    assert (kept.id, kept.outcome) == (PREPRINT, Outcome.UPDATED)
    assert [(each.id, each.into) for each in kept.merged] == [(JOURNAL, PREPRINT)]
    assert kept.merged[0].reason == "same title, near-equal abstracts"
    paper = one_of(catalog, PREPRINT, JOURNAL)
    assert (paper.external_ids, catalog.count()) == ({"doi": "10.5555/eco.18"}, 1)
    assert paper.abstract.endswith("two summers.")


def test_the_same_file_again_merges_nothing_anew_and_changes_nothing(catalog: Catalog):
    file = [record(PREPRINT), record(JOURNAL), record(), chained(1), chained(2)]
    catalog.put(file, NOW)
    before = catalog.version(), catalog.snapshot_id(), catalog.count()
    again = catalog.put(file, NOW)
    assert outcomes(again) == [Outcome.UNCHANGED] * len(file)
    assert not any(each.merged for each in again)
    assert (catalog.version(), catalog.snapshot_id(), catalog.count()) == before


def test_two_editorials_are_two_papers_also_without_ids_and_each_is_known_again(catalog: Catalog):
    editorials = [
        record(None, "Editorial", "This issue is about glass in the late Roman world.", authors=["Clara Weiss"]),
        record(None, "Editorial", "Museums after 1989 are the theme of this volume.", authors=["Clara Weiss"]),
        record(None, "Editorial", "", authors=["Imran Shah"]),
    ]
    first = [each.id for each in catalog.put(editorials, NOW)]
    assert len(set(first)) == catalog.count() == 3
    assert [each.id for each in catalog.put(editorials, NOW)] == first
    assert outcomes(catalog.put(editorials, NOW)) == [Outcome.UNCHANGED] * 3


def test_more_papers_of_one_title_than_are_compared_are_all_known_again(catalog: Catalog):
    many = [record(None, "Editorial", f"Issue {number} is about subject{number}.") for number in range(MOST_TWINS + 9)]
    first = [each.id for each in catalog.put(many, NOW)]
    assert len(set(first)) == len(many)
    assert [each.id for each in catalog.put(many, NOW)] == first


def test_a_supervised_and_an_unsupervised_method_stay_apart(catalog: Catalog):
    titles = ("Supervised segmentation of retinal vessels", "Unsupervised segmentation of retinal vessels")
    catalog.put([record(f"x:{number}", title) for number, title in enumerate(titles)], NOW)
    assert catalog.count() == 2


def test_a_record_without_an_id_brings_no_shorter_abstract_but_a_longer_one(catalog: Catalog):
    catalog.put([record(abstract=TEXT)], NOW)
    (shorter,) = catalog.put([record(abstract=TEXT[:60])], NOW)
    assert shorter.outcome is Outcome.UNCHANGED
    assert one_of(catalog, shorter.id).abstract == TEXT
    catalog.put([record(abstract=f"{TEXT} It came back.")], NOW)
    assert one_of(catalog, shorter.id).abstract == f"{TEXT} It came back."


def test_a_record_with_the_papers_own_id_is_a_correction_and_the_older_text_is_kept(catalog: Catalog):
    catalog.put([record(PREPRINT)], NOW)
    catalog.put([record(PREPRINT, abstract="Corrected.")], NOW)
    assert one_of(catalog, PREPRINT).abstract == "Corrected."
    assert [each.abstract for each in catalog.records(PREPRINT)] == [TEXT, "Corrected."]


def test_no_more_than_twenty_records_of_a_paper_are_kept_and_no_fact_is_lost(catalog: Catalog):
    catalog.put([record(PREPRINT, published=NOW.date())], NOW)
    for number in range(30):
        catalog.put([record(PREPRINT, abstract=f"Version {number} of it.")], NOW)
    assert len(catalog.records(PREPRINT)) == 20
    catalog.put([record(JOURNAL, external_ids={"arxiv": "1711.09995"})], NOW)
    catalog.split(JOURNAL, NOW)
    assert one_of(catalog, PREPRINT).published == NOW.date()


@pytest.mark.parametrize("name", [JOURNAL, None])
def test_a_record_that_an_older_version_did_not_clean_is_cleaned_when_it_comes_again(
    catalog: Catalog, name: str | None
):
    today = record(name, "<i>Kelp</i> after urchins in fjords", f"<p>Abstract: {TEXT}</p>")
    before = {"title": today.raw_title, "abstract": today.raw_abstract}
    catalog.put([today.model_copy(update=before)], NOW)
    (kept,) = catalog.put([today], NOW)
    assert (kept.outcome, catalog.count()) == (Outcome.UPDATED, 1)
    assert one_of(catalog, today.id) == today
    assert (today.title, today.abstract) == ("Kelp after urchins in fjords", TEXT)
    other = record("oa:9", "Kelp after Urchins in Fjords", TEXT)
    assert catalog.put([other], NOW)[0].merged[0].reason == "same title, near-equal abstracts"


def test_two_papers_that_are_there_are_not_joined_by_coming_again_but_by_a_record_that_names_both(catalog: Catalog):
    old = record(PREPRINT).model_copy(update={"title": f"RETRACTED: {TITLE}"})
    catalog.put([old, record(JOURNAL)], NOW)
    catalog.put([record(PREPRINT), record(JOURNAL)], NOW)
    assert catalog.count() == 2
    catalog.put([record(JOURNAL, external_ids={"arxiv": "1711.09995"})], NOW)
    assert one_of(catalog, PREPRINT, JOURNAL).title == TITLE


def test_an_id_that_a_correction_takes_back_names_the_paper_no_more(catalog: Catalog):
    catalog.put([record(PREPRINT, external_ids={"doi": "10.5555/wrong"})], NOW)
    catalog.put([record(PREPRINT, external_ids={"doi": "10.5555/eco.18"})], NOW)
    assert catalog.resolve(["doi:10.5555/wrong"]) == {}
    one_of(catalog, PREPRINT, JOURNAL)


def test_two_records_that_claim_each_others_ids_are_one_paper(catalog: Catalog):
    circle = [
        record(PREPRINT, "One title", external_ids={"doi": "10.5555/eco.18"}),
        record(JOURNAL, "Another title altogether", external_ids={"arxiv": "1711.09995"}),
    ]
    catalog.put(circle, NOW)
    assert one_of(catalog, PREPRINT, JOURNAL).title == "One title"


@pytest.mark.parametrize("order", [range(10), range(9, -1, -1), (0, 2, 4, 6, 8, 9, 7, 5, 3, 1)])
@pytest.mark.parametrize("at_once", [True, False])
def test_ten_records_in_a_chain_are_one_paper_in_whatever_order_they_come(
    catalog: Catalog, order: Sequence[int], at_once: bool
):
    for batch in [order] if at_once else [[number] for number in order]:
        catalog.put([chained(number) for number in batch], NOW + timedelta(seconds=len(batch)))
        embed(catalog)
    assert catalog.count() == 1
    one_of(catalog, *(f"doi:10.5555/chain.{number}" for number in range(11)))
    catalog.delete(catalog.first_ids(1)[0])
    assert catalog.snapshot_id() == EMPTY


def test_an_id_that_two_papers_claim_is_named_and_merges_neither(catalog: Catalog):
    one = record(PREPRINT, external_ids={"doi": "10.5555/eco.18"})
    other = record("arxiv:1803.09997", external_ids={"doi": "10.5555/eco.18"})
    catalog.put([one], NOW)
    (kept,) = catalog.put([other], NOW)
    assert (kept.outcome, kept.merged) == (Outcome.CREATED, ())
    assert "arxiv:1803.09997 claims doi:10.5555/eco.18, which is known as arxiv:1711.09995" in kept.messages[0]
    assert catalog.count() == 2
    assert one_of(catalog, PREPRINT, JOURNAL).id == PREPRINT


def test_a_papers_own_id_is_its_own_whoever_claimed_it_before(catalog: Catalog):
    catalog.put([record(PREPRINT, external_ids={"doi": "10.5555/eco.18"})], NOW)
    catalog.put([record(JOURNAL, OTHER_TEXT[:30], OTHER_TEXT, external_ids={"arxiv": "1803.09997"})], NOW)
    assert one_of(catalog, JOURNAL).id == JOURNAL
    assert one_of(catalog, PREPRINT).id == PREPRINT


def test_a_record_that_names_two_kept_papers_makes_them_one_with_what_was_written_of_both(
    catalog: Catalog, database: Database
):
    catalog.put([record(PREPRINT, "One title")], NOW)
    catalog.put([record("oa:5", "Another title", OTHER_TEXT, external_ids={"doi": "10.5555/eco.18"})], NOW)
    embed(catalog)
    answers = AnswerRecords(database)
    answers.save("key", StoredAnswer("oa:5", "summary", "v", "hash", {"paper_id": "oa:5"}, NOW))
    (kept,) = catalog.put([record("pmid:5", external_ids={"arxiv": "1711.09995", "doi": "10.5555/eco.18"})], NOW)
    assert [(each.id, each.into) for each in kept.merged] == [("oa:5", PREPRINT), ("pmid:5", PREPRINT)]
    one_of(catalog, PREPRINT, JOURNAL, "oa:5", "pmid:5")
    assert answers.get("key") is not None
    assert catalog.vectors.of_model(MODEL).ids == (PREPRINT,)


def test_a_text_that_was_written_while_its_paper_was_merged_is_kept(catalog: Catalog, database: Database):
    catalog.put([record(PREPRINT), record(JOURNAL, external_ids={"arxiv": "1711.09995"})], NOW)
    answers = AnswerRecords(database)
    answers.save("key", StoredAnswer(JOURNAL, "summary", "v", "hash", {"paper_id": JOURNAL}, NOW))
    kept = answers.get("key")
    assert kept is not None
    assert kept.paper_id == PREPRINT


def test_a_split_gives_back_what_was_merged_and_it_is_not_merged_again(catalog: Catalog, database: Database):
    alone = record(JOURNAL, abstract=f"{TEXT} Kelp returned.", external_ids={"pmid": "5"})
    catalog.put([record(PREPRINT)], NOW)
    before = catalog.snapshot_id()
    catalog.put([alone], NOW)
    answers = AnswerRecords(database)
    for name in (PREPRINT, JOURNAL):
        answers.save(name, StoredAnswer(name, "summary", "v", "hash", {"paper_id": name}, NOW))
    assert catalog.split(JOURNAL, NOW) == PREPRINT
    assert catalog.get([PREPRINT, JOURNAL, "pmid:5"]) == {
        PREPRINT: record(PREPRINT),
        JOURNAL: alone,
        "pmid:5": alone,
    }
    assert [answers.get_many([name])[name].paper_id for name in (PREPRINT, JOURNAL)] == [PREPRINT, JOURNAL]
    again = catalog.put([record(PREPRINT), alone], NOW)
    assert outcomes(again) == [Outcome.UNCHANGED] * 2
    assert catalog.count() == 2
    catalog.delete(JOURNAL)
    assert catalog.snapshot_id() == before


def test_a_split_of_what_was_never_merged_is_refused_by_name(catalog: Catalog):
    catalog.put([record(PREPRINT), record(JOURNAL), record("oa:9", OTHER_TEXT[:30], OTHER_TEXT)], NOW)
    with pytest.raises(BadInput, match=r"name one of doi:10\.5555/eco\.18"):
        catalog.split(PREPRINT, NOW)
    with pytest.raises(BadInput, match="made of one record"):
        catalog.split("oa:9", NOW)
    with pytest.raises(PaperNotFound):
        catalog.split("oa:none", NOW)


def test_a_deleted_paper_leaves_none_of_its_names_behind(catalog: Catalog):
    catalog.put([record(PREPRINT), record(JOURNAL, external_ids={"pmid": "5"})], NOW)
    assert catalog.delete(PREPRINT)
    assert catalog.resolve([PREPRINT, JOURNAL, "pmid:5"]) == {}
    catalog.put([record(JOURNAL)], NOW)
    assert catalog.records(JOURNAL) == [record(JOURNAL)]


def test_the_snapshot_does_not_depend_on_the_order_of_what_comes_after_the_first(catalog: Catalog):
    others = [
        record(JOURNAL, abstract=f"{TEXT} Kelp returned.", external_ids={"pmid": "5"}),
        record("oa:5", external_ids={"arxiv": "1711.09995"}),
        record("oa:9", OTHER_TEXT[:30], OTHER_TEXT),
    ]
    named = set()
    for order in itertools.permutations(others):
        for each in (record(PREPRINT), *order):
            catalog.put([each], NOW)
        named.add(catalog.snapshot_id())
        for paper_id in catalog.first_ids(9):
            catalog.delete(paper_id)
    assert len(named) == 1


def test_imports_at_once_of_the_same_file_make_every_paper_once(stores: InFolders, tmp_path: Path, catalog: Catalog):
    file = [chained(number) for number in range(10)] + [record(PREPRINT), record(JOURNAL), record()]

    def keep() -> None:
        database = stores.database(tmp_path, busy_timeout_s=30)
        Catalog(database).put(file, NOW)
        database.close()

    threads = [threading.Thread(target=keep) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert catalog.count() == 2
    for paper_id in catalog.first_ids(9):
        catalog.delete(paper_id)
    assert catalog.snapshot_id() == EMPTY
