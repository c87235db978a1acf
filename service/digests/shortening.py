"""A digest that is too long for mail, made shorter step by step."""

from dataclasses import dataclass
from typing import Final

from service.digests.digest import Digest, DigestAlert, DigestPaper, DigestText
from service.digests.shown_paper import in_short

NOTE: Final = (
    "This is not all: the digest is too long for mail, whose programs cut off what is. Paperlark has the whole."
)
"""What a shortened digest says of itself."""

_LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True)
class Lengths:
    """How much is left at most: characters of a text, papers of a list, alerts, and papers of each of them."""

    text: int
    papers: int
    alerts: int
    of_alert: int


STEPS: Final = (
    Lengths(2_000, 100, 50, 20),
    Lengths(700, 100, 50, 20),
    Lengths(300, 50, 20, 5),
    Lengths(150, 20, 10, 2),
    Lengths(100, 10, 3, 1),
    Lengths(100, 1, 1, 1),
)
"""Ever shorter; the last leaves so little of any digest that it fits."""


def shortened(digest: Digest, lengths: Lengths) -> Digest:
    """The digest within these lengths; it says so in a note, and its alerts of how many more papers they tell."""
    trending = digest.trending
    return digest.model_copy(
        update={
            "papers": _papers(digest.papers[: lengths.papers], lengths),
            "alerts": tuple(_alert(each, lengths) for each in digest.alerts[: lengths.alerts]),
            "trending": trending
            and trending.model_copy(update={"papers": _papers(trending.papers[: lengths.papers], lengths)}),
            "notes": (NOTE, *(in_short(note, _LONGEST_NOTE) for note in digest.notes[: lengths.papers])),
        }
    )


def _alert(alert: DigestAlert, lengths: Lengths) -> DigestAlert:
    shown = alert.papers[: lengths.of_alert]
    more = alert.more + len(alert.papers) - len(shown)
    return alert.model_copy(update={"papers": _papers(shown, lengths), "more": more})


def _papers(papers: tuple[DigestPaper, ...], lengths: Lengths) -> tuple[DigestPaper, ...]:
    return tuple(
        each.model_copy(
            update={
                "summary": _text(each.summary, lengths),
                "blurb": _text(each.blurb, lengths),
                "left_out": each.left_out and in_short(each.left_out, lengths.text),
            }
        )
        for each in papers
    )


def _text(text: DigestText | None, lengths: Lengths) -> DigestText | None:
    return text and text.model_copy(update={"text": in_short(text.text, lengths.text)})
