"""Suite `highlights`: our paragraph of at most 65 words against the highlights that the authors wrote."""

from evals.datasets.records import Row, rows
from evals.reporting.outcome import Outcome
from evals.suites import extractive_rouge
from evals.suites.extractive_rouge import QuotedPaper
from evals.suites.request import Request
from service import text
from service.errors import BadInput
from service.extractive import summary

MAX_WORDS = 65  # about what authors' highlights have


class HighlightsRow(Row):
    """A line {title, abstract, highlights: [lines]}."""

    id: str = ""
    title: str
    abstract: str
    highlights: tuple[str, ...]


def run(request: Request) -> Outcome:
    """ROUGE-1/2/L of `request.data`, a JSONL file of papers with highlights."""
    if request.data is None:
        raise BadInput("highlights needs --data FILE with rows {title, abstract, highlights}")
    found = [_quoted(row) for _, row in rows(request.data, HighlightsRow) if any(map(str.strip, row.highlights))]
    return extractive_rouge.outcome("highlights", found, request)


def _quoted(row: HighlightsRow) -> QuotedPaper:
    title, abstract = text.clean(row.title), text.clean(row.abstract)
    reference = " ".join(line.strip() for line in row.highlights)
    return QuotedPaper(row.id, title, abstract, (reference,), summary(title, abstract, MAX_WORDS).text)
