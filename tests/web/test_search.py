"""The page of searches, and those that are kept."""

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.storage import Filters
from service.web.list_view import ListView
from tests.web.markup import Markup


def titles(client, **asked: str) -> list[str]:
    """The addresses of what is found, in order."""
    return titles_of(client.get("/search", params=asked).text)


def titles_of(text: str) -> list[str]:
    """The papers that a page links to, in order."""
    found = [each["href"] for each in Markup(text).named("a") if (each.get("href") or "").startswith("/papers/")]
    return [each.removeprefix("/papers/") for each in found]


def test_the_page_finds_what_the_api_finds(reader):
    listed = reader.get("/v1/search", params={"q": "normalizing flow", "mode": "keyword"}).json()["data"]
    assert titles(reader, q="normalizing flow", mode="keyword") == [hit["paper"]["id"] for hit in listed]


def test_words_that_were_looked_for_are_marked(reader):
    page = reader.get("/search?q=flows").text.lower()
    assert "<mark>flow</mark>" in page or "<mark>flows</mark>" in page


def test_the_next_page_goes_on_and_a_cursor_of_yesterday_begins_anew(client):
    page = Markup(client.get("/search?q=neural").text)
    (more,) = [each["href"] for each in page.of_class("button") if "cursor" in (each.get("href") or "")]
    second = client.get(more)
    assert second.status_code == 200
    client.delete(f"/v1/papers/{titles(client, q='neural')[0]}")
    gone = client.get(more, follow_redirects=False)
    assert (gone.status_code, gone.headers["location"]) == (303, "/search?q=neural")


def test_likes_of_the_list_come_along(reader):
    page = reader.get("/search?q=flow&liked=hf:a,hf:b").text
    assert page.count('name="liked" value="hf:a,hf:b"') >= 2


def test_a_search_is_kept_found_again_and_forgotten(client):
    fields = {"do": "save", "name": "Flows / all", "q": "flow"}
    assert client.post("/search", data=fields).status_code == 422
    answer = client.post("/search", data=fields | {"name": "Flöße", "after": "2020-01-01"}, follow_redirects=False)
    assert answer.status_code == 303
    assert client.get("/v1/users/local/searches/Flöße").json()["query"] == "flow"
    page = client.get("/search").text
    assert "/search?q=flow&amp;after=2020-01-01" in page
    client.post("/search", data={"do": "forget Flöße"})
    assert client.get("/v1/users/local/searches").json()["data"] == []


def test_a_search_that_cannot_be_is_refused_with_the_field(reader):
    for query, words in (("mode=best", "/mode: must be one of hybrid"), ("sort=x", "/sort: must be one of relevance")):
        answer = reader.get(f"/search?q=flow&{query}")
        assert answer.status_code == 422
        assert words in answer.text


def test_without_a_word_in_any_paper_others_are_offered(reader):
    assert "Did you mean" in reader.get("/search?q=normalizign&mode=keyword").text


def test_what_only_its_meaning_found_is_said_to_be(reader):
    assert "Close in meaning alone" in reader.get("/search", params={"q": "of the"}).text
    assert "Close in meaning alone" not in reader.get("/search", params={"q": "flows"}).text


def test_a_saved_search_is_opened_with_all_that_it_asks_for(client):
    papers = [
        {"id": f"my:{name}", "title": f"Kelp {name}", "abstract": text, "venue": "Kelp, Algae & Friends"}
        for name, text in (("a", "We count normal kelp."), ("b", "We count large language models of kelp."))
    ]
    client.post("/v1/papers", json={"papers": [*papers, papers[0] | {"id": "my:c", "venue": None, "title": "Kelp c"}]})
    body = {
        "query": "kelp",
        "must": ["kelp"],
        "must_not": ["large language"],
        "filters": {"venues": ["Kelp, Algae & Friends"], "keywords_any": ["normal kelp"], "since": "2026-01-01"},
    }
    for name, query in (("with words", "kelp"), ("filters alone", "")):
        client.put(f"/v1/users/local/searches/{name}", json=body | {"query": query}).raise_for_status()
    page = Markup(client.get("/search").text)
    addresses = [each["href"] for each in page.named("a") if "without=" in str(each.get("href"))]
    assert len(addresses) == 2
    for address in addresses:
        found = [each["href"] for each in Markup(client.get(address).text).named("a")]
        assert [each for each in found if each.startswith("/papers/")] == ["/papers/my:a"]


@pytest.mark.parametrize(
    "filters",
    [
        {"venues": ['Kelp; Algae, and "Friends"', "ICML"]},
        {"categories": ["q-bio, all", "cs.LG"]},
        {"keywords_any": ['a "normal" kelp', "seaweed"]},
        {"keywords_any": [f"{'kelp' * 40}{number}" for number in range(49)] + ["normal kelp"]},
        {"keywords_none": [" "], "venues": ['Kelp; Algae, and "Friends"']},
    ],
)
def test_a_saved_search_opens_with_what_it_finds_however_odd_or_long_its_filters_are(client, filters):
    papers = [
        {
            "id": f"my:{name}",
            "title": f"Kelp {name}",
            "abstract": 'We count a "normal" kelp. It is a normal kelp.' if name == "a" else "Counted.",
            "venue": 'Kelp; Algae, and "Friends"' if name == "a" else "Friends",
            "categories": ["q-bio, all"] if name == "a" else ["q-bio"],
        }
        for name in ("a", "b")
    ]
    client.post("/v1/papers", json={"papers": papers}).raise_for_status()
    for name, query in (("with words", "kelp"), ("filters alone", "")):
        body = {"query": query, "filters": filters}
        client.put(f"/v1/users/local/searches/{name}", json=body).raise_for_status()
    page = Markup(client.get("/search").text)
    links = [str(each["href"]) for each in page.named("a") if str(each.get("href")).startswith("/search?")]
    assert len(links) == 2
    for name, link in zip(("filters alone", "with words"), links, strict=True):
        found = client.get(f"/v1/users/local/searches/{name}/papers").json()["data"]
        opened = client.get(link)
        assert opened.status_code == 200
        assert titles_of(opened.text) == [each["paper"]["id"] for each in found]
        assert len(link) < 8_100


def test_a_saved_search_that_is_gone_is_a_page_that_says_so(reader):
    assert reader.get("/search?saved=nothing").status_code == 404


WORD = st.text(st.characters(categories=("L", "Nd", "P", "S")), min_size=1, max_size=8)
NAMES = st.lists(st.builds(" ".join, st.lists(WORD, min_size=1, max_size=3)), max_size=4).map(tuple)


@given(
    st.builds(
        Filters,
        st.dates() | st.none(),
        st.dates() | st.none(),
        *[NAMES] * 4,
        keywords_all=NAMES,
        since=st.datetimes(timezones=st.just(UTC)) | st.none(),
        venues=NAMES,
    )
)
def test_what_filters_let_through_stands_whole_in_an_address(filters):
    view = ListView.of(dict(ListView.of_filters(filters).fields()))
    assert (view.filters or Filters()) == filters


def test_a_filter_that_cannot_be_is_refused_with_the_field(reader):
    for query in (f"words={'x' * 2_001}", "since=yesterday", "since=0001-01-01T00:00:00%2B14:00"):
        answer = reader.get(f"/search?q=flow&{query}")
        assert answer.status_code == 422
        assert f"/{query.partition('=')[0]}: " in answer.text


def test_filters_without_words_keep_to_what_is_liked_and_refuse_dates_the_wrong_way_round(client):
    papers = [
        {"id": f"my:{name}", "title": f"Eel {name}", "abstract": "We count eels.", "venue": "Eels"} for name in "ab"
    ]
    client.post("/v1/papers", json={"papers": papers})
    assert "No paper that you like passes" in client.get("/search?venue=Eels&within=likes").text
    client.put("/v1/users/local/feedback/my:a", json={"kind": "like"})
    assert titles(client, venue="Eels") == ["my:a", "my:b"]
    assert titles(client, venue="Eels", within="likes") == ["my:a"]
    assert client.get("/search?after=2021-02-01&before=2021-01-01").status_code == 422
