"""A Hugging Face Papers page saved as text: a header, then a title and an abstract line per paper."""

import re
from collections.abc import Iterator

from service.errors import InvalidPaper
from service.ingest.content import Content
from service.ingest.reading import Diagnostic, ParsedPaper, Row
from service.papers import Source, make_paper

PAGE_BANNER = "Get trending papers in your email inbox"
"""How the first or the second line of a saved page begins."""
_HEADER = re.compile(
    rf"new|{PAGE_BANNER}(?: once a day)?!|Subscribe|byAK and the research community|"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{1,2}"
)
_BUTTON = "Subscribe"  # the button's label; one layout glues it to the first title
# Titles have 18-162 characters and abstracts 492-1,919 on the five pages this was written for: between
# the two limits, or after a full stop, its position tells what a line is; outside, its length does.
_LONGEST_TITLE = 250
_SHORTEST_ABSTRACT = 400


def parse(content: Content) -> Iterator[Row]:
    """One Row per paper of the page, with its rank; a lost line costs its own paper only."""
    title: tuple[int, str] | None = None
    rank = 0
    for number, line in _lines(content):
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


def _lines(content: Content) -> Iterator[tuple[int, str]]:
    """The lines below the header, the first one without the button glued to it."""
    in_header, after_button = True, False
    for each in content.text_lines():
        number, line = each.number, each.text.strip()
        if in_header and _HEADER.fullmatch(line):
            after_button = after_button or line == _BUTTON
            continue
        if in_header and not after_button:
            line = line.removeprefix(_BUTTON)
        in_header = False
        yield number, line


def _is_title(line: str) -> bool:
    return len(line) <= _LONGEST_TITLE and not line.endswith(".")


def _without_abstract(number: int) -> Diagnostic:
    return Diagnostic(number, "missing_abstract", f"The title on line {number} has no abstract below it.")


def _paper(title: tuple[int, str], abstract: str, rank: int) -> Row:
    number, line = title
    try:
        return ParsedPaper(number, make_paper(line, abstract, source=Source(name="hf-page", rank=rank)))
    except InvalidPaper as error:
        return Diagnostic(number, error.code, error.detail)
