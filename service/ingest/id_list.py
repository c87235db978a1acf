"""A list of ids or links, one a line; what stands behind an id on its line is a note of somebody's own."""

from collections.abc import Iterator

from service.errors import InvalidPaperId
from service.ingest.content import Content
from service.ingest.reading import Diagnostic, Reference, Row
from service.papers import parse_id

_LOOKED_AT = 20  # lines that tell whether a text is such a list
_LONGEST = 500  # characters of a line


def parse(content: Content) -> Iterator[Row]:
    """One Row per line that is neither blank nor a comment that begins with `#`."""
    for line in content.text_lines():
        text = line.text.strip()
        if text.startswith("#"):
            continue
        found = _id_in(text)
        if found:
            yield Reference(line.number, (found,))
        else:
            yield Diagnostic(line.number, "no_id", f"Line {line.number} holds no id or link of a paper that we know.")


def pasted_ids(text: str) -> list[str]:
    """The ids in what somebody pasted, with commas or spaces between them; other words are passed over."""
    parts = (part.strip(",;") for line in text.splitlines() for part in line.split())
    return list(dict.fromkeys(found for part in parts if (found := _id_in(part))))


def is_one(text: str) -> bool:
    """Whether most of the first lines of a text are ids or links."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]
    known = [line for line in lines[:_LOOKED_AT] if _id_in(line)]
    return 2 * len(known) > len(lines[:_LOOKED_AT])


def _id_in(text: str) -> str | None:
    """The id that a line is or begins with. A bare word is none, although it may be somebody's key."""
    if len(text) > _LONGEST:
        return None
    for part in (text, text.split(maxsplit=1)[0].rstrip(",;")):
        try:
            found = parse_id(part)
        except InvalidPaperId:
            continue
        if not found.startswith("local:") or part.startswith("local:"):
            return found
    return None
