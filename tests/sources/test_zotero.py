"""Zotero: versions of a library, pages, collections by name, keys, and servers that ask for a pause."""

from dataclasses import replace

import pytest

from service.errors import SourceUnavailable
from service.settings import FetchSettings, ZoteroSource
from service.sources import Wanted
from service.sources.http import SourceServer
from service.sources.source import Source
from tests.sources.record_servers import DAY, TODAY, Item, Zotero, ids, sources_at
from tests.sources.waits import Waits
from tests.sources.web_server import Asked, Reply, WebServer


@pytest.fixture
def library():
    return Zotero([Item(number) for number in range(7)])


@pytest.fixture
def web(library):
    with WebServer(library) as server:
        yield server


def source(web: WebServer, collection: str | None = None, **settings: object) -> Source:
    spec = ZoteroSource(source="zotero", library="users/123", collection=collection)
    return sources_at(web, **settings).of(spec)


def wanted(mark: object = None) -> Wanted:
    return Wanted(TODAY, TODAY, TODAY, mark)


def numbers(pages: object) -> list[int]:
    return [int(each.rpartition(".")[2]) for each in ids(pages)]


def test_the_first_fetch_has_all_items_however_old_and_a_bookmark_goes_on_behind_its_page(web):
    pages = list(source(web).pages(wanted(), None))
    assert numbers(pages) == [*range(7)]
    assert [page.whole_through for page in pages] == [None, None, TODAY - DAY]
    assert {asked.headers["zotero-api-version"] for asked in web.asked} == {"3"}
    for place, page in enumerate(pages):
        assert ids(source(web).pages(wanted(), page.bookmark)) == ids(pages[place + 1 :])
    paper = pages[0].readings[0].papers[0]
    assert (paper.id, paper.authors, paper.version, paper.source.name) == ("doi:10.5555/z.0", ("A B",), None, "zotero")


def test_the_next_fetch_has_what_changed_since_and_an_unchanged_library_costs_one_call(web, library):
    *_, last = source(web).pages(wanted(), None)
    library.items += [Item(7, version=2)]
    library.version = 2
    assert numbers(source(web).pages(wanted(last.mark), None)) == [7]
    *_, last = source(web).pages(wanted(last.mark), None)
    web.asked.clear()
    (page,) = source(web).pages(wanted(last.mark), None)
    assert (page.empty_reason, len(web.asked)) == ("The library has not changed since the last fetch.", 1)
    assert list(source(web).pages(wanted(last.mark), page.bookmark)) == []


def test_what_is_added_while_pages_are_read_comes_with_the_next_fetch_at_the_latest(web, library):
    pages = source(web).pages(wanted(), None)
    next(pages)
    library.items.append(Item(7, version=2))
    library.version = 2
    rest = list(pages)
    assert set(numbers(rest)) == set(range(8))  # the list was begun again
    assert rest[-1].mark == {"version": 1, "collections": []}


def test_what_is_deleted_while_pages_are_read_costs_no_other_item(web, library):
    pages = source(web).pages(wanted(), None)
    first = next(pages)
    del library.items[0]
    library.version = 2
    assert set(numbers([first, *pages])) == set(range(7))


def test_a_library_that_always_changes_is_read_to_its_end_all_the_same(web, library):
    def restless(asked: Asked) -> Reply:
        library.version += 1
        return library(asked)

    web.answer = restless
    assert set(numbers(source(web).pages(wanted(), None))) == set(range(7))
    assert len(web.asked) < 25


def test_a_server_that_always_has_another_page_is_read_once(web, library):
    web.answer = lambda asked: library(replace(asked, params=asked.params | {"start": "0"}))
    library.items = [Item(number) for number in range(4)]
    assert len(ids(source(web).pages(wanted(), None))) == 6


def test_collections_are_found_by_a_pattern_of_their_paths_and_new_ones_are_read_whole(web, library):
    library.collections = {"K1": ("Thesis", False), "K2": ("Chapter 1", "K1"), "K3": ("Other", False)}
    library.items = [Item(0, 1, ("K1",)), Item(1, 1, ("K2",)), Item(2, 1, ("K3",)), Item(3, 1, ("K4",))]
    pages = list(source(web, "Thesis*").pages(wanted(), None))
    assert numbers(pages) == [0, 1]
    library.collections["K4"] = ("Thesis, old", False)
    library.version = 2
    assert set(numbers(source(web, "Thesis*").pages(wanted(pages[-1].mark), None))) == {0, 1, 3}
    assert numbers(source(web, "Thesis/Chapter ?").pages(wanted(), None)) == [1]


def test_a_pattern_that_no_collection_has_is_answered_with_those_there_are(web, library):
    library.collections = {"K1": ("Thesis", False), "../x": ("Climbing", "../x")}
    (page,) = source(web, "Nothing*").pages(wanted(), None)
    assert page.empty_reason == "No collection is called Nothing*; there are Thesis."


def test_notes_and_attachments_are_no_papers(web, library):
    library.items = [Item(0, kind="attachment"), Item(1, kind="note"), Item(2, kind="annotation"), Item(3)]
    assert numbers(source(web).pages(wanted(), None)) == [3]


def test_the_key_of_a_library_is_sent_for_it_alone_and_a_wrong_one_is_said_to_be_refused(web, library):
    library.key = "k" * 24
    keys = {"users/123": library.key, "groups/5": "another"}
    assert len(ids(source(web, zotero_keys=keys).pages(wanted(), None))) == 7
    with pytest.raises(SourceUnavailable, match="403: Forbidden") as error:
        list(source(web, zotero_keys={"users/123": "wrong"}).pages(wanted(), None))
    assert "wrong" not in str(error.value)


def test_a_server_that_is_busy_or_asks_to_back_off_is_asked_again_as_late_as_it_says(web):
    web.first.append(Reply(status=429, headers={"Retry-After": "11"}))
    web.first.append(Reply(status=503, headers={"Backoff": "12"}))
    waits = Waits()
    server = SourceServer(FetchSettings(tries=3, pause_s=0.0), ended=waits)
    assert len(ids(replace(source(web), server=server).pages(wanted(), None))) == 7
    assert {11, 12} <= set(map(round, waits.seconds))


@pytest.mark.parametrize("body", [b"<html>Down</html>", b'{"items": []}', b"[{", b""])
def test_an_answer_that_is_no_list_is_an_error(web, body):
    web.answer = lambda _: Reply(body)
    with pytest.raises(SourceUnavailable, match="cannot be read"):
        list(source(web).pages(wanted(), None))


def test_items_of_which_nothing_is_as_documented_are_passed_over(web, library):
    plain = library
    web.answer = lambda asked: (
        Reply(b'[7, null, {"data": []}, {"data": {"title": ["x"]}}, {"key": 3}]')
        if "items" in asked.path
        else plain(asked)
    )
    assert len(ids(source(web).pages(wanted(), None))) <= 1
