"""The sample corpus, and the cases written by hand about some of its papers."""

from functools import cache
from pathlib import Path

from pydantic import ConfigDict

from evals.datasets.records import Row, rows
from service import ingest
from service.corpus import sample
from service.errors import BadInput
from service.papers import Paper
from service.summarization import TextKind

CASES = Path(__file__).parents[1] / "cases" / "summaries.jsonl"


class SummaryCase(Row):
    """What a good summary and a good blurb of one paper look like; the fields are told in cases/README.md."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    paper_id: str
    tags: tuple[str, ...]
    reference_summary: str
    reference_blurb: str
    key_points: tuple[str, ...]
    must_not_claim: tuple[str, ...]
    licence: str

    def reference(self, kind: TextKind) -> str:
        """The reference of one kind of text."""
        return self.reference_summary if kind == "summary" else self.reference_blurb


@cache
def sample_papers() -> dict[str, Paper]:
    """The 784 papers of the sample corpus by id."""
    return {paper.id: paper for paper in ingest.read(sample.data(), "jsonl").papers}


def summary_cases(path: Path | None = None) -> list[tuple[SummaryCase, Paper]]:
    """The cases with their papers; raises BadInput naming file and line, also for a paper or id that cannot be."""
    papers = sample_papers()
    found: dict[str, tuple[SummaryCase, Paper]] = {}
    file = path or CASES
    for line, case in rows(file, SummaryCase):
        if case.paper_id not in papers:
            raise BadInput(f"{file.name}:{line}: the paper {case.paper_id} is not in the sample corpus")
        if case.id in found:
            raise BadInput(f"{file.name}:{line}: the case {case.id} is there twice")
        found[case.id] = case, papers[case.paper_id]
    if not found:
        raise BadInput(f"{file} has no case")
    return list(found.values())
