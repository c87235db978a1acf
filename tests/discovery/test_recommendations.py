"""Recommendations as a whole, on papers of the sample: sums, pages, filters, causes that are causes, equal bytes."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa

from service.api.services import Services
from service.discovery.cold_start import introduce
from service.papers.paper import Paper, Source, make_paper
from service.discovery.recommendations import Recommendations, Wish, recommend, what_if
from service.storage.sql.database import vectors
from service.storage.filters import Filters
from service.storage.sql.key_values import bump
from service.storage.feedback import Event, Kind
from tests.api.problem import pointers, problem
from tests.corpora import NOW
from tests.stores import InFolders

ROUTE = "/v1/recommendations"
TOKENS = {"max_tokens": 24}


@pytest.fixture(scope="module")
def holdings(many: Services):
    return many.holdings


@pytest.fixture(scope="module")
def ids(holdings):
    return holdings.catalog.first_ids(160)


def some(ids, count: int, seed: int = 0) -> tuple[str, ...]:
    return tuple(np.random.default_rng(seed).permutation(ids)[:count].tolist())


def made(title: str, abstract: str, paper_id: str) -> Paper:
    return make_paper(title, abstract, id=paper_id, source=Source(name="test"))


def names(found: Recommendations) -> list[str]:
    return [item.paper.id for item in found.data]


@pytest.mark.parametrize(("likes", "dislikes"), [(1, 0), (1, 2), (2, 0), (5, 3), (20, 0), (30, 0), (30, 25), (100, 20)])
def test_causes_and_adjustments_add_up_to_the_score(holdings, ids, likes, dislikes):
    drawn = some(ids, likes + dislikes)
    found = recommend(holdings, Wish(drawn[:likes], drawn[likes:], limit=100, diversity=0.5))
    assert found.data
    for item in found.data:
        parts = [cause.contribution for cause in item.because] + list(item.adjustments.values())
        assert sum(parts) == pytest.approx(item.score, abs=1e-6)
        assert len(item.because) == min(20, likes + dislikes)
        assert ("other_likes" in item.adjustments) == (likes + dislikes > 20)


def test_a_like_speaks_for_and_a_dislike_against_what_resembles_it(holdings, ids):
    liked, disliked = some(ids, 2)
    copy = made("A copy", holdings.catalog.get([disliked])[disliked].abstract, "my:copy")
    holdings.add([copy], NOW)
    row = {item.paper.id: item for item in recommend(holdings, Wish((liked,), (disliked,), limit=200)).data}["my:copy"]
    holdings.delete("my:copy")
    assert {cause.paper_id: cause.contribution < 0 for cause in row.because}[disliked]


def test_the_list_is_ordered_by_score_and_ranks_count(holdings, ids):
    found = recommend(holdings, Wish(some(ids, 6), limit=50))
    scores = [item.score for item in found.data]
    assert scores == sorted(scores, reverse=True)
    assert [item.rank for item in found.data] == list(range(1, 51))


@pytest.mark.parametrize("diversity", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("likes", [2, 4, 25])
@pytest.mark.parametrize("size", [7, 10])
def test_pages_never_overlap_and_make_up_one_long_page(holdings, ids, diversity, likes, size):
    wish = Wish(some(ids, likes, seed=likes), limit=size, diversity=diversity)
    pages = [recommend(holdings, replace(wish, offset=offset)) for offset in range(0, 9 * size, size)]
    paged = [name for page in pages for name in names(page)]
    assert len(paged) == len(set(paged)) == 9 * size
    assert set(paged) == set(names(recommend(holdings, replace(wish, limit=9 * size))))
    assert [item.rank for page in pages for item in page.data] == list(range(1, 9 * size + 1))


def test_the_last_page_says_that_it_is_the_last(holdings, ids):
    wish = Wish(some(ids, 3), limit=100)
    assert recommend(holdings, wish).more
    last = recommend(holdings, replace(wish, offset=100))
    assert (len(last.data), last.more) == (57, False)
    assert recommend(holdings, replace(wish, offset=200)).empty_reason == "no_more_candidates"


def test_cursors_lead_through_all_pages_over_http(reader, sampled):
    body = {"liked": sampled.holdings.catalog.first_ids(3), "limit": 25}
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
    body = {"liked": small.holdings.catalog.first_ids(3), "limit": 5}
    following = client.post(ROUTE, json=body).json()["next"]
    assert client.post(ROUTE, json=body | {"cursor": following}).status_code == 200
    client.post("/v1/papers", json={"papers": [{"title": "Something new under the sun"}]})
    problem(client.post(ROUTE, json=body | {"cursor": following}), 409, "snapshot_gone")


def test_removing_the_top_named_like_costs_most(holdings, ids):
    """Recomputed for every like of 40 items; the first named must cost at least as much as any other in 9 of 10."""
    right = 0
    for seed in range(10):
        wish = Wish(some(ids, 3 + seed, seed), limit=4, diversity=0.0)
        for item in recommend(holdings, wish).data:
            loss = {}
            for name in wish.liked:
                now, then = what_if(holdings, wish, item.paper.id, frozenset([name]))
                loss[name] = now.score - then.score
            right += loss[item.because[0].paper_id] >= max(loss.values()) - 1e-9
    assert right >= 36


def test_what_if_begins_at_the_score_of_the_list_and_nothing_removed_changes_nothing(holdings, ids):
    wish = Wish(some(ids, 5), (ids[0],) if ids[0] not in some(ids, 5) else (), diversity=0.0)
    for item in recommend(holdings, wish).data:
        now, then = what_if(holdings, wish, item.paper.id, frozenset(["hf:nowhere"]))
        assert now == then
        assert (now.score, now.rank) == (pytest.approx(item.score, abs=1e-6), item.rank)


def test_what_if_no_like_is_left_is_nothing(holdings, ids):
    now, then = what_if(holdings, Wish((ids[0],)), ids[1], frozenset([ids[0]]))
    assert now is not None
    assert then is None


def test_explain_over_http_names_what_is_wrong(reader, sampled):
    first, second, third = sampled.holdings.catalog.first_ids(3)
    body = {"liked": [first, second], "paper_id": third, "without": [first]}
    answer = reader.post(f"{ROUTE}/explain", json=body).json()
    assert (answer["paper_id"], answer["snapshot"]) == (third, sampled.holdings.catalog.snapshot())
    assert answer["now"] != answer["without"]
    assert reader.post(f"{ROUTE}/explain", json=body | {"without": [first, second]}).json()["without"] is None
    problem(reader.post(f"{ROUTE}/explain", json=body | {"paper_id": "hf:nowhere"}), 404, "paper_not_found")
    for change, field in (
        ({"paper_id": first}, "/paper_id"),
        ({"liked": ["hf:nowhere"]}, "/liked"),
        ({"without": []}, "/without"),
    ):
        assert pointers(problem(reader.post(f"{ROUTE}/explain", json=body | change), 422)) == [field]


def test_filters_leave_only_what_they_allow(holdings):
    liked = tuple(sorted(holdings.catalog.matching(Filters(keywords_any=("diffusion",))))[:6])
    for filters in (Filters(keywords_any=("diffusion",)), Filters(keywords_none=("model",))):
        allowed = holdings.catalog.matching(filters) - set(liked)
        assert 0 < len(allowed) < 154
        found = recommend(holdings, Wish(liked, limit=200, filters=filters))
        assert set(names(found)) == allowed
        assert found.excluded == {"liked": 6, "filters": 154 - len(allowed)}


def test_when_all_are_filtered_the_reason_is_named(holdings, ids):
    found = recommend(holdings, Wish((ids[0],), filters=Filters(sources=("nowhere",))))
    assert (found.data, found.empty_reason, found.excluded["filters"]) == ((), "all_filtered", 159)


def test_an_empty_filter_filters_nothing(holdings, ids):
    assert recommend(holdings, Wish((ids[0],), filters=Filters())) == recommend(holdings, Wish((ids[0],)))


def test_a_like_that_resembles_nothing_here_gets_an_honest_no(holdings, ids):
    stranger = made("Zwiebelkuchen", "Man nehme Zwiebeln, Speck, Hefe und Mehl.", "my:recipe")
    holdings.add([stranger], NOW)
    alone = recommend(holdings, Wish(("my:recipe",)))
    beside = recommend(holdings, Wish(("my:recipe", ids[0])))
    holdings.delete("my:recipe")
    assert (alone.data, alone.empty_reason) == ((), "nothing_close_enough")
    assert beside.data


def test_what_is_far_from_every_like_is_of_low_confidence(holdings, ids):
    found = recommend(holdings, Wish(some(ids, 3), limit=200))
    assert found.data[-1].confidence == "low"


def test_weights_move_the_list_towards_the_heavier_like(holdings, ids):
    liked = some(ids, 2, seed=7)

    def pull(weights):
        found = recommend(holdings, Wish(liked, limit=5, weights=weights, diversity=0.0))
        return sum(cause.contribution for item in found.data for cause in item.because if cause.paper_id == liked[0])

    assert pull((5.0, 1.0)) > pull((1.0, 1.0)) > pull((0.2, 1.0))
    muted = recommend(holdings, Wish(liked, weights=(0.0, 1.0)))
    assert {cause.paper_id for item in muted.data for cause in item.because} == {liked[1]}
    assert liked[0] not in names(muted)


def test_bytes_are_equal_by_scan_and_by_chroma_after_restarts_and_rebuilds_also_with_what_others_like(
    stores: InFolders, many_folder: Path, tmp_path: Path, open_services
):
    stores.copy(many_folder, tmp_path / "data")
    seen = []
    for exact_below in (20_000, 0, 0):
        with open_services(embedding=TOKENS, index={"exact_below": exact_below}) as services:
            holdings = services.holdings
            ids = holdings.catalog.first_ids(160)
            for user in range(8):
                liked = [*ids[:4], *ids[20 : 23 + user % 3], ids[50 + user]]
                holdings.users.record(f"user{user}", [Event(name, Kind.LIKE) for name in liked], NOW)
            wish = Wish(tuple(ids[:4]), (ids[9],), limit=100, user="user3")
            seen += [recommend(holdings, wish), recommend(holdings, replace(wish, user=None))]
            if exact_below == 0:
                holdings.reindex()
                seen += [recommend(holdings, wish), recommend(holdings, replace(wish, user=None))]
    assert any(cause.co_likes > 0 for item in seen[0].data for cause in item.because)
    assert len({repr(answer) for answer in seen[::2]}) == len({repr(answer) for answer in seen[1::2]}) == 1


def test_the_view_of_likes_followed_change_by_change_is_the_one_read_anew(small: Services):
    holdings = small.holdings
    ids = holdings.catalog.first_ids(60)
    changes = [(user, ids[k % 7], kind) for k, (user, kind) in enumerate(zip("zyxabc" * 6, [*Kind] * 12, strict=True))]
    for hour, (user, name, kind) in enumerate(changes):
        holdings.users.record(user, [Event(name, kind, NOW.replace(hour=hour % 24))], NOW)
        if hour % 9 == 8:
            holdings.users.forget(user, name)
        holdings.view()
    followed = holdings.view()
    holdings.add([made("Another", "paper", "my:another")], NOW)
    holdings.delete("my:another")
    anew = holdings.view()
    assert anew is not followed
    assert anew.users == followed.users
    for name in ids[:7]:
        row = [followed.corpus.rows[name]]
        assert anew.co_likes.total(row).tobytes() == followed.co_likes.total(row).tobytes()


@pytest.fixture
def tiny(open_services):
    with open_services(embedding=TOKENS) as services:
        yield services.holdings


def test_one_paper_in_the_corpus(tiny):
    tiny.add([made("The only one", "There is.", "my:a")], NOW)
    found = recommend(tiny, Wish(("my:a",)))
    assert (found.data, found.empty_reason) == ((), "nothing_left_after_exclusions")
    assert names(recommend(tiny, Wish(("my:b",)))) == []
    assert names(introduce(tiny, Wish(()))) == ["my:a"]


def test_identical_papers_come_in_the_order_of_their_ids(tiny):
    tiny.add([made("The same", "text again and again.", f"my:{name}") for name in "dbacfe"], NOW)
    found = recommend(tiny, Wish(("my:c",), diversity=0.0))
    assert names(found) == [f"my:{name}" for name in "abdef"]
    assert len({item.score for item in found.data}) == 1
    assert names(introduce(tiny, Wish(()))) == [f"my:{name}" for name in "abcdef"]


def test_a_zero_vector_is_a_paper_like_any_other(tiny):
    tiny.add([made(f"Paper {n}", f"About number {n}.", f"my:{n}") for n in range(5)], NOW)
    with tiny.catalog._db.write() as connection:  # noqa: SLF001  # no text has such a vector
        connection.execute(sa.update(vectors).where(vectors.c.paper_id == "my:3").values(vector=bytes(1_536)))
        bump(connection, "version")
    for liked in (("my:3",), ("my:3", "my:1"), ("my:0",)):
        found = recommend(tiny, Wish(liked))
        assert {*names(found), *liked} == {f"my:{n}" for n in range(5)}
        assert all(np.isfinite(item.score) for item in found.data)


@pytest.mark.parametrize(
    "damage",
    [
        np.full(384, np.nan, dtype="<f4").tobytes(),
        np.full(384, np.inf, dtype="<f4").tobytes(),
        np.full(384, -3e38, dtype="<f4").tobytes(),
        bytes(1_532),
        b"\0",
        b"",
    ],
    ids=["nan", "inf", "huge", "short", "byte", "empty"],
)
def test_damaged_vectors_are_never_ranked_and_made_anew_at_the_next_start(open_services, damage):
    papers = [made(f"Paper {n}", f"About number {n}.", f"my:{n}") for n in range(5)]
    wish = Wish(("my:0",))
    with open_services(embedding=TOKENS) as services:
        services.holdings.add(papers, NOW)
        before = recommend(services.holdings, wish)
        with services.database.write() as connection:  # as bit rot does
            ours = vectors.c.paper_id.in_(["my:0", "my:1"])
            connection.execute(sa.update(vectors).where(ours).values(vector=damage))
    with open_services(embedding=TOKENS) as services:
        assert recommend(services.holdings, wish) == before
        assert services.holdings.whole()


def test_a_vector_that_is_damaged_while_we_run_is_a_paper_not_embedded_yet(tiny):
    tiny.add([made(f"Paper {n}", f"About number {n}.", f"my:{n}") for n in range(5)], NOW)
    nan = np.full(384, np.nan, dtype="<f4").tobytes()
    with tiny.catalog._db.write() as connection:  # noqa: SLF001  # as another program would
        one = vectors.c.paper_id == "my:1"
        connection.execute(sa.update(vectors).where(one).values(vector=nan, version=bump(connection, "version")))
    assert set(names(recommend(tiny, Wish(("my:0",))))) == {"my:2", "my:3", "my:4"}
    assert recommend(tiny, Wish(("my:1",))).empty_reason == "liked_not_embedded_yet"
    tiny.refresh()
    assert set(names(recommend(tiny, Wish(("my:0",))))) == {"my:1", "my:2", "my:3", "my:4"}
