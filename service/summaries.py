"""Summary and blurb of a paper, by the extractive writer: sentences of the source, with where they stand in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from service import extract, text
from service.grounding import Report, Source, check
from service.papers import Paper

Kind = Literal["summary", "blurb"]

_BLURB_WORDS = 60


@dataclass(frozen=True, slots=True)
class Written:
    """One text about one paper; offsets of its sentences' support point into the paper's `abstract`.

    `report` is the checker's verdict on what the text says of the paper; None when it only repeats the title.
    """

    paper_id: str
    kind: Kind
    draft: extract.Draft
    report: Report | None
    source_damage: tuple[str, ...]
    source_hash: str


def write(paper: Paper, kind: Kind, liked: Sequence[Paper] = (), max_words: int = 120) -> Written:
    """The text of `kind` about `paper`; a blurb names the liked paper it connects to, when the two share something."""
    if kind == "summary":
        draft = extract.summary(paper.title, paper.abstract, max_words)
    else:
        others = [extract.Liked(like.id, like.title, like.abstract) for like in liked if like.id != paper.id]
        draft = extract.blurb(paper.title, paper.abstract, others, min(max_words, _BLURB_WORDS))
    damage = text.damage(f"{paper.raw_title} {paper.raw_abstract}")
    return Written(paper.id, kind, draft, _checked(paper, draft), damage, paper.text_hash)


def _checked(paper: Paper, draft: extract.Draft) -> Report | None:
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
