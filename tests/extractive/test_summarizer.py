"""The extractive writer: what it may say, what it says first, and what it refuses to claim."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service import ingest
from service.corpus import sample
from service.extractive import Draft, LikedPaper, blurb, summary, tldr
from service.text import clean, fold, sentences, short_forms, word_set, words

PAPERS = ingest.read(sample.data(), "jsonl").papers
DANGLING = re.compile(
    r"(?:(?:however|therefore|thus|hence|moreover|furthermore|additionally|in addition|instead|specifically),"
    r"|(?:but|and|these|those|such|they|it (?!is)|its|their|to this end|to address (?:this|these))\b"
    r"|this (?!paper|work|study|thesis|review|survey|article|report))",
    re.IGNORECASE,
)
ABSTRACT = (
    "Deep networks are slow on small devices. However, existing pruning methods need retraining. "
    "To address this, we propose Snip, a pruning rule that needs one pass. It removes nine weights of ten. "
    "Experiments on image data show that Snip keeps the accuracy of the full network. "
    "The code is available at https://example.org/snip."
)
TITLE = "Snip: pruning deep networks in one pass"


RENDERED = word_set("the authors they them their a an author")


def words_not_in(text: str, source: str) -> set[str]:
    """The words of a text that the source lacks and that no rendering brings in; formulas are no words."""
    text, source = (re.sub(r"[^\w\s]", " ", one) for one in (text, source))
    known = set(words(fold(source)))
    verbs = {word.removesuffix("s") for word in known} | {word + ending for word in known for ending in ("s", "es")}
    said = {word for word in words(fold(text)) if word.isalpha() and len(word) > 1}
    return said - known - RENDERED - verbs


def assert_honest(draft: Draft, abstract: str) -> None:
    at = 0
    for sentence in draft.sentences:
        assert draft.text[sentence.start : sentence.end] == sentence.text
        assert sentence.start >= at
        at = sentence.end + 1
        if sentence.liked is None and not draft.title_only:
            (span,) = sentence.support
            whole = next(line for line in sentences(abstract) if line.start <= span.start < line.end)
            explained = " ".join(short_forms(abstract).values())
            assert not words_not_in(sentence.text, abstract[whole.start : whole.end] + " " + explained), sentence.text
    assert " ".join(s.text for s in draft.sentences) == draft.text
    assert "\n" not in draft.text


@pytest.mark.parametrize("max_words", [30, 65, 120])
def test_every_sentence_of_a_summary_has_the_words_of_the_sentence_that_it_points_at(max_words):
    for paper in PAPERS[:200]:
        assert_honest(summary(paper.title, paper.abstract, max_words), paper.abstract)


def test_no_summary_blurb_or_tldr_opens_with_a_reference_to_something_unsaid():
    for paper in PAPERS:
        for draft in (summary(paper.title, paper.abstract), tldr(paper.title, paper.abstract)):
            assert not DANGLING.match(draft.text), draft.text


def test_no_text_ends_in_the_middle_of_a_sentence_or_sends_the_reader_to_the_code():
    for paper in PAPERS:
        for draft in (summary(paper.title, paper.abstract), blurb(paper.title, paper.abstract)):
            assert re.search(r"[.!?][\"'”’)\]}]*$", draft.text), draft.text
            assert "github.com" not in draft.text


def test_a_summary_has_two_to_four_sentences_in_source_order_within_its_words():
    for paper in PAPERS:
        draft = summary(paper.title, paper.abstract)
        assert 2 <= len(draft.sentences) <= 4
        assert len(draft.text.split()) <= 120
        starts = [sentence.support[0].start for sentence in draft.sentences]
        assert starts == sorted(starts)


def test_a_summary_says_what_was_done_and_what_was_found():
    text = summary(TITLE, ABSTRACT, 40).text
    assert "The authors propose Snip, a pruning rule that needs one pass." in text
    assert "On image data, Snip keeps the accuracy of the full network." in text
    assert "To address this" not in text
    assert "available" not in text


def test_the_one_sentence_is_the_one_that_says_what_the_paper_does():
    assert tldr(TITLE, ABSTRACT).text == "We propose Snip, a pruning rule that needs one pass."


def test_a_sentence_that_points_back_is_used_only_after_the_one_it_points_to():
    abstract = (
        "We build a clock from light. This makes it exact. Nothing else shows the time better than the clock of light."
    )
    texts = [sentence.text for sentence in summary("A clock of light", abstract).sentences]
    if "This makes it exact." in texts:
        assert texts[texts.index("This makes it exact.") - 1] == "We build a clock from light."
    assert summary("A clock of light", abstract, 4).text != "This makes it exact."


def test_a_fact_that_was_destroyed_before_it_reached_us_is_not_quoted():
    damaged = [
        paper for paper in PAPERS if "[email\u00a0protected]" in paper.abstract or "[email protected]" in paper.abstract
    ]
    assert damaged
    for paper in damaged:
        assert "protected]" not in summary(paper.title, paper.abstract).text


def test_of_a_bilingual_abstract_only_the_first_language_is_quoted():
    (paper,) = [paper for paper in PAPERS if paper.title.startswith("Apuntes de Redes")]
    for draft in (summary(paper.title, paper.abstract), blurb(paper.title, paper.abstract)):
        assert all(span.end < paper.abstract.index("-----") for s in draft.sentences for span in s.support)


def test_a_question_is_not_a_summary():
    assert (
        tldr("Sorting", "Can we sort faster? We sort in one pass over the list.").text
        == "We sort in one pass over the list."
    )


def test_when_no_sentence_fits_the_shortest_whole_one_is_given():
    assert summary(TITLE, ABSTRACT, 1).text == "Existing pruning methods need retraining."
    assert blurb(TITLE, ABSTRACT, (), 1).text == "Existing pruning methods need retraining."


def test_a_paper_without_abstract_gets_its_title_flagged_and_unsupported():
    for draft in (summary("A  title", ""), blurb("A  title", " \n"), tldr("A  title", "")):
        assert draft.title_only
        assert draft.text == "A title"
        assert [s.support for s in draft.sentences] == [()]


@pytest.mark.parametrize(
    "abstract", ["Two words", "Word.", "?!", "Code at https://x.org.", "…", "Las redes aprenden. Mucho."]
)
def test_an_odd_abstract_still_gets_an_honest_text(abstract):
    for draft in (summary("T", abstract), blurb("T", abstract), tldr("T", abstract)):
        assert not draft.title_only
        assert_honest(draft, abstract)


NEAR = LikedPaper(
    "a", "Neural Spline Flows", "A normalizing flow models densities. We build normalizing flows from splines."
)
FAR = LikedPaper("b", "Bees in winter", "Bees keep warm in winter. We count them.")
FLOWS = (
    "Sampling is hard. We train a normalizing flow on lattices. "
    "Our sampler is faster than before, which enables new studies."
)


def test_a_blurb_names_the_liked_paper_that_shares_terms_and_shows_where_in_both():
    draft = blurb("Sampling lattices", FLOWS, (FAR, NEAR))
    first, *_, last = draft.sentences
    assert last.text == "You liked “Neural Spline Flows”: both deal with normalizing flows."
    assert last.liked is not None
    assert last.liked.id == "a"
    assert [FLOWS[s.start : s.end] for s in last.support] == ["normalizing flow"]
    assert [NEAR.abstract[s.start : s.end] for s in last.liked.spans] == ["normalizing flow"]
    assert first.liked is None
    assert_honest(draft, FLOWS)


def test_no_connection_is_claimed_where_nothing_is_shared_or_no_room_is_left():
    assert blurb("Sampling lattices", FLOWS, (FAR,)) == blurb("Sampling lattices", FLOWS)
    assert all(s.liked is None for s in blurb("Sampling lattices", FLOWS, (NEAR,), 12).sentences)
    assert all(s.liked is None for s in blurb("Sampling lattices", FLOWS, (LikedPaper("c", "Flows", ""),)).sentences)


def test_the_terms_of_a_connection_occur_in_both_abstracts():
    claimed = 0
    for paper, other in pairwise(PAPERS[:300]):
        draft = blurb(paper.title, paper.abstract, (LikedPaper(other.id, other.title, other.abstract),), 80)
        for sentence in draft.sentences:
            if sentence.liked is None:
                continue
            claimed += 1
            for here, there in zip(sentence.support, sentence.liked.spans, strict=True):
                mine, theirs = paper.abstract[here.start : here.end], other.abstract[there.start : there.end]
                assert mine.lower() in sentence.text.lower() or theirs.lower() in sentence.text.lower()
                assert mine.lower()[:3] == theirs.lower()[:3]
            assert other.title in sentence.text
    assert claimed > 10


def test_the_same_paper_gives_the_same_text():
    for paper in PAPERS[:50]:
        liked = tuple(LikedPaper(p.id, p.title, p.abstract) for p in PAPERS[50:60])
        assert summary(paper.title, paper.abstract) == summary(paper.title, paper.abstract)
        assert blurb(paper.title, paper.abstract, liked) == blurb(paper.title, paper.abstract, liked)


def test_a_result_of_this_approach_follows_what_was_done_though_others_stand_between():
    abstract = (
        "Networks route features. We propose a gate for the routes of features. Gates are trained on a small set. "
        "Brains route features too. We show that this simple mechanism is far more accurate than other methods."
    )
    assert blurb("Gates for routes", abstract).text == (
        "The authors propose a gate for the routes of features. "
        "They show that this simple mechanism is far more accurate than other methods."
    )


def test_a_sentence_that_may_only_stand_as_its_authors_said_it_gives_way_to_another():
    abstract = "We propose Snip, a rule for pruning. We prune nets in one pass. The rule keeps the accuracy of the net."

    def judge(draft: Draft) -> list[bool]:
        return ["one pass" not in one.text or "We" in one.text for one in draft.sentences]

    assert "We" not in summary("Snip", abstract, judge=judge).text
    assert "We prune" in summary("Snip", "We prune nets in one pass.", judge=judge).text


def test_a_sentence_that_names_what_the_text_has_not_gives_way_to_one_that_does_not():
    abstract = (
        "We study the concepts of language models. Their faces are often parallelograms. "
        "We train many small models for that. "
        "We find that the quality of such parallelograms improves greatly when length is projected out. "
        "We find that the spread of concepts improves greatly in the middle layers."
    )
    text = blurb("Concepts of language models", abstract).text
    assert "such" not in text
    assert "the spread of concepts improves greatly" in text
    told = summary("Concepts of language models", abstract.replace("improves greatly when", "changes when"), 40).text
    assert "such parallelograms" not in told or "often parallelograms" in told


def test_a_contribution_keeps_what_it_is_for_where_a_short_result_leaves_room():
    abstract = (
        "We propose Snip, a quiet rule for pruning the many layers of deep networks in one single pass over the data, "
        "enabling small devices to see and hear. Snip is 3 times faster than others."
    )
    assert "enabling small devices to see and hear" in blurb("Snip", abstract).text


def test_the_number_of_a_result_is_in_the_blurb_however_long_its_sentence_is():
    abstract = (
        "We propose CTM, a model of flows. CTM combines adversarial training with score matching to enhance samples, "
        "which needs no teacher and no second network, and reduces the error on images of faces by 12%."
    )
    assert "12%" in blurb("CTM", abstract).text


_PROSE = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "However, ",
                "We show ",
                "this ",
                "In this paper, ",
                "Results: ",
                ". ",
                "? ",
                "e.g. ",
                "\n",
                "\u2028",
                "(",
                "”",
            ]
        ),
        st.text(max_size=12),
        st.sampled_from([s.abstract[:200] for s in PAPERS[:20]]),
    ),
    max_size=12,
).map("".join)


@settings(deadline=None, max_examples=150)
@given(title=st.text(min_size=1, max_size=40), abstract=_PROSE, max_words=st.integers(1, 150))
def test_whatever_the_text_nothing_is_said_that_the_abstract_does_not_say(title, abstract, max_words):
    title, abstract = clean(title) or "t", clean(abstract)
    for draft in (summary(title, abstract, max_words), blurb(title, abstract, (), max_words), tldr(title, abstract)):
        assert_honest(draft, abstract)
        assert draft.title_only == (not abstract)


@pytest.mark.parametrize("unit", ["a. ", "We ", "this these ", "(((", "To address this ", "а́", "However, ", "x, "])
def test_a_hostile_abstract_of_50_000_characters_is_read_to_the_end(unit):
    abstract = unit * (50_000 // len(unit))
    for draft in (summary("t", abstract), blurb("t", abstract, (LikedPaper("a", "t", abstract),)), tldr("t", abstract)):
        assert not draft.title_only
        assert draft.text
