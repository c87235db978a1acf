"""Similar papers: in each mode what a plain sort of all scores gives, whichever way the candidates were found."""

import numpy as np
import pytest

from service.discovery import Mode, similar
from service.discovery.similar import products_of
from service.settings import IndexSettings, LimitSettings
from tests.conftest import TOKENS

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
    order = sorted(set(range(len(snapshot))) - {row}, key=lambda other: (-score[other], snapshot.ids[other]))
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


@pytest.mark.parametrize("few", [0, 1, 5, 150])
def test_products_are_the_same_of_few_rows_and_of_all(many, few):
    papers = many.corpus.snapshot().papers
    allowed = np.zeros(len(papers), dtype=bool)
    allowed[np.random.default_rng(few).choice(len(papers), few, replace=False)] = True
    for rows, vector in ((papers.dense, papers.dense[7]), (papers.lexical, papers.lexical[[7]].toarray()[0])):
        assert products_of(rows, vector, allowed)[allowed] == pytest.approx((rows @ vector)[allowed], abs=1e-6)
