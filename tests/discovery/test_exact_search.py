"""What is found soon is what looking at every paper would find."""

import numpy as np
import pytest

from service.discovery import Mode, SearchRequest, Sort, search
from service.papers import Paper, Source, make_paper
from service.settings import LimitSettings
from service.storage import Catalog, Filters
from service.text import words
from tests.corpora import NOW

QUERIES = ("neural networks for speech", "how to plan robot motion", "owls")
ACCENTED = ("Über den Schlaf", "Wir zählen Träume, naïvely, at the café. It has been done.")


@pytest.fixture(scope="module")
def papers(corpus, ids) -> list[Paper]:
    corpus.add([make_paper(*ACCENTED, id="my:accents", source=Source(name="test"))], NOW)
    return list(corpus.catalog.get([*ids, "my:accents"]).values())


def names(corpus, q, **options) -> list[str]:
    return [hit.paper.id for hit in search(corpus, LimitSettings(), SearchRequest(q, limit=100, **options)).data]


def in_a_row(run: list[str], text: str) -> bool:
    found = words(text)
    return any(found[at : at + len(run)] == run for at in range(len(found) - len(run) + 1))


def phrases(papers: list[Paper], seed: int) -> list[list[str]]:
    """Words that stand in a row in a paper, or nearly, whatever they tell: "has been", "neural networks", "café it"."""
    rng = np.random.default_rng(seed)
    texts = [words(papers[int(at)].abstract) or ["a"] for at in rng.integers(0, len(papers), 40)]
    texts.append(words(ACCENTED[1]))
    starts = [int(rng.integers(0, len(text))) for text in texts]
    runs = [text[start : start + int(rng.integers(2, 4))] for text, start in zip(texts, starts, strict=True)]
    return [run[:: int(rng.choice([1, -1]))] for run in runs]


@pytest.mark.parametrize("seed", range(3))
def test_a_phrase_finds_every_paper_in_which_the_words_stand_in_a_row_and_no_other(corpus, papers, seed):
    for run in phrases(papers, seed):
        having = {paper.id for paper in papers if in_a_row(run, paper.title) or in_a_row(run, paper.abstract)}
        found = names(corpus, f'"{" ".join(run)}"')
        assert set(found) <= having
        assert len(found) == min(len(having), 100)


def test_words_that_no_index_has_are_found_in_any_order_of_the_list(corpus, papers):
    having = {paper.id for paper in papers if in_a_row(["has", "been"], paper.abstract)}
    assert set(names(corpus, '"has been"')) == having
    assert set(names(corpus, '"has been"', mode=Mode.KEYWORD, sort=Sort.ADDED)) == having


@pytest.mark.parametrize("phrase", ["been the of", "networks provide us", "it has on"])
def test_hardly_a_paper_is_read_for_a_phrase_that_none_has(corpus, papers, phrase, monkeypatch):
    read: list[str] = []
    texts = Catalog.texts
    monkeypatch.setattr(Catalog, "texts", lambda self, ids: (read.extend(ids), texts(self, ids))[1])
    assert not names(corpus, f'"{phrase}"')
    assert len(read) < 0.02 * len(papers)


@pytest.mark.parametrize("q", QUERIES)
@pytest.mark.parametrize("few", [5, 30, 160])
def test_papers_stand_in_the_order_of_their_exact_cosines_whatever_is_looked_at(corpus, ids, q, few):
    rows = [corpus.snapshot().rows[paper_id] for paper_id in ids[:few]]
    vector = corpus.embedder.embed([q])[0].astype(np.float64)
    cosines = (corpus.snapshot().papers.dense[rows].astype(np.float64) @ vector).round(9)
    expected = sorted(
        ((-cosine, paper_id) for cosine, paper_id in zip(cosines, ids[:few], strict=True) if cosine >= 0.25)
    )
    hits = search(corpus, LimitSettings(), SearchRequest(q, Mode.SEMANTIC, among=tuple(ids[:few]), limit=100)).data
    assert [(-hit.score, hit.paper.id) for hit in hits] == expected[:100]


def test_filters_and_phrases_hold_together(corpus, papers):
    found = names(corpus, '"neural networks"', filters=Filters(keywords_none=("speech",)))
    assert set(found) == {
        paper.id
        for paper in papers
        if in_a_row(["neural", "networks"], f"{paper.title} . {paper.abstract}")
        and "speech" not in f"{paper.title} {paper.abstract}".lower()
    }
