"""Grading texts about the sample papers: by the service's own writer, or by anybody's."""

from collections.abc import Callable, Sequence

from evals.datasets.histories import shuffled
from evals.datasets.sample_corpus import Kind, SummaryCase, summary_cases
from evals.llm.judge import Judge
from evals.metrics.graders import Question, grades
from evals.reporting import plots, runs
from evals.reporting.runs import Graded, Job
from evals.suites.suite import Exhibit, Figure, Outcome, Plot, Request, Table
from service.faithfulness import Source
from service.papers import Paper
from service.summarization import quote

_SHOWN = 8  # worst cases

MEANING = {
    "faithfulness": "the checker's score, 0 to 1; its power is printed beside it in the README",
    "judge": "share of sentences that the language model as judge finds supported",
    "passed": "share of texts in which the checker finds no fault",
    "key_points": "share of the key points that the text carries, by their words",
    "not_forbidden": "share of the forbidden claims not made, where words can decide",
    "rouge1": "against the reference, 0 to 100",
    "rouge2": "against the reference, 0 to 100",
    "rougeL": "against the reference, 0 to 100",
    "one_paragraph": "share of texts without a line break",
    "opener": "share of texts that do not open with a word pointing back",
    "complete": "share of texts that end where a sentence ends",
    "verbatim": "share of sentences that the source has word for word",
    "words": "by white space",
}


def question(case: SummaryCase, paper: Paper, kind: Kind) -> Question:
    """What a text of this kind about the paper is graded by; key points are those of a summary."""
    points = case.key_points if kind == "summary" else ()
    return Question(paper.title, paper.abstract, case.reference(kind), points, case.must_not_claim)


def job(
    suite: str,
    case: SummaryCase,
    paper: Paper,
    kind: Kind,
    write: Callable[[Paper], str],
    evidence: Sequence[Sequence[int]] | None = None,
    judge: Judge | None = None,
) -> Job:
    """The grading of one text about one case, as `write` gives it; `judge` is asked as well."""

    def grade() -> Graded:
        asked, text = question(case, paper, kind), write(paper)
        verdict = {"judge": judge.grade(Source(paper.title, paper.abstract), text)} if judge else {}
        return Graded(
            case_id=case.id,
            suite=suite,
            title=paper.title,
            source=paper.abstract,
            text=text,
            scores=grades(asked, text, evidence) | verdict,
            reference=asked.reference,
        )

    return Job(
        case.id, f"{case.model_dump_json()}\0{paper.text_hash}\0{kind}\0{evidence}\0{judge and judge.name}", grade
    )


def measure(suite: str, kind: Kind, request: Request) -> Outcome:
    """What the service writes about (a draw of) the cases, graded."""
    cases = summary_cases(request.cases)
    kept = set(shuffled([case.id for case, _ in cases], request.seed)[: request.limit])

    def write(paper: Paper) -> str:
        return quote(paper, kind).text

    jobs = [job(suite, case, paper, kind, write, judge=request.judge) for case, paper in cases if case.id in kept]
    return outcome(suite, runs.resumed(request.runs, suite, jobs), request.seed)


def outcome(suite: str, graded: Sequence[Graded], seed: int) -> Outcome:
    """The figures of graded texts; first shown are those that were refused, then those with few key points."""
    figures = runs.figures(graded, seed)
    shares = [
        (f.name, f.interval, None) for f in figures if f.interval and f.interval.mean <= 1 and f.interval.high <= 1
    ]
    return Outcome(
        suite,
        tuple(figure.row(suite) for figure in figures),
        (table(figures),),
        (Plot("Shares", plots.shares(shares)),) if shares else (),
        figures,
        tuple(map(exhibit, sorted(graded, key=_merit)[:_SHOWN])),
    )


def table(figures: Sequence[Figure]) -> Table:
    """A row per score."""
    rows = tuple(
        (f.name, *((None,) * 3 if f.interval is None else f.interval), f.n, f.unscored, MEANING.get(f.name, ""))
        for f in figures
    )
    note = "Means over the scored cases; 95 % bootstrap over cases. What cannot be decided is unscored, not guessed."
    return Table("Scores", note, ("score", "mean", "low", "high", "scored", "unscored", "meaning"), rows)


def exhibit(row: Graded) -> Exhibit:
    """The case with every reason that a grader gave."""
    why = tuple(f"{name} {_value(score.value)}: {score.why}" for name, score in row.scores.items() if score.why)
    return Exhibit(row.case_id, row.title, row.source, row.text, why or ("nothing was found wrong",))


def _value(value: float | None) -> str:
    return "unscored" if value is None else f"{value:.2f}"


def _merit(row: Graded) -> tuple[bool, float, float, float]:
    values = {name: score.value for name, score in row.scores.items()}
    absent = values.get("faithfulness") is None
    return absent, values.get("passed") or 0.0, values.get("key_points") or 0.0, values.get("rouge1") or 0.0
