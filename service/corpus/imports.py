"""Papers that were read from a file, kept; and the sample corpus for a folder that has none."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from service.corpus import sample
from service.corpus.corpus import Corpus, Progress, silent
from service.ingest import Diagnostic, Reading, read


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What a file held and what became of it; `counts` has how many papers were created, updated or unchanged."""

    format: str
    rows: int
    papers: int
    counts: dict[str, int]
    diagnostics: tuple[Diagnostic, ...]
    snapshot: str


def keep_papers(corpus: Corpus, reading: Reading, now: datetime, progress: Progress = silent) -> ImportReport:
    """Keep what was read from one file; raises DiskFull, StoreBusy."""
    outcomes = corpus.add(reading.papers, now, progress)
    return ImportReport(
        reading.format,
        reading.rows,
        len(reading.papers),
        dict(Counter(outcomes)),
        reading.diagnostics,
        corpus.catalog.snapshot_id(),
    )


def load_sample(corpus: Corpus, now: datetime, progress: Progress = silent) -> None:
    """Keep the sample papers, unless there are papers already."""
    if corpus.catalog.count() == 0:
        keep_papers(corpus, read(sample.data(), "jsonl"), now, progress)
