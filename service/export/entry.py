"""What is written of each paper, whatever the format."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from service.papers import Paper, is_proceedings, known_ids


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper; when it was liked, collected or recommended, where that is known; and the user's note."""

    paper: Paper
    added: datetime | None = None
    note: str = ""

    def local_id(self, scheme: str) -> str | None:
        """The paper's id of a scheme, without it."""
        ids = (each.partition(":") for each in known_ids(self.paper))
        return next((local for name, _, local in ids if name == scheme), None)

    @property
    def kind(self) -> Literal["article", "conference", "manuscript"]:
        """What formats with types of entries should call it, as far as venue and ids say."""
        if self.paper.venue and is_proceedings(self.paper.venue):
            return "conference"
        return "article" if self.paper.venue or self.local_id("doi") else "manuscript"


def split_name(name: str) -> tuple[str, str] | None:
    """Given and family name, where one behind the other they are the name again; None for one that has no parts."""
    given, _, family = name.rpartition(" ")
    return (given, family) if given and "," not in name else None


def date_parts(entry: Entry) -> list[int]:
    """Year, month and day, as far as they are known."""
    return [int(part) for part in (entry.paper.published_text or "").split("-") if part]
