"""Recommendations as a whole, on papers of the sample: sums, pages, filters, causes that are causes, equal bytes."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa
from scipy.cluster.vq import kmeans2

from service.api import Services
from service.discovery.cold_start import cold_start
from service.discovery.recommendations import recommend
from service.discovery.request import RecommendationRequest
from service.storage import FeedbackEvent, FeedbackKind
from service.storage.sql import increment, vectors
from tests.corpora import NOW, SUBJECTS
from tests.discovery.lists import made, names, some
from tests.stores import InFolders

TOKENS = {"max_tokens": 24}


@pytest.mark.parametrize(("likes", "dislikes"), [(1, 0), (1, 2), (2, 0), (5, 3), (20, 0), (30, 0), (30, 25), (100, 20)])
def test_causes_and_adjustments_add_up_to_the_score(corpus, ids, likes, dislikes):
    drawn = some(ids, likes + dislikes)
    found = recommend(corpus, RecommendationRequest(drawn[:likes], drawn[likes:], limit=100, diversity=0.5))
    assert found.data
    for item in found.data:
        parts = [cause.contribution for cause in item.because] + list(item.adjustments.values())
        assert sum(parts) == pytest.approx(item.score, abs=1e-6)
        assert len(item.because) == min(20, likes + dislikes)
        assert ("other_likes" in item.adjustments) == (likes + dislikes > 20)


def test_a_like_speaks_for_and_a_dislike_against_what_resembles_it(corpus, ids):
    liked, disliked = some(ids, 2)
    words = corpus.catalog.get([disliked])[disliked].abstract.split()
    corpus.add([made("One like it", " ".join(words[: len(words) // 3]), "my:like")], NOW)
    row = {
        item.paper.id: item for item in recommend(corpus, RecommendationRequest((liked,), (disliked,), limit=200)).data
    }["my:like"]
    corpus.delete("my:like")
    assert {cause.paper_id: cause.contribution < 0 for cause in row.because}[disliked]


def test_the_list_is_ordered_by_score_and_ranks_count(corpus, ids):
    found = recommend(corpus, RecommendationRequest(some(ids, 6), limit=50))
    scores = [item.score for item in found.data]
    assert scores == sorted(scores, reverse=True)
    assert [item.rank for item in found.data] == list(range(1, 51))


def test_a_like_that_resembles_nothing_here_gets_a_full_page_of_low_confidence(corpus):
    stranger = made("Zwiebelkuchen", "Man nehme Zwiebeln, Speck, Hefe und Mehl.", "my:recipe")
    corpus.add([stranger], NOW)
    alone = recommend(corpus, RecommendationRequest(("my:recipe",)))
    corpus.delete("my:recipe")
    assert len(alone.data) == 10
    assert {item.confidence for item in alone.data} == {"low"}


def test_a_single_like_of_any_paper_gives_a_full_page(corpus, ids):
    assert {len(recommend(corpus, RecommendationRequest((name,))).data) for name in ids} == {10}


def test_several_interests_stay_apart(corpus):
    """Three topics of two likes each: in nearly every draw each of them leads two or more of the first ten papers."""
    snapshot = corpus.snapshot()
    _, topic = kmeans2(snapshot.papers.dense.astype(float), 8, minit="++", seed=0)
    generator = np.random.default_rng(0)
    apart: list[bool] = []
    for _ in range(60):
        topics = generator.choice(np.flatnonzero(np.bincount(topic) > 4), 3, replace=False).tolist()
        rows = [row for each in topics for row in generator.choice(np.flatnonzero(topic == each), 2, replace=False)]
        found = recommend(corpus, RecommendationRequest(tuple(snapshot.ids[row] for row in rows)))
        leading = [topic[snapshot.rows[item.because[0].paper_id]] for item in found.data]
        apart.append(min(leading.count(each) for each in topics) >= 2)
    assert np.mean(apart) >= 0.95


def test_what_is_far_from_every_like_is_of_low_confidence(corpus, ids):
    found = recommend(corpus, RecommendationRequest(some(ids, 3), limit=200))
    assert found.data[-1].confidence == "low"


def test_weights_move_the_list_towards_the_heavier_like(corpus, ids):
    liked = some(ids, 2, seed=7)

    def pull(weights):
        found = recommend(corpus, RecommendationRequest(liked, limit=5, weights=weights, diversity=0.0))
        return sum(cause.contribution for item in found.data for cause in item.because if cause.paper_id == liked[0])

    assert pull((5.0, 1.0)) > pull((1.0, 1.0)) > pull((0.2, 1.0))
    muted = recommend(corpus, RecommendationRequest(liked, weights=(0.0, 1.0)))
    assert {cause.paper_id for item in muted.data for cause in item.because} == {liked[1]}
    assert liked[0] not in names(muted)


def test_bytes_are_equal_by_scan_and_by_chroma_after_restarts_and_rebuilds_also_with_what_others_like(
    stores: InFolders, many_folder: Path, tmp_path: Path, open_services
):
    stores.copy(many_folder, tmp_path / "data")
    seen = []
    for exact_below in (20_000, 0, 0):
        with open_services(embedding=TOKENS, index={"exact_below": exact_below}) as services:
            corpus = services.corpus
            ids = corpus.catalog.first_ids(160)
            for user in range(8):
                liked = [*ids[:4], *ids[20 : 23 + user % 3], ids[50 + user]]
                corpus.feedback.record(f"user{user}", [FeedbackEvent(name, FeedbackKind.LIKE) for name in liked], NOW)
            request = RecommendationRequest(tuple(ids[:4]), (ids[9],), limit=100, user="user3")
            seen += [recommend(corpus, request), recommend(corpus, replace(request, user=None))]
            if exact_below == 0:
                corpus.reindex()
                seen += [recommend(corpus, request), recommend(corpus, replace(request, user=None))]
    assert any(cause.co_likes > 0 for item in seen[0].data for cause in item.because)
    assert len({repr(answer) for answer in seen[::2]}) == len({repr(answer) for answer in seen[1::2]}) == 1


def test_the_view_of_likes_followed_change_by_change_is_the_one_read_anew(small: Services):
    corpus = small.corpus
    ids = corpus.catalog.first_ids(60)
    changes = [
        (user, ids[k % 7], kind) for k, (user, kind) in enumerate(zip("zyxabc" * 6, [*FeedbackKind] * 12, strict=True))
    ]
    for hour, (user, name, kind) in enumerate(changes):
        corpus.feedback.record(user, [FeedbackEvent(name, kind, NOW.replace(hour=hour % 24))], NOW)
        if hour % 9 == 8:
            corpus.feedback.delete(user, [name])
        corpus.papers_and_likes()
    followed = corpus.papers_and_likes()
    corpus.add([made("Another", "paper", "my:another")], NOW)
    corpus.delete("my:another")
    anew = corpus.papers_and_likes()
    assert anew is not followed
    assert anew.users == followed.users
    for name in ids[:7]:
        row = [followed.snapshot.rows[name]]
        assert anew.co_likes.total(row, np.ones(1)).tobytes() == followed.co_likes.total(row, np.ones(1)).tobytes()


def test_one_paper_in_the_corpus(tiny):
    tiny.add([made("The only one", "There is.", "my:a")], NOW)
    found = recommend(tiny, RecommendationRequest(("my:a",)))
    assert (found.data, found.empty_reason) == ((), "nothing_left_after_exclusions")
    assert names(recommend(tiny, RecommendationRequest(("my:b",)))) == []
    assert names(cold_start(tiny, RecommendationRequest(()))) == ["my:a"]


def test_of_identical_papers_the_first_by_id_stands_for_all(tiny):
    tiny.add([made("The same", "text again and again.", f"doi:10.5555/{name}") for name in "dbacfe"], NOW)
    tiny.add([made("Another", "on violins.", "my:g")], NOW)
    assert names(recommend(tiny, RecommendationRequest(("my:g",)))) == ["doi:10.5555/a"]
    assert names(cold_start(tiny, RecommendationRequest(()))) == ["doi:10.5555/a", "my:g"]


def test_a_zero_vector_is_a_paper_like_any_other(tiny):
    tiny.add([made(f"Paper {n}", f"About {SUBJECTS[n]}.", f"my:{n}") for n in range(5)], NOW)
    with tiny.catalog._db.write() as connection:  # noqa: SLF001  # no text has such a vector
        connection.execute(sa.update(vectors).where(vectors.c.paper_id == "my:3").values(vector=bytes(1_536)))
        increment(connection, "version")
    for liked in (("my:3",), ("my:3", "my:1"), ("my:0",)):
        found = recommend(tiny, RecommendationRequest(liked))
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
    papers = [made(f"Paper {n}", f"About {SUBJECTS[n]}.", f"my:{n}") for n in range(5)]
    request = RecommendationRequest(("my:0",))
    with open_services(embedding=TOKENS) as services:
        services.corpus.add(papers, NOW)
        before = recommend(services.corpus, request)
        with services.database.write() as connection:  # as bit rot does
            ours = vectors.c.paper_id.in_(["my:0", "my:1"])
            connection.execute(sa.update(vectors).where(ours).values(vector=damage))
    with open_services(embedding=TOKENS) as services:
        assert recommend(services.corpus, request) == before
        assert services.corpus.is_complete()


def test_a_vector_that_is_damaged_while_we_run_is_a_paper_not_embedded_yet(tiny):
    tiny.add([made(f"Paper {n}", f"About {SUBJECTS[n]}.", f"my:{n}") for n in range(5)], NOW)
    nan = np.full(384, np.nan, dtype="<f4").tobytes()
    with tiny.catalog._db.write() as connection:  # noqa: SLF001  # as another program would
        one = vectors.c.paper_id == "my:1"
        connection.execute(sa.update(vectors).where(one).values(vector=nan, version=increment(connection, "version")))
    assert set(names(recommend(tiny, RecommendationRequest(("my:0",))))) == {"my:2", "my:3", "my:4"}
    assert recommend(tiny, RecommendationRequest(("my:1",))).empty_reason == "liked_not_embedded_yet"
    tiny.refresh()
