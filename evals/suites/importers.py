"""Suite `importers`: what reading makes of whole files, of files from which something was taken, and of odd records.

A synthetic page and a JSON Lines file are made from sample papers; each line is removed or broken in turn. At most the
paper of that line may be lost, and a diagnostic must name the line where the reader notices. The records are
written cases (`evals.suites.record_reading`).
"""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from evals.datasets.import_cases import import_cases
from evals.datasets.sample_corpus import sample_papers
from evals.datasets.sampling import drawn
from evals.metrics.score import Score
from evals.reporting import runs
from evals.reporting.graded_texts import exhibit
from evals.reporting.outcome import Outcome, Table
from evals.reporting.runs import Graded, Job
from evals.suites import record_reading
from evals.suites.request import Request
from service import ingest
from service.errors import IngestError
from service.ingest import PAGE_BANNER
from service.papers import Paper

NAME = "importers"
PAPERS = 40  # of each file, drawn by the seed


class Damage(NamedTuple):
    """A file with one line (from 1; 0: none) spoilt; `lost` papers cannot be read any more."""

    name: str
    format: str
    data: bytes
    line: int
    lost: int
    whole: int


def run(request: Request) -> Outcome:
    """Read every damaged file and grade what came out."""
    papers = [sample_papers()[name] for name in drawn(sorted(sample_papers()), PAPERS, request.seed)]
    files = list(damages(papers))
    jobs = [*map(_job, files), *(record_reading.job(case, NAME) for case in import_cases())]
    kept = set(drawn([job.case_id for job in jobs], request.limit, request.seed))
    jobs = [job for job in jobs if job.case_id in kept]
    graded = runs.resumed(request.runs, NAME, jobs)
    figures = runs.figures(graded, request.seed)
    rows = tuple((f.name, *f.cells, f.n, f.unscored) for f in figures)
    note = f"{len(graded)} files: of {PAPERS} papers each, whole or with one line spoilt, or of one odd record; shares."
    wrong = [row for row in graded if any(score.value == 0 for score in row.scores.values())]
    return Outcome(
        NAME,
        tuple(figure.row(NAME) for figure in figures),
        (Table("Reading", note, ("score", "mean", "low", "high", "scored", "unscored"), rows),),
        (),
        figures,
        tuple(map(exhibit, wrong[:5])),
    )


def damages(papers: Sequence[Paper]) -> Iterator[Damage]:
    """The two files whole, and with each of their lines spoilt in each way."""
    page = [
        f"{PAGE_BANNER} once a day!",
        "Subscribe",
        *(line for p in papers for line in (p.raw_title, p.raw_abstract)),
    ]
    yield Damage("page, whole", "hf-page", _joined(page), 0, 0, len(papers))
    for i in range(2, len(page)):
        yield Damage(f"page, line {i + 1} removed", "hf-page", _joined(page[:i] + page[i + 1 :]), i + 1, 1, len(papers))
    records = [json.dumps({"id": p.id, "title": p.raw_title, "abstract": p.raw_abstract}) for p in papers]
    yield Damage("lines, whole", "jsonl", _joined(records), 0, 0, len(papers))
    for i, record in enumerate(records):
        for way, spoil in SPOILERS.items():
            data = _joined([*records[:i], spoil(record), *records[i + 1 :]])
            yield Damage(f"lines, line {i + 1} {way}", "jsonl", data, i + 1, 1, len(papers))


SPOILERS: dict[str, Callable[[str], str]] = {
    "cut": lambda record: record[: len(record) // 2],
    "without title": lambda record: json.dumps(json.loads(record) | {"title": ""}),
    "of the wrong type": lambda record: json.dumps([record]),
    "in another encoding": lambda _: "caf\udce9",
}


def _job(damage: Damage) -> Job:
    def grade() -> Graded:
        scores, messages = read_damaged(damage)
        return Graded(
            case_id=damage.name, suite=NAME, title=damage.format, source=damage.name, text=messages, scores=scores
        )

    return Job(damage.name, damage.data.decode("utf-8", "replace"), grade)


def read_damaged(damage: Damage) -> tuple[dict[str, Score], str]:
    """The scores of one reading (no error, no sound paper lost, each loss named with its line), and its diagnostics."""
    try:
        reading = ingest.read(damage.data, damage.format, name="file")
    except IngestError as error:
        return dict.fromkeys(("read", "kept", "named"), Score(value=0.0, why=error.detail)), error.detail
    messages = "; ".join(f"{d.line}: {d.message}" for d in reading.diagnostics)
    lost = damage.whole - len(reading.papers)
    # A page has no records: a lost title shows at its abstract, a lost abstract at the title above, one line away.
    near = 0 if damage.format == "jsonl" else 1
    named = [d for d in reading.diagnostics if abs(d.line - damage.line) <= near]
    fine = len(named) == len(reading.diagnostics) == lost
    return {
        "read": Score(value=1.0),
        "kept": Score.flag(lost <= damage.lost, f"{lost} papers were lost with line {damage.line}"),
        "named": Score.flag(fine, f"{lost} lost, {len(reading.diagnostics)} named, {len(named)} at line {damage.line}"),
    }, messages


def _joined(lines: Sequence[str]) -> bytes:
    return "\n".join(lines).encode("utf-8", "surrogateescape")
