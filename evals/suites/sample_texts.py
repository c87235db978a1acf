"""How the texts about every paper of the sample read: what needs no reference, on papers that nobody chose."""

from evals.datasets.sample_corpus import sample_papers
from evals.datasets.sampling import drawn
from evals.metrics.graders import opener
from evals.metrics.readability import readability, rendered
from evals.reporting import graded_texts, runs
from evals.reporting.outcome import Outcome
from evals.reporting.runs import Graded, Job
from evals.suites.request import Request
from service.papers import Paper
from service.summarization import TextKind, quote

_PREFIX = "all "


def measure(suite: str, kind: TextKind, request: Request) -> Outcome:
    """The grades of (a draw of) all texts of a kind, under names that begin with "all"."""
    papers = sample_papers()
    kept = drawn(list(papers), request.limit, request.seed)
    jobs = [_job(suite, kind, paper) for paper in papers.values() if paper.id in kept and paper.abstract]
    return graded_texts.outcome(suite, runs.resumed(request.runs, f"{suite}-all", jobs), request.seed)


def _job(suite: str, kind: TextKind, paper: Paper) -> Job:
    def grade() -> Graded:
        text = quote(paper, kind).text
        scores = {
            **readability(paper, text),
            "opener": opener(text),
            "rendered": rendered(paper.title, paper.abstract, text),
        }
        return Graded(
            case_id=paper.id,
            suite=suite,
            title=paper.title,
            source=paper.abstract,
            text=text,
            scores={_PREFIX + name: score for name, score in scores.items()},
        )

    return Job(paper.id, f"{paper.text_hash}\0{kind}", grade)
