"""What papers have in common, in small texts and over the sample corpus."""

import re
from collections.abc import Iterator

import numpy as np
import pytest

from service.features import TermCounts, tfidf_rows
from service.papers import Paper
from service.text import (
    Concepts,
    common_concepts,
    find_concepts,
    fold,
    most_telling_first,
    shared_concepts,
    terms,
)
from tests.corpora import samples
from tests.text.test_concepts import GENERIC

ENDING = re.compile("(?:(?<=ss)|(?<=x)|(?<=[cs]h))es$|(?<!s)s$")
COPIES = 784  # as many as there are papers


def concepts(title: str, abstract: str = "", counts: TermCounts | None = None) -> Concepts:
    counts = counts or TermCounts.of(())
    return most_telling_first(find_concepts(title, abstract), counts.document_frequency)


@pytest.fixture(scope="module")
def papers() -> tuple[Paper, ...]:
    return samples(COPIES)


@pytest.fixture(scope="module")
def counts(papers: tuple[Paper, ...]) -> TermCounts:
    return TermCounts.of([f"{paper.title} {paper.abstract}" for paper in papers])


@pytest.fixture(scope="module")
def pairs(counts: TermCounts) -> list[tuple[int, int]]:
    """Each paper with the three whose words are most like its own."""
    rows = tfidf_rows(counts)
    likeness = (rows @ rows.T).toarray()
    np.fill_diagonal(likeness, -1)
    nearest = np.argsort(-likeness, axis=1, kind="stable")[:, :3]
    return [(one, other) for one, others in enumerate(nearest.tolist()) for other in others]


@pytest.fixture(scope="module")
def shared(papers: tuple[Paper, ...], counts: TermCounts, pairs: list[tuple[int, int]]) -> list[tuple[str, ...]]:
    return answers(papers, counts, pairs)


def answers(papers: tuple[Paper, ...], counts: TermCounts, pairs: list[tuple[int, int]]) -> list[tuple[str, ...]]:
    found = [concepts(paper.title, paper.abstract, counts) for paper in papers]
    return [shared_concepts(found[one], found[other]) for one, other in pairs]


def shown(
    papers: tuple[Paper, ...], pairs: list[tuple[int, int]], shared: list[tuple[str, ...]]
) -> Iterator[tuple[str, Paper, Paper]]:
    return (
        (term, papers[one], papers[other]) for (one, other), names in zip(pairs, shared, strict=True) for term in names
    )


def test_a_phrase_of_both_papers_is_shown_and_not_its_parts():
    flow = concepts("Scalable normalizing flows for owls", "A normalizing flow is a model of owls.")
    other = concepts("Why normalising flows fail", "The flow of owls")
    assert shared_concepts(flow, other) == ("normalizing flow", "owls")
    assert shared_concepts(other, flow) == ("normalising flows", "owls")


def test_what_is_but_part_of_longer_names_in_both_papers_is_not_shown():
    assert shared_concepts(concepts("Support vector machine"), concepts("Support vector regression")) == ()


def test_an_acronym_is_not_shown_beside_what_it_stands_for():
    text = "Radiance field rendering (RFR) of barns. Our RFR works."
    assert shared_concepts(concepts("Owls", text), concepts("Moths", text)) == ("Radiance field rendering", "barns")


def test_papers_that_share_no_concept_share_nothing():
    assert shared_concepts(concepts("A novel approach to owls"), concepts("A novel approach to tides")) == ()


def test_the_rarer_concept_comes_first_and_a_broad_one_last():
    rare = TermCounts.of(["owl owls", "owl", "lynx owl"])
    text = "Neural networks of an owl and a lynx"
    assert shared_concepts(concepts(text, counts=rare), concepts(text)) == ("lynx", "owl", "Neural networks")


def test_papers_are_named_after_what_most_of_them_are_about():
    texts = [
        concepts("Barn owls and tides"),
        concepts("Barn owl pellets"),
        concepts("Tides of glaciers"),
        concepts("Moths"),
    ]
    assert common_concepts(texts) == ("Barn owls", "tides")
    assert common_concepts([concepts("Barn owls")]) == ("Barn owls",)
    assert common_concepts([]) == ()


def test_no_generic_word_is_shown_for_any_neighbours_of_the_sample_corpus(shared):
    assert not {fold(term) for names in shared for term in names} & GENERIC


def test_nearly_all_neighbours_of_the_sample_corpus_share_a_concept(shared):
    assert sum(map(bool, shared)) > 0.9 * len(shared)


def test_each_concept_stands_as_it_is_shown_in_the_paper_that_is_recommended(papers, pairs, shared):
    for term, one, _ in shown(papers, pairs, shared):
        assert term in one.title or term in one.abstract


def test_each_phrase_stands_in_both_papers_but_for_plural_hyphen_and_case(papers, pairs, shared):
    phrases = [(term, other) for term, _, other in shown(papers, pairs, shared) if " " in term]
    assert len(phrases) > len(pairs) / 2
    for term, other in phrases:
        assert bare(term) in bare(f"{other.title}. {other.abstract}")


def bare(text: str) -> str:
    """Letters only, without the endings of plurals, as Americans spell."""
    words = (ENDING.sub("", re.sub("ies$", "y", word)) for word in re.findall(r"[^\W_]+", fold(text)))
    return "".join(words).replace("is", "iz").replace("our", "or").replace("ll", "l")


def test_as_many_copies_of_one_text_as_there_are_papers_leave_what_is_shared(papers, pairs, shared):
    for copied in ("An erratum to volume", f"{papers[100].title} {papers[100].abstract}"):
        texts = [f"{paper.title} {paper.abstract}" for paper in papers]
        crowded = TermCounts.of([*texts, *(f"{copied} {copy}" for copy in range(COPIES))])
        after = answers(papers, crowded, pairs)
        assert sum(one == other for one, other in zip(shared, after, strict=True)) > 0.95 * len(shared)


def test_the_words_of_a_concept_are_the_terms_of_its_spelling():
    assert all(
        concept.words == tuple(terms(concept.written)) for concept in concepts("Barn owls", "Owls nest.").values()
    )
