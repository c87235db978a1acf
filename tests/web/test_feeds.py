"""Addresses of feeds on the pages: made and revoked by a button, and named where a browser looks for them."""

from starlette.testclient import TestClient

from tests.api.keyed import ON, let_in
from tests.web.markup import Markup

ATOM = "application/atom+xml"


def links(client, page):
    found = Markup(client.get(page).text).named("link")
    return [each["href"] for each in found if each.get("type") == ATOM]


def press(client, button):
    answer = client.post("/kept", data={"do": button}, follow_redirects=False)
    assert answer.status_code == 303, answer.text


def test_an_address_is_made_on_the_librarys_page_and_revoked(client):
    assert links(client, "/kept") == []
    press(client, "feed recommendations")
    (address,) = links(client, "/kept")
    assert client.get(address).status_code == 200
    page = Markup(client.get("/kept").text)
    assert address in [each.get("href") for each in page.named("a")]
    press(client, "revoke-feed recommendations")
    assert links(client, "/kept") == []
    assert client.get(address).status_code == 404


def test_the_page_of_a_saved_search_names_its_feed(client):
    name = 'flows & "more" <b>'
    client.post("/search", data={"do": "save", "name": name, "q": "normalizing flows"})
    here = "/search?q=normalizing+flows"
    assert links(client, here) == []
    press(client, f"feed search:{name}")
    (address,) = links(client, here)
    assert client.get(address).headers["content-type"].startswith(ATOM)
    assert links(client, "/search?q=other") == []
    assert Markup(client.get("/kept").text).runs == []


def test_the_page_of_what_is_trending_names_its_feed(client):
    (address,) = links(client, "/trending")
    assert client.get(address).status_code == 200


def test_a_button_that_names_no_feed_is_refused_with_a_page(client):
    for button in ("feed", "feed nope", "revoke-feed recommendations"):
        answer = client.post("/kept", data={"do": button})
        assert answer.status_code in {404, 422}
        assert answer.headers["content-type"].startswith("text/html")


def test_a_key_that_only_reads_is_shown_no_address(stores, small_folder, tmp_path, open_services):
    stores.copy(small_folder, tmp_path / "data")
    with open_services(access=ON) as services, let_in(services) as knock:
        press(knock("write", user="ann"), "feed recommendations")
        assert links(knock("read", "write", user="ann"), "/kept")
        reader: TestClient = knock("read", user="ann")
        assert links(reader, "/kept") == []
        assert "Make an address" not in reader.get("/kept").text
        assert links(reader, "/trending") == []
