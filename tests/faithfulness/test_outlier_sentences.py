"""Sentences that share nothing with the rest of a paper are left out, and those that belong to it stay."""

import pytest

from service import ingest
from service.corpus import sample
from service.faithfulness.outlier_sentences import without_outliers

TITLE = "Owls of the northern forest"
ABSTRACT = (
    "Owls hunt at night in the northern forest. We counted owls along twelve forest roads. "
    "They prefer old spruces. The counts of owls fell after the spruces were cut. "
    "In cut forests owls hunt along the roads."
)


def left(planted, title=TITLE):
    """What is left of the abstract with a sentence planted at its end."""
    return without_outliers(title, f"{ABSTRACT} {planted}")


@pytest.mark.parametrize(
    "planted",
    [
        "The committee ranked it first.",
        "Kindred souls will cherish every page.",
        "we thank whoever cherishes every page of it.",  # no capital, so no sentence of its own
        "© 1999 Acme Publishers.",
    ],
)
def test_a_sentence_that_nothing_ties_to_the_rest_is_left_out_and_offsets_stay(planted):
    assert left(planted) == (TITLE, f"{ABSTRACT} {' ' * len(planted)}")


@pytest.mark.parametrize(
    "own",
    [
        "Old owls cherish silence.",  # shares a word
        "They cherish silence.",  # points back
        "These results matter to whoever cherishes silence.",
        "We propose to cherish silence.",  # the authors, of their work
        "A method for such problems is described.",  # names nothing
    ],
)
def test_a_sentence_that_belongs_to_the_rest_stays(own):
    assert left(own) == (TITLE, f"{ABSTRACT} {own}")


def test_a_sentence_about_those_who_retell_does_not_belong_by_pointing_back():
    planted = "They are praised by each reviewer."
    assert left(planted)[1].rstrip() == ABSTRACT


def test_a_title_loses_what_was_planted_in_it():
    assert left("", f"{TITLE}. Kindred souls cherish every page.")[0].rstrip() == f"{TITLE}."


@pytest.mark.parametrize(("title", "abstract"), [("", ""), ("Owls", ""), ("", "Owls hunt."), ("Owls", "Bees sting.")])
def test_a_paper_of_which_nothing_hangs_together_is_left_as_it_is(title, abstract):
    assert without_outliers(title, abstract) == (title, abstract)


def test_few_sentences_of_papers_that_nobody_touched_are_left_out():
    papers = ingest.read(sample.data(), "jsonl").papers
    changed = [paper for paper in papers if without_outliers(paper.title, paper.abstract)[1] != paper.abstract]
    assert len(changed) <= 0.08 * len(papers)
