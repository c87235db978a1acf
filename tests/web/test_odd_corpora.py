"""Titles that are too long or run the other way, and somebody who likes thousands: pages stand."""

import json
from datetime import timedelta

import pytest

from service import ingest
from service.app import build
from service.papers import Paper
from service.storage import FeedbackEvent, FeedbackKind
from tests.corpora import NOW
from tests.web.markup import Markup
from tests.web.serving import running
from tests.web.test_lists import shown

TITLES = {
    "local:long-word": "W" * 5_000,
    "local:long-words": "kelp and urchins " * 295,
    "local:right-to-left": "\u202eשלום עולם: דגים ואצות בים הצפוני\u202c and \u2067what follows\u2069",
    "local:arabic": "الأعشاب البحرية بعد القنافذ في ستة مضايق شمالية",
}
PATHS = (
    "/",
    "/for-you",
    "/kept",
    "/search?q=kelp",
    "/?liked=local:long-words",
    *(f"/papers/{each}" for each in TITLES),
)


ABSTRACT = "Sea urchins graze kelp down to bare rock. We count them in six fjords."


def odd_papers() -> tuple[Paper, ...]:
    records = [{"id": each, "title": title, "abstract": ABSTRACT} for each, title in TITLES.items()]
    return ingest.read(json.dumps(records).encode(), "json").papers


@pytest.mark.embedded("a page is the same over either store")
@pytest.mark.parametrize("width", [1280, 390])
def test_no_title_breaks_a_page(stores, browser, open_page, tmp_path, width: int):  # noqa: ARG001  # builds nothing without one
    with build(stores.settings(tmp_path / "data", embedding={"max_tokens": 24})) as services:
        services.corpus.add(odd_papers(), NOW)
        for each in TITLES:
            services.corpus.feedback.record("local", [FeedbackEvent(each, FeedbackKind.LIKE)], NOW)
        with running(services) as address:
            page = open_page("/", width=width, at=address)
            for path in PATHS:
                page.goto(path)
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
                assert "\u202e" not in page.title()


def test_three_thousand_likes_are_a_list_and_are_kept(client, small):
    ids = small.corpus.catalog.first_ids(20)
    likes = [*ids, *(f"hf:long-gone-{number}" for number in range(2_980))]
    events = [FeedbackEvent(each, FeedbackKind.LIKE, NOW - timedelta(minutes=at)) for at, each in enumerate(likes)]
    small.corpus.feedback.record("local", events, NOW)
    assert not set(shown(client, "/for-you")) & set(ids)
    assert "and 2,970 more" in Markup(client.get("/for-you").text).text
    assert ids[0] in client.get("/kept?all").text
    assert client.get("/map").status_code == 200


def test_an_address_of_two_thousand_likes_is_refused_and_says_what_is_allowed(client):
    answer = client.get(f"/?liked={','.join(f'hf:paper-{number}' for number in range(2_000))}")
    assert answer.status_code == 422
    assert "more than the limit of 1,000" in Markup(answer.text).text
