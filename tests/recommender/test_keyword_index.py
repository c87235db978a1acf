"""BM25 over the fields of a paper: who has a word, what it tells, and that nothing else moves it."""

import numpy as np
import pytest

from service.features import InvertedIndex, TermCounts
from service.recommender import KeywordIndex
from service.text import terms, words

PAPERS = [
    ("Owls", "We count owls and glaciers in the north.", "A. Ash"),
    ("Glaciers", "Ice and more ice, and a glacier or two.", "B. Birch"),
    ("On violins", "A violin is made of wood; nobody owns an owl.", "C. Owl"),
    ("On nothing", "", ""),
]


def index_of(papers) -> KeywordIndex:
    titles, abstracts, authors = zip(*papers, strict=True)
    texts = [f"{title} {abstract}" for title, abstract in zip(titles, abstracts, strict=True)]
    return KeywordIndex(TermCounts.of(texts), TermCounts.of(titles, words), TermCounts.of(authors, words))


@pytest.fixture
def index() -> KeywordIndex:
    return index_of(PAPERS)


def scores(index: KeywordIndex, query: str) -> list[float]:
    found = np.zeros(len(PAPERS))
    for match in index.matches(terms(query)):
        found[match.rows] += match.shares
    return found.tolist()


def test_an_inverted_index_has_what_the_counts_have():
    counts = TermCounts.of([f"{title} {abstract}" for title, abstract, _ in PAPERS])
    index = InvertedIndex.of(counts)
    for column, term in enumerate(counts.terms):
        rows, frequencies = index.postings(term)
        dense = counts.counts.toarray()[:, column]
        assert rows.tolist() == np.flatnonzero(dense).tolist()
        assert frequencies.tolist() == dense[dense > 0].tolist()
    assert index.postings("nowhere")[0].tolist() == []
    assert index.beginning_with("gl") == ("glacier", "glaciers")


def test_a_word_is_found_in_every_spelling_and_field(index):
    (match,) = index.matches(["owl"])
    assert match.rows.tolist() == [0, 2]
    assert match.share_of(0) > 0
    assert match.share_of(1) == 0


def test_shares_are_below_one_in_all_and_more_of_a_word_tells_more(index):
    found = scores(index, "owls glaciers ice violin")
    assert all(0 <= score < 1 for score in found)
    assert found[3] == 0
    assert scores(index, "owls")[0] > scores(index, "owls")[2] > 0


def test_words_that_nobody_has_change_nothing(index):
    assert scores(index, "owls zebra") == scores(index, "owls")
    assert index.matches(["zebra"]) == ()


def test_a_rare_word_tells_more_than_a_usual_one():
    papers = [(f"Paper {number}", "owls " + ("tides" if number == 3 else "comets"), "") for number in range(9)]
    found = {match.word: match.shares.max() for match in index_of(papers).matches(["owls", "tides"])}
    assert found["tides"] > found["owls"] > 0


def test_an_empty_corpus_has_no_words():
    assert index_of([("", "", "")]).matches(["owl"]) == ()
    empty = TermCounts.of(())
    assert KeywordIndex(empty, empty, empty).matches(["owl"]) == ()
