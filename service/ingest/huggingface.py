"""A Hugging Face Papers page saved as text: a header, then a title and an abstract line per paper."""

import re
from collections.abc import Iterator

from service.errors import InvalidPaper
from service.ingest.reading import Diagnostic, Found, numbered_lines
from service.papers import Source, make_paper

BANNER = "Get trending papers in your email inbox"
_HEADER = re.compile(
    rf"new|{BANNER}(?: once a day)?!|Subscribe|byAK and the research community|"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{1,2}"
)
_BUTTON = "Subscribe"  # the button's label; one layout glues it to the first title
# Titles have 18-162 characters and abstracts 492-1,919 on the five pages this was written for: between
# the two limits, or after a full stop, a line is what its place says; outside, its length says what it is.
_LONGEST_TITLE = 250
_SHORTEST_ABSTRACT = 400


def parse(data: bytes) -> Iterator[Found | Diagnostic]:
    """One Found or Diagnostic per paper of the page, with its rank; a lost line costs its own paper only."""
    title: tuple[int, str] | None = None
    rank = 0
    for number, line in _content(data):
        if title is None and len(line) < _SHORTEST_ABSTRACT:
            title = number, line
            continue
        rank += 1
        if title is None:
            yield Diagnostic(number, "missing_title", f"Line {number} is an abstract with no title above it.")
        elif _is_title(line):
            yield _without_abstract(title[0])
            title = number, line
        else:
            yield _paper(title, line, rank)
            title = None
    if title is not None:
        yield _without_abstract(title[0])


def _content(data: bytes) -> Iterator[tuple[int, str]]:
    """The lines below the header, the first one without the button glued to it."""
    in_header, pressed = True, False
    for number, raw in numbered_lines(data):
        line = raw.decode("utf-8", "replace")
        if in_header and _HEADER.fullmatch(line):
            pressed = pressed or line == _BUTTON
            continue
        if in_header and not pressed:
            line = line.removeprefix(_BUTTON)
        in_header = False
        yield number, line


def _is_title(line: str) -> bool:
    return len(line) <= _LONGEST_TITLE and not line.endswith(".")


def _without_abstract(number: int) -> Diagnostic:
    return Diagnostic(number, "missing_abstract", f"The title on line {number} has no abstract below it.")


def _paper(title: tuple[int, str], abstract: str, rank: int) -> Found | Diagnostic:
    number, line = title
    try:
        return Found(number, make_paper(line, abstract, source=Source(name="hf-page", rank=rank)))
    except InvalidPaper as error:
        return Diagnostic(number, error.code, error.detail)
