"""Suite `scitldr`: our one-sentence summary against the TLDRs of authors and peers (Cachola et al. 2020)."""

from pydantic import AliasChoices, Field

from evals.datasets.records import Row, rows
from evals.reporting.outcome import Outcome
from evals.suites import extractive_rouge
from evals.suites.extractive_rouge import QuotedPaper
from evals.suites.request import Request
from service import text
from service.errors import BadInput
from service.extractive import tldr


class TldrRow(Row):
    """A line of SciTLDR-A as published (paper_id, target) or as often prepared (id, targets)."""

    id: str = Field(default="", validation_alias=AliasChoices("id", "paper_id"))
    title: str = ""
    source: tuple[str, ...]
    targets: tuple[str, ...] = Field(validation_alias=AliasChoices("targets", "target"))


def run(request: Request) -> Outcome:
    """ROUGE-1/2/L of `request.data`, a JSONL file of SciTLDR-A."""
    if request.data is None:
        raise BadInput("scitldr needs --data FILE, one of SciTLDR-A's JSONL files")
    found = [_quoted(row) for _, row in rows(request.data, TldrRow) if any(map(str.strip, row.targets))]
    return extractive_rouge.outcome("scitldr", found, request)


def _quoted(row: TldrRow) -> QuotedPaper:
    title, abstract = text.clean(row.title), text.clean(" ".join(row.source))
    targets = tuple(target.strip() for target in row.targets if target.strip())
    return QuotedPaper(row.id, title, abstract, targets, tldr(title, abstract).text)
