"""Summary and blurb of a paper, by the extractive writer: sentences of the source, with where they stand in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from service import extract, text
from service.papers import Paper

Kind = Literal["summary", "blurb"]

_BLURB_WORDS = 60


@dataclass(frozen=True, slots=True)
class Written:
    """One text about one paper; offsets of its sentences' support point into the paper's `abstract`."""

    paper_id: str
    kind: Kind
    draft: extract.Draft
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
    return Written(paper.id, kind, draft, damage, paper.text_hash)
