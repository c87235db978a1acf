"""The page that says how the installation does: what is wrong is seen, and looking costs nothing."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from service.storage import FeedbackEvent, FeedbackKind
from service.summarization import TextOptions
from tests.model_parts import asked
from tests.web.markup import Markup

embedded = pytest.mark.embedded("a page is the same over either store")


def test_a_fresh_installation_works_and_has_spent_nothing(reader):
    page = Markup(reader.get("/status").text)
    assert "Everything works." in page.text
    assert "60 papers" in page.text
    assert "$0.00" in page.text
    assert not page.of_class("ill")
    for nothing in ("None. Texts are quoted", "Nothing was shown", "No model has written", "None yet."):
        assert nothing in page.text


def test_a_model_that_does_not_answer_is_seen(small, upstream):
    with asked(small, upstream, "good", budget_usd=2, usd_per_million_in=1, usd_per_million_out=1) as client:
        page = Markup(client.get("/status").text)
        assert "its address answers" in page.text
        assert "of $2.00" in page.text
    with asked(small, "http://127.0.0.1:9/v1", "good") as client:
        page = Markup(client.get("/status").text)
        assert "its address does not answer" in page.text
        assert len(page.of_class("ill")) == 1
    assert upstream.calls == []


def test_what_was_shown_and_what_was_asked_for_is_counted(client, small):
    ids, now = small.corpus.catalog.first_ids(4), small.now()
    small.libraries.impressions.record("local", ids, "for_you", now - timedelta(days=1))
    small.corpus.feedback.record("local", [FeedbackEvent(ids[0], FeedbackKind.LIKE)], now)
    job = small.jobs.summarize(TextOptions(("summary",)), ids)
    page = client.get("/status").text
    assert "1 of 4" in page
    assert f"/batch/{job}" in page


@embedded
def test_what_somebody_has_before_them_is_told_once(open_page):
    page = open_page("/for-you")
    page.goto("/")
    liked = page.locator(".card").first.get_attribute("data-paper")
    page.request.put(f"/v1/users/local/feedback/{liked}", data={"kind": "like"})
    with page.expect_request("**/impressions") as told:
        page.goto("/for-you")
    assert told.value.response().status == 200
    sent = told.value.post_data_json
    assert sent["place"] == "for_you"
    assert set(sent["paper_ids"]) <= {card.get_attribute("data-paper") for card in page.locator(".card").all()}
    page.goto("/status")
    expect(page.locator("#hits")).to_be_visible()
    kept = page.request.get("/v1/users/local/export").json()["impressions"]
    assert {each["paper_id"] for each in kept} >= set(sent["paper_ids"])
