"""A digest as it is kept and shown: whole in itself, so that it reads the same when its papers have changed or gone."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from service.text import sentences, visible


class _Kept(BaseModel):
    """Made once and never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class DigestText(_Kept):
    """A summary or a blurb; `faithfulness` is from 0 to 1, None where nothing was checked."""

    text: str
    source: Literal["llm", "extractive"]
    language: str
    faithfulness: float | None


class DigestCause(_Kept):
    """A liked paper, what it adds to the score, and what both papers are about."""

    paper_id: str
    title: str
    contribution: float
    terms: tuple[str, ...] = ()


class DigestPaper(_Kept):
    """A paper of a digest; `left_out` says why a text is not there. Trending papers have neither score nor causes."""

    id: str
    title: str
    authors: tuple[str, ...] = ()
    published: str | None = None  # as far as it is known: 2026, 2026-11 or 2026-11-29
    venue: str | None = None
    links: dict[str, str] = {}  # by name, the paper's own page first
    score: float | None = None
    confidence: Literal["high", "medium", "low"] | None = None
    because: tuple[DigestCause, ...] = ()
    summary: DigestText | None = None
    blurb: DigestText | None = None
    left_out: str | None = None

    @property
    def read_texts(self) -> dict[str, DigestText]:
        """Its texts as they are read, by kind: of the blurb only what the summary above it does not say.

        Without a model both quote the abstract, often in the same sentences.
        """
        beside = self.blurb and _without(self.blurb, self.summary)
        texts = {"summary": self.summary, "blurb": beside}
        return {kind: text for kind, text in texts.items() if text is not None and visible(text.text)}


class DigestAlert(_Kept):
    """What is new of a saved search or a followed author."""

    kind: Literal["search", "author"]
    name: str
    papers: tuple[DigestPaper, ...]
    more: int = 0  # how many more there are that are not shown


class DigestTrending(_Kept):
    """What many like of late; `empty_reason` is never None when there are no papers."""

    window: Literal["day", "week", "month"]
    papers: tuple[DigestPaper, ...] = ()
    empty_reason: str | None = None


class Digest(_Kept):
    """What a user is told of one period; `notes` say, one sentence each, why it is short or empty.

    `period` names it: 2026-11-29, or 2026-W48 of a weekly one. `local_date` is the day on the subscriber's calendar.
    """

    id: str  # the same for the same user and period
    user: str
    period: str
    local_date: date
    made_at: datetime
    since: datetime | None  # papers that came here from then on; None in the first one
    until: datetime | None = None  # up to when all were looked through; None in those of older versions
    papers: tuple[DigestPaper, ...] = ()
    alerts: tuple[DigestAlert, ...] = ()
    trending: DigestTrending | None = None
    notes: tuple[str, ...] = ()
    likes: int = 0  # how many the user had: 0 means that it begins with how to begin


def _without(blurb: DigestText, summary: DigestText | None) -> DigestText:
    """The sentences of a blurb that a summary does not have, with what is known of the whole."""
    said = {*_sentences(summary.text)} if summary else set[str]()
    return blurb.model_copy(update={"text": " ".join(each for each in _sentences(blurb.text) if each not in said)})


def _sentences(text: str) -> list[str]:
    return [text[each.start : each.end] for each in sentences(text)]
