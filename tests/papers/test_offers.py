"""Records for which only a title speaks are offered, and nothing changes by them."""

from datetime import date

from service.papers import Kept, Merging, Offer, Outcome, Paper, Source, make_paper
from tests.corpora import NOW

TITLE = "Kelp after urchins in six northern fjords"
TEXT = "Sea urchins graze kelp down to bare rock. We removed urchins from twelve plots and followed the kelp."
OTHER_TEXT = "Cod were tagged near Bergen, and their winter routes mapped with acoustic receivers on buoys."


def record(name: str | None = None, abstract: str = "", **facts: object) -> Paper:
    return make_paper(TITLE, abstract, id=name, source=Source(name="test"), **facts)


def told(*records: Paper) -> Merging:
    merging = Merging([], {}, set(), NOW)
    for each in records:
        merging.add(each)
    return merging


def test_a_title_with_an_id_that_nobody_knows_is_offered_and_changes_nothing():
    merging = told(record("zz:known", TEXT))
    before = dict(merging.papers)
    assert merging.add_if_sure(record("doi:10.5555/x")) == Offer(("zz:known",))
    assert merging.papers == before
    assert merging.home("doi:10.5555/x") == "doi:10.5555/x"


def test_every_paper_of_the_title_is_a_candidate_the_oldest_first():
    merging = told(record("doi:10.5555/1", TEXT), record("zz:second", OTHER_TEXT))
    assert merging.add_if_sure(record("corpusid:7")) == Offer(("doi:10.5555/1", "zz:second"))


def test_what_is_sure_is_as_it_is_without_offers():
    known = record("zz:known", TEXT, authors=["Kari Moen"])
    sure = (
        record("doi:10.5555/x", TEXT),  # near-equal abstracts
        record("doi:10.5555/x", authors=["Moen, Kari"]),
        record("doi:10.5555/x", OTHER_TEXT),  # another paper of the same title
        record("doi:10.5555/x", authors=["Per Hansen"], published=date(2001, 1, 1)),
        make_paper("Another title", "", source=Source(name="test")),
    )
    for each in sure:
        assert told(known).add_if_sure(each) == told(known).add(each)


def test_other_ids_of_a_kind_say_that_it_is_another_paper():
    merging = told(record("doi:10.5555/1", TEXT))
    found = merging.add_if_sure(record("doi:10.5555/2"))
    assert isinstance(found, Kept)
    assert (found.id, found.outcome) == ("doi:10.5555/2", Outcome.CREATED)


def test_a_record_corrects_no_paper_that_has_an_abstract_and_completes_one_that_has_none():
    known = record("zz:known", TEXT)
    wrong = make_paper("Klep", "Wrong.", id="zz:known", source=Source(name="test"))
    merging = told(known)
    assert merging.add_if_sure(wrong) == Kept("zz:known", Outcome.UNCHANGED)
    assert merging.papers["zz:known"].paper == known
    merging = told(record("zz:known"))
    assert merging.add_if_sure(known) == Kept("zz:known", Outcome.UPDATED)
    assert merging.papers["zz:known"].paper.abstract == TEXT
