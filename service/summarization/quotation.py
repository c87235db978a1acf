"""Texts by the writer that needs no model: sentences of the source, with where they stand in it."""

from collections.abc import Sequence

from service import text
from service.extractive import Draft, DraftSentence, LikedPaper, blurb, summary
from service.faithfulness import Report, Source, check, is_foreign_language, without_injections
from service.papers import Paper
from service.summarization.generated_text import (
    Faithfulness,
    Fallback,
    GeneratedText,
    Numbers,
    Provenance,
    Sentence,
    Support,
    TextKind,
)

_BLURB_WORDS = 60


def quote(
    paper: Paper, kind: TextKind, liked: Sequence[Paper] = (), max_words: int = 120, instead: str | None = None
) -> GeneratedText:
    """The text of `kind` about `paper`; a blurb names the liked paper it connects to, when the two share something.

    `instead` is why a model's text is not here. The text is in the language of the abstract.
    """
    if kind == "summary":
        draft = summary(paper.title, _quotable_abstract(paper), max_words)
    else:
        others = [LikedPaper(like.id, like.title, _quotable_abstract(like)) for like in liked if like.id != paper.id]
        draft = blurb(paper.title, _quotable_abstract(paper), others, min(max_words, _BLURB_WORDS))
    reason = "title_only" if draft.title_only else instead
    report = _checked(paper, draft)
    return GeneratedText(
        paper_id=paper.id,
        kind=kind,
        language="en",
        text=draft.text,
        source="extractive",
        sentences=tuple(_sentence(paper.id, sentence) for sentence in draft.sentences),
        faithfulness=_verdict(report) if report else None,
        source_damage=paper.damage,
        fallback=Fallback(reason=reason) if reason else None,
        provenance=Provenance(source_hash=paper.text_hash),
    )


def _quotable_abstract(paper: Paper) -> str:
    """The abstract without the instructions that somebody planted in it: they are not to be quoted either."""
    return without_injections(paper.abstract, english=not is_foreign_language(paper.abstract), margin=0)


def _checked(paper: Paper, draft: Draft) -> Report | None:
    # A sentence about a liked paper is borne out by two papers: the writer found the spans, one source cannot judge it.
    own = [sentence for sentence in draft.sentences if sentence.support and sentence.liked is None]
    if not own:
        return None
    lines = text.sentences(paper.abstract)
    evidence = [
        [number for number, line in enumerate(lines) for span in sentence.support if _overlap(line, span)]
        for sentence in own
    ]
    return check(Source(paper.title, paper.abstract), " ".join(sentence.text for sentence in own), evidence)


def _overlap(one: text.Span, other: text.Span) -> bool:
    return one.start < other.end and other.start < one.end


def _verdict(report: Report) -> Faithfulness:
    return Faithfulness(
        score=report.score,
        passed=report.passed,
        numbers=Numbers(claimed=report.numbers.claimed, verified=report.numbers.verified),
        reasons=report.reasons,
        checker=report.checker,
    )


def _sentence(paper_id: str, sentence: DraftSentence) -> Sentence:
    spans = [(paper_id, span) for span in sentence.support]
    if sentence.liked:
        spans += [(sentence.liked.id, span) for span in sentence.liked.spans]
    return Sentence(
        text=sentence.text,
        start=sentence.start,
        end=sentence.end,
        supported=bool(spans),
        support=tuple(Support(paper_id=owner, start=span.start, end=span.end, score=1.0) for owner, span in spans),
    )
