"""What a list on a page should look like, as its address says it: its length, diversity, filters, and the last word."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from service.discovery import DIVERSITY, RecommendationRequest
from service.errors import BadInput
from service.papers import parse_id
from service.storage import Filters

LENGTH = 10
MOST = 100


@dataclass(frozen=True, slots=True)
class ListView:
    """Options of a list; `last` is the paper of which something was said last, so that the list tells what that did."""

    length: int = LENGTH
    diversity: float = DIVERSITY
    after: date | None = None
    before: date | None = None
    topic: str = ""
    words: str = ""
    last: str | None = None

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> Self:
        """As an address or a form says it; raises BadInput that names the field."""
        last = fields.get("last", "")
        return cls(
            int(_number(fields, "length", LENGTH, 1, MOST)),
            _number(fields, "diversity", DIVERSITY, 0, 1),
            _day(fields, "after"),
            _day(fields, "before"),
            fields.get("topic", "").strip()[:200],
            fields.get("words", "").strip()[:200],
            parse_id(last) if last else None,
        )

    def fields(self) -> Iterator[tuple[str, str]]:
        """What the address has to say: nothing of what is usual."""
        if self.length != LENGTH:
            yield "length", str(self.length)
        if self.diversity != DIVERSITY:
            yield "diversity", f"{self.diversity:g}"
        for name in ("after", "before", "topic", "words", "last"):
            if value := getattr(self, name):
                yield name, str(value)

    @property
    def filters(self) -> Filters | None:
        """The filters of the catalog; None where there are none."""
        topics = tuple(topic.strip() for topic in self.topic.split(",") if topic.strip())
        found = Filters(self.after, self.before, topics, keywords_all=tuple(self.words.split()))
        return None if found == Filters() else found

    def after_saying(self, last: str | None) -> Self:
        """The same list after something was said of a paper, or of none in particular."""
        return replace(self, last=last)

    def longer(self, length: int) -> Self:
        """The same list with more in it."""
        return replace(self, length=length)

    def applied_to(self, request: RecommendationRequest) -> RecommendationRequest:
        """The request, with a list that looks like this."""
        return replace(request, limit=self.length, diversity=self.diversity, filters=self.filters)


def _number(fields: Mapping[str, str], name: str, usual: float, least: int, most: int) -> float:
    text = fields.get(name, "")
    try:
        found = float(text) if text else usual
    except ValueError:
        raise BadInput.at(f"/{name}", "must be a number.") from None
    if not least <= found <= most:  # nor is it NaN
        raise BadInput.at(f"/{name}", f"must be from {least} to {most}.")
    return found


def _day(fields: Mapping[str, str], name: str) -> date | None:
    text = fields.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadInput.at(f"/{name}", "must be a date like 2021-06-30.") from None
