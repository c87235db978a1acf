"""Similar papers: in each mode what a plain sort of all scores gives, whichever way the candidates were found."""

import numpy as np
import pytest

from service.discovery import Mode, similar
from service.settings import IndexSettings, LimitSettings
from tests.conftest import TOKENS
from tests.corpora import NOW, learning, samples

LIMITS = LimitSettings()
SHARES = {Mode.HYBRID: (0.5, 0.5), Mode.KEYWORD: (1, 0), Mode.SEMANTIC: (0, 1)}
ASKED = range(0, 160, 9)


def found(corpus, row, mode, limit=20):
    snapshot = corpus.snapshot()
    listed = similar(corpus, LIMITS, snapshot.ids[row], limit, mode=mode)
    return [(hit.paper.id, hit.score, hit.because.keyword, hit.because.semantic) for hit in listed.data]


def sorted_plainly(corpus, row, mode, limit=20):
    """Every score in double precision, every paper sorted, ties by id."""
    snapshot = corpus.snapshot()
    by_words, by_meaning = SHARES[mode]
    lexical = snapshot.papers.lexical
    words = by_words * (lexical @ lexical[[row]].T.toarray()[:, 0]).astype(np.float64)
    dense = snapshot.papers.dense.astype(np.float64)
    keyword, semantic = words.round(9), (by_meaning * (dense @ dense[row]).round(9)).round(9)
    score = (keyword + semantic).round(9)
    order = sorted(
        set(np.flatnonzero(snapshot.present).tolist()) - {row}, key=lambda other: (-score[other], snapshot.ids[other])
    )
    listed = [other for other in order if mode is not Mode.KEYWORD or words[other] > 0]
    distinct = list(snapshot.near_duplicates.distinct(listed, [row]))[:limit]
    return [(snapshot.ids[other], score[other], keyword[other], semantic[other]) for other in distinct]


@pytest.mark.parametrize("mode", Mode)
def test_the_list_is_that_of_a_plain_sort_of_all_scores(many, mode):
    for row in ASKED:
        assert found(many.corpus, row, mode) == sorted_plainly(many.corpus, row, mode)


@pytest.mark.parametrize("mode", Mode)
def test_a_page_is_the_beginning_of_a_longer_one(many, mode):
    for row in ASKED:
        assert found(many.corpus, row, mode, 3) == found(many.corpus, row, mode, 90)[:3]


@pytest.mark.parametrize("mode", Mode)
def test_candidates_of_an_index_are_scored_as_all_papers_are(stores, many, many_folder, open_services, tmp_path, mode):
    folder = stores.copy(many_folder, tmp_path / "data")
    with open_services(folder, embedding=TOKENS, index=IndexSettings(exact_below=0)) as services:
        assert services.corpus.approximate_search(services.corpus.snapshot()) is not None
        for row in ASKED:
            assert found(services.corpus, row, mode) == found(many.corpus, row, mode)


@pytest.mark.parametrize("mode", Mode)
def test_where_most_papers_are_looked_at_in_part_the_list_is_that_of_a_plain_sort(many, mode):
    with learning(many) as services:
        assert services.corpus.snapshot().epoch is not None
        for row in ASKED:
            for limit in (1, 20, 90):
                assert found(services.corpus, row, mode, limit) == sorted_plainly(services.corpus, row, mode, limit)


@pytest.mark.parametrize("mode", Mode)
def test_papers_that_came_since_are_in_the_list_and_those_that_went_are_not(small, mode):
    with learning(small) as services:
        asked = found(services.corpus, 7, mode)
        services.corpus.add(samples(63)[60:], NOW)
        services.corpus.delete(asked[0][0])
        new = [services.corpus.snapshot().rows[each.id] for each in samples(63)[60:]]
        for row in (7, *new):
            now = found(services.corpus, row, mode, 50)
            assert now == sorted_plainly(services.corpus, row, mode, 50)
            assert asked[0][0] not in {paper_id for paper_id, *_ in now}
