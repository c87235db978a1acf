"""Papers that were read from a file, kept; and the sample corpus for a folder that has none."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from service.corpus import sample
from service.corpus.corpus import Corpus, Progress, no_progress
from service.ingest import Diagnostic, Reading, read
from service.papers import Merge


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What a file held and what became of it; `counts` has how many papers were created, updated or unchanged.

    `merged` has the ids that were found to name one paper, `diagnostics` also those that two papers claim.
    """

    format: str
    rows: int
    papers: int
    counts: dict[str, int]
    merged: tuple[Merge, ...]
    diagnostics: tuple[Diagnostic, ...]
    snapshot: str


def keep_papers(corpus: Corpus, reading: Reading, now: datetime, progress: Progress = no_progress) -> ImportReport:
    """Keep what was read from one file; raises DiskFull, StoreBusy."""
    kept = corpus.add(reading.papers, now, progress)
    conflicts = [
        Diagnostic(line, "id_of_another_paper", f"Line {line}: {message}")
        for line, each in zip(reading.lines, kept, strict=True)
        for message in each.messages
    ]
    return ImportReport(
        reading.format,
        reading.rows,
        len(reading.papers),
        dict(Counter(each.outcome for each in kept)),
        tuple(merge for each in kept for merge in each.merged),
        (*reading.diagnostics, *conflicts),
        corpus.catalog.snapshot_id(),
    )


def load_sample(corpus: Corpus, now: datetime, progress: Progress = no_progress) -> None:
    """Keep the sample papers, unless there are papers already."""
    if corpus.catalog.count() == 0:
        keep_papers(corpus, read(sample.data(), "jsonl"), now, progress)
