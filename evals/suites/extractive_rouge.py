"""How close the writer that needs no model comes to human summaries: one run over any set of references."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from evals.datasets.sampling import drawn
from evals.metrics.rouge import KINDS, rouge
from evals.reporting import plots, runs
from evals.reporting.outcome import Exhibit, Outcome, Plot, Table
from evals.reporting.runs import Graded, Job
from evals.suites.request import Request
from service.errors import BadInput

_SHOWN = 5  # worst cases


@dataclass(frozen=True, slots=True)
class QuotedPaper:
    """A paper, what people wrote of it, and what the service writes."""

    id: str
    title: str
    abstract: str
    references: tuple[str, ...]
    text: str


def outcome(suite: str, quoted: Sequence[QuotedPaper], request: Request) -> Outcome:
    """ROUGE of the texts of (a draw of) the papers; raises BadInput when there is none."""
    if not quoted:
        raise BadInput(f"{suite}: there is no paper with a reference")
    numbered = [replace(paper, id=f"{i}:{paper.id}") for i, paper in enumerate(quoted)]
    kept = drawn([paper.id for paper in numbered], request.limit, request.seed)
    jobs = [_job(suite, paper) for paper in numbered if paper.id in kept]
    graded = runs.resumed(request.runs, suite, jobs)
    figures = runs.figures(graded, request.seed)
    means = {figure.name: round(figure.interval.mean, 2) for figure in figures if figure.interval}
    rows = tuple((f.name, *f.cells) for f in figures if f.interval)
    note = f"Best over the references, F with stemming, 0 to 100, {len(graded)} papers; 95 % bootstrap over papers."
    return Outcome(
        suite,
        ({"dataset": suite, **means, "n": len(graded)},),
        (Table("ROUGE", note, ("measure", "mean", "low", "high"), rows),),
        (Plot("ROUGE-1 of the papers", plots.histogram([row.scores[KINDS[0]].value or 0.0 for row in graded], 100)),),
        figures,
        tuple(_exhibit(row) for row in sorted(graded, key=lambda row: row.scores[KINDS[0]].value or 0.0)[:_SHOWN]),
    )


def _job(suite: str, paper: QuotedPaper) -> Job:
    def grade() -> Graded:
        return Graded(
            case_id=paper.id,
            suite=suite,
            title=paper.title,
            source=paper.abstract,
            text=paper.text,
            scores=rouge(paper.text, paper.references),
            reference=" | ".join(paper.references),
        )

    return Job(paper.id, "\0".join((paper.title, paper.abstract, paper.text, *paper.references)), grade)


def _exhibit(row: Graded) -> Exhibit:
    why = (f"ROUGE-1 {row.scores[KINDS[0]].value or 0.0:.1f} to: {row.reference}",)
    return Exhibit(row.case_id, row.title, row.source, row.text, why)
