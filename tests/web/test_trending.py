"""The page of what is trending."""

import pytest

from service.storage import VoteRecords
from tests.api.users import say
from tests.web.markup import Markup
from tests.web.test_search import titles_of


@pytest.fixture
def ids(small):
    return small.corpus.catalog.first_ids(12)


def test_the_page_lists_what_the_api_lists_and_says_what_each_score_is_made_of(client, small, ids):
    for user in ("ann", "bea", "cid"):
        say(client, ids[0], user=user)
    VoteRecords(small.database).put("hf-daily", {ids[1]: 9}, small.now())
    text = client.get("/trending").text
    assert titles_of(text) == ids[:2]
    assert "2.83 from likes" in text
    assert "1.00 from votes" in text
    assert text.count("data-paper=") == 2
    assert 'data-place="trending"' in text


def test_windows_and_pages_keep_the_filters(client, small, ids):
    VoteRecords(small.database).put("hf-daily", dict.fromkeys(ids, 9), small.now())
    page = Markup(client.get("/trending?window=week&after=1990-01-01&words=the").text)
    pressed = [each["value"] for each in page.named("button") if each.get("aria-pressed") == "true"]
    assert pressed == ["week"]
    assert sum(each.get("name") == "words" and each.get("value") == "the" for each in page.named("input")) == 3
    whole = Markup(client.get("/trending").text)
    (more,) = [each["href"] for each in whole.of_class("button") if "cursor" in str(each["href"])]
    assert len(titles_of(client.get(more).text)) == 2
    VoteRecords(small.database).put("hf-daily", {ids[0]: 0}, small.now())
    gone = client.get(more, follow_redirects=False)
    assert (gone.status_code, gone.headers["location"]) == (303, "/trending")


def test_a_like_is_kept_shown_and_taken_back(client, small, ids):
    VoteRecords(small.database).put("hf-daily", {ids[0]: 9}, small.now())
    for do, kept in ((f"like {ids[0]}", "undo"), (f"undo {ids[0]}", "like"), (f"save {ids[0]}", "like")):
        answer = client.post("/trending", data={"do": do, "window": "week"}, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/trending?window=week")
        assert f'value="{kept} {ids[0]}"' in client.get("/trending").text
    assert client.post("/trending", data={"do": "burn"}).status_code == 422


@pytest.mark.parametrize("users", ["", "ab", "abc"])
def test_where_nothing_is_known_the_page_says_so_and_lists_nothing(client, ids, users):
    for place, user in enumerate(users):
        say(client, ids[place], user=user)
    text = client.get("/trending").text
    assert titles_of(text) == []
    assert ("Nobody agrees yet" if users == "abc" else "Nothing is known yet") in text


def test_a_window_or_a_filter_that_cannot_be_is_a_page_that_names_it(reader):
    for asked, words in (("window=year", "/window: must be one of day"), ("after=x", "/after: must be a date")):
        answer = reader.get(f"/trending?{asked}")
        assert answer.status_code == 422
        assert words in answer.text
