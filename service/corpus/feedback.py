"""What users say of papers, taken in: one word at a time, or many at once from elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from service.corpus.corpus import Corpus
from service.errors import BadInput, FeedbackNotFound, at_most
from service.papers import parse_id
from service.settings import LimitSettings
from service.storage import Feedback, FeedbackEvent

EventStatus = Literal["applied", "superseded", "not_found"]

_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(minutes=5)  # that a client's clock may be ahead of ours


@dataclass(frozen=True, slots=True)
class FeedbackChange:
    """What holds of a paper after an event, and what held before; an event older than what is known changes nothing."""

    before: Feedback | None
    after: Feedback

    @property
    def applied(self) -> bool:
        """Whether the event changed anything."""
        return self.before != self.after


def give_feedback(corpus: Corpus, user: str, event: FeedbackEvent, now: datetime) -> FeedbackChange:
    """Keep what a user says of the paper of an id in any form, under that id; the latest event wins.

    Raises PaperNotFound, InvalidPaperId, and BadInput for a time in the future or before 1970.
    """
    _check_time(event.at, now, "/at")
    corpus.paper(event.paper_id)
    known = FeedbackEvent(parse_id(event.paper_id), event.kind, event.at)
    ((before, after),) = corpus.feedback.record(user, [known], now)
    return FeedbackChange(before, after)


def import_feedback(
    corpus: Corpus, limits: LimitSettings, user: str, events: Sequence[FeedbackEvent], now: datetime
) -> list[EventStatus]:
    """Keep many events of canonical ids, in any order; what became of each, in order.

    Superseded is one when something as late or later was known. Raises BadInput for more than `limits.liked` events and
    for a time in the future or before 1970; then nothing is kept.
    """
    at_most(limits.liked, len(events), "/feedback")
    for place, event in enumerate(events):
        _check_time(event.at, now, f"/feedback/{place}/at")
    known = corpus.catalog.resolve([event.paper_id for event in events])
    changes = iter(corpus.feedback.record(user, [event for event in events if event.paper_id in known], now))
    return [_status(*next(changes)) if event.paper_id in known else "not_found" for event in events]


def take_back(corpus: Corpus, user: str, paper_id: str) -> None:
    """Remove what a user said of the paper of an id in any form, under whichever of its ids.

    Raises FeedbackNotFound, InvalidPaperId.
    """
    if not corpus.feedback.delete(user, corpus.catalog.names(parse_id(paper_id))):
        raise FeedbackNotFound("This user has said nothing of this paper.")


def _status(before: Feedback | None, after: Feedback) -> EventStatus:
    return "superseded" if before == after else "applied"


def is_possible_time(at: datetime | None, now: datetime) -> bool:
    """Whether something can have been said then; without a time it is said now."""
    return at is None or _EARLIEST <= at <= now + _AHEAD


def _check_time(at: datetime | None, now: datetime, field: str) -> None:
    if at is not None and not is_possible_time(at, now):
        raise BadInput.at(field, "is in the future." if at > now else "is before 1970.")
