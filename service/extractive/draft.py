"""A text as it is put together: sentences, each in its first form that is accepted, with where they come from."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from service.extractive.standalone_sentences import StandaloneSentence, is_foreign
from service.extractive.ties import Tie
from service.text import Span

_MOST_TRIES: Final = 3
_THE_AUTHORS = re.compile(r"^The authors\b")
_AUTHORS_DO = re.compile(r"(?:The authors|They)\b")


@dataclass(frozen=True, slots=True)
class LikedEvidence:
    """Where the liked paper has the same terms: offsets into its abstract."""

    id: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """One sentence at Draft.text[start:end]; `support` are offsets into the abstract, empty for a title."""

    text: str
    start: int
    end: int
    support: tuple[Span, ...]
    liked: LikedEvidence | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """One paragraph and its sentences; `title_only` when there was no abstract and the title is all we can say."""

    text: str
    sentences: tuple[DraftSentence, ...]
    title_only: bool = False


Judge = Callable[[Draft], Sequence[bool]]
"""Which sentences of a draft may be printed: the writer renders, and somebody else judges."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence of the abstract in several forms, the one that is wanted most first, its own words last."""

    sentence: StandaloneSentence
    forms: tuple[str, ...]


def quoted(sentence: StandaloneSentence, *shorter: str) -> Quoted:
    """A sentence in its usual forms, before them those that are wanted more."""
    return Quoted(sentence, tuple(dict.fromkeys([*shorter, *sentence.forms])))


def accept_all(draft: Draft) -> Sequence[bool]:
    """Every sentence is accepted in its first form."""
    return [True] * len(draft.sentences)


def title_only(title: str) -> Draft:
    """The title, for want of an abstract."""
    text = " ".join(title.split())
    return Draft(text, (DraftSentence(text, 0, len(text), ()),), title_only=True)


def compose(chosen: Sequence[Quoted], judge: Judge, tie: Tie | None = None) -> Draft:
    """The sentences one after the other, each in its first form that the judge accepts, and the tie at the end."""
    forms = [0] * len(chosen)
    while True:
        draft = _assembled([one.forms[form] for one, form in zip(chosen, forms, strict=True)], chosen, tie)
        refused = [
            at
            for at, stands in enumerate(judge(draft)[: len(chosen)])
            if not stands and forms[at] + 1 < len(chosen[at].forms)
        ]
        if not refused:
            return draft
        for at in refused:
            forms[at] += 1


def rewritten(found: Sequence[StandaloneSentence], write: Callable[[Sequence[StandaloneSentence]], Draft]) -> Draft:
    """What `write` makes of the sentences, again without those that the judge let stand only as the authors said them.

    They remain where nothing else is there.
    """
    for _ in range(_MOST_TRIES):
        draft = write(found)
        left = {one.support for one in draft.sentences if one.liked is None and is_foreign(one.text)}
        others = [replace(one, foreign=True) if (one.span,) in left else one for one in found]
        if others == list(found):
            return draft
        found = others
    return write(found)


def _assembled(texts: Sequence[str], chosen: Sequence[Quoted], tie: Tie | None) -> Draft:
    parts: list[tuple[str, tuple[Span, ...], LikedEvidence | None]] = []
    follows = False  # the sentence before has the authors as its subject
    for text, one in zip(texts, chosen, strict=True):
        said = _THE_AUTHORS.sub("They", text) if follows else text
        follows = _AUTHORS_DO.match(said) is not None
        parts.append((said, (one.sentence.span,), None))
    if tie is not None:
        parts.append((tie.sentence, tie.here, LikedEvidence(tie.liked.id, tie.there)))
    sentences: list[DraftSentence] = []
    start = 0
    for text, support, evidence in parts:
        sentences.append(DraftSentence(text, start, start + len(text), support, evidence))
        start += len(text) + 1
    return Draft(" ".join(part[0] for part in parts), tuple(sentences))
