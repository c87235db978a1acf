"""Links to pages of a paper: made of ids that are known, each leading back to its id, and searches by title."""

from urllib.parse import parse_qs, urlsplit

import pytest

from service.papers import Source, make_paper, parse_id
from service.papers.pages import web_links

SEARCHES = {"arxiv_search", "semantic_scholar_search"}
TITLES = ["A Title", "C# & A*: 100% of x+y = z? #1", "論文 Ω é 😀", '"><script>', "a" * 1_000]


@pytest.mark.parametrize(
    ("paper_id", "link"),
    [
        ("arxiv:2106.15928", "https://arxiv.org/abs/2106.15928"),
        ("arxiv:hep-th/9901001", "https://arxiv.org/abs/hep-th/9901001"),
        ("doi:10.1000/x(1)<2>#a;b", "https://doi.org/10.1000/x%281%29%3C2%3E%23a%3Bb"),
        ("openreview:rJx_-a1", "https://openreview.net/forum?id=rJx_-a1"),
        ("acl:2020.acl-main.1", "https://aclanthology.org/2020.acl-main.1"),
        ("pmid:123", "https://pubmed.ncbi.nlm.nih.gov/123"),
        ("pmcid:PMC123", "https://pmc.ncbi.nlm.nih.gov/articles/PMC123"),
        ("corpusid:123", "https://api.semanticscholar.org/CorpusID:123"),
        (f"s2:{'a1' * 20}", f"https://www.semanticscholar.org/paper/{'a1' * 20}"),
    ],
)
def test_a_known_id_has_a_page_that_is_read_as_the_same_id(paper_id, link):
    links = web_links(paper_id, {}, "A Title")
    assert links.pop(paper_id.partition(":")[0]) == link
    assert links.keys() == SEARCHES
    assert parse_id(link) == paper_id


@pytest.mark.parametrize("paper_id", ["hf:a-title", "local:x", "my:2106.15928", "oai:x.org:1", "isbn:123"])
def test_an_id_without_a_page_of_its_own_has_searches_alone(paper_id):
    assert web_links(paper_id, {}, "A Title").keys() == SEARCHES


@pytest.mark.parametrize("title", TITLES)
def test_a_search_asks_for_the_whole_title_and_for_nothing_else(title):
    links = web_links("hf:a-title", {}, title)
    arxiv, scholar = (urlsplit(links[name]) for name in sorted(SEARCHES))
    assert parse_qs(arxiv.query) == {"searchtype": ["title"], "query": [title]}
    assert parse_qs(scholar.query) == {"q": [title]}
    assert all(link.isascii() and " " not in link and '"' not in link and "<" not in link for link in links.values())


def test_external_ids_have_pages_too_and_what_is_no_id_has_none():
    given = {
        "DOI": "10.1000/X",
        "ArXiv": "arXiv:2106.15928v2",
        "CorpusId": "12",
        "pmid": "none",
        "MAG": "7",
        "url": "x",
    }
    paper = make_paper("A Title", "", id="my:1", external_ids=given, source=Source(name="test"))
    pages = {name: link for name, link in paper.public["links"].items() if name not in SEARCHES}
    assert pages == {
        "arxiv": "https://arxiv.org/abs/2106.15928",
        "corpusid": "https://api.semanticscholar.org/CorpusID:12",
        "doi": "https://doi.org/10.1000/x",
    }


def test_the_papers_own_id_goes_before_another_one_of_its_kind():
    links = web_links("arxiv:2106.15928", {"arxiv": "2101.00001"}, "A Title")
    assert links["arxiv"] == "https://arxiv.org/abs/2106.15928"
