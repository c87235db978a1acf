"""Several papers at once: one answer for each id, in the order asked for."""

import pytest

from tests.semantic_scholar.conftest import KETTLES, PAPERS, SAUCERS, TEAPOTS

BATCH = "/graph/v1/paper/batch"


def test_each_id_has_its_answer_in_the_order_asked_for_and_null_where_no_paper_is(facade):
    # https://github.com/allenai/s2-folks/issues/47
    ids = ["ARXIV:2106.99001", "no-such-id", "DOI:10.5555/A.B", "ARXIV:2106.99001v2", "CorpusId:300000001"]
    found = facade.post(BATCH, json={"ids": ids}).json()
    titles = [paper and paper["title"] for paper in found]
    assert titles == [PAPERS[0].title, None, PAPERS[1].title, PAPERS[0].title, PAPERS[2].title]
    assert found[0] == found[3]
    assert all(paper.keys() == {"paperId", "title"} for paper in found if paper)


@pytest.mark.parametrize("bad", ["", " ", "a title of a paper", "ARXIV:9999.99999", "x" * 400, "https://", None])
def test_what_cannot_be_an_id_does_not_fail_the_others(facade, bad):
    found = facade.post(BATCH, json={"ids": [KETTLES, bad, SAUCERS]}).json()
    assert [paper and paper["title"] for paper in found] == [PAPERS[0].title, None, PAPERS[2].title]


def test_a_batch_of_which_nothing_is_here_is_all_nulls(facade):
    assert facade.post(BATCH, json={"ids": ["hf:a", "hf:b"]}).json() == [None, None]


def test_500_ids_are_answered_and_501_refused(facade):
    assert len(facade.post(BATCH, json={"ids": [TEAPOTS] * 500}).json()) == 500
    answer = facade.post(BATCH, json={"ids": [TEAPOTS] * 501})
    assert (answer.status_code, answer.json()) == (400, {"error": "/ids: more than the limit of 500."})


def test_no_ids_are_refused(facade):
    answer = facade.post(BATCH, json={"ids": []})
    assert (answer.status_code, answer.json()) == (400, {"error": "No valid paper ids given"})
    assert facade.post(BATCH, json={}).json() == {"error": "/ids: Field required."}


def test_fields_in_the_body_are_refused_and_named(facade):
    answer = facade.post(BATCH, json={"ids": [TEAPOTS], "fields": "title"})
    assert (answer.status_code, answer.json()) == (400, {"error": "/fields: Extra inputs are not permitted."})
