"""What is left of an answer, and of two of them."""

from service.papers import Source, make_paper
from service.summarization import Claim, Verification, source_sentences, verify_claims

FERNS = make_paper(
    "Ferns",
    "We grew 40 ferns in the dark. The ferns were watered once a week. They lost 12% of their leaves in a month.",
    source=Source(name="test"),
)
GREW, WATERED, LOST = (line.text for line in source_sentences([FERNS]))
FALSE = "They lost 57% of their leaves in a month."


def found(*texts: str) -> Verification:
    claims = [Claim(text, text, ()) for text in texts]
    return verify_claims(claims, FERNS, source_sentences([FERNS]))


def told(verification: Verification | None) -> list[str]:
    return [verdict.claim.text for verdict in verification.verdicts] if verification else []


def test_good_sentences_of_the_first_answer_are_kept_and_joined_by_the_mended_ones_in_the_order_of_the_source():
    merged = found(FALSE, GREW).mended_by(found(LOST))
    assert told(merged) == [GREW, LOST]
    assert not merged.failures


def test_what_both_answers_say_is_said_once():
    assert told(found(GREW, FALSE).mended_by(found(GREW, LOST))) == [GREW, LOST]


def test_what_is_not_mended_still_counts_as_failed():
    merged = found(GREW, FALSE).mended_by(found(FALSE))
    assert told(merged) == [GREW, FALSE]
    assert told(merged.without_failures()) in ([], [GREW])


def test_a_text_that_is_too_long_keeps_its_beginning_and_its_findings():
    assert told(found(GREW, WATERED, LOST).shortened_to(17)) == [GREW, LOST]


def test_where_two_sentences_are_too_long_the_findings_stay_if_they_fit():
    assert told(found(GREW, LOST).shortened_to(9)) == [LOST]
    assert told(found(GREW, LOST).shortened_to(8)) == [GREW]
