"""What is written of each paper, whatever the format."""

from dataclasses import dataclass
from datetime import datetime

from service.papers import Paper, known_ids


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


def split_name(name: str) -> tuple[str, str] | None:
    """Given and family name, where one behind the other they are the name again; None for one that has no parts."""
    given, _, family = name.rpartition(" ")
    return (given, family) if given and "," not in name else None


def date_parts(entry: Entry) -> list[int]:
    """Year, month and day, as far as they are known."""
    return [int(part) for part in (entry.paper.published_text or "").split("-") if part]
