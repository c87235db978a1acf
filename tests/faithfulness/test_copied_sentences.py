"""A sentence that is copied from what it cites is never refused for an edit."""

from service.faithfulness import COPIED_FAULTS, RULES, Source, check
from service.text import sentences
from tests.corpora import samples

ABSTRACT = (
    "When owls meet mice, when will they hunt and when will they sleep? Why? [A] -> [B]. Context. However, we look"
    " before and after rain, thus covering all. There are owls, because there are mice; so they hunt."
)


def reasons(title: str, abstract: str) -> dict[str, tuple[str, ...]]:
    """Of each sentence of an abstract that is copied, and refused, why."""
    spans = sentences(abstract)
    texts = [abstract[start:end] for start, end in spans]
    judged = {text: check(Source(title, abstract), text, [(at,)]).sentences for at, text in enumerate(texts)}
    return {text: report.reasons for text, (report, *_) in judged.items() if report.reasons}


def test_short_sentences_questions_and_turns_stand_when_copied():
    assert not reasons("Owls and mice", ABSTRACT)


def test_every_sentence_of_an_abstract_stands_when_copied_unless_it_is_cut_or_an_order():
    allowed = COPIED_FAULTS | set(RULES.values())
    for paper in samples(60):
        assert all(set(found) <= allowed for found in reasons(paper.title, paper.abstract).values())


def test_what_says_nothing_is_no_copy_of_a_sentence_that_is_blanked():
    source = Source("Owls and mice", "Owls hunt mice.                    . Mice sleep at night.")
    for text in ("!!!", "…", "?"):
        assert "unsupported_sentence" in check(source, text, [(1,)]).reasons
