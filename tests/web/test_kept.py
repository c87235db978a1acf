"""The library: likes, collections, imports."""

import pytest

from service import ingest
from service.web import words
from tests.model_parts import OWLS
from tests.web.markup import Markup

BIB = b"""
@misc{a, title = {Owls of the North}}
@misc{b, title = {A New Paper}, abstract = {We count.}}
@misc{c, year = {2020}}
"""


@pytest.fixture
def kept(client):
    client.post("/v1/papers", json={"papers": [OWLS]})
    return client


def taken_in(client, data: bytes) -> Markup:
    answer = client.post("/kept/imports", files={"file": ("my.bib", data)})
    assert answer.status_code == 200, answer.text
    return Markup(answer.text)


def test_an_import_says_what_became_of_each_and_what_could_not_be_read(kept):
    text = " ".join(taken_in(kept, BIB).text.split())
    assert "3 records of a BibTeX file" in text
    assert "Line 4" in text
    assert "Is it this one?" in text
    assert "A New Paper" in kept.get("/kept").text


def test_each_kind_of_file_has_a_name():
    assert words.LIBRARY_FILES.keys() == ingest.FORMATS.keys()


def test_the_address_of_what_was_imported_leads_to_the_library_later(kept):
    answer = kept.get("/kept/imports", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/kept")


def test_the_same_file_again_changes_nothing(kept):
    taken_in(kept, BIB)
    before = kept.get("/v1/users/local/feedback").json()
    assert "liked before" in taken_in(kept, BIB).text
    assert kept.get("/v1/users/local/feedback").json() == before


def test_an_import_is_undone(kept):
    taken_in(kept, BIB)
    (made,) = kept.get("/v1/users/local/imports").json()["data"]
    kept.post("/kept", data={"do": f"undo-import {made['id']}"})
    assert kept.get("/v1/users/local/feedback").json()["data"] == []


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"just words\n"])
def test_a_file_that_holds_nothing_is_refused_with_a_page(kept, data: bytes):
    answer = kept.post("/kept/imports", files={"file": ("my.bib", data)})
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("text/html")
    assert kept.post("/kept/imports").status_code == 422


def test_a_large_file_is_a_job(kept):
    rows = "".join(f"@misc{{a{number}, title = {{Paper of Number {number}}}}}\n" for number in range(2_001))
    page = taken_in(kept, rows.encode())
    (job,) = [each["href"] for each in page.named("a") if (each.get("href") or "").startswith("/batch/")]
    assert kept.get(job).status_code == 200


def test_a_collection_is_described_emptied_and_deleted(kept):
    def say(**fields: str):
        answer = kept.post("/kept", data=fields, follow_redirects=False)
        assert answer.status_code == 303, answer.text

    kept.post(f"/papers/{OWLS['id']}", data={"do": "collect", "collection": "Birds", "note": "one"})
    say(do="describe", collection="Birds", note="for the talk")
    say(do=f"note {OWLS['id']}", collection="Birds", note="two")
    page = kept.get("/kept").text
    assert "for the talk" in page
    assert ">two</textarea>" in page
    say(do=f"take-out {OWLS['id']}", collection="Birds")
    say(do="delete", collection="Birds")
    assert kept.get("/v1/users/local/collections").json()["data"] == []


def test_many_likes_have_a_page_that_is_short_until_all_are_asked_for(client):
    papers = [{"id": f"local:p{number}", "title": f"Paper of number {number}"} for number in range(120)]
    client.post("/v1/papers", json={"papers": papers})
    events = [{"paper_id": each["id"], "kind": "like"} for each in papers]
    client.post("/v1/users/local/feedback", json={"feedback": events})
    assert client.get("/kept").text.count("Take back") == 50
    assert client.get("/kept?all").text.count("Take back") == 120
    assert client.get("/for-you").status_code == 200


def test_what_nobody_keeps_is_a_page_that_says_so(client):
    for fields in ({"do": "undo hf:nothing"}, {"do": "undo-import x"}, {"do": "delete", "collection": "None"}):
        assert client.post("/kept", data=fields).status_code == 404
    assert client.post("/kept", data={"do": "burn"}).status_code == 422


def test_what_is_new_stands_first_with_its_count_until_it_was_seen(client):
    client.put("/v1/users/local/searches/owls", json={"query": "owls"}).raise_for_status()
    assert "New for you" not in client.get("/kept").text
    client.post("/v1/papers", json={"papers": [OWLS]}).raise_for_status()
    page = client.get("/kept").text
    assert 'New for you <span class="count">1</span>' in page
    assert 'href="/search?q=owls"' in page
    (until,) = [each["value"] for each in Markup(page).named("input") if each.get("name") == "until"]
    for fields in ({"do": "seen-alerts", "until": "soon"}, {"do": "seen-alerts", "until": "2999-01-01"}):
        assert client.post("/kept", data=fields).status_code == 422
    assert "New for you" in client.get("/kept").text
    client.post("/kept", data={"do": "seen-alerts", "until": until})
    assert "New for you" not in client.get("/kept").text


def test_to_have_seen_them_says_whether_it_is_also_of_what_is_only_counted(client):
    client.put("/v1/users/local/searches/owls", json={"query": "owls"}).raise_for_status()
    client.post("/v1/papers", json={"papers": [OWLS]}).raise_for_status()
    assert ">I have seen these</button>" in client.get("/kept").text
    more = [
        OWLS | {"id": f"test:{place}", "title": f"Owls of {place}"}
        for place in ("Bern", "Rome", "Oslo", "Kyiv", "Lima")
    ]
    client.post("/v1/papers", json={"papers": more}).raise_for_status()
    page = client.get("/kept").text
    assert "and 1 more" in page
    assert ">I have seen these, and the others that are counted</button>" in page


def test_a_new_paper_that_is_liked_there_is_kept_and_new_no_more(client):
    client.put("/v1/users/local/searches/owls", json={"query": "owls"}).raise_for_status()
    client.post("/v1/papers", json={"papers": [OWLS]}).raise_for_status()
    client.post("/kept", data={"do": f"like {OWLS['id']}"})
    assert "New for you" not in client.get("/kept").text
    assert [each["paper_id"] for each in client.get("/v1/users/local/feedback").json()["data"]] == [OWLS["id"]]
