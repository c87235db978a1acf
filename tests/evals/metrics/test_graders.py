"""What each grader claims of a text, on a paper of our own, and on input that nobody wants."""

import dataclasses
import math

import pytest

from evals.datasets.sample_corpus import sample_papers, summary_cases
from evals.metrics.graders import Criteria, grades, key_points, opener
from evals.metrics.rouge import rouge
from service.extractive import blurb, summary

ABSTRACT = (
    "Owls hunt at night. We present OwlNet, a network that counts owls from sound alone. "
    "It reaches an accuracy of 91.5% on 12 forests. Results may not transfer to cities."
)
CRITERIA = Criteria(
    "OwlNet: counting owls by sound",
    ABSTRACT,
    "OwlNet counts owls by their sound with an accuracy of 91.5%.",
    ("OwlNet counts owls from sound alone", "accuracy of 91.5%"),
    ("OwlNet counts owls from satellite images", "Results transfer to cities"),
)
GOOD = "We present OwlNet, a network that counts owls from sound alone. It reaches an accuracy of 91.5% on 12 forests."


def values(text: str, criteria: Criteria = CRITERIA) -> dict[str, float | None]:
    return {name: score.value for name, score in grades(criteria, text).items()}


def test_a_summary_of_source_sentences_gets_full_marks():
    found = values(GOOD)
    assert {
        found[name] for name in ("key_points", "not_forbidden", "one_paragraph", "opener", "complete", "rendered")
    } == {1}
    assert found["words"] == 20
    assert found["faithfulness"] > 0.9


def test_a_key_point_whose_number_is_another_one_is_missing():
    score = key_points(CRITERIA.key_points, GOOD.replace("91.5", "97.5"))
    assert score.value == 0.5
    assert score.why == "missing: accuracy of 91.5%"


def test_a_forbidden_claim_that_the_text_makes_is_named():
    score = grades(CRITERIA, "OwlNet counts owls from satellite images.")["not_forbidden"]
    assert score.value == 0.5
    assert "it says: OwlNet counts owls from satellite images" in score.why


def test_a_forbidden_claim_that_words_cannot_decide_is_unscored():
    score = grades(CRITERIA, "The results of the network do transfer well to big cities.")["not_forbidden"]
    assert score.value is None
    assert "Results transfer to cities" in score.why


def test_a_claim_that_is_made_counts_beside_one_that_words_cannot_decide():
    said = "OwlNet counts owls from satellite images. The results of the network do transfer well to big cities."
    score = grades(CRITERIA, said)["not_forbidden"]
    assert score.value == 0
    assert "it says: OwlNet" in score.why
    assert "cannot tell whether it says: Results transfer" in score.why


def test_a_forbidden_claim_word_for_word_is_made_though_the_source_has_all_its_words():
    criteria = dataclasses.replace(CRITERIA, must_not_claim=("Results transfer to cities.",))
    assert grades(criteria, "In short, results transfer to cities.")["not_forbidden"].value == 0


def test_a_sentence_of_the_source_is_never_a_forbidden_claim():
    assert values("Results may not transfer to cities.")["not_forbidden"] == 1


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("However, owls sleep.", False),
        ("These owls sleep.", False),
        ("This paper counts owls.", True),
        ("It is well known that owls sleep.", True),
        ("To this end, we count.", False),
        ("Italian owls sleep.", True),
        ("In contrast to this, owls sleep.", False),
        ("In contrast to owls, doves sleep at night.", True),
        ("So far, nobody counted owls.", True),
    ],
)
def test_an_opening_that_points_back_is_told_from_one_that_does_not(text, fine):
    assert opener(text).value == float(fine)


def test_a_line_break_and_a_cut_end_are_seen():
    found = values("We present OwlNet.\n\nIt reaches an accuracy of")
    assert (found["one_paragraph"], found["complete"]) == (0, 0)


def test_a_sentence_of_our_own_is_no_rendering_of_the_source():
    assert values("We present OwlNet, a network that counts owls from sound alone. Owls are birds.")["rendered"] == 0.5


def test_rouge_takes_the_best_reference():
    assert rouge("owls hunt at night", ["a network", "owls hunt at night"])["rougeL"].value == pytest.approx(100)
    assert rouge("owls", [])["rouge1"].value is None


UNWANTED = {
    "empty abstract": ("On owls", ""),
    "two words": ("On owls", "Owls hunt."),
    "Spanish": (
        "Sobre los búhos",
        "Los búhos cazan de noche. Presentamos una red que los cuenta con un 91,5 % de acierto.",
    ),
    "50,000 characters": ("On owls", "We count owls at night in 12 forests. " * 1_316),
    "one endless word": ("On owls", "o" * 50_000),
    "another script": ("关于猫头鹰", "猫头鹰在夜间捕猎。我们提出了一种网络。"),
    "only signs": ("?", "... !!! ???"),
}


@pytest.mark.parametrize("name", UNWANTED)
@pytest.mark.parametrize("kind", ["summary", "blurb", "empty", "another script"])
def test_no_source_and_no_text_crashes_a_grader_or_gives_nan(name, kind):
    title, abstract = UNWANTED[name]
    text = {
        "summary": summary(title, abstract).text,
        "blurb": blurb(title, abstract).text,
        "empty": " ",
        "another script": "Совы охотятся ночью.",
    }[kind]
    found = values(text, Criteria(title, abstract, "", CRITERIA.key_points, CRITERIA.must_not_claim))
    assert found
    assert all(value is None or math.isfinite(value) for value in found.values())


def test_every_case_is_about_a_sample_paper_and_its_own_reference_carries_its_points():
    cases = summary_cases()
    assert len(cases) >= 60
    assert {paper.id for _, paper in cases} <= set(sample_papers())
    carried = [key_points(case.key_points, case.reference_summary).value for case, _ in cases]
    assert sum(carried) / len(carried) > 0.9


def test_another_papers_reference_hardly_carries_a_point():
    cases = [case for case, _ in summary_cases()]
    pairs = zip(cases, cases[7:] + cases[:7], strict=True)
    carried = [key_points(case.key_points, other.reference_summary).value for case, other in pairs]
    assert sum(carried) / len(carried) < 0.05
