"""What stands of a model's answer: each claim against the sentences that it cites, in one paper or in two."""

import pytest

from service.papers import Source, make_paper
from service.summarization.claim_verification import verify_claims
from service.summarization.output_parser import Claim
from service.summarization.verification import source_sentences

OWLS = make_paper(
    "Owls of the North",
    "We counted owls in 12 forests. The owls of these forests hunt at night. The count fell by 30% in ten years.",
    source=Source(name="test"),
)
BATS = make_paper("Bats", "Bats hunt at night in the same forests. We followed 7 bats.", source=Source(name="test"))
BEES = make_paper("Bees", "Bees gather nectar by day. We weighed 40 hives.", source=Source(name="test"))
TRUE = Claim("We counted owls in 12 forests.", "We counted owls in 12 forests.", (1,))
FALSE = Claim("The count rose by 45% in ten years.", "The count rose by 45% in ten years.", (3,))


def of(*claims, liked=()):
    return verify_claims(claims, OWLS, source_sentences((OWLS, *liked)))


def said(text, *evidence, english=None):
    return Claim(text, english or text, evidence)


def test_sentences_are_numbered_through_all_papers():
    assert [line.text for line in source_sentences((OWLS, BATS))][2:4] == [
        "The count fell by 30% in ten years.",
        "Bats hunt at night in the same forests.",
    ]


def test_a_claim_that_its_sentence_bears_out_has_its_support_there():
    (verdict,) = of(TRUE).verdicts
    (support,) = verdict.support
    assert verdict.reasons == ()
    assert (support.paper_id, OWLS.abstract[support.start : support.end]) == (OWLS.id, TRUE.text)


@pytest.mark.parametrize("evidence", [(), (1,), (2,), (99,), (0,), (-1,), (10**30,)])
def test_a_claim_that_the_source_does_not_have_fails_whatever_it_cites(evidence):
    assert of(said("The owls were sold in Paris for 450 dollars.", *evidence)).failures


@pytest.mark.parametrize("evidence", [(), (1,)])
def test_a_sentence_that_joins_two_is_held_against_both_whatever_it_cites(evidence):
    salt = make_paper(
        "Salt in Clay",
        "Irrigation leaves salt. Here we present a model of salt transport in layered clay, which couples flow in "
        "cracks with diffusion into blocks. The model is fitted to measurements from 17 fields.",
        source=Source(name="test"),
    )
    told = (
        "The authors present a model of salt transport in layered clay, which couples flow in cracks with diffusion "
        "into blocks and is fitted to measurements from {} fields."
    )
    joined, false = (said(told.format(number), *evidence) for number in (17, 71))
    found = verify_claims([joined, false], salt, source_sentences((salt,))).verdicts
    assert [bool(verdict.reasons) for verdict in found] == [False, True]


def test_a_tie_cites_both_papers_and_a_term_that_both_have():
    tie = "The owls of these forests hunt at night, while bats hunt at night in the same forests."
    (verdict,) = of(said(tie, 2, 4), liked=[BATS]).verdicts
    assert verdict.reasons == ()
    assert {support.paper_id for support in verdict.support} == {OWLS.id, BATS.id}


@pytest.mark.parametrize(
    ("text", "evidence", "like"),
    [
        ("The owls of these forests hunt at night, while bees gather nectar by day.", (2, 4), BEES),
        ("The owls of these forests hunt at night, while bats hunt at night in 93 forests.", (2, 4), BATS),
        ("Bats hunt at night in the same forests.", (2,), BATS),
    ],
    ids=["nothing shared", "a number of neither", "of the other, cited as its own"],
)
def test_a_tie_that_does_not_hold_in_both_fails(text, evidence, like):
    assert of(said(text, *evidence), liked=[like]).failures


def test_what_fails_is_taken_out_and_the_rest_stands():
    found = of(TRUE, said("The owls of these forests hunt at night.", 2), FALSE)
    assert [verdict.claim for verdict in found.failures] == [FALSE]
    without_failures = found.without_failures()
    text, sentences = without_failures.text()
    assert text == "We counted owls in 12 forests. The owls of these forests hunt at night."
    assert [text[sentence.start : sentence.end] for sentence in sentences] == [sentence.text for sentence in sentences]
    assert without_failures.faithfulness().passed
    assert not found.faithfulness().passed


def test_too_little_that_stands_is_nothing():
    assert of(FALSE).without_failures() is None
    assert of(TRUE, FALSE, said("Owls were sold in Paris for 45 dollars.", 1)).without_failures() is None


def test_a_text_is_cut_at_a_sentence_and_the_first_always_stays():
    found = of(TRUE, said("The owls of these forests hunt at night.", 2))
    assert len(found.shortened_to(100).verdicts) == 2
    assert [verdict.claim for verdict in found.shortened_to(7).verdicts] == [TRUE]
    assert [verdict.claim for verdict in found.shortened_to(1).verdicts] == [TRUE]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Wir zählten Eulen in 12 Wäldern.", None),
        ("Wir zählten Eulen in 13 Wäldern.", "number_not_in_source"),
        ("Wir zählten Eulen in Wäldern.", "number_not_in_source"),
        ("Wir zählten Eulen in 12 Wäldern, siehe https://evil.example.", "link"),
        ("**Wir** zählten Eulen in 12 Wäldern.", "markup"),
        ("Wir zählten Eulen in 12 Wäldern" + " und in noch mehr" * 40 + ".", "too_long"),
    ],
)
def test_of_a_translation_numbers_addresses_and_form_are_checked(text, reason):
    (verdict,) = of(said(text, 1, english=TRUE.english)).verdicts
    assert verdict.reasons == (() if reason is None else (reason,))


def test_a_tie_that_cites_nothing_gets_the_lines_of_both_papers_that_it_is_most_like():
    title = "Night Flights of Bats"
    bats = make_paper(title, "We followed 7 bats. Bats hunt at night in the same forests.", source=Source(name="test"))
    source = source_sentences([OWLS, bats])
    text = (
        f"The owls of these forests hunt at night, while “{title}” found that bats hunt at night in the same forests."
    )
    (verdict,) = verify_claims([Claim(text, text, ())], OWLS, source).verdicts
    assert verdict.reasons == ()
    assert {span.paper_id for span in verdict.support} == {OWLS.id, bats.id}
    assert all(sum(span.paper_id == paper.id for span in verdict.support) <= 2 for paper in (OWLS, bats))
