"""What users say over HTTP decides what they are shown."""

import pytest
from starlette.testclient import TestClient

from service.app import create_app
from service.storage import FeedbackEvent, FeedbackKind
from tests.api.problem import pointers, problem
from tests.api.users import ANN, HOUR, ago, recommended, say, shown


@pytest.fixture
def ids(small):
    return small.corpus.catalog.first_ids(60)


def test_liked_disliked_and_seen_papers_never_come_back(client, ids):
    for paper, kind in zip(ids, ["like", "dislike", "seen"] * 4, strict=False):
        say(client, paper, kind)
    answer = recommended(client)
    assert {item["paper"]["id"] for item in answer["data"]} == set(ids[12:])
    assert answer["excluded"] == {"liked": 4, "disliked": 4, "exclude": 4}


def test_a_user_is_answered_like_a_request_with_the_same_likes(client, ids):
    for paper in ids[:3]:
        say(client, paper)
    say(client, ids[3], "dislike")
    asked = client.post("/v1/recommendations", json={"liked": ids[2::-1], "disliked": [ids[3]], "limit": 100}).json()
    assert recommended(client) == asked


def test_a_user_without_likes_gets_papers_that_stand_for_the_corpus_with_low_confidence(client, ids):
    answer = recommended(client, limit=10)
    assert len(answer["data"]) == 10
    for item in answer["data"]:
        assert (item["confidence"], item["because"], item["interest"]) == ("low", [], None)
        assert sum(item["adjustments"].values()) == pytest.approx(item["score"], abs=1e-6)
    say(client, ids[0], "seen")
    say(client, ids[1], "dislike")
    assert set(shown(client)) == set(ids[2:])


def test_the_first_papers_have_pages_too(client):
    first = recommended(client, limit=20)
    second = recommended(client, limit=20, cursor=first["next"])
    assert [item["rank"] for item in second["data"]] == list(range(21, 41))
    assert first["data"] + second["data"] == recommended(client, limit=40)["data"]
    assert recommended(client)["next"] is None


def test_what_three_users_lately_like_is_among_the_first_papers_and_says_so(client, ids):
    quiet = recommended(client, limit=10)
    assert not any("trending" in item["adjustments"] for item in quiet["data"])
    for user in ("bob", "cid", "dan"):
        say(client, ids[7], user=user)
        say(client, ids[33], user=user, at=ago(24 * 28))
    first, *others = recommended(client, limit=10)["data"]
    assert first["paper"]["id"] == ids[7]
    assert first["adjustments"]["trending"] > 0
    (older,) = [item for item in others if "trending" in item["adjustments"]]
    assert older["paper"]["id"] == ids[33]
    assert older["adjustments"]["trending"] < first["adjustments"]["trending"] / 4
    for item in [first, *others]:
        assert (item["confidence"], item["because"], item["interest"]) == ("low", [], None)
        assert sum(item["adjustments"].values()) == pytest.approx(item["score"], abs=1e-6)
    assert {item["paper"]["id"] for item in others} & {item["paper"]["id"] for item in quiet["data"]}
    assert all(item["adjustments"] == {} for item in recommended(client, explain=False)["data"])


def test_pages_of_the_first_papers_never_overlap_with_trending_ones_among_them(client, ids):
    for paper in ids[5:25]:
        for user in ("bob", "cid", "dan"):
            say(client, paper, user=user)
    pages, following = [], None
    while following is not None or not pages:
        page = recommended(client, limit=7, **({"cursor": following} if following else {}))
        pages += page["data"]
        following = page["next"]
    assert pages == recommended(client, limit=60)["data"]
    assert [item["rank"] for item in pages] == list(range(1, 61))
    scores = [item["score"] for item in pages]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("kind", ["seen", "dislike"])
def test_a_trending_paper_that_was_put_aside_or_filtered_out_never_comes(client, ids, kind):
    for user in ("bob", "cid", "dan"):
        say(client, ids[7], user=user)
    assert shown(client)[0] == ids[7]
    say(client, ids[7], kind)
    assert set(shown(client)) == {*ids} - {ids[7]}
    filtered = recommended(client, "newuser", published_after="2999-01-01")
    assert (filtered["data"], filtered["empty_reason"]) == ([], "all_filtered")


def test_a_user_without_likes_sees_no_like_that_fewer_than_three_share(client, ids):
    """The new user compares whole answers, with their cursors, while others come to like a paper one by one."""

    def everything_a_newcomer_can_ask():
        return client.get(f"{ANN}/recommendations", params={"limit": 50}).content

    for user in ("bob", "cid", "dan"):
        say(client, ids[3], user=user, at=ago(1))
    before = everything_a_newcomer_can_ask()
    for user, at in (("bob", ago(0)), ("cid", ago(24 * 90))):
        say(client, ids[7], user=user, at=at)
        assert everything_a_newcomer_can_ask() == before
    say(client, ids[7], user="dan", at=ago(24 * 90))
    old = everything_a_newcomer_can_ask()
    assert old != before
    say(client, ids[7], user="dan", at=ago(0))
    assert everything_a_newcomer_can_ask() == old


@pytest.mark.parametrize("query", [{"limit": 101}, {"limit": 0}, {"cursor": "x"}, {"diversity": 2}, {"color": "red"}])
@pytest.mark.parametrize("likes", [0, 2])
def test_a_bad_parameter_is_named_with_and_without_likes(client, ids, query, likes):
    for paper in ids[:likes]:
        say(client, paper)
    answer = client.get(f"{ANN}/recommendations", params=query)
    assert pointers(problem(answer, 422, "invalid_input")) == [f"/{next(iter(query))}"]


def test_everything_seen_is_an_empty_list_with_a_reason(client, small, ids):
    small.corpus.feedback.record("ann", [FeedbackEvent(paper, FeedbackKind.SEEN) for paper in ids], small.now())
    assert recommended(client)["empty_reason"] == "nothing_left_after_exclusions"
    say(client, ids[0])
    assert recommended(client)["empty_reason"] == "nothing_left_after_exclusions"


def test_an_empty_installation_tells_a_user_so(empty):
    with TestClient(create_app(empty)) as client:
        answer = recommended(client)
        assert (answer["data"], answer["empty_reason"]) == ([], "no_papers")
        assert client.get(f"{ANN}/interests").json() == {"data": []}


def test_a_cursor_is_refused_after_the_user_liked_something_else(client, ids):
    say(client, ids[0])
    following = recommended(client, limit=5)["next"]
    assert len(shown(client, limit=5, cursor=following)) == 5
    say(client, ids[30])
    answer = client.get(f"{ANN}/recommendations", params={"limit": 5, "cursor": following})
    problem(answer, 409, "snapshot_gone")


def test_a_like_outlives_the_deletion_of_its_paper_and_is_listed_as_not_found(client, ids):
    say(client, ids[0])
    say(client, ids[1])
    assert client.delete(f"/v1/papers/{ids[0]}").status_code == 204
    answer = recommended(client)
    assert answer["not_found"] == [ids[0]]
    assert {cause["paper_id"] for item in answer["data"] for cause in item["because"]} == {ids[1]}


def test_nobody_sees_a_like_that_fewer_than_three_share(client, ids):
    """Bob compares whole answers, with their cursors, while others like what he likes and one paper more."""
    for user in ("bob", "cid"):
        say(client, ids[0], user=user)

    def everything_bob_can_ask():
        wish = {"liked": [ids[0]], "limit": 5}
        asked = client.get("/v1/users/bob/recommendations"), client.post("/v1/recommendations", json=wish)
        return [answer.content for answer in asked]

    before = everything_bob_can_ask()
    say(client, ids[7], user="dan")
    assert everything_bob_can_ask() == before
    for other in ("eve", "fay", "gus"):
        say(client, ids[0], user=other)
        say(client, ids[7], user=other)
    assert everything_bob_can_ask() != before
    assert any(cause["co_likes"] > 0 for item in recommended(client, "bob")["data"] for cause in item["because"])


def test_what_others_like_together_is_part_of_the_sum(client, ids):
    for user in ("a", "b", "c", "d"):
        say(client, ids[0], user=user)
        say(client, ids[7], user=user)
    say(client, ids[0])
    for item in recommended(client)["data"]:
        parts = [cause["contribution"] for cause in item["because"]] + list(item["adjustments"].values())
        assert sum(parts) == pytest.approx(item["score"], abs=1e-6)
    assert shown(client)[0] == ids[7]


def test_fifty_thousand_likes_are_answered_and_listed_once(client, small, ids):
    """Most are of papers that are gone; the newest are of papers that are here."""
    gone = [FeedbackEvent(f"hf:gone-{n}", FeedbackKind.LIKE, small.now() - HOUR) for n in range(50_000)]
    small.corpus.feedback.record(
        "ann", [*gone, *(FeedbackEvent(paper, FeedbackKind.LIKE) for paper in ids[:30])], small.now()
    )
    answer = recommended(client)
    assert {item["paper"]["id"] for item in answer["data"]} == set(ids[30:])
    assert len(answer["not_found"]) == 50_000


def test_likes_fade_only_when_asked_to_and_then_the_recent_one_pulls_more(client, ids):
    say(client, ids[0], at=ago(24 * 300))
    say(client, ids[1])

    def pull(item):
        causes = {cause["paper_id"]: cause["contribution"] for cause in item["because"]}
        return causes.get(ids[0], 0) - causes.get(ids[1], 0)

    steady = {item["paper"]["id"]: item for item in recommended(client)["data"]}
    faded = {item["paper"]["id"]: item for item in recommended(client, half_life_days=30)["data"]}
    both = steady.keys() & faded.keys()
    assert both
    assert sum(pull(faded[name]) < pull(steady[name]) for name in both) > len(both) / 2


def test_a_like_from_long_ago_still_counts_with_the_shortest_half_life(client, ids):
    say(client, ids[0], at="1970-01-02T00:00:00Z")
    say(client, ids[1])
    faded = recommended(client, half_life_days=1)["data"]
    assert faded
    assert all({cause["paper_id"] for cause in item["because"]} == {ids[0], ids[1]} for item in faded)


def test_a_users_list_takes_filters_in_the_query(client, ids):
    say(client, ids[0])
    everything = recommended(client)["data"]
    flows = recommended(client, keywords_any=["flow"])["data"]
    assert flows
    assert len(flows) < len(everything)
    assert all("flow" in f"{item['paper']['title']} {item['paper']['abstract']}".lower() for item in flows)
