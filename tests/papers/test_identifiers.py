"""Ids in every form, and ids minted from titles."""

import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.corpus import sample
from service.errors import InvalidPaperId
from service.papers.identifiers import mint_id, parse_id

ROWS = [json.loads(line) for line in sample.data().splitlines()]


@pytest.mark.parametrize(
    ("given_id", "canonical"),
    [
        ("arXiv:2106.15928v2", "arxiv:2106.15928"),
        ("ARXIV:2106.15928", "arxiv:2106.15928"),
        (" 2106.15928 ", "arxiv:2106.15928"),
        ("0704.0001", "arxiv:0704.0001"),
        ("hep-th/9901001", "arxiv:hep-th/9901001"),
        ("math.GT/0309136v1", "arxiv:math/0309136"),
        ("https://arxiv.org/abs/2106.15928v3", "arxiv:2106.15928"),
        ("http://www.arxiv.org/pdf/hep-th/9901001v1.pdf", "arxiv:hep-th/9901001"),
        ("https://arxiv.org/pdf/2106.15928?x=1#page=2", "arxiv:2106.15928"),
        ("https://huggingface.co/papers/2106.15928", "arxiv:2106.15928"),
        ("URL:https://arxiv.org/abs/2106.15928", "arxiv:2106.15928"),
        ("DOI:10.48550/arXiv.2106.15928", "arxiv:2106.15928"),
        ("DOI:10.1000/X", "doi:10.1000/x"),
        ("10.1000/x", "doi:10.1000/x"),
        ("https://doi.org/10.1000%2FAbC", "doi:10.1000/abc"),
        ("10.1002/(SICI)1<1::AID>3.0.CO;2-2", "doi:10.1002/(sici)1<1::aid>3.0.co;2-2"),
        ("CorpusId:123", "corpusid:123"),
        ("HF:Neural-Spline-Flows", "hf:neural-spline-flows"),
        ("Mine:A/b", "mine:A/b"),
        ("my_paper.v1", "local:my_paper.v1"),
        ("arXiv:\xa02106.15928", "arxiv:2106.15928"),
        ("{10.1000/x},", "doi:10.1000/x"),
        ("2106.15928V2", "arxiv:2106.15928"),
        ("arXiv:2106.15928v2 [stat.ML] 29 Jun 2021", "arxiv:2106.15928"),
        ("cond-mat.mes-hall/0309136", "arxiv:cond-mat/0309136"),
        ("oai:arXiv.org:2106.15928v1", "arxiv:2106.15928"),
        ("abs/2106.15928", "arxiv:2106.15928"),
        ("arxiv.org/abs/arxiv:2106.15928", "arxiv:2106.15928"),
        ("www.alphaxiv.org/overview/2106.15928", "arxiv:2106.15928"),
        ("https://ar5iv.labs.arxiv.org/html/hep-th/9901001", "arxiv:hep-th/9901001"),
        ("\ufeff\t2106.15928\u200b\n", "arxiv:2106.15928"),
        ("<https://arxiv.org/abs/2106.15928>", "arxiv:2106.15928"),
        ("doi.org/10.1016/S0140-6736(97)11096-0).", "doi:10.1016/s0140-6736(97)11096-0"),
        ("DOI 10.1000/x.", "doi:10.1000/x"),
        ("doi:https://doi.org/10.1000/x[1]", "doi:10.1000/x[1]"),
        ("openreview.net/forum?id=_xSB1", "openreview:_xSB1"),
        ("https://www.semanticscholar.org/paper/A-Title/" + "0A" * 20 + "/figure/1", "s2:" + "0a" * 20),
        ("0a" * 20, "s2:" + "0a" * 20),
        ("https://api.semanticscholar.org/CorpusID:123", "corpusid:123"),
        ("https://pubmed.ncbi.nlm.nih.gov/12345678/", "pmid:12345678"),
        ("PMID: 12345678", "pmid:12345678"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC123456/pdf/x.pdf", "pmcid:PMC123456"),
        ("pmc123456", "pmcid:PMC123456"),
        ("https://aclanthology.org/2020.acl-main.1.pdf", "acl:2020.acl-main.1"),
    ],
)
def test_every_form_of_an_id_has_one_canonical_form(given_id: str, canonical: str) -> None:
    assert parse_id(given_id) == canonical == parse_id(canonical)


@pytest.mark.parametrize(
    ("given_id", "why"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("x" * 301, "300"),
        ("arXiv:2113.00001", "month 13"),
        ("arXiv:2100.00001", "month 00"),
        ("hep-th/9913001", "month 13"),
        ("arXiv:abc", "arXiv id looks like"),
        ("0703.0001", "never gave out"),
        ("2106.1592", "never gave out"),
        ("2106.00000", "never gave out"),
        ("hep-th/0704001", "to March 2007"),
        ("nonsense/9901001", "no archive nonsense"),
        ("..", "none of the known"),
        ("x:../../etc/passwd", "must be followed"),
        ("x:a/../b", "path step"),
        ("10.1000/../x", "path step"),
        ("a b", "none of the known"),
        ("2106.15928\n2106.15929", "none of the known"),
        ("a\x00b", "none of the known"),
        ("10.1000/\u200b", "DOI looks like"),
        ("\ud800", "none of the known"),
        ("２１０６.15928", "none of the known"),
        ("12345", "none of the known"),
        ("CorpusId:0", "whole number"),
        ("hf:-x", "hyphens"),
        ("my\u200dpaper", "cannot be seen"),
        ("mine:a\ufeff", "cannot be seen"),
        ("2106.15928\u202e", "none of the known"),
        ("PMID:x", "whole number"),
        ("PMCID:12a", "looks like PMC123456"),
        ("S2:abc", "40 hex digits"),
        ("oai:arXiv.org:2113.00001", "month 13"),
        ("Attention is all you need", "looks like a title"),
        ("https://arxiv.org/list/cs.LG", "link to a page"),
        ("https://arxiv.org.example.com/abs/2106.15928", "link to a page"),
        ("https://openreview.net/forum", "link to a page"),
        ("javascript:alert", "kind of link"),
        ("https://[", "well-formed"),
        ("https://example.org/abs/2106.15928", "link to a page"),
    ],
)
def test_an_id_that_cannot_exist_is_refused_with_the_reason(given_id: str, why: str) -> None:
    with pytest.raises(InvalidPaperId, match=why) as refused:
        parse_id(given_id)
    assert "Accepted: arXiv:2106.15928" in refused.value.detail


ID_LIKE = st.text(string.ascii_letters + string.digits + ".:/-_ v#?%~\x00\n٣é", max_size=40)
PREFIXES = [
    "",
    "arXiv:",
    "10.48550/arXiv.",
    "doi:",
    "CorpusId:",
    "hf:",
    "https://arxiv.org/abs/",
    "x:",
    "math.GT/",
]


@given(st.sampled_from(PREFIXES), ID_LIKE | st.text(max_size=40))
def test_parsing_gives_an_id_that_parses_to_itself_or_refuses(prefix: str, rest: str) -> None:
    try:
        canonical = parse_id(prefix + rest)
    except InvalidPaperId:
        return
    assert parse_id(canonical) == canonical
    assert canonical.isascii()
    assert canonical.isprintable()
    assert " " not in canonical


def test_a_minted_id_reads_like_the_title() -> None:
    assert mint_id("Neural Spline Flows") == "hf:neural-spline-flows"
    assert mint_id(r"Pad\'e Units:  a   Study") == mint_id("PADÉ units - a study") == "hf:pade-units-a-study"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("C for Vision", "C++ for Vision"),
        ("A* Search", "A Search"),
        ("神经网络", "神经流"),
        ("word " * 40 + "one", "word " * 40 + "two"),
        ("Learning: supervised", "Learning: unsupervised"),
    ],
)
def test_different_titles_never_share_a_minted_id(one: str, other: str) -> None:
    assert mint_id(one) != mint_id(other)


@given(st.text(min_size=1, max_size=200))
def test_a_minted_id_is_canonical_and_depends_on_the_title_alone(title: str) -> None:
    assert parse_id(mint_id(title)) == mint_id(title) == mint_id(f"  {title} ")


def test_a_title_cannot_be_written_to_take_the_id_of_a_cut_one() -> None:
    long_id = mint_id("word " * 40)
    assert mint_id(long_id.removeprefix("hf:").replace("--", "-")) != long_id
    assert mint_id(long_id.removeprefix("hf:")) != long_id


def test_the_sample_has_784_papers_whose_ids_are_minted_from_their_titles() -> None:
    assert len(ROWS) == len({row["id"] for row in ROWS}) == 784
    assert [row["id"] for row in ROWS if mint_id(row["title"]) != row["id"]] == []


def test_the_supervised_and_unsupervised_pair_are_two_papers() -> None:
    pair = [row["id"] for row in ROWS if row["title"].startswith("Dense Hebbian neural networks: a replica symmetric")]
    assert len(set(pair)) == 2


@pytest.mark.parametrize(
    "link",
    [
        "https://rss.arxiv.org/abs/2401.99001",
        "oai:arXiv.org:2401.99001v1",
        "arxiv.org/abs/arxiv:2401.99001",
        "browse.arxiv.org/abs/2401.99001",
        "https://export.arxiv.org/abs/2401.99001v3",
        "www.arxiv.org/pdf/2401.99001",
        "https://not-yet-there.arxiv.org/abs/2401.99001?context=cs.LG",
        "2401.99001 [cs.LG]",
    ],
)
def test_every_host_under_arxiv_org_leads_to_the_paper(link):
    assert parse_id(link) == "arxiv:2401.99001"


@pytest.mark.parametrize("link", ["https://evilarxiv.org/abs/2401.99001", "https://arxiv.org.example/abs/2401.99001"])
def test_a_host_that_only_looks_like_arxiv_leads_nowhere(link):
    with pytest.raises(InvalidPaperId):
        parse_id(link)
