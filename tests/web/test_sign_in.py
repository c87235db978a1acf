"""Signing in: a browser gives a key once, and keeps another one that ends."""

import pytest
from starlette.testclient import TestClient

from service.app import create_app
from tests.api.keyed import ON
from tests.web.markup import Markup


@pytest.fixture
def services(open_services):
    with open_services(access=ON) as services:
        yield services


@pytest.fixture
def page(services):
    headers = {"Accept": "text/html"}
    with TestClient(create_app(services), headers=headers, follow_redirects=False) as client:
        yield client


def signed_in(page, text, then="/"):
    answer = page.post("/sign-in", data={"key": text, "then": then})
    assert answer.status_code == 303, answer.text
    return answer


def test_a_browser_is_sent_to_sign_in_and_back_to_where_it_was(services, page):
    sent = page.get("/search?q=owls&sort=newest")
    assert (sent.status_code, sent.headers["location"][:14]) == (303, "/sign-in?then=")
    form = Markup(page.get(sent.headers["location"]).text)
    assert "Sign in" in form.text
    answer = signed_in(page, services.keys.create("a").text, "/search?q=owls&sort=newest")
    assert answer.headers["location"] == "/search?q=owls&sort=newest"
    assert page.get("/search?q=owls").status_code == 200
    assert "Sign out" in page.get("/search").text
    assert page.post("/for-you", data={"do": "undo hf:a"}).status_code in {303, 404}


def test_a_page_has_a_digest_made_for_a_key_that_may_spend_alone(services, page):
    signed_in(page, services.keys.create("a", ("read", "write")).text)
    refused = page.post("/digest", data={"do": "send"})
    assert (refused.status_code, "spend" in refused.text) == (403, True)
    page.cookies.clear()
    signed_in(page, services.keys.create("b", ("read", "write", "spend")).text)
    assert page.post("/digest", data={"do": "send"}).status_code == 404  # nobody has subscribed


@pytest.mark.parametrize(("liked", "then"), [("a", None), ("a%2Fb%3Fc%26d%3De", None), ("a" * 2_000, "/")])
def test_every_address_leads_to_the_form_and_the_page_it_names_if_it_is_not_too_long(services, page, liked, then):
    for path in ("/?liked={}", "/papers/hf:{}"):
        asked = path.format(liked)
        form = page.get(page.get(asked).headers["location"])
        assert form.status_code == 200
        carried = next(each["value"] for each in Markup(form.text).named("input") if each.get("name") == "then")
        assert signed_in(page, services.keys.create("a").text, carried).headers["location"] == (then or asked)
        page.cookies.clear()


def test_the_cookie_is_another_key_that_ends_for_no_script_and_no_other_site(services, page):
    key = services.keys.create("a")
    said = signed_in(page, key.text).headers["set-cookie"]
    parts = {part.strip().partition("=")[0].lower() for part in said.split(";")}
    assert parts == {"paperlark-key", "expires", "httponly", "path", "samesite"}
    assert "SameSite=strict" in said
    assert key.text not in said
    secure = TestClient(page.app, base_url="https://testserver", follow_redirects=False)
    assert "; Secure" in secure.post("/sign-in", data={"key": key.text}).headers["set-cookie"]


def test_signing_out_and_revoking_end_it_also_for_who_has_the_cookie(services, page):
    key = services.keys.create("a")
    for end in (lambda: page.post("/sign-out"), lambda: services.keys.revoke(key.key.id)):
        signed_in(page, key.text)
        kept = page.cookies["paperlark-key"]
        end()
        page.cookies.set("paperlark-key", kept)
        assert page.get("/").status_code == 303
        page.cookies.clear()


@pytest.mark.parametrize("text", ["", "nope", "paperlark_00000000_" + "0" * 48, "a" * 10_000])
def test_what_is_no_key_signs_nobody_in(page, text):
    answer = page.post("/sign-in", data={"key": text})
    assert answer.status_code == 401
    assert "not valid" in Markup(answer.text).text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("then", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:a()", ""])
def test_nobody_is_sent_elsewhere(services, page, then):
    assert signed_in(page, services.keys.create("a").text, then).headers["location"] == "/"


def test_another_sites_page_signs_nobody_in_or_out(services, page):
    key = services.keys.create("a").text
    foreign = {"Origin": "https://evil.example"}
    assert page.post("/sign-in", data={"key": key}, headers=foreign).status_code == 403
    signed_in(page, key)
    assert page.post("/sign-out", headers=foreign).status_code == 403
    assert page.get("/").status_code == 200
