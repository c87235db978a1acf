"""What users said of papers, as the server answers it."""

from typing import Literal, TypedDict

FeedbackKind = Literal["like", "dislike", "seen"]


class Feedback(TypedDict):
    """A user's last word on a paper."""

    paper_id: str
    kind: FeedbackKind
    at: str
    weight: float


class Recorded(TypedDict):
    """What holds now, what held before, and whether the event changed it."""

    feedback: Feedback
    before: Feedback | None
    applied: bool


class FeedbackList(TypedDict):
    """All that a user has said, oldest first."""

    data: list[Feedback]
