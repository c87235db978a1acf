"""Texts by the writer that needs no model: sentences of the source, rendered as far as the checker lets them stand."""

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
    language_of,
)

_BLURB_WORDS = 75


def quote(
    paper: Paper, kind: TextKind, liked: Sequence[Paper] = (), max_words: int = 120, instead: str | None = None
) -> GeneratedText:
    """The text of `kind` about `paper`; a blurb names the liked paper it connects to, when the two share something.

    `instead` is why a model's text is not here. The text is in the language of the abstract.
    """
    checker = _Checker(paper)
    if kind == "summary":
        draft = summary(paper.title, _quotable_abstract(paper), max_words, checker.stands)
    else:
        others = [LikedPaper(like.id, like.title, _quotable_abstract(like)) for like in liked if like.id != paper.id]
        draft = blurb(paper.title, _quotable_abstract(paper), others, min(max_words, _BLURB_WORDS), checker.stands)
    reason = "title_only" if draft.title_only else instead
    report = checker.report
    return GeneratedText(
        paper_id=paper.id,
        kind=kind,
        language=language_of(draft.text, "en"),
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


class _Checker:
    """Judges drafts about a paper by the sentences that they quote, and keeps the last report."""

    def __init__(self, paper: Paper) -> None:
        self.report: Report | None = None
        self._source = Source(paper.title, paper.abstract)
        self._lines = text.sentences(paper.abstract)

    def stands(self, draft: Draft) -> list[bool]:
        """Whether each sentence is borne out; one about a liked paper is: the writer found the spans in both."""
        own = [sentence for sentence in draft.sentences if sentence.support and sentence.liked is None]
        if not own:
            return [True] * len(draft.sentences)
        evidence = [self._numbers(sentence) for sentence in own]
        self.report = check(self._source, " ".join(sentence.text for sentence in own), evidence)
        return [sentence.supported for sentence in self.report.sentences]

    def _numbers(self, sentence: DraftSentence) -> list[int]:
        return [n for n, line in enumerate(self._lines) for span in sentence.support if _overlap(line, span)]


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
