"""What a like did to a list."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.discovery.result import Recommendations


@dataclass(frozen=True, slots=True)
class Change:
    """What a like did to a paper of a list: new in it, or so many places up (below 0: down), and what it adds."""

    paper_id: str
    new: bool
    places_up: int
    contribution: float


def changes(before: Sequence[str], after: Recommendations, liked: str) -> list[Change]:
    """What the like of the paper `liked` did to each paper of the list after it; `before` has the ids of the other one.

    The liked paper leaves its place to the next one: that moves nobody up. What the like adds to a score is 0 where it
    is not named among the causes.
    """
    others = [name for name in before if name != liked]
    places = {name: place for place, name in enumerate(others)}
    added = {
        item.paper.id: next((cause.contribution for cause in item.because if cause.paper_id == liked), 0.0)
        for item in after.data
    }
    return [
        Change(name, name not in places, places.get(name, place) - place, contribution)
        for place, (name, contribution) in enumerate(added.items())
    ]
