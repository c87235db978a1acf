"""Entries of BibTeX that take over from others, wherever those stand."""

import random

import pytest

from service import ingest
from service.ingest import bibtex_parents

VOLUME = (
    "@proceedings{Vol, title = {Proc. of Owls}, subtitle = {Part 2}, year = 2020, month = jun, doi = {10.5555/vol}}\n"
)
TALK = "@inproceedings{talk, title = {On Owls}, author = {A. Ash}, crossref = {vol}}\n"


def read(text):
    """The papers by their titles, and what was said of which line."""
    reading = ingest.read(text.encode(), "bibtex")
    said = [(each.line, each.code) for each in reading.diagnostics if each.code != "fields_not_kept"]
    return {paper.title: paper for paper in reading.papers}, said


@pytest.mark.parametrize("text", [VOLUME + TALK, TALK + VOLUME])
def test_a_talk_has_the_venue_and_the_date_of_its_volume_and_none_of_its_ids(text):
    papers, said = read(text)
    talk = papers["On Owls"]
    assert (talk.venue, talk.published_text) == ("Proc. of Owls: Part 2", "2020-06")
    assert "doi" not in talk.external_ids
    assert papers.keys() == {"On Owls", "Proc. of Owls: Part 2"}
    assert said == []


def test_what_an_entry_says_itself_holds():
    own = "@inproceedings{talk, title = {On Owls}, booktitle = {Owls Today}, date = {2021}, crossref = {vol}}\n"
    talk = read(own + VOLUME)[0]["On Owls"]
    assert (talk.venue, talk.published_text) == ("Owls Today", "2021")


def test_a_booktitle_of_the_parent_is_one_of_the_child_and_a_chapter_has_the_authors_of_its_book():
    text = (
        "@inbook{one, title = {Chapter One}, crossref = {b}}\n"
        "@incollection{two, title = {Part Two}, crossref = {c}}\n"
        "@book{b, title = {All Owls}, author = {Ash, A.}, year = 1999}\n"
        "@misc{c, title = {No volume}, booktitle = {Collected Owls}}\n"
        "@article{three, title = {A Reply}, crossref = {p}}\n@periodical{p, title = {Owl Letters}}\n"
    )
    papers, said = read(text)
    assert (papers["Chapter One"].venue, papers["Chapter One"].authors) == ("All Owls", ("A. Ash",))
    assert (papers["Part Two"].venue, papers["Part Two"].authors) == ("Collected Owls", ())
    assert papers["A Reply"].venue == "Owl Letters"
    assert said == []


def test_xdata_gives_all_that_it_has_through_any_number_of_entries_and_is_no_paper():
    text = (
        "@article{a, title = {On Owls}, xdata = {journal, who}}\n"
        "@xdata{who, author = {Ash, A.}}\n@xdata{journal, xdata = {base}, journaltitle = {Owl Letters}}\n"
        "@xdata{base, year = 2020, journaltitle = {not this}, abstract = {We count.}}\n"
    )
    papers, said = read(text)
    (paper,) = papers.values()
    assert (paper.venue, paper.published_text, paper.authors) == ("Owl Letters", "2020", ("A. Ash",))
    assert paper.abstract == "We count."
    assert said == []


def test_a_parent_has_what_its_own_parent_says():
    text = TALK + "@proceedings{vol, title = {Part 2 of Owls}, crossref = {all}}\n@mvproceedings{all, year = 1990}"
    talk = read(text)[0]["On Owls"]
    assert (talk.venue, talk.published_text) == ("Part 2 of Owls", "1990")


def test_parents_that_are_nowhere_and_circles_are_named_by_line_and_cost_nothing():
    text = (
        "@misc{a, title = {One}, crossref = {nowhere}}\n"
        "@misc{b, title = {Two}, crossref = {c}}\n"
        "@misc{c, title = {Three}, crossref = {b}, year = 2020}\n"
        "@misc{d, title = {Four}, crossref = {d}}\n"
        "@misc{e, title = {Five}, crossref = {c}}\n"
        "@misc{f, title = {Six}, xdata = {x, y}, crossref = {f}}\n"
    )
    papers, said = read(text)
    assert papers.keys() == {"One", "Two", "Three", "Four", "Five", "Six"}
    assert sorted(said) == [(line, "no_parent") for line in (1, 3, 4, 6, 6, 6)]
    assert papers["Five"].published_text == papers["Two"].published_text == "2020"


def test_a_chain_of_ten_thousand_parents_is_followed():
    chain = "".join(f"@misc{{k{n}, title = {{Link {n}}}, crossref = {{k{n + 1}}}}}\n" for n in range(10_000))
    papers, said = read(f"{chain}@misc{{k10000, title = {{Link}}, year = 1999}}")
    assert {paper.published_text for paper in papers.values()} == {"1999"}
    assert (len(papers), said) == (10_001, [])


def test_what_waits_and_what_is_remembered_is_bounded(monkeypatch):
    monkeypatch.setattr(bibtex_parents, "_MOST_WAITING", 400)
    monkeypatch.setattr(bibtex_parents, "_MOST_KEPT", 200)
    talks = "".join(f"@misc{{t{n}, title = {{Talk {n} {'x' * 30}}}, crossref = {{vol}}}}\n" for n in range(20))
    papers, said = read(talks + VOLUME + TALK)
    assert len(papers) == 22
    assert said
    assert {code for _, code in said} == {"no_parent"}
    assert papers["On Owls"].venue is None  # its volume came when nothing more was kept
    assert "Proc. of Owls: Part 2" in {paper.venue for paper in papers.values()}


def test_entries_that_need_nobody_are_read_before_those_that_wait():
    pages = ingest.read_pages([TALK.encode(), b"@misc{a, title = {Alone}}\n", VOLUME.encode()], "bibtex", records=1)
    assert [paper.title for page in pages for paper in page.papers] == ["Alone", "Proc. of Owls: Part 2", "On Owls"]


def test_whoever_is_named_by_whom_every_entry_comes_once():
    rng = random.Random(0)
    for _ in range(300):
        keys = [f"k{number}" for number in range(rng.randint(1, 8))]
        named = [rng.choices([*keys, "nowhere", "elsewhere"], k=rng.randint(0, 4)) for _ in keys]
        entries = zip([rng.choice(keys) for _ in keys], named, strict=True)  # the same key may stand twice
        text = "".join(
            f"@misc{{{key}, title = {{Title {number}}}, xdata = {{{', '.join(parents)}}}}}\n"
            for number, (key, parents) in enumerate(entries)
        )
        titles = sorted(paper.title for paper in ingest.read(text.encode(), "bibtex").papers)
        assert titles == [f"Title {number}" for number in range(len(keys))]
