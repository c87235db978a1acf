"""Recommendations: the list of our own API, in Semantic Scholar's words."""

import pytest

from tests.semantic_scholar.conftest import KETTLES, SAUCERS, TEAPOTS

POST = "/recommendations/v1/papers/"


def test_they_are_the_papers_that_our_own_api_recommends(facade):
    theirs = facade.post(POST, params={"limit": 9}, json={"positivePaperIds": [KETTLES], "negativePaperIds": [TEAPOTS]})
    ours = facade.post("/v1/recommendations", json={"liked": [KETTLES], "disliked": [TEAPOTS], "limit": 9}).json()
    assert theirs.json() == {
        "recommendedPapers": [
            {"paperId": item["paper"]["id"], "title": item["paper"]["title"]} for item in ours["data"]
        ]
    }
    alone = facade.get(f"/recommendations/v1/papers/forpaper/{KETTLES}").json()
    assert alone == facade.post(POST, json={"positivePaperIds": [KETTLES]}).json()


def test_without_the_slash_it_is_the_same(facade):
    body = {"positivePaperIds": [KETTLES], "negativePaperIds": None}
    assert facade.post("/recommendations/v1/papers", json=body).json() == facade.post(POST, json=body).json()


def test_examples_that_are_not_here_are_left_out_and_pointed_at(facade):
    sent = {"positivePaperIds": ["hf:none", KETTLES], "negativePaperIds": [SAUCERS, "not an id of"]}
    found = facade.post(POST, json=sent).json()
    assert found["notFound"] == ["/positivePaperIds/0", "/negativePaperIds/1"]
    known = {"positivePaperIds": [KETTLES], "negativePaperIds": [SAUCERS]}
    assert found["recommendedPapers"] == facade.post(POST, json=known).json()["recommendedPapers"]


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({}, 400, "positivePaperIds: name at least one paper."),
        ({"positivePaperIds": None}, 400, "positivePaperIds: name at least one paper."),
        ({"positivePaperIds": [], "negativePaperIds": [KETTLES]}, 400, "positivePaperIds: name at least one paper."),
        ({"positivePaperIds": ["hf:none"]}, 404, "Input papers not found"),
        ({"positivePaperIds": [KETTLES, 1, 2]}, 400, "/positivePaperIds/1: Input should be a valid string."),
        (
            {"positivePaperIds": [KETTLES], "negativePaperIds": ["hf:none", "2106.99001"]},
            400,
            "/positivePaperIds/0 and /negativePaperIds/1 are the same paper, liked and disliked.",
        ),
        (
            {"positivePaperIds": [KETTLES] * 1_001},
            400,
            "/positivePaperIds: more than the limit of 1,000.",
        ),
    ],
)
def test_what_nothing_can_be_recommended_for_is_refused_and_named(facade, sent, status, said):
    answer = facade.post(POST, json=sent)
    assert (answer.status_code, answer.json()) == (status, {"error": said})


def test_the_limit_is_from_1_to_500(facade):
    for limit, status in ((0, 400), (1, 200), (500, 200), (501, 400)):
        assert facade.get(f"/recommendations/v1/papers/forpaper/{KETTLES}?limit={limit}").status_code == status


def test_a_pool_that_semantic_scholar_does_not_have_is_refused(facade):
    answer = facade.get(f"/recommendations/v1/papers/forpaper/{KETTLES}?from=old")
    assert (answer.status_code, answer.json()["error"]) == (
        400,
        "Unrecognized value for `from`. Restrict to: `['recent', 'all-cs']`",
    )
