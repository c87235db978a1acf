"""Grading texts about the papers of the hand-written cases: by the service's own writer, or by anybody's."""

from collections.abc import Callable, Sequence

from evals.datasets.sample_corpus import SummaryCase, summary_cases
from evals.datasets.sampling import drawn
from evals.metrics.graders import Criteria, grades
from evals.metrics.score import Judge
from evals.reporting import graded_texts, runs
from evals.reporting.outcome import Outcome
from evals.reporting.runs import Graded, Job
from evals.suites.request import Request
from service.faithfulness import Source
from service.papers import Paper
from service.summarization import TextKind, quote


def measure(suite: str, kind: TextKind, request: Request) -> Outcome:
    """What the service writes about (a draw of) the cases, graded; raises BadInput when the cases are unusable."""
    cases = summary_cases(request.cases)
    kept = drawn([case.id for case, _ in cases], request.limit, request.seed)

    def write(paper: Paper) -> str:
        return quote(paper, kind).text

    jobs = [job(suite, case, paper, kind, write, judge=request.judge) for case, paper in cases if case.id in kept]
    return graded_texts.outcome(suite, runs.resumed(request.runs, suite, jobs), request.seed)


def job(
    suite: str,
    case: SummaryCase,
    paper: Paper,
    kind: TextKind,
    write: Callable[[Paper], str],
    evidence: Sequence[Sequence[int]] | None = None,
    judge: Judge | None = None,
) -> Job:
    """The grading of one text about one case, as `write` gives it; `judge` is asked as well.

    `evidence` has for each sentence of the text the numbers, from 0, of the source's sentences that it rests on.
    """

    def grade() -> Graded:
        criteria, text = _criteria(case, paper, kind), write(paper)
        verdict = {"judge": judge.grade(Source(paper.title, paper.abstract), text)} if judge else {}
        return Graded(
            case_id=case.id,
            suite=suite,
            title=paper.title,
            source=paper.abstract,
            text=text,
            scores=grades(criteria, text, evidence) | verdict,
            reference=criteria.reference,
        )

    return Job(
        case.id, f"{case.model_dump_json()}\0{paper.text_hash}\0{kind}\0{evidence}\0{judge and judge.name}", grade
    )


def _criteria(case: SummaryCase, paper: Paper, kind: TextKind) -> Criteria:
    """What a text of this kind about the paper is graded by; key points are those of a summary."""
    points = case.key_points if kind == "summary" else ()
    return Criteria(paper.title, paper.abstract, case.reference(kind), points, case.must_not_claim)
