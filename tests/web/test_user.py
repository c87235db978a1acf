"""Several people before one server: what each keeps is kept apart, by a name in a cookie."""

import unicodedata

import pytest

from tests.web.markup import Markup
from tests.web.test_lists import sent, shown


def test_who_gave_a_name_keeps_likes_of_their_own(client):
    first = shown(client, "/")[0]
    assert sent(client, "/user", user=" ann ") == "/for-you"
    sent(client, "/for-you", do=f"like {first}")
    assert [each["paper_id"] for each in client.get("/v1/users/ann/feedback").json()["data"]] == [first]
    page = client.get("/for-you").text
    assert "You are ann" in Markup(page).text
    assert "/v1/users/ann/impressions" in page
    sent(client, "/user", user="")
    assert "You are local" in Markup(client.get("/for-you").text).text
    assert client.get("/v1/users/local/feedback").json()["data"] == []


@pytest.mark.parametrize("name", ["山田太郎", "أحمد", "Zoë@lab", "名" * 100])
def test_a_name_of_any_script_is_kept_in_the_cookie_and_leads_to_what_is_kept_under_it(client, name: str):
    first = shown(client, "/")[0]
    sent(client, "/user", user=unicodedata.normalize("NFD", name))
    sent(client, "/for-you", do=f"like {first}")
    page = Markup(client.get("/for-you").text)
    assert f"You are {name}" in page.text
    (place,) = [each["data-impressions"] for _, each in page.elements if "data-impressions" in each]
    assert client.post(place, json={"paper_ids": [first], "place": "for_you"}).status_code == 200
    files = [each["href"] for each in Markup(client.get("/kept").text).named("a") if "/export/" in str(each["href"])]
    assert files
    assert all(client.get(each).status_code == 200 for each in files)
    assert [each["paper_id"] for each in client.get(f"/v1/users/{name}/feedback").json()["data"]] == [first]


def test_the_cookie_is_for_no_script_and_no_other_site(client):
    said = client.post("/user", data={"user": "ann"}, follow_redirects=False).headers["set-cookie"].lower()
    assert said.startswith("paperlark-user=ann;")
    assert {"httponly", "samesite=strict", "path=/"} <= {part.strip() for part in said.split(";")}
    refused = client.post("/user", data={"user": "bob"}, headers={"Origin": "https://evil.example"})
    assert refused.status_code == 403
    assert "set-cookie" not in refused.headers


@pytest.mark.parametrize("name", ["-ann", "a/b", "ann lee", "\u202eann", "a" * 101, "<script>"])
def test_a_name_that_nobody_may_have_is_refused_with_what_one_may_be(reader, name: str):
    answer = reader.post("/user", data={"user": name})
    assert answer.status_code == 422
    assert "/user: is no name for a user: letters and digits" in Markup(answer.text).text
    assert "You are local" in Markup(reader.get("/").text).text


def test_a_cookie_that_is_not_ours_is_nobody(client):
    for value in ("%0d%0aa b", "%ff", "%E2%80%AEann", "%"):
        client.cookies.set("paperlark-user", value)
        assert "You are local" in Markup(client.get("/").text).text
