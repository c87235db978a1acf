"""Cursors: they come back whole, or are refused with the reason."""

import base64
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.discovery.pages import check_mark, cursor_after, read_cursor
from service.discovery.recommendations import recommend
from service.discovery.request import RecommendationRequest
from service.errors import BadInput, SnapshotGone
from tests.api.problem import pointers, problem
from tests.discovery.lists import names, some

ROUTE = "/v1/recommendations"

ORDER = [("hf:a", 2.5), ("hf:b", 1.0), ("hf:c", 0.5)]


ASKED = '{"liked":["hf:a"]}'


def text_of(cursor_text: str) -> str:
    return base64.urlsafe_b64decode(cursor_text + "=" * (-len(cursor_text) % 4)).decode()


def test_a_cursor_leads_behind_what_was_shown():
    following = cursor_after(ORDER, ASKED, "s1")
    mark = read_cursor(following, ASKED)
    assert mark is not None
    assert mark.offset == 3
    check_mark(mark, [*ORDER, ("hf:d", 0.1)], "s1")
    assert read_cursor(None, ASKED) is None


@pytest.mark.parametrize(
    ("order", "snapshot"),
    [
        (ORDER, "s2"),
        (ORDER[:2], "s1"),
        ([], "s1"),
        ([ORDER[1], ORDER[0], ORDER[2]], "s1"),
        ([*ORDER[:2], ("hf:c", 0.4)], "s1"),
        ([*ORDER[:2], ("hf:e", 0.5)], "s1"),
    ],
)
def test_a_cursor_is_refused_when_what_came_before_it_has_changed(order, snapshot):
    mark = read_cursor(cursor_after(ORDER, ASKED, "s1"), ASKED)
    with pytest.raises(SnapshotGone, match="start again"):
        check_mark(mark, order, snapshot)


def test_a_cursor_of_another_request_is_refused():
    with pytest.raises(BadInput, match="another request"):
        read_cursor(cursor_after(ORDER, ASKED, "s1"), '{"liked":["hf:b"]}')


def test_there_is_no_cursor_beyond_the_furthest_place():
    assert cursor_after(ORDER * 166, ASKED, "s1") is not None
    assert cursor_after(ORDER * 167, ASKED, "s1") is None


@pytest.mark.parametrize("offset", [0, -1, 500, 10**30])
def test_an_offset_that_was_never_given_out_is_refused(offset):
    _, rest = text_of(cursor_after(ORDER, ASKED, "s1")).split(".", 1)
    forged = base64.urlsafe_b64encode(f"{offset}.{rest}".encode()).decode()
    with pytest.raises(BadInput):
        read_cursor(forged, ASKED)


@given(
    st.one_of(st.text(max_size=60), st.binary(max_size=40).map(lambda some: base64.urlsafe_b64encode(some).decode()))
)
def test_whatever_is_no_cursor_is_refused_by_name(made_up):
    with pytest.raises(BadInput) as refused:
        read_cursor(made_up, ASKED)
    assert refused.value.errors[0].pointer == "/cursor"


@pytest.mark.parametrize("diversity", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("likes", [2, 4, 25])
@pytest.mark.parametrize("size", [7, 10])
def test_pages_never_overlap_and_make_up_one_long_page(corpus, ids, diversity, likes, size):
    request = RecommendationRequest(some(ids, likes, seed=likes), limit=size, diversity=diversity)
    pages = [recommend(corpus, replace(request, offset=offset)) for offset in range(0, 9 * size, size)]
    paged = [name for page in pages for name in names(page)]
    assert len(paged) == len(set(paged)) == 9 * size
    assert set(paged) == set(names(recommend(corpus, replace(request, limit=9 * size))))
    assert [item.rank for page in pages for item in page.data] == list(range(1, 9 * size + 1))


def test_the_last_page_says_that_it_is_the_last(corpus, ids):
    request = RecommendationRequest(some(ids, 3), limit=100)
    assert recommend(corpus, request).more
    last = recommend(corpus, replace(request, offset=100))
    assert (len(last.data), last.more) == (57, False)
    assert recommend(corpus, replace(request, offset=200)).empty_reason == "no_more_candidates"


def test_cursors_lead_through_all_pages_over_http(reader, sampled):
    body = {"liked": sampled.corpus.catalog.first_ids(3), "limit": 25}
    shown, cursor = [], None
    for _ in range(3):
        page = reader.post(ROUTE, json=body | {"cursor": cursor}).json()
        shown += [item["paper"]["id"] for item in page["data"]]
        cursor = page["next"]
    assert cursor is None
    assert len(shown) == len(set(shown)) == 57
    first = reader.post(ROUTE, json=body).json()["next"]
    for change in (
        {"liked": body["liked"][:2]},
        {"diversity": 0.9},
        {"filters": {"sources": ["x"]}},
        {"exclude": shown},
    ):
        answer = reader.post(ROUTE, json=body | change | {"cursor": first})
        assert pointers(problem(answer, 422, "invalid_input")) == ["/cursor"]


def test_a_cursor_is_refused_after_the_papers_have_changed(client, small):
    body = {"liked": small.corpus.catalog.first_ids(3), "limit": 5}
    following = client.post(ROUTE, json=body).json()["next"]
    assert client.post(ROUTE, json=body | {"cursor": following}).status_code == 200
    client.post("/v1/papers", json={"papers": [{"title": "Something new under the sun"}]})
    problem(client.post(ROUTE, json=body | {"cursor": following}), 409, "snapshot_gone")
