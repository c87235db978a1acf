"""The public client `semanticscholar`, which knows nothing of us, gets what it asks for."""

import pytest
from semanticscholar import SemanticScholarException
from semanticscholar.Paper import Paper

from tests.semantic_scholar.conftest import KETTLES, PAPERS, SAUCERS, SHA, TEAPOTS


@pytest.mark.parametrize(
    "asked",
    [
        SHA,
        "CorpusId:215416146",
        "CorpusID:215416146",
        "ARXIV:2106.99001",
        "arXiv:2106.99001v2",
        "2106.99001",
        "PMID:19872477",
        "PMCID:2323736",
        "URL:https://arxiv.org/abs/2106.99001v1",
        f"URL:https://www.semanticscholar.org/paper/Counting-Kettles/{SHA}",
    ],
)
def test_a_paper_is_found_under_each_form_of_its_ids_with_all_fields(scholar, asked):
    paper = scholar.get_paper(asked)
    assert (paper.paperId, paper.corpusId, paper.title) == (SHA, 215416146, "Counting Kettles with Transformers")
    assert paper.keys() >= {name.partition(".")[0] for name in Paper.FIELDS}


def test_a_paper_says_what_is_known_of_it_and_null_of_the_rest(scholar):
    paper = scholar.get_paper(KETTLES)
    assert (paper.abstract, paper.year) == ("We count kettles in pictures of kitchens.", 2021)
    assert paper.publicationDate.isoformat() == "2021-06-30T00:00:00"
    assert [(author.name, author.authorId, author.hIndex) for author in paper.authors] == [
        ("Ada Kettle", None, None),
        ("Bo Lid", None, None),
    ]
    assert paper.externalIds == {
        "ArXiv": "2106.99001",
        "CorpusId": 215416146,
        "PubMed": "19872477",
        "PubMedCentral": "2323736",
    }
    assert paper.openAccessPdf["url"] == "https://arxiv.org/pdf/2106.99001"
    assert paper.isOpenAccess is True
    assert paper.fieldsOfStudy == ["Computer Science", "Mathematics"]
    assert [field["category"] for field in paper.s2FieldsOfStudy] == paper.fieldsOfStudy
    assert paper.venue == "Café Computing"
    unknown = (paper.citationCount, paper.journal, paper.tldr, paper.embedding, paper.citationStyles)
    assert set(unknown) == {None}
    assert paper.citations == paper.references == []


def test_a_day_that_is_not_known_is_not_made_up(scholar):
    teapots, saucers = scholar.get_papers([TEAPOTS, SAUCERS])
    assert (teapots.year, teapots.publicationDate, saucers.year, saucers.publicationDate) == (2019, None, 2020, None)
    assert (saucers.abstract, saucers.url) == (None, "https://api.semanticscholar.org/CorpusID:300000001")
    assert (teapots.isOpenAccess, teapots.openAccessPdf, teapots.url) == (None, None, "https://teapots.example/north")
    assert (teapots.fieldsOfStudy, saucers.fieldsOfStudy) == (["Sociology"], ["Physics"])


def test_a_batch_names_what_is_not_found(scholar):
    asked = ["ARXIV:2106.99001", "no-such-id", "DOI:10.5555/A.B", SHA, "CorpusId:300000001"]
    found, missing = scholar.get_papers(asked, return_not_found=True)
    assert [paper.title for paper in found] == [PAPERS[at].title for at in (0, 1, 0, 2)]
    assert missing == ["no-such-id"]


def test_a_search_is_walked_page_by_page_to_its_end(scholar):
    found = scholar.search_paper("learning a model of networks from data", limit=10, fields=["title", "year"])
    assert (found.offset, found.next, len(found)) == (0, 10, 10)
    everything = [paper.paperId for paper in found]
    assert 20 < len(everything) == len(set(everything)) == found.total
    assert {paper.paperId for paper in scholar.search_paper("kettles and teapots")[:2]} == {SHA, TEAPOTS}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"year": "2021"}, [0]),
        ({"year": "2019-2020"}, [1, 2]),
        ({"year": "-2020", "fields_of_study": ["Physics", "Law"]}, [2]),
        ({"publication_date_or_year": "2020-02"}, [2]),
        ({"publication_date_or_year": "2020-02:2021-06-30"}, [0, 2]),
        ({"fields_of_study": ["Mathematics"]}, [0]),
    ],
)
def test_a_search_is_among_the_papers_that_are_asked_for(scholar, filters, expected):
    found = scholar.search_paper("kettles, teapots, saucers", **filters)
    assert {paper.title for paper in found} == {PAPERS[at].title for at in expected}
    assert found.total == len(expected)


def test_a_paper_is_found_by_a_title_that_is_not_quite_right(scholar):
    paper = scholar.search_paper("counting ketles with transformers", match_title=True)
    assert paper.paperId == SHA
    assert 0.5 < paper["matchScore"] < 1
    with pytest.raises(SemanticScholarException.ObjectNotFoundException, match=r"^Title match not found$"):
        scholar.search_paper("Quetzal xylophone", match_title=True)


def test_recommendations_come_for_one_paper_and_for_lists(scholar, papers):
    liked, other, disliked = papers.corpus.catalog.first_ids(3)
    for pool in ("recent", "all-cs"):
        one = scholar.get_recommended_papers(liked, limit=5, pool_from=pool)
        assert len({paper.paperId for paper in one} - {liked}) == 5
    many = scholar.get_recommended_papers_from_lists([liked, other], [disliked], limit=500)
    assert not {paper.paperId for paper in many} & {liked, other, disliked}
    assert len(many) > 20
    assert scholar.get_recommended_papers_from_lists([liked, other], limit=4, fields=["title"])[0].title


def test_what_is_wrong_is_said_in_the_exceptions_of_the_client(scholar):
    with pytest.raises(SemanticScholarException.ObjectNotFoundException, match=r"^Paper not found$"):
        scholar.get_paper("ARXIV:2106.00001")
    with pytest.raises(SemanticScholarException.ObjectNotFoundException, match=r"^Input papers not found$"):
        scholar.get_recommended_papers_from_lists(["ARXIV:2106.00001"])
    with pytest.raises(SemanticScholarException.BadQueryParametersException, match=r"fields: \[colour, authors\.hat\]"):
        scholar.get_papers([KETTLES], fields=["title", "colour", "authors.hat"])
    with pytest.raises(SemanticScholarException.BadQueryParametersException, match=r"\[minCitationCount\]: not known"):
        scholar.search_paper("kettles", venue=["Nature"], min_citation_count=3)
